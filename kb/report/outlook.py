"""What is planned and how it stands: the state of each edition, why, and when it comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kb.base import KnowledgeBase
from kb.report.choice import Choice
from kb.report.keys import Keys
from kb.report.orders import Request, has_come
from kb.report.schedule import Planned
from kb.report.state import Times, read_made, read_times, reasons
from kb.report.times import ZONE, next_time


@dataclass(frozen=True)
class Outlook:
    """How an edition stands; `reasons` say why it is to be made, none where it is up to date."""

    name: str
    readers: str
    state: str
    reasons: tuple[str, ...]
    due: bool
    last: datetime | None  # when it was last as it should be
    next: datetime

    def row(self) -> tuple[str, ...]:
        """The cells of a line on it."""
        last = f"last {self.last.astimezone(ZONE):%Y-%m-%d %H:%M}" if self.last else "never made"
        comes = "due now" if self.due else f"next {self.next:%Y-%m-%d %H:%M}"
        return self.name, self.state, last, comes, f"for: {self.readers}"


def outlooks(choice: Choice, base: KnowledgeBase, request: Request) -> list[Outlook]:
    """How what is asked for of the schedule stands."""
    keys, times = Keys(base), read_times(request.out)
    return [_outlook(one, keys, times, request) for one in choice.planned]


def _outlook(one: Planned, keys: Keys, times: Times, request: Request) -> Outlook:
    made = read_made(request.out, one.name)
    why = reasons(made, keys.of(one), request.out / f"{one.name}.pdf")
    last, failure = times.success.get(one.name), times.failure.get(one.name)
    state = "up to date" if not why else "out of date" if made else "not made yet"
    state += f", failed {failure.at.astimezone(ZONE):%Y-%m-%d %H:%M}" if failure and why else ""
    return Outlook(
        one.name, one.entry.readers.en, state, tuple(why), has_come(one, times, request.now),
        last, next_time(one.entry.when, request.now),
    )  # fmt: skip


def explained(found: Iterable[Outlook]) -> list[str]:
    """Why each is up to date or not, in lines."""
    lines = []
    for one in found:
        lines.append(f"{one.name} is {one.state}{':' if one.reasons else ''}")
        lines += [f"  {reason}" for reason in one.reasons]
    return lines
