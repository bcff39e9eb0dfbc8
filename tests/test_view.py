"""What a notebook shows: blocks, their HTML, charts and Markdown."""

import json
import xml.etree.ElementTree as ET

import pytest
from conftest import DOCUMENTS

from kb import blocks, charts, grids, markdown
from kb.blocks import MIME
from kb.fields import Citation
from kb.pages import answer, comparison, ends, profiles
from kb.wording import amount

FIGURE = {"metric": "visitors", "value": "1000", "year": "2018", "source": "blue-book"}


def texts(part):
    """All texts of blocks or inlines, in reading order."""
    if isinstance(part, str):
        return part
    return "".join(map(texts, part.get("body", ()) if isinstance(part, dict) else part))


def citations(part):
    if isinstance(part, dict):
        yield from (item["source"] for item in part.get("items", ()) if "source" in item)
    for child in part.values() if isinstance(part, dict) else part:
        if isinstance(child, dict | list):
            yield from citations(child)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("It flew [@blue-book, p. 3; @red-news].", [
            "It flew ", {"inline": "cite", "items": [
                {"source": "blue-book", "at": "p. 3"}, {"source": "red-news", "at": None}]}, "."]),
        ("#panic() and $x$ @a \\ <script>x</script>", ["#panic() and $x$ @a \\ <script>x</script>"]),
        ("*a* **b** `c`", [{"inline": "emphasis", "body": ["a"]}, " ", {"inline": "strong", "body": ["b"]},
                           " ", {"inline": "code", "body": ["c"]}]),
        ("[b](https://a.example)", [{"inline": "link", "url": "https://a.example", "body": ["b"]}]),
        ("[b](file:///etc/passwd) ![seen](/etc/passwd)", ["b", " ", "seen"]),
        ("[b](javascript:alert)", ["b"]),
    ],
)  # fmt: skip
def test_markdown_becomes_inlines_and_reaches_nothing_outside(text, body):
    assert markdown.inlines(text) == body


def test_markdown_becomes_blocks():
    found = markdown.blocks("# T\n## S\n\n1. a\n2. b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n")
    kinds = [(block["block"], block.get("level")) for block in found]
    assert kinds == [("heading", 1), ("heading", 1), ("list", None), ("table", None)]
    assert found[2]["ordered"] is True
    assert found[3]["head"] == ["x", "y"]


def test_html_shows_every_text_as_text():
    evil = "<script>alert('x')</script>"
    parts = [
        blocks.heading(1, evil),
        blocks.table([evil], [evil], [[[blocks.paragraph(evil)]]]),
        blocks.figure("<svg/>", evil, [evil]),
        blocks.paragraph(
            blocks.link(f'https://a.example/"{evil}', evil), blocks.cite(Citation(evil))
        ),
    ]
    html = blocks.html(parts)
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&#39;x&#39;)") == 9


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "1,000"),
        ({"qualifier": "about"}, "about 1,000"),
        ({"qualifier": "over"}, "over 1,000"),
        ({"qualifier": "planned"}, "1,000 planned"),
        ({"metric": "budget", "currency": "EUR", "value": "1538877.40"}, "EUR 1,538,877.40"),
    ],
)
def test_a_figure_reads_with_its_qualifier_and_currency(world, fields, shown):
    base = world.change("partners/blue-hall.md", values=[{**FIGURE, **fields}]).load()
    assert amount(base.partners["blue-hall"].values[0], base) == shown


