"""The parts of the explorer's page, as HTML: facets, results, reading pane, side by side."""

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kb.answers import PLACES
from kb.appraise import LEVELS
from kb.base import KnowledgeBase
from kb.blocks import html
from kb.explore import REPORT, Asked, Library
from kb.facets import FACETS, counts, facet, fits
from kb.language import ENGLISH, Language, language
from kb.pages.pane import citation, links, pane
from kb.pages.side_by_side import MOST, side_by_side
from kb.search import FIRST, Found, Hit
from kb.wording import NOUNS, STATUSES, label, name_of

LANGUAGES = {"en": "English", "lv": "Latviešu"}  # each as it calls itself
FACET_NAMES = {
    "type": "Kind of record",
    "partner": "Partner",
    "theme": "Theme",
    "certainty": "Certainty",
    "status": "Status",
}
TEXTS = {
    "search": "Search",
    "hint": "In English or Latvian, in any form, also only begun. Enter: to the first result.",
    "filters": "Filters",
    "clear": "Clear the filters",
    "results": "Results",
    "meant": "Did you mean:",
    "fewer": "Try other or fewer words, and fewer filters.",
    "more": "Show more",
    "pin": "Set side by side",
    "pins": "Side by side",
    "no_pins": "Set up to four practices beside each other with the buttons of the results.",
    "full": "There are four; take one away to set another.",
    "take": "Take away",
    "reading": "Reading pane",
    "unread": "Choose a result, and it is shown here.",
    "close": "Back to the results",
    "links": "Read on",
    "citation": "Citation",
    "copy": "Copy the citation",
    "copied": "The citation is copied.",
    "uncopied": "The citation is selected: Ctrl+C copies it.",
    "pdf": "Case study as a PDF",
    "no_pdf": "Its PDF is not made yet; this command makes it:",
    "stopped": "No answer comes: reload the page, or run the notebook again.",
    "language": "Language",
    "english": "in English",
    "scrolls": "Table that scrolls sideways",
}


def words_of(code: str) -> dict[str, str]:
    """The explorer's own words in a language."""
    t = language(code)
    return {name: t(text) for name, text in TEXTS.items()} | {"lang": code}


def head(asked: Asked, library: Library) -> str:
    """The title, and the switch of languages."""
    title = getattr(library.bases[asked.language].settings.title, asked.language)
    return _part("head", asked, title=title, languages=LANGUAGES)


def answer(asked: Asked, library: Library) -> dict[str, str]:
    """What a search changes: how many records there are, facets, results."""
    base, found = library.bases[asked.language], library.found(asked)
    number = sum(fits(labels, asked.chosen) for labels in found.labels)
    told = language(asked.language).count("one record", "{number} records", number)
    hits = [_card(hit, base) for hit in found.hits]
    shown = {"hits": hits, "meant": found.suggestion, "more": number > len(hits)}
    return {
        "status": told,
        "facets": _part("facets", asked, facets=list(_facets(found, asked, base))),
        "results": _part("results", asked, **shown, full=len(asked.pins) == MOST),
    }


def opened(asked: Asked, library: Library) -> str:
    """The reading pane: the record with its evidence, where to read on, its PDF, its citation."""
    if not asked.open:
        return _part("unread", asked)
    id, base = asked.open, library.bases[asked.language]
    t = language(asked.language)
    linked = [(x.id, t(NOUNS[x.noun]), name_of(x, base)) for x in links(id, base)]
    return _part(
        "reading", asked, body=Markup(html(pane(id, base).blocks)), links=linked,
        practice=base.practices.get(id), full=len(asked.pins) == MOST, citation=citation(id, base),
        **_pdf(library.case_studies(id, asked.language) if id in base.practices else [], asked),
    )  # fmt: skip


def pinned(asked: Asked, library: Library) -> str:
    """The practices side by side."""
    base = library.bases[asked.language]
    pins = [(id, base.practices[id].title) for id in asked.pins]
    table = Markup(html(side_by_side(asked.pins, base).blocks)) if pins else ""
    return _part("pins", asked, pins=pins, table=table, full=len(pins) == MOST)


def _pdf(paths: Sequence[Path], asked: Asked) -> dict[str, str]:
    """A PDF as a link that holds all of it, so that no server has to give out files; else the
    command that makes it.
    """
    for path in filter(Path.is_file, paths):
        data = base64.b64encode(path.read_bytes()).decode()
        return {"name": path.name, "pdf": f"data:application/pdf;base64,{data}"}
    command = f"kb build {REPORT} -p practice={asked.open} -p language={asked.language}"
    return {"command": command} if paths else {}


def _facets(found: Found, asked: Asked, base: KnowledgeBase) -> Iterator[dict[str, Any]]:
    """Each facet with those of its labels that would show something, or are chosen."""
    t, number = language(asked.language), counts(found.labels, asked.chosen)
    for name in FACETS:
        shown = [x for x in _labels(name, base) if number[x] or x in asked.chosen]
        options = [(x, _called(x, base, t), number[x], x in asked.chosen) for x in shown]
        if options:
            yield {"name": t(FACET_NAMES[name]), "options": options}


def _labels(name: str, base: KnowledgeBase) -> list[str]:
    """The labels of a facet in their order; the most certain first."""
    values = {
        "type": FIRST, "partner": base.partners, "theme": base.themes,
        "certainty": [str(level) for level in reversed(range(len(LEVELS)))],
        "status": [status.replace(" ", "-") for status in STATUSES],
    }[name]  # fmt: skip
    return [f"{name}:{value}" for value in values]


def _called(name: str, base: KnowledgeBase, t: Language) -> str:
    kind, _, value = name.partition(":")
    match kind:
        case "type":
            return t(NOUNS[value])
        case "partner":
            return base.partners[value].name
        case "theme":
            return label(base.themes[value], base)
        case "certainty":
            return f"{t.word('certainty', LEVELS[int(value)])} ({value}/4)"
    return t(STATUSES[value.replace("-", " ")])


def _card(hit: Hit, base: KnowledgeBase) -> dict[str, Any]:
    """A result: what it is, whose, how sure, and where the words stand."""
    t = language(base.language)
    told = [x for x in hit.labels if facet(x) in ("partner", "certainty", "status")]
    tags = [_called(x, base, t) for x in told if x.partition(":")[2] != hit.id]
    return {
        "id": hit.id,
        "title": hit.title,
        "lang": ENGLISH if hit.id in base.english else base.language,
        "about": [t(NOUNS[hit.type]), *tags],
        "place": t(PLACES[hit.why.field]),
        "why": hit.why,
        "practice": hit.type == "practice",
    }


def _part(macro: str, asked: Asked, /, **values: Any) -> str:
    part = getattr(_template().module, macro)
    words = SimpleNamespace(**words_of(asked.language))
    return str(part(asked=asked, w=words, **values)).strip()


@cache
def _template() -> Any:
    return Environment(
        loader=PackageLoader("kb", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("explorer.html.j2")
