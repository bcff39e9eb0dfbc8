"""Blocks as plain text, for a terminal."""

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Any

from kb.blocks import Block, Inline

WIDTH = 100


def text(blocks: Iterable[Block], width: int = WIDTH) -> str:
    """The blocks as lines of at most `width` characters, links and sources by their addresses."""
    return "\n".join(line for block in blocks for line in _lines(block, width)).strip() + "\n"


def _lines(block: Block, width: int) -> Iterator[str]:
    kind, body = block["block"], inline_text(block.get("body", ()))
    if kind == "heading":
        yield from (
            "",
            fill(body, width),
            ("=" if block["level"] == 1 else "-") * min(len(body), width),
        )
    elif kind == "list":
        for item in block["items"]:
            inside = "\n".join(line for part in item for line in _lines(part, width - 2))
            yield "- " + inside.replace("\n", "\n  ")
    else:
        first, *more = body.split("\n")
        lead = (block.get("body") or [""])[0]  # a name in bold makes a hanging paragraph
        named = isinstance(lead, dict) and lead["inline"] == "strong"
        yield fill(first, width, subsequent_indent="  " * named)
        yield from (fill(line, width, initial_indent="  ", subsequent_indent="  ") for line in more)


def inline_text(parts: Iterable[Inline] | str) -> str:
    """The text of some inlines; a label stands in brackets, a footnote in parentheses."""
    if isinstance(parts, str):
        return parts
    return "".join(part if isinstance(part, str) else _piece(part) for part in parts)


def _piece(part: dict[str, Any]) -> str:
    body = inline_text(part.get("body", ()))
    match part["inline"]:
        case "break":
            return "\n"
        case "tag":
            return f"<{body}>"
        case "note":
            return f" ({body})"
        case "link":
            return body if body == part["url"] else f"{body} ({part['url']})"
        case "cite":
            items = (", ".join(filter(None, [i["source"], i["at"]])) for i in part["items"])
            return f"[{'; '.join(items)}]"
        case _:
            return body
