"""notebooks/schedule.yaml: which editions of which reports are made, when and for whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from kb.base import KnowledgeBase
from kb.fields import Loc, Name, Part
from kb.files import Place
from kb.language import languages
from kb.names import ID, ID_RULE
from kb.parts import Labels
from kb.paths import PATHS
from kb.problem import DataError, KbError, Problem, did_you_mean
from kb.report.plan import Edition, Report, edition, read_value, reports
from kb.report.times import ZONE, wrong_time
from kb.shape import read_as
from kb.textfile import read_text
from kb.where import CHECKOUT
from kb.yamltext import read_yaml

TODAY = "today"
VARIANTS = (
    "partners",
    "themes",
    "practice",
    "host",
    "path",
    "language",
)  # what there can be one for each


class Entry(Part):
    """A report in the schedule: its editions, when they are made, for whom, within what limits."""

    name: Name
    notebook: Name
    parameters: Any = None  # looked at apart: what they may be is said by the notebook
    each: tuple[str, ...] = ()
    when: Name
    readers: Annotated[Labels, Field(alias="for")]
    minutes: Annotated[float, Field(ge=0.01, le=600)] = 10
    megabytes: Annotated[int, Field(ge=100, le=100_000)] = 2000


@dataclass(frozen=True)
class Planned:
    """An edition of the schedule; `typed` are its parameters, without a day that is `today`."""

    edition: Edition
    entry: Entry
    typed: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of its PDF."""
        return self.edition.name


@dataclass
class _Reading:
    """What a schedule is read with, and every problem that was met."""

    path: Path
    base: KnowledgeBase
    now: datetime
    reports: Mapping[str, Report]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: Place, loc: Loc, message: str) -> None:
        """Note what is wrong with a field, once."""
        if (problem := place.problem(loc, message)) not in self.problems:
            self.problems.append(problem)


def notebooks_folder(given: Path | None = None) -> Path:
    """Where the schedule is, with the notebooks in reports/ beside it."""
    return given or CHECKOUT / "notebooks"


def read_schedule(folder: Path, base: KnowledgeBase, now: datetime) -> list[Planned]:
    """Every edition of schedule.yaml in a folder; DataError with every problem. None without one.

    The day of an edition is the one of `now`, an aware time, in Latvia.
    """
    path = folder / "schedule.yaml"
    if not path.exists():
        return []
    reading = _Reading(path, base, now, reports(folder / "reports"))
    planned: dict[str, Planned] = {}
    for item, place in _items(reading):
        for one in _editions(reading, item, place):
            if one.name in planned:
                what = f"{one.name}.pdf is made by an entry above too; give another name"
                reading.wrong(place, ("name",), what)
            planned[one.name] = one
    if reading.problems:
        raise DataError(reading.problems)
    return list(planned.values())


def _items(reading: _Reading) -> Iterator[tuple[Any, Place]]:
    """The entries of the file as they were typed, each with its place."""
    text = read_text(reading.path, reading.path.parent)
    if isinstance(text, Problem):
        reading.problems.append(text)
        return
    read = read_yaml(text, reading.path)
    reading.problems += read.problems
    items = read.data.get("reports") if isinstance(read.data, dict) else None
    if not isinstance(items, list) or set(read.data) != {"reports"}:
        what = "a schedule is one list; begin it with `reports:` and put nothing beside it"
        reading.problems += [] if read.problems else [Problem(reading.path, 1, what)]
        return
    for number, item in enumerate(items):
        top = ("reports", number)
        yield (
            item,
            Place(
                reading.path, {loc[2:]: line for loc, line in read.lines.items() if loc[:2] == top}
            ),
        )


def _editions(reading: _Reading, item: Any, place: Place) -> Iterator[Planned]:
    """The editions of an entry that has no problem."""
    entry, given = _entry(reading, item, place)
    if entry is None:
        return
    report = reading.reports.get(entry.notebook)
    before = len(reading.problems)
    if wrong := wrong_time(entry.when, reading.now):
        reading.wrong(place, ("when",), f"when {wrong}")
    if not ID.fullmatch(entry.name):
        reading.wrong(place, ("name",), f"name {entry.name!r} is not allowed; {ID_RULE}")
    if report is None:
        known = did_you_mean(entry.notebook, reading.reports)
        what = f"there is no notebook reports/{entry.notebook}.ipynb{known}"
        reading.wrong(place, ("notebook",), what)
        return
    _check_parameters(reading, entry, given, report, place)
    if len(reading.problems) == before:
        yield from _planned(reading, entry, given, report, place)


