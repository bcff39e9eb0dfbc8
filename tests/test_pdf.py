"""Notebooks become PDFs: tagged, the same twice, and no text in them can do anything."""

import re
import subprocess
from io import BytesIO

import nbformat.v4 as nbf
import page
import pikepdf
import pytest
from matplotlib.colors import to_rgb
from nbconvert.exporters import get_exporter

from kb import blocks
from kb.blocks import MIME
from kb.charts import COLOURS, INK, MUTED
from kb.fields import Citation
from kb.grids import SHADES
from kb.report.pdf import TEMPLATE, document, to_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'


def bundle(*parts, language="en"):
    data = {MIME: {"language": language, "blocks": list(parts)}}
    return nbf.new_code_cell("x", outputs=[nbf.new_output("display_data", data)])


def notebook(*cells):
    return nbf.new_notebook(cells=list(cells))


def text_of(pdf, tmp_path):
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def failures(pdf):
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [str(failure) for failure in report.failures]


COVER = blocks.cover(
    "Planes", "and boats", numbers=[("3", "planes")], facts=[("For", "pilots")], day="2026-05-01",
    footer="Blue Hall",
)  # fmt: skip


def everything():
    """A notebook with every kind of block."""
    cite = blocks.cite(Citation("blue-book", "p. 3"), Citation("red-news"))
    cell = [
        blocks.paragraph("A figure ", blocks.strong("12"), blocks.note("Worked out."), " ", cite)
    ]
    return notebook(
        nbf.new_markdown_cell(
            "# Title\n\n## First\n\n#### Deep\n\nText with [a link](https://a.example).\n\n1. one\n2. two"
        ),
        nbf.new_markdown_cell("## Avoti", metadata={"tags": ["lv"]}),
        nbf.new_markdown_cell("Only on the screen", metadata={"tags": ["screen"]}),
        bundle(
            COVER,
            blocks.lead("The finding."),
            blocks.bullets([["a"], ["b ", blocks.tag("told")]]),
            blocks.card(
                ["Card"],
                [blocks.paragraph(blocks.muted("m"), blocks.BREAK, blocks.foreign("lv", "ķļņ"))],
            ),
            blocks.columns([[blocks.paragraph("l")], [blocks.paragraph("r")]]),
            blocks.table(["Caption"], ["H1", "H2"], [blocks.group("Group"), [cell, cell]], [1, 2]),
            blocks.figure(SVG, "What it shows", ["A figure"]),
            blocks.PAGE_BREAK,
            blocks.heading(1, "Sources"),
            blocks.sources(
                [("unused", ["Unused"]), ("red-news", ["Red"]), ("blue-book", ["Blue"])]
            ),
        ),
    )


def test_sources_are_numbered_as_they_are_cited_and_the_rest_left_out():
    data = document(everything(), "name")
    [listed] = [block for block in data["blocks"] if block["block"] == "sources"]
    assert [(entry["number"], entry["id"]) for entry in listed["entries"]] == [
        (1, "blue-book"),
        (2, "red-news"),
    ]


def test_the_document_has_the_cover_s_title_and_day_and_no_skipped_heading():
    data = document(everything(), "name")
    assert (data["title"], data["day"], data["footer"]) == ("Planes", [2026, 5, 1], "Blue Hall")
    levels = [block["level"] for block in data["blocks"] if block["block"] == "heading"]
    assert levels == [1, 1, 2, 1]


def test_cells_of_other_languages_and_of_the_screen_are_left_out():
    text = str(document(everything(), "name"))
    assert "Avoti" not in text
    assert "Only on the screen" not in text


@pytest.mark.slow
def test_every_kind_of_block_is_set_as_pdf_ua():
    assert failures(to_pdf(document(everything(), "name"))) == []


def tagged(element):
    """The structure elements of a PDF in reading order: their types, and what heads of tables head."""
    inside = element.get("/K", [])
    for kid in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            scopes = [str(a.Scope) for a in kid.get("/A", []) if "/Scope" in a]
            yield (str(kid.S), *scopes)
            yield from tagged(kid)


@pytest.mark.slow
def test_cells_that_head_a_row_or_a_column_say_so():
    rows = [blocks.group("Group"), [[blocks.paragraph("a")], [blocks.paragraph("1")]]]
    headed = blocks.table(["Caption"], ["H1", "H2"], rows)
    plain = blocks.table(["Caption"], ["H1", "H2"], rows, row_heads=False)
    pdf = to_pdf(document(notebook(bundle(headed, plain)), "name"))
    assert failures(pdf) == []
    opened = pikepdf.open(BytesIO(pdf))
    cells = [cell for cell in tagged(opened.Root.StructTreeRoot) if cell[0] in ("/TH", "/TD")]
    column = ("/TH", "/Column")
    assert cells == [
        column, column, column, ("/TH", "/Row"), ("/TD",), column, column, column, ("/TD",), ("/TD",),
    ]  # fmt: skip


