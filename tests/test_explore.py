"""What the explorer shows for what is asked, without a browser."""

import re
from datetime import date
from html import unescape

import pytest

from kb import unanswered
from kb.explore import PAGE, Asked, Library
from kb.explorer import Explorer
from kb.pages import explorer as page
from kb.pages.pane import citation

DAY = date(2026, 11, 30)


@pytest.fixture
def library(world):
    return Library(world.load(), DAY, world.data.parent / "reports")


def titles(parts):
    found = re.findall(r'data-key="open:[^"]*">(.*?)</button>', parts["results"], re.DOTALL)
    return [unescape(title) for title in found]


def options(parts):
    """The facets' choices with their numbers."""
    pattern = r"<span>([^<]*)</span> <span class=\"count\">(\d+)</span>"
    return {name: int(count) for name, count in re.findall(pattern, parts["facets"])}


def test_before_anything_is_asked_practices_stand_first(library):
    parts = page.answer(Asked(), library)
    assert parts["status"] == "6 records"
    assert titles(parts)[:2] == ["Paper planes", "Who folds first flies longest."]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(query="plane"), ["Paper planes", "Who folds first flies longest."]),
        (Asked(query="plane", chosen=("type:lesson",)), ["Who folds first flies longest."]),
        (Asked(query="plane", chosen=("type:source", "type:lesson")), ["Who folds first flies longest."]),
        (Asked(query="zeppelin"), []),
        (Asked(query="ze"), ["Paper planes"]),  # too little to look for
    ],
)  # fmt: skip
def test_what_is_found_is_narrowed_by_what_is_chosen(library, asked, found):
    assert titles(page.answer(asked, library))[: len(found) or None] == found


def test_each_choice_says_how_many_it_would_show(library):
    found = options(page.answer(Asked(query="plane", chosen=("type:lesson",)), library))
    assert (found["Practice"], found["Lesson"], found["Flying"]) == (1, 1, 1)
    assert "documented (2/4)" in found or "reported (1/4)" in found


def test_a_result_says_what_it_is_and_where_the_words_stand(library):
    results = page.answer(Asked(query="folds a plane"), library)["results"]
    assert "Practice · Blue Hall" in results
    assert "<mark>plane</mark>" in results
    assert 'aria-label="Set side by side: Paper planes"' in results


def test_what_a_browser_sends_is_taken_only_as_far_as_it_is_known_here(library):
    sent = {"query": 7, "chosen": ["theme:flying", "colour:red"], "language": "xx", "pages": 0}
    sent |= {"open": "nobody", "pins": ["paper-planes", "paper-planes", "fold-first"]}
    assert library.asked(sent) == Asked("7", ("theme:flying",), "en", "", ("paper-planes",), 1)
    assert library.asked({}) == Asked()


def test_markup_in_a_record_or_a_question_stays_text(world):
    world.change("practices/paper-planes.md", title="<b>Paper</b> & planes")
    parts = page.answer(Asked(query="planes"), Library(world.load(), DAY, world.data))
    assert "&lt;b&gt;Paper" in parts["results"]
    assert "<b>" not in parts["results"]


def test_the_reading_pane_has_evidence_receipt_lessons_decisions_sources_and_links(world):
    world.change(
        "decisions/fold.md", added="2026-02-01", lessons=["fold-first"], verdict="adopt",
        reason="We fold too.", owner="Director", date="2026-02-01",
    )  # fmt: skip
    shown = page.opened(Asked(open="paper-planes"), Library(world.load(), DAY, world.data))
    heads = re.findall(r"<h[34]>(?:<span>)?([^<]*)", shown)
    assert heads[:2] == ["Evidence", "Results"]
    assert {"Lessons", "Sources", "Read on"} <= set(heads)
    for text in ("It flew.", "+3 measured: Blue Hall", "We fold too.", "https://blue.example/book"):
        assert text in shown
    assert 'data-ask=\'{"open": "fold-first"}\'' in shown


def test_a_citation_names_title_partner_sources_and_day(library):
    said = citation("paper-planes", library.bases["en"])
    book = "The Blue Book (Blue Press, 2019) https://blue.example/book"
    assert said == f"Paper planes. Blue Hall. Sources: {book}. Flying, state of 30 November 2026."
    assert citation("blue-book", library.bases["en"]).startswith(f"Sources: {book}.")


def test_the_pdf_is_a_link_once_it_is_made(library, world):
    asked = Asked(open="paper-planes")
    command = "kb build case_study -p practice=paper-planes -p language=en"
    assert f"<code>{command}</code>" in page.opened(asked, library)
    folder = world.data.parent / "reports"
    folder.mkdir()
    (folder / "case-study-paper-planes-en.pdf").write_bytes(b"%PDF")
    shown = page.opened(asked, library)
    assert 'download="case-study-paper-planes-en.pdf"' in shown
    assert "data:application/pdf;base64,JVBERg==" in shown
    assert command not in shown


def test_practices_stand_side_by_side_with_what_is_not_known_said(library):
    shown = page.pinned(Asked(pins=("paper-planes",)), library)
    assert re.search(r'<th scope="col">Paper planes</th>', shown)
    rows = re.findall(
        r'<tr><th scope="row"><p><b>(.*?)</b></p></th><td>(.*?)</td>', shown, re.DOTALL
    )
    assert ("In short", "<p>Everybody folds a plane.</p>") in rows
    assert ("Run by", "<p>Blue Hall</p>") in rows
    assert ("Paid by", "<p><small>not known</small></p>") in rows
    assert ("Worked out by us", "<p><small>–</small></p>") in rows
    assert [name for name, _ in rows][-2:] == ["Strongest evidence", "Lessons"]


def test_the_widget_makes_anew_only_what_changes(world, monkeypatch):
    monkeypatch.setenv("KB_DATA", str(world.data))
    widget, made = Explorer(world.load(), DAY), []
    widget.observe(lambda change: made.append(change["name"]), ["reading", "pins", "words"])
    widget.asked = {**widget.asked, "query": "plane"}
    assert (widget.status, made) == ("2 records", [])
    widget.asked = {**widget.asked, "open": "paper-planes"}
    assert made == ["reading"]
    widget.asked = {**widget.asked, "language": "lv"}
    assert set(made) == {"reading", "pins", "words"}
    assert widget.words["search"] == "Meklēt"


def test_of_many_results_a_page_is_shown_and_more_on_demand():
    import kb

    library = Library(kb.load(), DAY, kb.where.CHECKOUT)
    for pages in (1, 2):
        parts = page.answer(Asked(pages=pages), library)
        assert len(titles(parts)) == PAGE * pages
        assert "Show more" in parts["results"]


def test_a_question_that_stood_for_a_while_is_kept_where_nothing_answers_it(world, monkeypatch):
    monkeypatch.setenv("KB_DATA", str(world.data))
    widget = Explorer(world.load(), DAY)
    for query in ("zeppelin", "ze", "plane", "zeppelin"):
        widget.asked = {**widget.asked, "query": query, "chosen": ["type:lesson"]}
        assert unanswered.kept() == []
    for query in ("plane", "ze", "zeppelin"):
        widget.asked = {**widget.asked, "settled": query}
    assert unanswered.kept() == [(date.today(), "zeppelin")]
