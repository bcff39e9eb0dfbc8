"""Certainty with its receipt, status and freshness, as data/README.md tells the rules."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from conftest import EVIDENCE, World
from hypothesis import assume, given
from hypothesis import strategies as st

from kb import appraise
from kb.appraise import Case, certainty, standing
from kb.base import KnowledgeBase
from kb.files import read_folder
from kb.freshness import review_due, stale
from kb.pages import handbook
from kb.parts import Evidence, Kind, Polarity, Shows
from kb.plain import inline_text

LESSON = "lessons/fold-first.md"
PLANES = "practices/paper-planes.md"
RED = {**EVIDENCE, "source": "red-news"}
BLUE = {**EVIDENCE, "voice": "Blue Hall"}  # runs the practice
TOLD, DOCUMENTED, MEASURED, EVALUATED = ({"kind": kind} for kind in get_args(Kind))
EFFECT = {"shows": "effect"}
AGAINST = {**RED, "stance": "contradicts"}
ELSEWHERE = {
    "where": "Greenland",
    "organisation": "Green Hall",
    "source": "green-note",
    "says": "Too.",
}
GREEN = {"id": "green-note", "type": "report", "title": "Notes", "issued": "2020", "publisher": "G",
         "voice": "Green Notes", "URL": "https://green.example"}  # fmt: skip


def with_green(world):
    return world.change(
        "sources.yaml", references=[*world.records["sources.yaml"]["references"], GREEN]
    )


@pytest.fixture
def world(world):
    """The invented world with a third voice."""
    return with_green(world)


def sure(world, evidence, **practice):
    world.change(LESSON, evidence=evidence)
    world.change(PLANES, **practice)
    base = world.load()
    return certainty(base.lessons["fold-first"], base)


def test_the_rules_in_words_have_the_numbers_of_the_machine(world: World):
    [told] = handbook.counting(world.load().slice()).blocks
    assert [inline_text(item[0]["body"]) for item in told["items"]] == [
        "The strongest kind of evidence that supports it gives the level: told 1, documented 2, measured 3, evaluated 4. What only limits it, that is, says where it does not hold, counts for nothing here.",
        "All that supports it rests on one voice, or on those who run it or pay for it: −1.",
        "The strongest evidence is all indirect, that is, of another case: −1.",
        "Evidence that is as strong contradicts it, and nobody has settled this: −1.",
        "An independent organisation does the same, and does not speak in its evidence already: +1, but 3 at most without an evaluation of this very case.",
        "It is said to have worked, and no evidence shows an effect: 2 at most.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "practice", "level", "steps"),
    [
        # the strongest kind, when somebody else says so too
        ([BLUE | TOLD, RED | TOLD], {}, 1, [(1, "told")]),
        ([BLUE | TOLD, RED | DOCUMENTED], {}, 2, [(2, "documented")]),
        ([BLUE | TOLD, RED | EFFECT], {}, 3, [(3, "measured")]),
        ([BLUE | TOLD, RED | EVALUATED | EFFECT], {}, 4, [(4, "evaluated")]),
        # one voice, also where it has two papers; or only those who run it or pay for it; never both
        ([BLUE | DOCUMENTED], {}, 1, [(2, "documented"), (-1, "one voice")]),
        ([RED | TOLD, {**BLUE, "voice": "Red News"} | TOLD], {}, 0, [(1, "told"), (-1, "one voice")]),
        ([BLUE | DOCUMENTED, {**RED, "voice": "Green Town"} | TOLD], {"funded_by": ["Green Town and others"]},
         1, [(2, "documented"), (-1, "interested")]),
        ([BLUE | DOCUMENTED, RED | TOLD], {"funded_by": ["Red News"], "run_by": "Red News"}, 1,
         [(2, "documented"), (-1, "interested")]),
        # the strongest evidence is all about something else
        ([BLUE | TOLD, {**RED, "indirect": "Elsewhere."} | EVALUATED | EFFECT], {}, 3, [(4, "evaluated"), (-1, "indirect")]),
        ([BLUE | EVALUATED | EFFECT, {**RED, "indirect": "Elsewhere."} | EVALUATED], {}, 4, [(4, "evaluated")]),
        # a contradiction of the same or a higher kind, until it is settled
        ([BLUE | DOCUMENTED, RED | TOLD, AGAINST | DOCUMENTED], {}, 1, [(2, "documented"), (-1, "contradicted")]),
        ([BLUE | DOCUMENTED, RED | TOLD, AGAINST | TOLD], {}, 2, [(2, "documented")]),
        ([BLUE | DOCUMENTED, RED | TOLD, {**AGAINST, "resolved": "Counted anew."}], {}, 2, [(2, "documented")]),
        ([BLUE | DOCUMENTED, RED | TOLD, {**RED, "stance": "limits"}], {}, 2, [(2, "documented")]),
        # repeated by somebody independent
        ([BLUE | TOLD, RED | TOLD], {"replications": [ELSEWHERE]}, 2, [(1, "told"), (1, "repeated")]),
        ([BLUE | TOLD, RED | TOLD], {"replications": [{**ELSEWHERE, "organisation": "Blue Hall"}]}, 1, [(1, "told")]),
        ([BLUE | TOLD, RED | TOLD], {"replications": [{**ELSEWHERE, "source": "red-news"}]}, 1,
         [(1, "told"), (0, "heard already")]),
        ([BLUE | TOLD, RED | TOLD], {"replications": [{**ELSEWHERE, "organisation": "red  NEWS"}]}, 1,
         [(1, "told"), (0, "heard already")]),
        ([BLUE | TOLD, RED | TOLD], {"replications": [{**ELSEWHERE, "source": "blue-book"}, ELSEWHERE]}, 2,
         [(1, "told"), (1, "repeated")]),
        # names are compared without case, spaces and a full stop at the end, and within each other
        ([BLUE | TOLD, {**BLUE, "voice": "blue  HALL"} | TOLD], {}, 0, [(1, "told"), (-1, "one voice")]),
        ([BLUE | TOLD, {**RED, "voice": "Payer a.s."} | TOLD], {"funded_by": ["Payer a.s."]}, 0, [(1, "told"), (-1, "interested")]),
        ([BLUE | TOLD, {**RED, "voice": "The Fund in Redland"} | TOLD], {"funded_by": ["the fund"]}, 0,
         [(1, "told"), (-1, "interested")]),
        ([BLUE | TOLD, {**RED, "voice": "Fundament"} | TOLD], {"funded_by": ["Fund"]}, 1, [(1, "told")]),
        ([BLUE | TOLD, RED | EFFECT], {"replications": [ELSEWHERE]}, 3,
         [(3, "measured"), (1, "repeated"), (-1, "not evaluated itself")]),
        ([BLUE | EVALUATED | EFFECT, RED | TOLD], {"replications": [ELSEWHERE]}, 4,
         [(4, "evaluated"), (1, "repeated"), (-1, "cap")]),
        # that many came does not show that it works
        ([BLUE | TOLD, RED], {}, 2, [(3, "measured"), (-1, "no effect shown")]),
        ([BLUE | TOLD, RED | EVALUATED], {}, 2, [(4, "evaluated"), (-2, "no effect shown")]),
        # there is nothing below heard
        ([{**BLUE, "indirect": "Elsewhere."} | TOLD], {}, 0,
         [(1, "told"), (-1, "one voice"), (-1, "indirect"), (1, "floor")]),
        # and nothing without support
        ([AGAINST], {}, 0, [(0, "no evidence")]),
    ],
)  # fmt: skip
def test_each_step_of_a_receipt(world, evidence, practice, level, steps):
    limited = any(item.get("stance") == "limits" for item in evidence)
    world.change(LESSON, not_when="It rains." if limited else "")
    if not limited:
        world.change(LESSON, not_when=None)
    found = sure(world, evidence, **practice)
    assert [(step.change, step.reason) for step in found.steps] == steps
    assert found.level == level


def test_a_lesson_that_claims_no_success_needs_no_effect(world):
    world.change(LESSON, polarity="did not")
    assert sure(world, [BLUE | TOLD, RED]).level == 3


def test_the_receipt_names_those_it_speaks_of(world):
    found = sure(world, [BLUE | TOLD, RED | DOCUMENTED], replications=[ELSEWHERE])
    assert [step.names for step in found.steps] == [("Red News",), ("Green Hall",), ()]


@pytest.mark.parametrize(
    ("evidence", "remedies"),
    [
        ([BLUE | TOLD], ("other voice", "repeat")),
        ([BLUE | TOLD, {**RED, "indirect": "Elsewhere."} | DOCUMENTED], ("direct", "repeat")),
        ([BLUE | DOCUMENTED, RED | TOLD, AGAINST], ("settle", "repeat")),
        ([BLUE | TOLD, RED], ("effect",)),
        ([BLUE | MEASURED], ("stronger",)),
        ([BLUE | TOLD, RED | EVALUATED | EFFECT], ()),
        ([BLUE | EVALUATED | EFFECT, RED | TOLD, AGAINST | EVALUATED], ("settle", "repeat")),
        ([AGAINST], ("support",)),
    ],
)  # fmt: skip
def test_the_receipt_ends_with_what_would_raise_it(world, evidence, remedies):
    assert sure(world, evidence).remedies == remedies


DECISION = {
    "added": "2026-02-01", "lessons": ["fold-first"], "verdict": "trial", "reason": "Cheap.",
    "owner": "Pilot", "date": "2026-02-01",
}  # fmt: skip
OUTCOME = {"date": "2026-04-01", "result": "partly", "evidence": [EVIDENCE], "added": "2026-04-02"}


def state(world, day="2026-06-01"):
    base = world.load().slice(as_of=day)
    return standing(base.lessons["fold-first"], base)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "decided"),
        ({"started": "2026-05-01"}, "in action"),
        ({"started": "2026-07-01"}, "decided"),
        ({"started": "2026-03-01", "outcomes": [OUTCOME]}, "learned"),
        ({"verdict": "adopt", "outcomes": [{**OUTCOME, "added": "2026-07-01"}]}, "decided"),
        ({"verdict": "adapt", "outcomes": [{**OUTCOME, "evidence": [{**EVIDENCE, "added": "2026-07-01"}]}]}, "decided"),
        ({"verdict": "park", "outcomes": [OUTCOME]}, "parked"),
        ({"verdict": "reject", "started": "2026-05-01"}, "rejected"),
        ({"date": "2026-07-01", "added": "2026-07-01"}, "identified"),
    ],
)  # fmt: skip
def test_each_state_after_a_decision(world, fields, status):
    world.change("decisions/fold-it.md", **{**DECISION, **fields})
    assert state(world).status == status


def test_a_lesson_without_a_decision_is_identified_and_a_draft_is_a_draft(world):
    assert state(world).status == "identified"
    world.change(LESSON, draft=True)
    world.change("decisions/fold-it.md", **DECISION)
    assert state(world).status == "draft"


def test_the_latest_decision_counts(world):
    world.change("decisions/fold-it.md", **DECISION)
    world.change(
        "decisions/stop-it.md",
        **{**DECISION, "date": "2026-02-02", "added": "2026-02-02", "verdict": "park"},
    )
    assert (state(world).status, state(world).decision.id) == ("parked", "stop-it")


def test_a_decision_that_gave_way_to_one_on_the_same_lesson_does_not_count(world):
    world.change("decisions/fold-it.md", **{**DECISION, "verdict": "reject"})
    world.change("decisions/try-it.md", **DECISION, supersedes="fold-it")
    assert state(world).status == "decided"


def test_a_lesson_whose_decisions_gave_way_to_one_on_another_is_superseded(world):
    other = {**world.records[LESSON], "statement": "Who folds twice flies twice."}
    world.change("lessons/fold-twice.md", **other)
    world.change("decisions/fold-it.md", **{**DECISION, "verdict": "reject"})
    twice = {**DECISION, "lessons": ["fold-twice"], "supersedes": "fold-it"}
    world.change("decisions/fold-twice-it.md", **twice)
    assert (state(world).status, state(world).decision.id) == ("superseded", "fold-it")


def test_the_outcome_of_what_was_learned_is_shown_with_its_result(world):
    later = {**OUTCOME, "date": "2026-05-01", "added": "2026-05-02", "result": "worked"}
    world.change("decisions/fold-it.md", **DECISION, outcomes=[OUTCOME, later])
    assert state(world).outcome.result == "worked"
    assert state(world, "2026-04-15").outcome.result == "partly"


@pytest.mark.parametrize(
    ("months", "revised", "due"),
    [
        (None, [], date(2028, 1, 3)),
        (6, [], date(2026, 7, 3)),
        (6, [{"date": "2026-05-31", "what": "Checked."}], date(2026, 11, 30)),
    ],
)
def test_a_lesson_falls_due_for_review_when_its_theme_s_half_life_is_over(
    world, months, revised, due
):
    themes = world.records["themes.yaml"]["themes"]
    half_life = {"half_life_months": months} if months else {}
    world.change("themes.yaml", themes=[{**themes[0], **half_life}, *themes[1:]])
    world.change(LESSON, revised=revised)
    base = world.load()
    assert review_due(base.lessons["fold-first"], base) == due
    for day, over in ((due.replace(day=due.day - 1), False), (due, True)):
        then = replace(base, as_of=day)
        assert stale(then.lessons["fold-first"], then) is over


def test_of_several_themes_the_one_that_ages_fastest_counts(world):
    themes = world.records["themes.yaml"]["themes"]
    aged = [{**t, "half_life_months": n} for t, n in zip(themes, (12, 6), strict=True)]
    world.change("themes.yaml", themes=aged)
    world.change(PLANES, themes=["flying", "swimming"])
    base = world.load()
    assert review_due(base.lessons["fold-first"], base) == date(2026, 7, 3)


# Whatever the evidence, some things hold.
VOICES = ("Blue Hall", "Red News", "Green Town", "Nobody")
item = st.builds(
    lambda kind, shows, stance, indirect, resolved: Evidence(
        source="x", says="x", kind=kind, shows=shows, stance=stance,
        indirect="x" if indirect else None, resolved="x" if resolved else None,
    ),
    st.sampled_from(get_args(Kind)), st.sampled_from(get_args(Shows)),
    st.sampled_from(("supports", "limits", "contradicts")), st.booleans(), st.booleans(),
)  # fmt: skip
voiced = st.tuples(st.sampled_from(VOICES), item)
cases = st.builds(
    Case,
    polarity=st.sampled_from(get_args(Polarity)),
    evidence=st.lists(voiced, max_size=6).map(tuple),
    interested=st.sampled_from([frozenset(), frozenset({"blue hall"}), frozenset({"blue hall", "red news and green town"})]),
    repeated_by=st.sampled_from([(), (("Red Hall", "Red News"),), (("Red Hall", "Elsewhere"),)]),
)  # fmt: skip


def level(case):
    return appraise._level(case)


def reasons(case):
    return [step.reason for step in appraise._steps(case)]


def more(case, voice, evidence):
    return replace(case, evidence=(*case.evidence, (voice, evidence)))


@given(cases)
def test_a_level_lies_between_0_and_4_and_is_the_sum_of_its_steps(case):
    assert 0 <= level(case) <= 4
    assert level(case) == sum(step.change for step in appraise._steps(case))


@given(cases, voiced)
def test_supporting_evidence_lowers_certainty_only_where_it_was_counted_as_repeating(case, added):
    """Who repeats a thing and then is cited for it is not counted twice; the receipt says so."""
    voice, evidence = added
    after = more(case, voice, evidence.model_copy(update={"stance": "supports"}))
    if level(after) < level(case):
        assert "heard already" in reasons(after)
        assert "heard already" not in reasons(case)


@given(cases)
def test_every_remedy_that_a_receipt_names_raises_the_level(case):
    for name, change in appraise.REMEDIES:
        if name in appraise.appraised(case).remedies:
            assert level(change(case)) > level(case)


@given(cases, voiced)
def test_contradicting_evidence_never_raises_certainty(case, added):
    voice, evidence = added
    assert level(more(case, voice, evidence.model_copy(update={"stance": "contradicts"}))) <= level(
        case
    )


@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_no_level(case, random):
    shuffled = list(case.evidence)
    random.shuffle(shuffled)
    assert level(replace(case, evidence=tuple(shuffled))) == level(case)


@given(cases)
def test_a_claim_of_success_without_an_effect_is_at_most_documented(case):
    shown = [evidence.shows for _, evidence in case.having("supports")]
    assume("effect" not in shown)
    assert level(replace(case, polarity="worked")) <= 2


@given(cases)
def test_only_an_evaluation_makes_evaluated(case):
    assume(all(evidence.kind != "evaluated" for _, evidence in case.evidence))
    assert level(case) <= 3


day = st.dates(min_value=date(2026, 1, 3), max_value=date(2026, 12, 31))
decisions = st.lists(
    st.fixed_dictionaries(
        {"date": day, "verdict": st.sampled_from(["adopt", "adapt", "trial", "park", "reject"])},
        optional={"started": day, "outcome": day, "supersedes": st.integers(0, 4)},
    ),
    min_size=1,
    max_size=5,
)


def decide(world, chosen):
    """Decisions d-0, d-1 ... on the one lesson, each of which may supersede an earlier one."""
    for path in [path for path in world.records if path.startswith("decisions/")]:
        (world.data / path).unlink()
        del world.records[path]
    for n, about in enumerate(chosen):
        fields = {
            **DECISION,
            "date": str(about["date"]),
            "added": str(about["date"]),
            "verdict": about["verdict"],
        }
        if "started" in about:
            fields["started"] = str(about["started"])
        if "outcome" in about:
            seen = max(about["outcome"], about["date"])
            fields["outcomes"] = [{**OUTCOME, "date": str(seen), "added": str(seen)}]
            fields["revised"] = [{"date": str(seen), "what": "Outcome."}]
        earlier = about.get("supersedes", n)
        if earlier < n and chosen[earlier]["date"] <= about["date"]:
            fields["supersedes"] = f"d-{about['supersedes']}"
        world.change(f"decisions/d-{n}.md", **fields)  # fmt: skip


OPEN = ("identified", "draft")


@given(chosen=decisions, first=day, later=day)
def test_a_later_day_never_undecides(tmp_path_factory, chosen, first, later):
    world = World(tmp_path_factory.mktemp("decided"))
    decide(world, chosen)
    before, after = sorted((first, later))
    then, now = state(world, str(before)).status, state(world, str(after)).status
    if then not in OPEN:
        assert now not in OPEN
    known = [about for about in chosen if about["date"] <= after]
    if not any(
        "outcome" in about and max(about["outcome"], about["date"]) <= after for about in known
    ):
        assert now != "learned"  # fmt: skip


@given(chosen=decisions, random=st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(tmp_path_factory, chosen, random):
    world = with_green(World(tmp_path_factory.mktemp("ordered")))
    other = {**world.records[LESSON], "statement": "Planes of red paper land well."}
    world.change("lessons/red-paper.md", **other)
    world.change(PLANES, replications=[ELSEWHERE])
    decide(world, chosen)
    folder = read_folder(world.data)
    orders = []
    for _ in range(2):
        base = KnowledgeBase.of(folder)
        found = [base.lessons[id] for id in sorted(base.lessons)]
        orders.append([(certainty(x, base), standing(x, base), review_due(x, base)) for x in found])
        random.shuffle(folder.entries)
    assert orders[0] == orders[1]


def test_items_added_after_the_day_change_nothing(world):
    def then():
        base = world.load().slice(as_of="2026-03-01")
        lesson = base.lessons["fold-first"]
        return certainty(lesson, base), standing(lesson, base), review_due(lesson, base)

    before = then()
    late = {"added": "2026-03-02"}
    world.change(LESSON, evidence=[EVIDENCE, {**RED, **EFFECT, **EVALUATED, **late}],
                 revised=[{"date": "2026-03-02", "what": "More."}])  # fmt: skip
    world.change(PLANES, replications=[{**ELSEWHERE, **late}])
    world.change(
        "decisions/fold-it.md", **{**DECISION, "date": "2026-03-02", "added": "2026-03-02"}
    )
    assert then() == before


def test_a_slice_changes_nothing_of_what_is_computed(world):
    """Replications of a practice outside the slice still count, as they do in the whole base."""
    world.change("partners/red-hall.md", **{**world.records["partners/home-hall.md"], "name": "R"})
    swim = {**world.records[PLANES], "partner": "red-hall", "themes": ["swimming"], "body": "",
            "replications": [ELSEWHERE]}  # fmt: skip
    world.change("practices/long-swim.md", **swim)
    world.change(LESSON, practices=["paper-planes", "long-swim"])
    base = world.load()
    part = base.slice(partners=["blue-hall"])
    assert "long-swim" not in part.practices
    lesson = part.lessons["fold-first"]
    assert certainty(lesson, part) == certainty(lesson, base)