def contrast(one, other):
    """The contrast of two colours by WCAG 2.2."""
    lights = []
    for colour in (one, other):
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in to_rgb(colour)
        ]
        lights.append(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_every_text_stands_out_from_its_ground():
    source = TEMPLATE.read_text("utf-8")
    page = dict(re.findall(r'#let ([\w-]+) = rgb\("(#\w+)"\)', source))
    pairs = [(page["ink"], "white"), (page["muted-ink"], "white"), (page["accent"], "white"),
             (page["accent"], page["tint"]), (page["muted-ink"], page["tint"]), (INK, "white"), (MUTED, "white")]  # fmt: skip
    pairs += [(colour, "white") for colour in COLOURS]  # of a figure's dots and bars
    pairs += [(MUTED, SHADES(0)), *((INK, SHADES(x / 100)) for x in range(101))]
    assert [(pair, contrast(*pair)) for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.slow
def test_the_same_notebook_gives_the_same_bytes():
    assert to_pdf(document(everything(), "n")) == to_pdf(document(everything(), "n"))


@pytest.mark.slow
@pytest.mark.needs("pdffonts", "pdftotext")
def test_fonts_are_embedded_and_letters_of_all_partners_are_there(tmp_path):
    letters = "āčēģīķļņšūž øåæ íěřůýč ≈ ≥ → €"
    pdf = to_pdf(document(notebook(nbf.new_markdown_cell(letters)), "n"))
    assert letters.replace(" ", "") in text_of(pdf, tmp_path).replace(" ", "")
    done = subprocess.run(["pdffonts", tmp_path / "made.pdf"], capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()[2:]
    assert rows
    assert {re.split(r"\s{2,}", row)[0].partition("+")[2].partition("-")[0] for row in rows} <= {
        "SourceSansPro",
        "DejaVuSans",
    }
    assert all(row.split()[-5] == "yes" for row in rows)


HOSTILE = [
    "#panic(\"no\") #let x = 1 #import \"x\" #read(\"/etc/passwd\")",
    "<script>alert(1)</script> &amp; <b>bold</b>",
    "$x$ $$\\frac{1}{0}$$ @a <label> `raw` *a*b_c_ // comment /* c */ \\ \\u{41} ~ -- ---",
    "= not a heading",
    "/ term: x",
    "+ plus",
    "[unclosed ](https://a.example",
    "![picture](/etc/passwd) ![picture](https://a.example/x.png)",
    "{{ jinja }} {% if %}",
    "emoji 🚀 漢字 עברית 👩‍👩‍👧 \x00\x07",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_printed_as_text(text, tmp_path):
    """In a Markdown cell, and in every place of a record's text."""
    part = blocks.paragraph(text)
    link = blocks.link("https://a.example/" + text, text)
    cells = [
        nbf.new_markdown_cell(text),
        bundle(
            blocks.heading(1, text), blocks.lead(text), blocks.card([text], [part]),
            blocks.paragraph(blocks.strong(text), blocks.tag(text), blocks.note(text), link),
            blocks.table([text], [text], [[[part]]]), blocks.figure(SVG, text, [text]),
        ),
    ]  # fmt: skip
    pdf = to_pdf(document(notebook(*cells), text))
    assert failures(pdf) == []
    printed = "".join(text_of(pdf, tmp_path).split()).replace("\u200b", "")
    shown = re.sub(r"\s|[\x00-\x1f\u200d]", "", text)
    if text.startswith("emoji"):
        shown = "emoji(rocket)(cjkunifiedideograph6f22)(cjkunifiedideograph5b57)"
    assert shown.replace("-", "") in printed.replace("-", "")
    assert "root:" not in printed


@pytest.mark.slow
@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("word", ["x" * 200, "https://a.example/" + "a1b2c3d4" * 25])
def test_a_long_word_stays_on_the_page(word, tmp_path):
    part = blocks.paragraph(word)
    table = blocks.table([word], [word] * 4, [[[part]] * 4])
    cover = {**COVER, "title": word, "facts": [["For", [word]]]}
    shown = notebook(bundle(cover, part, blocks.card([word], [part]), blocks.lead(word), table))
    pdf = to_pdf(document(shown, "n"))
    text_of(pdf, tmp_path)
    done = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "made.pdf", "-"], capture_output=True, check=True
    )
    rights = [float(x) for x in re.findall(r'xMax="([\d.]+)"', done.stdout.decode())]
    assert max(rights) <= 595.28 - 40


@pytest.mark.slow
@pytest.mark.needs("pdftotext")
def test_nbconvert_makes_a_pdf_of_any_executed_notebook(tmp_path):
    error = nbf.new_output("error", ename="ValueError", evalue="no", traceback=[])
    stream = nbf.new_output("stream", name="stdout", text="printed")
    plain = nbf.new_output("execute_result", {"text/plain": "   a\n0  1"})
    cell = nbf.new_code_cell("secret()", outputs=[stream, plain, error])
    exporter = get_exporter("kb-pdf")()
    pdf, resources = exporter.from_notebook_node(
        notebook(nbf.new_markdown_cell("# Any\n\nText"), cell)
    )
    text = " ".join(text_of(pdf, tmp_path).split())
    assert resources["output_extension"] == ".pdf"
    assert [word in text for word in ("Text", "printed", "0 1", "ValueError: no", "secret")] == [
        True,
        True,
        True,
        True,
        False,
    ]
