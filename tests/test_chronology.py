"""What a record tells of cannot lie after the day on which it was told."""

from datetime import date

import pytest
from conftest import EVIDENCE, VOCABULARIES

PLANES = "practices/paper-planes.md"
HALL = "partners/blue-hall.md"
FIGURE = {"metric": "visitors", "value": "10", "year": "2018", "source": "blue-book"}
FUTURE = "add a revision, or mark it planned or expected"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"year": "2027"}, f"11: the figure is of 2027, after the record's last change on 2026-01-01; {FUTURE}"),
        ({"year": "2026-02~"}, f"11: the figure is of 2026-02~, after the record's last change on 2026-01-01; {FUTURE}"),
        ({"year": None, "period": "2012/2027"}, f"12: the figure is of 2012/2027, after the record's last change on 2026-01-01; {FUTURE}"),
        ({"year": None, "period": "XXXX-09/2027"}, f"12: the figure is of XXXX-09/2027, after the record's last change on 2026-01-01; {FUTURE}"),
        ({"year": None, "period": "2012/2026"}, None),
        ({"year": None, "period": "2012/.."}, None),
        ({"year": None, "period": "2027/.."}, f"12: the figure is of 2027/.., after the record's last change on 2026-01-01; {FUTURE}"),
        ({"year": "unknown"}, None),
        ({"year": "XXXX-12"}, None),
        ({"year": "2026"}, None),
        ({"year": "2027", "qualifier": "planned"}, None),
        ({"year": "2027", "qualifier": "expected"}, None),
        ({"year": "2027", "added": "2027-02-01"}, None),
        ({"metric": "founded", "value": "2090"}, f"10: the figure is of 2090, after the record's last change on 2026-01-01; {FUTURE}"),
        ({"metric": "founded", "value": "20900"}, f"10: the figure is of 20900, after the record's last change on 2026-01-01; {FUTURE}"),
        ({"metric": "founded", "value": "2090", "qualifier": "planned"}, None),
        ({"metric": "founded", "value": "2026", "year": None}, None),
        ({"metric": "founded", "value": "1988.5"}, "10: 1988.5 is no year; write a whole one"),
        ({"period": "2017/2018"}, "9: the figure has both year and period; keep one of the two"),
    ],
)  # fmt: skip
def test_a_figure_is_of_a_time_that_has_come(world, fields, problem):
    founded = {**VOCABULARIES["metrics.yaml"]["metrics"][0], "id": "founded", "unit": "year"}
    world.change("metrics.yaml", metrics=[*VOCABULARIES["metrics.yaml"]["metrics"], founded])
    figure = {key: value for key, value in {**FIGURE, **fields}.items() if value is not None}
    found = world.change(HALL, values=[figure]).check()
    assert found == ([f"{HALL}:{problem}"] if problem else [])


def test_a_revision_is_a_change(world):
    later = [{"date": "2027-03-01", "what": "The figure of the year."}]
    world.change(HALL, values=[{**FIGURE, "year": "2027"}], revised=later)
    assert world.check() == []


