"""reports/index.html: the newest editions by reader and language, in one plain page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from kb.base import KnowledgeBase
from kb.language import Language, language, languages
from kb.report.keys import SETTINGS
from kb.report.schedule import Planned
from kb.report.state import Made, read_made
from kb.report.times import ZONE
from kb.wording import name_of

NAMED, LONGEST = 3, 60  # changed records that a line has room for, and characters of each
OWN_NAMES = {"en": "English", "lv": "Latviešu"}


@dataclass(frozen=True)
class Shown:
    """An edition of which there is a PDF."""

    planned: Planned
    made: Made


def index_page(schedule: Iterable[Planned], out: Path, base: KnowledgeBase) -> str:
    """The page, as HTML: of every edition in the schedule the newest that there is."""
    shown = [
        Shown(one, made)
        for one in schedule
        if (made := read_made(out, one.name)) and (out / f"{one.name}.pdf").exists()
    ]
    return str(_template().render(sections=[_section(code, shown, base) for code in languages()]))


@cache
def _template() -> Any:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, keep_trailing_newline=True)
    return environment.get_template("index.html.j2")


def _section(code: str, shown: Iterable[Shown], base: KnowledgeBase) -> dict[str, Any]:
    """The part of the page in one language, with the editions in it and in none."""
    t, here = language(code), base.known_on("", code)
    groups: dict[str, list[dict[str, str]]] = {}
    for one in shown:
        if one.planned.edition.parameters.get("language", code) == code:
            readers = getattr(one.planned.entry.readers, code)
            groups.setdefault(readers, []).append(_row(one, t, here))
    return {
        "code": code, "own_name": OWN_NAMES.get(code, code), "languages": t("Languages"),
        "title": t("Reports"), "empty": t("There is no report yet."),
        "heads": [t("Report"), t("Made on"), t("What changed")],
        "groups": [{"readers": readers, "rows": rows} for readers, rows in groups.items()],
    }  # fmt: skip


def _row(one: Shown, t: Language, base: KnowledgeBase) -> dict[str, str]:
    day = one.made.made.astimezone(ZONE).date()
    file = quote(f"{one.planned.name}.pdf")
    title, changed = one.made.title, _changed(one.made, t, base)
    return {"file": file, "title": title, "iso": str(day), "day": t.day(day), "changed": changed}


def _changed(made: Made, t: Language, base: KnowledgeBase) -> str:
    """One line on what is new in an edition: which records, else what else it was made anew for."""
    if not made.changes:
        return t("The first edition")
    kinds = {change.kind for change in made.changes}
    ids = [one.name for one in made.changes if one.kind == "record" and one.name != SETTINGS]
    if ids:
        return _records(ids, t, base)
    if kinds & {"cell", "parameter"}:
        return t("The report itself was changed")
    if "earlier record" in kinds:
        return t("The day with which it compares is a later one")
    return t("Set anew by a newer program; the records are the same")


def _records(ids: list[str], t: Language, base: KnowledgeBase) -> str:
    known = {record.id: record for record in base.records()}
    names = [name_of(known[id], base) if id in known else id for id in ids[:NAMED]]
    names = [shorten(name, LONGEST, placeholder=" …") for name in names]
    rest = len(ids) - NAMED
    more = [t.count("{number} more record", "{number} more records", rest)] if rest > 0 else []
    return t("Changed or new: {names}", names=t.listed([*names, *more]))
