"""reports/index.html, as its readers meet it."""

import re
from datetime import timedelta

import pytest
from conftest import ENTRY, FOR, NOW

from kb.report.index import index_page
from kb.report.keys import Change
from kb.report.schedule import read_schedule
from kb.report.state import Made, write_made


@pytest.fixture
def page(centre):
    """The page where each edition was made from these changes."""

    def write(*changes, title="Flights & planes", **entry):
        centre.schedule(ENTRY | {"each": ["language"]} | entry, flights="1")
        base = centre.world.load()
        schedule = read_schedule(centre.notebooks, base, NOW)
        for one in schedule:
            centre.out.mkdir(exist_ok=True)
            (centre.out / f"{one.name}.pdf").touch()
            made = Made(key={}, size=0, title=title, made=NOW, changes=changes)
            write_made(centre.out, one.name, made)
        return index_page(schedule, centre.out, base)

    return write


def rows(page):
    return re.findall(r"(?s)<tr><th scope=\"row\">.*?</tr>", page)


def test_each_language_has_its_editions_by_reader_with_day_and_what_changed(page):
    html = page()
    assert rows(html) == [
        '<tr><th scope="row"><a href="flights-en.pdf">Flights &amp; planes</a> (PDF)</th><td>'
        '<time datetime="2026-05-01">1 May 2026</time></td><td>The first edition</td></tr>',
        '<tr><th scope="row"><a href="flights-lv.pdf">Flights &amp; planes</a> (PDF)</th><td>'
        '<time datetime="2026-05-01">2026. gada 1. maijs</time></td><td>Pirmais izdevums</td></tr>',
    ]
    assert re.findall("<caption>(.*)</caption>", html) == [FOR["en"], FOR["lv"]]
    assert re.findall('<section id="(..)" lang="(..)"', html) == [("en", "en"), ("lv", "lv")]
    assert re.findall("<h1 id.*>(.*)</h1>", html) == ["Reports", "Pārskati"]


@pytest.mark.parametrize(
    ("changes", "english", "latvian"),
    [
        (
            [Change("record", "fold-first", "changed"), Change("cell", "answer", "changed")],
            "Changed or new: Who folds first flies longest.",
            "Mainīts vai jauns: Who folds first flies longest.",
        ),
        (
            [Change("record", id, "is new") for id in ("paper-planes", "gone", "blue-hall", "x", "y")],
            "Changed or new: Paper planes, gone, Blue Hall and 2 more records",
            "Mainīts vai jauns: Paper planes, gone, Blue Hall un vēl 2 ieraksti",
        ),
        ([Change("cell", "answer", "changed")], "The report itself was changed", "Mainīts pats pārskats"),
        (
            [Change("earlier record", "fold-first", "is new")],
            "The day with which it compares is a later one",
            "Salīdzināts ar vēlāku dienu",
        ),
        (
            [Change("package", "typst", "was 1, is 2"), Change("record", "base.yaml", "changed")],
            "Set anew by a newer program; the records are the same",
            "Sagatavots no jauna ar jaunāku programmu; ieraksti ir tie paši",
        ),
    ],
)  # fmt: skip
def test_what_changed_is_one_line(page, changes, english, latvian):
    cells = [re.findall("<td>([^<]*)</td>", row) for row in rows(page(*changes))]
    assert cells == [[english], [latvian]]


def test_a_report_without_a_language_is_in_both_parts(page):
    assert [re.findall('href="(.*?)"', row) for row in rows(page(each=["themes"]))] == [
        ["flights-flying-en.pdf"], ["flights-swimming-en.pdf"],
    ]  # fmt: skip


def test_before_the_first_report_the_page_says_so(centre):
    html = index_page([], centre.out, centre.world.load())
    assert re.findall("<p>(.*)</p>", html) == ["There is no report yet.", "Pārskatu vēl nav."]


@pytest.mark.slow
def test_a_build_writes_the_page_and_what_changed_since_the_last_edition(centre):
    centre.schedule(small="1")
    assert centre.made() == ["small-en"]
    centre.world.change("lessons/fold-first.md", statement="Who folds last lands last.")
    assert centre.made(now=NOW + timedelta(days=1)) == ["small-en"]
    [row] = rows((centre.out / "index.html").read_text("utf-8"))
    assert "2 May 2026" in row
    assert "Changed or new: Who folds last lands last." in row
