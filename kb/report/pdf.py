"""An executed notebook becomes a tagged PDF (PDF/UA-1) by Typst: `jupyter nbconvert --to kb-pdf`.

The document goes to Typst as data, never as Typst code, and with no files beside it; so nothing
that stands in a record can run, reach a file or break the build.
"""

import atexit
import json
import logging
import re
import shutil
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import matplotlib as mpl
import typst
from matplotlib.ft2font import FT2Font
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from kb import markdown
from kb.blocks import MIME, Block
from kb.charts import FONTS
from kb.language import TAGS, language
from kb.report import rowheads

TEMPLATE = Path(__file__).with_name("report.typ")
TYPEFACES = [
    FONTS / f"SourceSansPro-{style}.ttf" for style in ("Regular", "It", "Semibold", "Bold")
]
FALLBACKS = [
    Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"
    for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono")
]
NUMBER = "{number}"  # where the template puts the number of a table or figure
log = logging.getLogger("kb.report")


class PdfExporter(Exporter):
    """nbconvert's exporter `kb-pdf`: what a notebook shows, without its code."""

    export_from_notebook = "PDF (tagged)"
    file_extension = ".pdf"
    output_mimetype = "application/pdf"

    def from_notebook_node(  # type: ignore[override]  # the base class names its return too narrowly
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        """The PDF of an executed notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        name = resources.get("metadata", {}).get("name") or "Report"
        resources["output_extension"] = ".pdf"
        return to_pdf(document(nb, name)), resources


def document(nb: NotebookNode, name: str) -> dict[str, Any]:
    """The data of a report: its title, language, day and blocks, with the sources numbered."""
    code = _language(nb)
    blocks = list(_blocks(nb, code))
    covers = [block for block in blocks if block["block"] == "cover"][:1]
    about: Block = covers[0] if covers else {"title": name, "day": None, "footer": name}
    t = language(code)
    data: dict[str, Any] = {
        "head": about["title"],
        "footer": about["footer"],
        "language": code,
        "day": [int(part) for part in about["day"].split("-")] if about["day"] else None,
        "labels": {
            "contents": t("Contents"),
            "table": t("Table {number}", number=NUMBER),
            "figure": t("Figure {number}", number=NUMBER),
        },
        "covers": covers,
        "blocks": [block for block in blocks if block["block"] != "cover"],
    }
    _number_sources([*covers, *data["blocks"]])
    _close_heading_gaps(data["blocks"])
    printable: dict[str, Any] = _printable(data)
    plain = {"title": about["title"], "author": about["footer"]}  # for the PDF's own properties
    return {**printable, **{name: _spelt(text) for name, text in plain.items()}}


def _language(nb: NotebookNode) -> str:
    """The language of the first bundle, English where there is none."""
    for bundle in _bundles(nb):
        return str(bundle["language"])
    return "en"


def _outputs(nb: NotebookNode) -> Iterator[Any]:
    for cell in nb.cells:
        yield from cell.get("outputs", ())


def _bundles(nb: NotebookNode) -> Iterator[Any]:
    return (output.data[MIME] for output in _outputs(nb) if MIME in output.get("data", {}))


def _blocks(nb: NotebookNode, code: str) -> Iterator[Block]:
    """Text cells in the report's language and outputs; cells tagged `screen` are left out."""
    for cell in nb.cells:
        tags = set(cell.metadata.get("tags", ()))
        if "screen" in tags or (tags & TAGS and code not in tags):
            continue
        if cell.cell_type == "markdown":
            yield from markdown.blocks(cell.source)
        for output in cell.get("outputs", ()):
            yield from _output(output)


def _output(output: Any) -> Iterator[Block]:
    data = output.get("data", {})
    if MIME in data:
        yield from json.loads(json.dumps(data[MIME]["blocks"]))
    elif "text/markdown" in data:
        yield from markdown.blocks(data["text/markdown"])
    elif output.output_type == "error":
        yield {"block": "code", "body": [f"{output.ename}: {output.evalue}"]}
    elif text := data.get("text/plain") or (output.get("name") == "stdout" and output.text):
        yield {"block": "code", "body": [text]}


def _number_sources(blocks: list[Block]) -> None:
    """Sources get numbers in the order in which they are cited; those that nothing cites go."""
    lists = [block for block in blocks if block["block"] == "sources"]
    listed = {entry["id"] for block in lists for entry in block["entries"]}
    text = [block for block in blocks if block not in lists]
    items = [item for node in _nodes(text) for item in node.get("items", ()) if "source" in item]
    cited = dict.fromkeys(item["source"] for item in items if item["source"] in listed)
    numbers = {id: number for number, id in enumerate(cited, 1)}
    for item in items:
        item["number"] = numbers.get(item["source"])
    for block in lists:
        entries = [{**e, "number": numbers[e["id"]]} for e in block["entries"] if e["id"] in cited]
        block["entries"] = sorted(entries, key=lambda entry: entry["number"])


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Every block and inline, in reading order."""
    if isinstance(part, dict):
        yield part
    for child in part.values() if isinstance(part, dict) else part:
        if isinstance(child, dict | list):
            yield from _nodes(child)


def _close_heading_gaps(blocks: list[Block]) -> None:
    """No level is skipped, as PDF/UA asks."""
    level = 0
    for block in blocks:
        if block["block"] == "heading":
            level = block["level"] = min(block["level"], level + 1)


def to_pdf(data: dict[str, Any]) -> bytes:
    """Set a document; the same data gives the same bytes."""
    day = date(*data["day"]) if data["day"] else date(1970, 1, 1)
    stamp = datetime.combine(day, time(), UTC)
    fonts = _font_folder()
    pdf = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        timestamp=int(stamp.timestamp()),
    )
    tables = (node for node in _nodes(data["blocks"]) if node.get("block") == "table")
    return rowheads.mark(pdf, (table["row_heads"] for table in tables))


@cache
def _font_folder() -> str:
    """The typefaces alone in a folder: Typst takes folders, and takes any face it finds there."""
    folder = mkdtemp(prefix="kb-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for face in (*TYPEFACES, *FALLBACKS):
        shutil.copy(face, folder)
    return folder


@cache
def _letters() -> frozenset[int]:
    """The code points that the typefaces of a page can show."""
    return frozenset().union(
        *(FT2Font(face).get_charmap() for face in (TYPEFACES[0], FALLBACKS[0]))
    )


_LONG = re.compile(r"[^\s\u200b]{24,}")
_NAMES = ("svg", "url", "id", "source", "language", "block", "inline")
_BREAKS = re.compile(r"[/?&=_.,;:-]|[^/?&=_.,;:-]{16}")


def _printable(part: Any, key: str = "") -> Any:
    """Every text so that it can be set: no control characters, missing letters, overlong words.

    A letter that no typeface has is printed as its name, with a warning. SVG and addresses stay.
    """
    if isinstance(part, dict):
        return {name: _printable(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_printable(item, key) for item in part]
    if not isinstance(part, str) or key in _NAMES:
        return part
    if key == "alt":
        return _spelt(part)
    return _LONG.sub(lambda word: _BREAKS.sub(lambda m: f"{m[0]}\u200b", word[0]), _spelt(part))


def _spelt(text: str) -> str:
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


@cache
def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category != "Cf" and (ord(letter) in _letters() or letter == "\n"):
        return letter
    if category.startswith("Z") or letter == "\t":
        return " "
    if category in ("Mn", "Me", "Cf", "Cc", "Cs", "Co"):
        return ""
    name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower().replace("-", " ")
    log.warning("no typeface has %r: printed as (%s)", letter, name)
    return f"({name})"