@pytest.mark.parametrize(
    ("path", "fields", "problem"),
    [
        (PLANES, {"period": "2027"}, "14: period 2027 is after the record's last change on 2026-01-02; correct it, or add a revision"),
        (PLANES, {"period": "2012/2027"}, "14: period 2012/2027 ends after the record's last change on 2026-01-02; write 2012/.. while it goes on"),
        (PLANES, {"period": "2012/.."}, None),
        (PLANES, {"replications": [{"where": "W", "organisation": "O", "since": "2027", "source": "blue-book", "says": "S"}]},
         "17: replications 1 since 2027 is after the record's last change on 2026-01-02; correct it, or add a revision"),
        (PLANES, {"withdrawn": {"date": "2026-05-01", "reason": "R"}}, None),
        ("projects/to-fly.md", {"period": "2024/2027"}, None),
        ("projects/to-fly.md", {"period": "2027/2028"}, "5: period 2027/2028 is after the record's last change on 2026-02-01; correct it, or add a revision"),
        ("exchanges/a-visit.md", {"date": "2026-02-02"}, "6: date 2026-02-02 is after the record's last change on 2026-02-01; correct it, or add a revision"),
        ("exchanges/a-visit.md", {"date": "2026-02"}, None),
        ("decisions/fold-it.md", {"date": "2026-02-02"}, "8: date 2026-02-02 is after the record's last change on 2026-02-01; correct it, or add a revision"),
        ("decisions/fold-it.md", {"due": "2027-01-01", "started": "2027-01-01", "review_on": "2028-01-01"}, None),
        ("decisions/fold-it.md", {"outcomes": [{"date": "2026-05-01", "result": "worked", "evidence": [EVIDENCE]}]},
         "10: outcomes 1 date 2026-05-01 is after the record's last change on 2026-02-01; correct it, or add a revision"),
        ("decisions/fold-it.md", {"outcomes": [{"date": "2026-05-01", "result": "worked", "evidence": [EVIDENCE], "added": "2026-05-02"}]}, None),
    ],
)  # fmt: skip
def test_what_a_record_tells_of_has_been(world, path, fields, problem):
    world.change(
        "projects/to-fly.md",
        added="2026-02-01",
        title="T",
        programme="P",
        period="2020",
        source="blue-book",
    )
    world.change(
        "exchanges/a-visit.md",
        added="2026-02-01",
        title="T",
        hosts=["blue-hall"],
        date="2026-01",
        source="blue-book",
        themes=["flying"],
    )
    world.change("decisions/fold-it.md", added="2026-02-01", lessons=["fold-first"], verdict="trial", reason="R", owner="O", date="2026-02-01")  # fmt: skip
    assert world.change(path, **fields).errors() == ([f"{path}:{problem}"] if problem else [])


@pytest.mark.parametrize(
    ("today", "problem"),
    [
        (date(2026, 1, 3), None),
        (date(2026, 1, 2), None),  # the lesson is of tomorrow, as it may be east of here
        (date(2026, 1, 1), "lessons/fold-first.md:2: added 2026-01-03 is after today, 2026-01-01; correct it, or the clock of this computer"),
    ],
)  # fmt: skip
def test_nothing_was_typed_after_tomorrow(world, today, problem):
    assert world.check(today) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"added": "2062-01-02"}, "2: added 2062-01-02 is after today, 2026-02-01; correct it, or the clock of this computer"),
        ({"evidence": [{**EVIDENCE, "added": "2062-01-02"}]}, "14: evidence 1 added 2062-01-02 is after today, 2026-02-01; correct it, or the clock of this computer"),
        ({"revised": [{"date": "2062-01-02", "what": "W"}]}, "15: revised 1 date 2062-01-02 is after today, 2026-02-01; correct it, or the clock of this computer"),
        ({"withdrawn": {"date": "2062-01-02", "reason": "R"}}, "15: withdrawn date 2062-01-02 is after today, 2026-02-01; correct it, or the clock of this computer"),
    ],
)  # fmt: skip
def test_a_day_of_typing_that_is_to_come_is_one_line(world, fields, problem):
    assert world.change(PLANES, **fields).errors() == []
    assert world.errors(date(2026, 2, 1)) == [f"{PLANES}:{problem}"]


def test_a_source_of_tomorrow_is_one_line(world):
    first, second = VOCABULARIES["sources.yaml"]["references"]
    sources = [{**first, "issued": "2062"}, {**second, "accessed": "2062-01-01"}]
    assert world.change("sources.yaml", references=sources).check() == []
    assert world.check(date(2026, 2, 1)) == [
        "sources.yaml:5: issued 2062 is after today, 2026-02-01; correct it, or the clock of this computer",
        "sources.yaml:18: accessed 2062-01-01 is after today, 2026-02-01; correct it, or the clock of this computer",
    ]
