"""What of a choice is to be made now, and why; what is as it should be is not made again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kb.base import KnowledgeBase
from kb.report.choice import Choice, choose
from kb.report.keys import Key, Keys, digest
from kb.report.plan import Edition
from kb.report.schedule import Planned
from kb.report.state import Times, read_made, reasons
from kb.report.times import is_due, may_retry

MINUTES, MEGABYTES = 10, 2000  # what a report may take that is made by hand


@dataclass(frozen=True)
class Request:
    """What is to be built, from what and where to; `now` is an aware time."""

    data: Path
    out: Path
    notebooks: Path  # with the schedule, and the notebooks in reports/
    now: datetime
    names: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    due: bool = False  # only what the schedule says has come
    at_once: int = 1
    share: Path | None = None  # where finished editions are copied to
    options: str = ""  # of the command that makes one of these reports again


@dataclass(frozen=True)
class Order:
    """An edition to be made; one of the schedule has a key, and reasons why it is made."""

    edition: Edition
    key: Key | None = None
    reasons: tuple[str, ...] = ()
    minutes: float = MINUTES
    megabytes: float = MEGABYTES

    @property
    def name(self) -> str:
        """The name of its PDF."""
        return self.edition.name


def choice_of(request: Request, base: KnowledgeBase, notebooks: Path) -> Choice:
    """What a request asks for, by the schedule that lies with these notebooks."""
    return choose(notebooks, base, request.names, request.given, request.now)


def orders(
    choice: Choice, base: KnowledgeBase, request: Request, times: Times
) -> tuple[list[Order], list[str]]:
    """What is to be made, and the names of what is as it should be."""
    keys, found, current = Keys(base), list[Order](), list[str]()
    for one in choice.planned:
        if request.due and not has_come(one, times, request.now):
            continue
        key = keys.of(one)
        why = reasons(read_made(request.out, one.name), key, request.out / f"{one.name}.pdf")
        if not why:
            current.append(one.name)
        elif not (request.due and _rests(one.name, key, times, request.now)):
            limits = one.entry.minutes, one.entry.megabytes
            found.append(Order(one.edition, key, tuple(why), *limits))
    return [*found, *map(Order, choice.by_hand)], current


def has_come(one: Planned, times: Times, now: datetime) -> bool:
    """Whether the time of an edition has come since it was last as it should be."""
    return is_due(one.entry.when, times.success.get(one.name), now)


def _rests(name: str, key: Key, times: Times, now: datetime) -> bool:
    """Whether it failed a short while ago, and nothing of it has changed since."""
    failure = times.failure.get(name)
    if failure is None or failure.key != digest(key):
        return False
    return not may_retry(failure.at, now)
