"""Markdown of notebooks and record bodies becomes blocks; what Markdown cannot say stays text."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, cast

import mistune

from kb.blocks import (
    BREAK,
    Block,
    Inline,
    cite,
    emphasis,
    heading,
    link,
    paragraph,
    strong,
    table,
)
from kb.fields import CITATION, citations

Token = dict[str, Any]
_parse = mistune.create_markdown(renderer=None, plugins=["table", "url"])
_WEB = re.compile(r"https?://|mailto:", re.IGNORECASE)


def blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text; `#` is the title, so `##` is a section (level 1)."""
    return list(_blocks(cast(list[Token], _parse(text))))


def inlines(text: str) -> list[Inline]:
    """The inlines of one paragraph of a record: emphasis, links, citations `[@source, p. 3]`.

    However the text begins (`1988. `, `- `), it stays one paragraph.
    """
    return _inlines(_parse.inline(text, {}))


def _blocks(tokens: Iterable[Token]) -> Iterator[Block]:
    for token in tokens:
        kind, children = token["type"], token.get("children") or []
        if kind == "heading":
            yield heading(max(token["attrs"]["level"] - 1, 1), *_inlines(children))
        elif kind in ("paragraph", "block_text"):
            yield paragraph(*_inlines(children))
        elif kind == "list":
            items = [list(_blocks(item["children"])) for item in children]
            yield {"block": "list", "ordered": token["attrs"]["ordered"], "items": items}
        elif kind == "block_quote":
            yield from _blocks(children)
        elif kind == "table":
            yield _table(children)
        elif kind == "block_code":
            yield {"block": "code", "body": [token["raw"].rstrip()]}
        elif kind == "block_html":
            yield paragraph(token["raw"].strip())


def _table(parts: list[Token]) -> Block:
    head, body = parts[0]["children"], parts[1:]
    rows = [row["children"] for part in body for row in part["children"]]
    names = ["".join(map(_plain, _inlines(cell["children"]))) for cell in head]
    cells = [[[paragraph(*_inlines(cell["children"]))] for cell in row] for row in rows]
    return table([], names, cells, row_heads=False)


def _inlines(tokens: Iterable[Token]) -> list[Inline]:
    return [inline for token in _joined(tokens) for inline in _inline(token)]


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Texts that the parser cut at brackets are one again, so that citations are whole."""
    text = ""
    for token in tokens:
        if token["type"] in ("text", "softbreak", "inline_html"):
            text += " " if token["type"] == "softbreak" else token["raw"]
            continue
        yield {"type": "text", "raw": text}
        text = ""
        yield token
    yield {"type": "text", "raw": text}


def _inline(token: Token) -> Iterator[Inline]:
    kind = token["type"]
    if kind == "text":
        yield from _cited(unescape(token["raw"]))
        return
    body = _inlines(token.get("children") or [])
    if kind == "strong":
        yield strong(*body)
    elif kind == "emphasis":
        yield emphasis(*body)
    elif kind == "link" and _WEB.match(token["attrs"]["url"]):
        yield link(token["attrs"]["url"], *body)
    elif kind == "linebreak":
        yield BREAK
    elif kind == "codespan":
        yield {"inline": "code", "body": [token["raw"]]}
    else:  # a picture is shown by its description: nothing is fetched from anywhere
        yield from body


def _cited(text: str) -> Iterator[Inline]:
    end = 0
    for match in CITATION.finditer(text):
        if before := text[end : match.start()]:
            yield before
        yield cite(*citations(match[0]))
        end = match.end()
    if text[end:]:
        yield text[end:]


def _plain(inline: Inline) -> str:
    return inline if isinstance(inline, str) else "".join(map(_plain, inline.get("body", ())))
