"""What a report is made of: inlines and blocks as plain JSON values, and their HTML for the screen.

An inline is a text, or a piece with a name such as strong, link, cite or note (a footnote); a block
is a heading, paragraph, table, figure and the like. Nothing here is markup of any kind, so no text
from a record can ever be read as a command. Each piece may carry the ids of the records that it
shows, and a number that no record holds says what it was computed from.
"""

import base64
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader

from kb.fields import Citation

Inline = str | dict[str, Any]
Block = dict[str, Any]
MIME = "application/vnd.kb.blocks+json"
BREAK: Inline = {"inline": "break"}
How = Literal[
    "figure", "when", "count", "share", "quotient", "conflicts", "receipt", "steps", "place",
    "review", "heard", "day", "digest", "program",
    "question", "rule",
]  # fmt: skip


def about(ids: Iterable[str], *body: Inline) -> Inline:
    """Text that shows these records, or these places in records."""
    return {"inline": "plain", "body": list(body), "records": list(ids)}


def shows(block: Block, *ids: str) -> Block:
    """The block as one that shows these records."""
    return {**block, "records": [*block.get("records", ()), *ids]}


def spoken(block: Block, language: str) -> Block:
    """The block as one in another language than the report's."""
    return {**block, "language": language}


def computed(text: str, how: How, *of: str) -> Inline:
    """What no record holds in these words, and what it was computed from: ids, or places in records
    such as `newton-room/values/0`.

    figure, when: a value with its unit and qualifier, and its time. count: how many they are.
    share: how many of them in percent, a `/` parting those from all. quotient: the first figure for
    each unit of the second. conflicts: how many figures of partners sources disagree on. receipt,
    place, review: of a lesson, its receipt, its number in the report, the day on which it is to be
    reviewed. steps: what of its receipt came and went. heard: the year of a record's newest source.
    day: a day that the report speaks of. digest: that of its slice. program: the versions that made
    it. question: the number of a question on paper, by the records that it rests on. rule: a number
    of the rules by which the certainty of lessons is counted.
    """
    return {"inline": "computed", "body": [text], "how": how, "of": list(of)}


def ids_in(part: Any) -> Iterator[str]:
    """The ids of the records that blocks or inlines show, cite or count."""
    if isinstance(part, dict):
        yield from (id.partition("/")[0] for id in part.get("records", ()))
        yield from (of.partition("/")[0] for of in part.get("of", ()) if of != "/")
        if part.get("inline") == "cite":
            yield from (item["source"] for item in part["items"])
    for child in part.values() if isinstance(part, dict) else part:
        if isinstance(child, dict | list | tuple):
            yield from ids_in(child)


def strong(*body: Inline) -> Inline:
    """Text that stands out."""
    return {"inline": "strong", "body": list(body)}


def emphasis(*body: Inline) -> Inline:
    """Text in italics: titles of publications, original names."""
    return {"inline": "emphasis", "body": list(body)}


def muted(*body: Inline) -> Inline:
    """Text that steps back: scope and method of a figure."""
    return {"inline": "muted", "body": list(body)}


def tag(word: str) -> Inline:
    """A word of a closed list, set as a small label."""
    return {"inline": "tag", "body": [word]}


def link(url: str, *body: Inline) -> Inline:
    """A link; what is no web or mail address stays text."""
    web = url.lower().startswith(("http://", "https://", "mailto:"))
    parts = list(body or (url,))
    return (
        {"inline": "link", "url": url, "body": parts} if web else {"inline": "plain", "body": parts}
    )


def foreign(language: str, *body: Inline) -> Inline:
    """Words in another language than the report's, so that they are read aloud rightly."""
    return {"inline": "foreign", "language": language, "body": list(body)}


def note(*body: Inline) -> Inline:
    """A footnote: the reasoning behind an inferred figure."""
    return {"inline": "note", "body": list(body)}


def cite(*citations: Citation) -> Inline:
    """Numbers that lead to the list of sources."""
    items = [{"source": c.source, "at": c.at} for c in dict.fromkeys(citations)]
    return {"inline": "cite", "items": items}


def heading(level: int, *body: Inline) -> Block:
    """A heading; 1 is a section of the report."""
    return {"block": "heading", "level": level, "body": list(body)}


