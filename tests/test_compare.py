"""Partners side by side, on an invented world."""

import pytest
from conftest import DOCUMENTS, EVIDENCE

from kb import compare

PLANES = DOCUMENTS["practices/paper-planes.md"]
FIGURE = {"metric": "visitors", "value": "10", "year": "2018", "source": "blue-book"}


def practice(world, name, **changes):
    world.change(f"practices/{name}.md", **{**PLANES, "body": "", **changes})


def test_practices_are_sorted_by_their_strongest_evidence_then_by_voices(world):
    told = {**EVIDENCE, "kind": "told"}
    practice(world, "aaa-told", evidence=[told])
    practice(world, "bbb-two-voices", evidence=[told, {**told, "source": "red-news"}])
    practice(world, "ccc-evaluated", evidence=[{**EVIDENCE, "kind": "evaluated"}])
    practice(
        world,
        "ddd-against",
        evidence=[{**EVIDENCE, "kind": "evaluated", "stance": "contradicts"}, told],
    )
    practice(world, "eee-draft", draft=True)
    base = world.load().slice()
    found = compare.practices_of(base, "blue-hall")
    assert [p.id for p in found] == [
        "ccc-evaluated",
        "paper-planes",
        "bbb-two-voices",
        "aaa-told",
        "ddd-against",
    ]
    assert compare.strongest_kind(base.practices["ddd-against"], base) == "told"


def test_coverage_counts_practices_and_gaps_are_where_we_have_none(world):
    practice(world, "wet-planes", themes=["flying", "swimming"])
    practice(world, "our-swim", partner="home-hall", themes=["swimming"])
    base = world.load()
    assert compare.coverage(base).to_dict("index") == {
        "flying": {"blue-hall": 2, "home-hall": 0},
        "swimming": {"blue-hall": 1, "home-hall": 1},
    }
    assert [theme.id for theme in compare.gaps(base)] == ["flying"]
    assert compare.uncovered(base) == []


def test_a_lesson_is_undecided_until_a_decision_names_it(world):
    assert [lesson.id for lesson in compare.undecided(world.load())] == ["fold-first"]
    world.change("decisions/fold-it.md", **{
        "added": "2026-02-01", "lessons": ["fold-first"], "verdict": "trial", "reason": "Cheap.",
        "owner": "Pilot", "date": "2026-02-01",
    })  # fmt: skip
    assert compare.undecided(world.load()) == []


def test_scopes_and_methods_are_never_one_series(world):
    values = [
        FIGURE,
        {**FIGURE, "year": "2017", "value": "5"},
        {**FIGURE, "year": "2019", "method": "counted twice"},
        {**FIGURE, "year": "2020", "method": "counted twice"},
        {**FIGURE, "year": "2021", "scope": "the cellar"},
        {**FIGURE, "year": "unknown"},
        {**FIGURE, "year": "2017/2018"},
    ]
    base = world.change("partners/blue-hall.md", values=values).load()
    lines = [
        (s.scope, s.method, [int(v.value) for v in s.values])
        for s in compare.series(base, "visitors")
    ]
    assert lines == [(None, None, [5, 10]), (None, "counted twice", [10, 10])]
    alone = [(p.id, v.when.text) for p, v in compare.single_values(base, "visitors")]
    assert alone == [("blue-hall", "2021"), ("blue-hall", "unknown"), ("blue-hall", "2017/2018")]


def test_a_conflict_is_two_figures_of_one_series_and_time_and_use_leads(world):
    other = {**FIGURE, "value": "12", "source": "red-news", "use": "The news counted again."}
    base = world.change(
        "partners/blue-hall.md", values=[FIGURE, other, {**FIGURE, "year": "2019"}]
    ).load()
    [conflict] = compare.conflicts(base)
    assert [int(value.value) for value in conflict.values] == [12, 10]
    [series] = compare.series(base, "visitors")
    assert [int(value.value) for value in series.values] == [12, 10]


def test_a_profile_shows_the_newest_figure_of_each_series(world):
    [(metric, row)] = compare.profile(world.load())
    assert (metric.id, [[int(v.value) for v in cell] for cell in row]) == ("visitors", [[2500], []])


@pytest.mark.parametrize(
    ("evidence", "studied"),
    [
        ({"kind": "evaluated", "shows": "effect"}, True),
        ({"kind": "measured", "shows": "effect"}, True),
        ({"kind": "told", "shows": "effect"}, False),
        ({"kind": "evaluated", "shows": "reach"}, False),
        ({"kind": "evaluated", "shows": "effect", "stance": "limits"}, False),
    ],
)
def test_an_effect_is_studied_where_it_is_measured_or_evaluated(world, evidence, studied):
    world.change("lessons/fold-first.md", evidence=[{**EVIDENCE, **evidence}], not_when="It rains.")
    assert compare.effect_is_studied(world.load().lessons["fold-first"]) is studied
