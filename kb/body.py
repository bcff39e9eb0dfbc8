"""The body of a record: sections under `##` headings, paragraphs between blank lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from kb.fields import Loc
from kb.problem import nearest, shown
from kb.records import Document

HEADING = re.compile(r"\s*#(#+|\s)")  # `#panic()` is a text
FENCE = re.compile(r"\s*(```|~~~)")
BOLD = re.compile(r"\s*(\*\*|__)([^*_]+?):?\1:?\s*")
ACROSS = re.compile(r"\s*(-{2,}|={2,}|(?:[-*_] *){3,})\s*")
HTML = re.compile(r"\s*</?[a-zA-Z][a-zA-Z0-9]*[\s>/]")
SIGN = re.compile(r"\s*([-*+•–—·])\s")
NUMBER = re.compile(r"\s*(\d+)\.\s+(\S)")
MARKS = frozenset("-*+•")  # of lists; a dash also begins a line that a sentence goes on in
STRANGE = ((re.compile(r"\s*\|"), "a table"), (FENCE, "code"))
FIRST = ((re.compile(r"\s*\d+\)\s"), "a list"), (re.compile(r"\s*> "), "a quotation"))


@dataclass
class Body:
    """The sections as plain data, the line of each heading and paragraph, and what is wrong."""

    sections: list[dict[str, Any]] = field(default_factory=list)
    places: dict[Loc, int] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def read_body(lines: list[str], first_line: int, cls: type[Document] | None) -> Body:
    """The body of a document of this type, or of a translation (None); what is no sentence is told,
    and left out.
    """
    body = Body()
    blocks = [(first_line + n, rows) for n, rows in _blocks(lines)]
    headings = cls.headings if cls else ()
    if blocks and cls and not headings:
        message = f"a {cls.noun} has no body; move this text into its fields"
        return Body(wrong=[(blocks[0][0], message)])
    hollow: set[int] = set()  # sections of which something was left out
    for number, rows in blocks:
        if HEADING.match(rows[0]):
            _begin(body, number, rows[0], headings)
        elif found := _strange(rows, headings):
            hollow.add(len(body.sections) - 1)
            _refuse(body, number + found[0], found[1], blocks)
            if found[2] in headings:
                _open(body, number, found[2])
                hollow.add(len(body.sections) - 1)
        elif body.sections:
            paragraphs = body.sections[-1]["paragraphs"]
            body.places["body", len(body.sections) - 1, "paragraphs", len(paragraphs)] = number
            paragraphs.append(" ".join(row.strip() for row in rows))
        elif not body.wrong:
            line = f"a line like `## {headings[0]}`" if headings else "the heading with its ##"
            message = f"text before the first heading; put {line} above it"
            body.wrong.append((number, message))
    return _without(body, hollow)


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between blank ones; a heading, and all of a piece of code, is one by itself."""
    start, rows, closing = 0, list[str](), None
    for number, line in enumerate([*lines, ""]):
        if closing:
            rows.append(line)
            closing = None if closing.search(line) else closing
            continue
        if rows and (not line.strip() or HEADING.match(line) or HEADING.match(rows[0])):
            yield start, rows
            rows = []
        if line.strip():
            start = start if rows else number
            rows.append(line)
            closing = _closing(line)
    if rows:
        yield start, rows


def _closing(line: str) -> re.Pattern[str] | None:
    """What ends the code or the comment that begins in a line."""
    if found := FENCE.match(line):
        return re.compile(rf"\s*{found[1]}")
    begun = "<!--" in line and "-->" not in line.rpartition("<!--")[2]
    return re.compile("-->") if begun else None


def _begin(body: Body, number: int, line: str, headings: tuple[str, ...]) -> None:
    text = line.strip("#\u00a0 \t")
    if not text:
        body.wrong.append((number, "a heading without words; write them behind the ##"))
        return
    if not re.match(r"## \S", line) or line.rstrip().endswith("#"):
        text = _meant(text, headings)
        message = f"heading {shown(line)} has the wrong form; write `## {text}`"
        if not headings or text in headings:  # that it is unknown is said of it elsewhere
            body.wrong.append((number, message))
    _open(body, number, text)


def _meant(text: str, headings: tuple[str, ...]) -> str:
    """The heading that a text was meant to be, where that can be told."""
    return text if text in headings else nearest(text, headings) or text


def _open(body: Body, number: int, heading: str) -> None:
    body.places["body", len(body.sections)] = number
    body.sections.append({"heading": heading, "paragraphs": []})


def _refuse(body: Body, number: int, message: str, blocks: list[tuple[int, list[str]]]) -> None:
    """Note what is wrong, once where the block before it is of the same kind."""
    before = max((line for line, _ in blocks if line < number), default=0)
    if not body.wrong or body.wrong[-1][1] != message or body.wrong[-1][0] < before:
        body.wrong.append((number, message))


def _without(body: Body, hollow: set[int]) -> Body:
    """The body without the sections in which nothing is left: they are not empty, but wrong."""
    empty = {n for n in hollow if n >= 0 and not body.sections[n]["paragraphs"]}
    kept = [n for n in range(len(body.sections)) if n not in empty]
    places = {
        ("body", kept.index(int(loc[1])), *loc[2:]): line
        for loc, line in body.places.items()
        if loc[1] in kept
    }
    return Body([body.sections[n] for n in kept], places, body.wrong)


def _strange(rows: list[str], headings: tuple[str, ...]) -> tuple[int, str, str] | None:
    """In which row of a block what is no sentence stands, what to do, and the heading meant."""
    for n, row in enumerate(rows):
        if ACROSS.fullmatch(row):
            if n and not re.match(r"\s*[*_]", row):
                text = _meant(rows[n - 1].strip(), headings)
                message = f"an underlined line is no heading; write `## {text}` in place of both"
                return n - 1, message, text
            return n, f"a line of {row.strip()[0]} stands here; delete it", ""
        if "<!--" in row:
            return n, "a comment stands here; delete it", ""
    only = BOLD.fullmatch(rows[0]) if len(rows) == 1 else None
    text = _meant(only[2].strip(": "), headings) if only else rows[0].strip(": ")
    if only or (len(rows) == 1 and text in headings):
        what = "a bold line is no heading" if only else "a heading lacks its signs"
        return 0, f"{what}; write `## {text}`", text
    if HTML.match(rows[0]):
        return 0, "HTML stands here; write sentences instead", ""
    kinds = [(0, kind) for form, kind in FIRST if form.match(rows[0])]
    kinds += [(n, "a list") for n in _lists(rows)]
    kinds += [(n, kind) for n, row in enumerate(rows) for form, kind in STRANGE if form.match(row)]
    found = min(kinds, default=None)
    return (found[0], f"{found[1]} stands here; write sentences instead", "") if found else None


def _lists(rows: list[str]) -> Iterator[int]:
    """The rows in which a list begins, not a sentence that goes on with a sign or a number."""
    signs = [found[1] if (found := SIGN.match(row)) else "" for row in rows]
    if signs[0] in MARKS or (signs[0] and signs.count(signs[0]) > 1):
        yield 0
    yield from (n for n, (one, two) in enumerate(pairwise(signs)) if one == two and one in MARKS)
    items = [found for row in rows if (found := NUMBER.match(row))]
    in_order = [int(item[1]) for item in items] == list(range(1, len(items) + 1))
    capitals = all(item[2].isupper() for item in items)  # `1. maijā` is a day
    if NUMBER.match(rows[0]) and in_order and len(items) >= (2 if capitals else 3):
        yield 0
