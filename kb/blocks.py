"""What a report is made of: inlines and blocks as plain JSON values, and their HTML for the screen.

An inline is a text, or a piece with a name such as strong, link, cite or note (a footnote); a block
is a heading, paragraph, table, figure and the like. Nothing here is markup of any kind, so no text
from a record can ever be read as a command.
"""

import base64
from collections.abc import Iterable
from html import escape
from typing import Any

from kb.fields import Citation

Inline = str | dict[str, Any]
Block = dict[str, Any]
MIME = "application/vnd.kb.blocks+json"
BREAK: Inline = {"inline": "break"}


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
    """A link; only web and mail addresses become one."""
    return {"inline": "link", "url": url, "body": list(body or (url,))}


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


def card(title: Iterable[Inline], body: Iterable[Block]) -> Block:
    """A framed piece with its own title."""
    return {"block": "card", "title": list(title), "body": list(body)}


def columns(parts: Iterable[Iterable[Block]]) -> Block:
    """Pieces side by side, of equal width."""
    return {"block": "columns", "parts": [list(part) for part in parts]}


def table(
    caption: Iterable[Inline],
    head: Iterable[str],
    rows: Iterable[Iterable[list[Block]]],
    widths: Iterable[float] = (),
) -> Block:
    """A table with its caption; a cell is a list of blocks, and the first column heads its row.

    A row of one cell spans the table and heads the rows below it. `widths` are relative, one a
    column; none means equal ones.
    """
    return {
        "block": "table",
        "caption": list(caption),
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
    }


def figure(svg: str, alt: str, caption: Iterable[Inline]) -> Block:
    """A picture in SVG with the text for those who cannot see it."""
    return {"block": "figure", "svg": svg, "alt": alt, "caption": list(caption)}


def cover(
    title: str,
    subtitle: str,
    *,
    numbers: Iterable[tuple[str, str]],
    facts: Iterable[tuple[str, str]],
    day: str,
    footer: str,
) -> Block:
    """The title page: large numbers with what they count, facts by name; for every page the day
    (ISO) that the report speaks of and the line at its foot.
    """
    lists = {"numbers": [list(pair) for pair in numbers], "facts": [list(pair) for pair in facts]}
    about = {"title": title, "subtitle": subtitle, "day": day, "footer": footer}
    return {"block": "cover", **about, **lists}


PAGE_BREAK: Block = {"block": "page-break"}


def sources(entries: Iterable[tuple[str, list[Inline]]]) -> Block:
    """The list of sources by id; a report keeps and numbers those that it cites."""
    return {"block": "sources", "entries": [{"id": id, "body": body} for id, body in entries]}


def html(blocks: Iterable[Block]) -> str:
    """The blocks for the screen of a notebook; every text is escaped."""
    return f'<div class="kb">{_CSS}{"".join(map(_block, blocks))}</div>'


def _block(block: Block) -> str:
    kind = block["block"]
    if kind == "heading":
        level = min(block["level"] + 1, 6)
        return f"<h{level}>{_all(block['body'])}</h{level}>"
    if kind == "lead":
        return f'<p class="lead">{_all(block["body"])}</p>'
    if kind == "list":
        element = "ol" if block["ordered"] else "ul"
        items = "".join(f"<li>{''.join(map(_block, item))}</li>" for item in block["items"])
        return f"<{element}>{items}</{element}>"
    if kind == "card":
        body = "".join(map(_block, block["body"]))
        return f'<section class="card"><h4>{_all(block["title"])}</h4>{body}</section>'
    if kind == "columns":
        parts = "".join(f"<div>{''.join(map(_block, part))}</div>" for part in block["parts"])
        return f'<div class="columns">{parts}</div>'
    if kind == "figure":
        data = base64.b64encode(block["svg"].encode()).decode()
        picture = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(block["alt"])}">'
        return f"<figure>{picture}<figcaption>{_all(block['caption'])}</figcaption></figure>"
    if kind == "table":
        return _table(block)
    if kind == "cover":
        pairs = [(name, number) for number, name in block["numbers"]] + block["facts"]
        facts = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in pairs)
        title, subtitle = escape(block["title"]), escape(block["subtitle"])
        return f'<h2>{title}</h2><p class="lead">{subtitle}</p><dl>{facts}</dl>'
    if kind == "sources":
        entries = (
            f"<dt>{escape(e['id'])}</dt><dd>{_all(e['body'])}</dd>" for e in block["entries"]
        )
        return f"<dl>{''.join(entries)}</dl>"
    return f"<p>{_all(block.get('body', ()))}</p>"


def _table(block: Block) -> str:
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in block["head"])
    rows = ""
    for first, *rest in block["rows"]:
        scope = 'scope="row"' if rest else f'scope="rowgroup" colspan="{len(block["head"])}"'
        cells = "".join(f"<td>{''.join(map(_block, cell))}</td>" for cell in rest)
        rows += f"<tr><th {scope}>{''.join(map(_block, first))}</th>{cells}</tr>"
    caption = f"<caption>{_all(block['caption'])}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


_ELEMENTS = {"strong": "b", "emphasis": "i", "muted": "small", "tag": "mark", "note": "small"}


def _all(body: Iterable[Inline]) -> str:
    return "".join(map(_inline, body))


def _inline(inline: Inline) -> str:
    if isinstance(inline, str):
        return escape(inline)
    kind = inline["inline"]
    if kind == "break":
        return "<br>"
    if kind == "link":
        return f'<a href="{escape(inline["url"])}">{_all(inline["body"])}</a>'
    if kind == "foreign":
        return f'<span lang="{escape(inline["language"])}">{_all(inline["body"])}</span>'
    if kind == "cite":
        keys = "; ".join(", ".join(filter(None, (i["source"], i["at"]))) for i in inline["items"])
        return f"<cite>[{escape(keys)}]</cite>"
    element = _ELEMENTS[kind]
    text = _all(inline["body"])
    return f"<{element}>{f' ({text})' if kind == 'note' else text}</{element}>"


_CSS = """<style>
.kb{max-width:60em;line-height:1.45}.kb .lead{font-size:1.15em}.kb .columns{display:flex;gap:1.5em}
.kb .columns>div{flex:1}.kb .card{border-left:3px solid #0072b2;padding-left:.8em;margin:.8em 0}
.kb table{border-collapse:collapse;width:100%}.kb th,.kb td{text-align:left;vertical-align:top;
padding:.35em .6em;border-bottom:1px solid #c9d1d6}.kb caption{text-align:left;font-weight:600}
.kb mark{background:#e3eef5;color:#0b4a70;padding:0 .35em;border-radius:3px;font-size:.85em}
.kb cite{font-style:normal;color:#5b6770;font-size:.85em}.kb img{max-width:100%}
.kb dt{font-weight:600}.kb dd{margin:0 0 .4em}
</style>"""