def lead(*body: Inline) -> Block:
    """The finding of a section in one sentence, set large."""
    return {"block": "lead", "body": list(body)}


def paragraph(*body: Inline) -> Block:
    """A paragraph."""
    return {"block": "paragraph", "body": list(body)}


def bullets(items: Iterable[Iterable[Inline]]) -> Block:
    """A list without numbers; an item is a line of inlines."""
    return {"block": "list", "ordered": False, "items": [[paragraph(*item)] for item in items]}


def ticks(items: Iterable[Iterable[Inline]]) -> Block:
    """A list with a box to tick before each item."""
    return {**bullets(items), "mark": "☐"}


def card(title: Iterable[Inline], body: Iterable[Block]) -> Block:
    """A framed piece with its own title."""
    return {"block": "card", "title": list(title), "body": list(body)}


def columns(parts: Iterable[Iterable[Block]]) -> Block:
    """Pieces side by side, of equal width."""
    return {"block": "columns", "parts": [list(part) for part in parts]}


def table(
    caption: Iterable[Inline],
    head: Iterable[str],
    rows: Iterable[Iterable[list[Block]] | Block],
    widths: Iterable[float] = (),
    *,
    row_heads: bool = True,
) -> Block:
    """A table with its caption; a cell is a list of blocks, and the first one heads its row, unless
    `row_heads` is false.

    A row may be a `group`, which heads the rows below it. `widths` are relative, one a column;
    none means equal ones.
    """
    return {
        "block": "table",
        "caption": list(caption),
        "head": list(head),
        "rows": [row if isinstance(row, dict) else list(row) for row in rows],
        "widths": list(widths),
        "row_heads": row_heads,
    }


def group(*body: Inline) -> Block:
    """A row that spans a table and heads the rows below it."""
    return {"group": list(body)}


def figure(svg: str, alt: str, caption: Iterable[Inline], numbers: Iterable[Inline] = ()) -> Block:
    """A picture in SVG with the text for those who cannot see it; `numbers` of it are computed."""
    words = {"alt": alt, "caption": list(caption), "numbers": list(numbers)}
    return {"block": "figure", "svg": svg, **words}


def cover(
    title: str,
    subtitle: Iterable[Inline],
    *,
    numbers: Iterable[tuple[Inline, str]] = (),
    facts: Iterable[tuple[str, Iterable[Inline]]],
    day: str,
    footer: str,
    page: bool = True,
) -> Block:
    """The title page, or (`page` false) the head of the first page: large numbers with what they
    count, facts by name; for every page the day (ISO) that the report speaks of and the line at
    its foot.
    """
    large = [list(pair) for pair in numbers]
    named = [[name, list(value)] for name, value in facts]
    about = {"title": title, "subtitle": list(subtitle), "day": day, "footer": footer}
    return {"block": "cover", "page": page, **about, "numbers": large, "facts": named}


PAGE_BREAK: Block = {"block": "page-break"}


def whole(*body: Block) -> Block:
    """Blocks that stand together on one page."""
    return {"block": "whole", "body": list(body)}


def entries(rows: Iterable[tuple[str, Iterable[Block]]]) -> Block:
    """Texts with their names beside them."""
    return {"block": "entries", "rows": [[name, list(body)] for name, body in rows]}


def room(lines: int) -> Block:
    """Empty lines to write on."""
    return {"block": "room", "lines": lines}


def sources(entries: Iterable[tuple[str, list[Inline]]]) -> Block:
    """The list of sources by id; a report keeps and numbers those that it cites."""
    return {"block": "sources", "entries": [{"id": id, "body": body} for id, body in entries]}


def html(parts: Iterable[Block], language: str = "") -> str:
    """The blocks for the screen of a notebook; every text is escaped. A language is marked."""
    return templates().get_template("screen.html.j2").render(parts=list(parts), language=language)


@cache
def templates() -> Environment:
    """The templates of HTML, in which every text is escaped."""
    jinja = Environment(loader=PackageLoader("kb", "."), autoescape=True)
    jinja.filters["base64"] = lambda text: base64.b64encode(text.encode()).decode()
    return jinja
