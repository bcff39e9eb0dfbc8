"""Which editions are asked for: of the schedule, or of reports with parameters given by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kb.base import KnowledgeBase
from kb.problem import KbError, did_you_mean
from kb.report.plan import Edition, plan, reports
from kb.report.schedule import Planned, read_schedule
from kb.report.times import ZONE


@dataclass(frozen=True)
class Choice:
    """All that the schedule has, and what is asked for: editions of it, and others by hand."""

    schedule: tuple[Planned, ...]
    planned: tuple[Planned, ...]
    by_hand: tuple[Edition, ...] = ()


def choose(
    folder: Path, base: KnowledgeBase, names: Iterable[str], given: Mapping[str, str], now: datetime
) -> Choice:
    """What is asked for: the named entries, editions or reports, or all of the schedule.

    With parameters, or where there is no schedule, editions are made by hand: reports with these
    parameters, and default ones. KbError names what is unknown, DataError what is wrong with the
    schedule.
    """
    names, today = list(dict.fromkeys(names)), now.astimezone(ZONE).date().isoformat()
    schedule = () if given else tuple(read_schedule(folder, base, now))
    if not schedule and (given or not names):
        return Choice(schedule, (), tuple(plan(base, names, given, today, folder / "reports")))
    listed = {one.name for one in schedule} | {one.entry.name for one in schedule}
    others = [name for name in names if name not in listed]
    known = {*listed, *reports(folder / "reports")}
    for name in others:
        if name not in known:
            raise KbError(f"there is no report {name!r}{did_you_mean(name, known)}")
    by_hand = plan(base, others, {}, today, folder / "reports") if others else []
    chosen = (one for one in schedule if not names or {one.name, one.entry.name} & {*names})
    return Choice(schedule, tuple(chosen), tuple(by_hand))
