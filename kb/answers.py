"""What a search found: as lines for a terminal, blocks for a notebook, values for programs."""

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from kb.base import KnowledgeBase
from kb.blocks import BREAK, Block, Inline, about, foreign, muted, paragraph, strong
from kb.language import ENGLISH, language
from kb.plain import WIDTH
from kb.search import Found, Hit
from kb.wording import NOUNS

PLACES = {
    "title": "title",
    "id": "title",
    "summary": "in short",
    "evidence": "evidence",
    "text": "text",
    "about": "about it",
}


STARS, BOLD = ("*", "*"), ("\x1b[1m", "\x1b[0m")
"""What stands before and after a word that matched: in a file, and on a terminal."""


def as_text(found: Found, code: str, marks: tuple[str, str] = STARS) -> Iterator[str]:
    """The hits, best first: kind, id and title, and where the words of the question stand."""
    t = language(code)
    for number, hit in enumerate(found.hits, 1):
        yield f"{number:2}. {t(NOUNS[hit.type])} · {hit.id}"
        yield _indented(hit.title)
        yield _indented(f"{t(PLACES[hit.why.field])}: {hit.why.marked(*marks)}")
    if not found.hits:
        yield t("Nothing is found for: {query}", query=found.query)
        yield t("Try other or fewer words, and fewer filters.")
    if found.suggestion:
        yield t("Did you mean: {query}", query=found.suggestion)


def as_blocks(found: Found, base: KnowledgeBase) -> Iterator[Block]:
    """The hits for a notebook, best first; words that matched stand out."""
    t = language(base.language)
    yield {
        "block": "list",
        "ordered": True,
        "items": [[paragraph(*_line(hit, base))] for hit in found.hits],
    }
    if not found.hits:
        yield paragraph(t("Nothing is found for: {query}", query=found.query))
        yield paragraph(t("Try other or fewer words, and fewer filters."))
    if found.suggestion:
        yield paragraph(t("Did you mean: {query}", query=found.suggestion))


def _line(hit: Hit, base: KnowledgeBase) -> list[Inline]:
    """Title, kind and id, and the excerpt unless that is the title again."""
    t, why = language(base.language), hit.why
    title = foreign(ENGLISH, hit.title) if hit.id in base.english else hit.title
    line = [about([hit.id], title), " ", muted(f"{t(NOUNS[hit.type])} · {hit.id}")]
    if PLACES[why.field] == PLACES["title"]:
        return line
    text = [strong(words) if matched else words for words, matched in why.parts]
    said = [foreign(why.language, *text)] if why.language != base.language else text
    return [*line, BREAK, muted(f"{t(PLACES[why.field])}: "), *said]


def as_data(found: Found) -> dict[str, Any]:
    """The hits for a program; the words that matched are marked as *word*."""
    return {"hits": [_as_values(hit) for hit in found.hits]}


def _as_values(hit: Hit) -> dict[str, Any]:
    why = f"{hit.why.field}: {hit.why.marked()}"
    return {"id": hit.id, "type": hit.type, "title": hit.title, "score": hit.score, "why": why}


def _indented(text: str) -> str:
    return fill(text, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