def _entry(reading: _Reading, item: Any, place: Place) -> tuple[Entry | None, dict[str, str]]:
    """An entry and its parameters as the command line would have them, lists with commas."""
    data = dict(item) if isinstance(item, dict) else item
    typed = data.pop("parameters", {}) if isinstance(data, dict) else {}
    entry, findings = read_as(Entry, data)
    for loc, message in findings:
        reading.wrong(place, loc, message)
    if not isinstance(typed, dict):
        what = "parameters must be `name: value` lines; indent them below it"
        reading.wrong(place, ("parameters",), what)
        return None, {}
    return entry, {name: _as_typed(value) for name, value in typed.items()}


def _as_typed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _check_parameters(
    reading: _Reading, entry: Entry, given: Mapping[str, str], report: Report, place: Place
) -> None:
    """Every parameter and variant is one that the notebook has, and no parameter is both."""
    for loc, name in _named(entry, given):
        if name not in report.parameters:
            known = did_you_mean(name, report.parameters)
            reading.wrong(place, loc, f"{entry.notebook} has no parameter {name!r}{known}")
        elif loc[0] == "each" and name not in VARIANTS:
            what = f"there is no edition for each {name!r}{did_you_mean(name, VARIANTS)}"
            reading.wrong(place, loc, what)
        elif loc[0] == "each" and name in given:
            what = f"{name!r} stands under parameters and each; keep one of the two"
            reading.wrong(place, loc, what)
        elif loc[0] == "parameters":
            _check_value(reading, report, name, given[name], place)


def _named(entry: Entry, given: Mapping[str, str]) -> Iterator[tuple[Loc, str]]:
    yield from ((("parameters", name), name) for name in given)
    yield from ((("each", number), name) for number, name in enumerate(entry.each))


def _check_value(reading: _Reading, report: Report, name: str, text: str, place: Place) -> None:
    try:
        read_value(report.parameters[name], text)
    except KbError as error:
        reading.wrong(place, ("parameters", name), f"{error}; mend it")


def _planned(
    reading: _Reading, entry: Entry, given: Mapping[str, str], report: Report, place: Place
) -> Iterator[Planned]:
    """An edition for each value of what varies, or for each pair of values."""
    today = reading.now.astimezone(ZONE).date().isoformat()
    fixed = {name: text for name, text in given.items() if (name, text) != ("as_of", TODAY)}
    moving = "as_of" in report.parameters and "as_of" not in fixed
    day = {"as_of": today} if moving else {}
    try:
        values = [_values(name, reading.base, fixed.get("as_of", today)) for name in entry.each]
        for chosen in product(*values):
            each = dict(zip(entry.each, chosen, strict=True))
            made = edition(report, reading.base, fixed | each | day, today)
            typed = {name: x for name, x in made.parameters.items() if name not in day}
            name = _name(entry, each, made.parameters)
            yield Planned(Edition(name, report, made.parameters), entry, typed)
    except KbError as error:
        reading.wrong(place, ("parameters",), str(error))


def _values(name: str, base: KnowledgeBase, day: str) -> list[str]:
    """What a parameter can be, by its name: of `each: [practice]`, every practice of the day."""
    part = base.slice(as_of=day)
    others = [id for id in part.partners if id != base.settings.ours]
    values: dict[str, Iterable[str]] = {
        "language": languages(), "practice": part.practices, "themes": part.themes,
        "partners": others, "host": others, "path": PATHS,
    }  # fmt: skip
    return list(values[name])


def _name(entry: Entry, each: Mapping[str, str], parameters: Mapping[str, Any]) -> str:
    """The entry's name, what varies, and the language last."""
    special = [text for name, text in each.items() if name != "language"]
    return "-".join(filter(None, [entry.name, *special, parameters.get("language", "")]))