def test_a_chart_says_its_numbers_and_is_the_same_twice(world):
    base = world.load()
    chart = charts.over_time(base, "visitors")
    assert chart.alt == "Blue Hall, Visitors: 1,000 (2018) and 2,500 (2019)."
    assert chart.records == ("blue-hall", "visitors")
    assert ET.fromstring(chart.svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert charts.over_time(base, "visitors") == chart
    assert charts.over_time(base, "budget") is None


def test_the_coverage_map_says_its_numbers(world):
    assert grids.coverage(world.load()).alt == (
        "Number of practices by theme and partner. "
        "Flying: Blue Hall 1 and Home Hall 0. Swimming: Blue Hall 0 and Home Hall 0."
    )


def test_the_first_page_answers(world):
    view = answer.answer(world.load().slice())
    assert [block["block"] for block in view.blocks[:4]] == [
        "lead",
        "heading",
        "paragraph",
        "columns",
    ]
    assert texts(view.blocks[0]["body"]) == (
        "On one of 2 themes a partner has a practice and none of ours is recorded. One lesson waits for a decision."
    )
    assert set(view.records) == {
        "paper-planes",
        "flying",
        "swimming",
        "fold-first",
        "blue-hall",
        "blue-book",
    }


@pytest.mark.parametrize(
    ("parameters", "lead"),
    [
        (
            {"partners": ["home-hall"]},
            "On 0 of 2 themes a partner has a practice and none of ours is recorded. There is no lesson on it yet.",
        ),
        (
            {"themes": ["swimming"]},
            "On 0 of 1 themes a partner has a practice and none of ours is recorded. There is no lesson on it yet.",
        ),
    ],
)
def test_a_report_with_nothing_to_say_says_so(world, parameters, lead):
    base = world.load().slice(**parameters)
    assert texts(answer.answer(base).blocks[0]["body"]) == lead
    assert texts(comparison.side_by_side(base).blocks[0]["body"]) == "There is no practice yet."
    assert texts(comparison.lessons(base).blocks[0]["body"]) == "There is no lesson yet."


def test_practices_stand_under_their_theme_and_their_partner(world):
    [table] = comparison.side_by_side(world.load().slice()).blocks
    theme, row = table["rows"]
    assert table["head"] == ["Blue Hall", "Home Hall"]
    assert texts(theme["group"]) == "Flying"
    assert [texts(cell)[:12] for cell in row] == ["Paper planes", "–"]


def test_an_unknown_figure_is_an_honest_blank_and_an_inferred_one_says_how(world):
    figure = {**FIGURE, "inferred": "Half of 2,000."}
    view = profiles.profiles(world.change("partners/blue-hall.md", values=[figure]).load().slice())
    blue, home = view.blocks[1]["rows"][-1][1:]
    assert texts(home[0]["body"][0]["body"]) == "not known"
    note = next(
        part for part in blue[0]["body"] if isinstance(part, dict) and part["inline"] == "note"
    )
    assert note["body"] == ["Worked out: Half of 2,000."]
    assert texts(view.blocks[0]["body"]) == "Of 2 figures to compare, one is not known."


def test_every_page_cites_only_sources_that_the_list_holds(world):
    base = world.load().slice()
    makers = (
        answer.answer,
        profiles.profiles,
        profiles.portraits,
        comparison.side_by_side,
        comparison.lessons,
    )
    [listed] = ends.source_list(base).blocks
    ids = {entry["id"] for entry in listed["entries"]}
    cited = {id for make in makers for id in citations(list(make(base).blocks))}
    assert cited == ids == {"blue-book"}


def test_a_view_carries_its_blocks_html_and_record_ids(world):
    data, metadata = comparison.lessons(world.load().slice())._repr_mimebundle_()
    ids = ["fold-first", "blue-book", "paper-planes"]
    assert metadata == {"kb": {"records": ids, "blocks": [[], ids]}}
    assert set(data) == {MIME, "text/html", "text/plain"}
    assert "Who folds first flies longest." in data["text/html"]
    assert json.loads(json.dumps(data[MIME])) == data[MIME]


def test_a_source_in_another_language_says_so(world):
    world.change("practices/paper-planes.md", **{
        **DOCUMENTS["practices/paper-planes.md"],
        "evidence": [{**DOCUMENTS["practices/paper-planes.md"]["evidence"][0], "source": "red-news"}],
    })  # fmt: skip
    [listed] = ends.source_list(world.load().slice()).blocks
    red = next(entry["body"] for entry in listed["entries"] if entry["id"] == "red-news")
    assert red[0] == {
        "inline": "foreign", "language": "is",
        "body": [{"inline": "emphasis", "body": ["Rauða blaðið"]}],
    }  # fmt: skip
    assert red[1] == ". Red News, April 2020"


@pytest.mark.parametrize(
    ("title", "said", "language"),
    [
        ("Is it red?", " Red News, April 2020", "is"),
        ("It goes on ...", " Red News, April 2020", "is"),
        ("[News on planes]", ". Red News, April 2020", "en"),
    ],
)
def test_a_title_that_ends_itself_needs_no_full_stop_and_our_description_is_english(
    world, title, said, language
):
    sources = world.records["sources.yaml"]["references"]
    world.change("sources.yaml", references=[sources[0], {**sources[1], "title": title}])
    evidence = [{**DOCUMENTS["practices/paper-planes.md"]["evidence"][0], "source": "red-news"}]
    world.change("practices/paper-planes.md", evidence=evidence)
    part = world.load().slice(language="lv")
    [listed] = ends.source_list(part).blocks
    red = next(entry["body"] for entry in listed["entries"] if entry["id"] == "red-news")
    assert red[0]["language"] == language
    assert red[1] == said.replace("April 2020", "2020. g. aprīlis")
