"""What to ask a host, and how firmly the records of a report stand."""

from datetime import date

import pytest
from conftest import DOCUMENTS, EVIDENCE
from reporting import fuller

from kb import audit, compare, inquiry, unanswered
from kb.blocks import heading, room
from kb.pages import case_study, visit_plan
from kb.plain import inline_text, text

PLANES, LESSON = "practices/paper-planes.md", "lessons/fold-first.md"


def asked(world, host="blue-hall"):
    return inquiry.topics(world.load().slice(host=host, as_of="2026-05-01"), host)


def test_a_practice_is_asked_for_what_is_not_recorded_and_for_its_lessons(world):
    [topic] = asked(world)
    [practice] = topic.practices
    assert (topic.theme, practice.practice.id) == ("flying", "paper-planes")
    assert practice.unknown == (
        "funded_by",
        "period",
        "audience",
        "values",
        "Resources",
        "Difficulties",
    )
    assert practice.old  # its source is of 2019, a theme of two years
    [lesson] = practice.lessons
    assert (lesson.lesson.id, lesson.remedies, lesson.undecided) == (
        "fold-first", ("stronger",), True,
    )  # fmt: skip


def test_what_is_known_is_not_asked(world):
    world.change(PLANES, funded_by=["Sky"], period="2020", audience=["pilots"], body=(
        "## Resources\n\nPaper [@blue-book].\n\n## Difficulties\n\nRain [@blue-book].\n"
    ), values=[{"metric": "visitors", "value": "3", "year": "2020", "source": "blue-book"}])  # fmt: skip
    [topic] = asked(world)
    assert topic.practices[0].unknown == ()


def test_questions_that_a_meeting_left_open_are_for_who_was_asked_or_there(world):
    fuller(world)
    questions = [q.question for topic in asked(world) for _, q in topic.questions]
    assert questions == ["How far does it fly?", "Why?"]
    assert [q for topic in asked(world, "red-hall") for q in topic.questions] == []


def test_a_decision_s_unknown_fit_is_asked(world):
    fuller(world)
    lessons = [x for topic in asked(world) for p in topic.practices for x in p.lessons]
    fold = next(x for x in lessons if x.lesson.id == "fold-first")
    assert [quality for _, quality in fold.unknown] == ["intervention", "environment", "transfer"]
    assert not fold.undecided


def test_each_lesson_is_asked_about_once(world):
    world.change("practices/darts.md", **{**DOCUMENTS[PLANES], "title": "Darts", "body": ""})
    world.change(LESSON, practices=["darts", "paper-planes"])
    [topic] = asked(world)
    assert [[x.lesson.id for x in p.lessons] for p in topic.practices] == [["fold-first"], []]


def test_the_plan_has_room_for_every_answer(world):
    base = fuller(world).load().slice(host="blue-hall", as_of="2026-05-01")
    cards = [b for b in visit_plan.by_theme(base, "blue-hall").blocks if b["block"] == "card"]
    assert all(any(part["block"] == "room" for part in card["body"]) for card in cards)
    assert len(cards) == 3  # two open questions and a practice


def test_a_rate_is_of_one_year_and_one_scope(world):
    fuller(world)
    values = world.records["partners/blue-hall.md"]["values"]
    budget = values[-1]
    others = [
        {**budget, "year": "2018", "scope": "the cellar"},  # with the visitors of the whole house
        {**budget, "year": "2017"},  # no visitors known
        {**budget, "year": "2019", "qualifier": "planned"},
    ]
    world.change("partners/blue-hall.md", values=[*values, *others])
    [(metric, by, row)] = compare.rates(world.load().slice())
    assert (metric.id, by.id) == ("budget", "visitors")
    found = [[(str(rate.amount), rate.value.when.text, rate.of) for rate in cell] for cell in row]
    assert found == [
        [("10.0", "2019", ("blue-hall/values/3", "blue-hall/values/1"))], [], []
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "by", "shown"),
    [("25000", "2500", "10.0"), ("1", "3", "0.33"), ("3400000", "6", "566667"), ("13", "80", "0.16"),
     ("82", "8", "10.3"), ("0.5", "1", "0.50")],
)  # fmt: skip
def test_a_rate_has_three_significant_digits_and_two_decimals_at_most(world, value, by, shown):
    fuller(world)
    values = [
        {"metric": "budget", "value": value, "currency": "EUR", "year": "2019", "source": "blue-book"},
        {"metric": "visitors", "value": by, "year": "2019", "source": "blue-book"},
    ]  # fmt: skip
    [(_, _, row)] = compare.rates(
        world.change("partners/blue-hall.md", values=values).load().slice()
    )
    assert [str(rate.amount) for rate in row[0]] == [shown]


def test_the_audit_counts_what_stands_how_firmly(world):
    seal = {**EVIDENCE, "seal": "0123456789abcdef:7"}
    world.change(LESSON, evidence=[seal, {**EVIDENCE, "source": "red-news"}])
    figures = [{**v, "inferred": "Half."} for v in DOCUMENTS["partners/blue-hall.md"]["values"][:1]]
    world.change("partners/blue-hall.md", values=figures)
    found = {
        c.name: (len(c.found), len(c.all))
        for c in audit.checks(world.load().slice(as_of="2026-05-01"))
    }
    assert found == {
        "two voices": (1, 1), "effect": (0, 1), "sealed": (1, 3), "primary": (1, 2), "inferred": (1, 1),
        "stale": (0, 2), "outdated": (2, 2), "translated": (0, 4), "checked": (0, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "of", "percent"), [(0, 3, 0), (3, 3, 100), (1, 3, 33), (1, 1000, 1), (999, 1000, 99)]
)
def test_only_all_is_a_hundred_percent_and_only_nothing_none(found, of, percent):
    ids = tuple(map(str, range(of)))
    assert audit.Check("stale", ids[:found], ids).percent == percent


def test_a_case_study_says_whom_to_ask_by_role_and_what_no_source_says(world):
    base = fuller(world).load().slice(practice="paper-planes", as_of="2026-05-01")
    lines = text(case_study.whom_to_ask(base, "paper-planes").blocks).splitlines()
    assert lines == [
        "- Blue Hall: no role is recorded; the address is blue.example (https://blue.example/)",
        "- Meeting: The first flight (September 2025); took part: pilots [red-news]",
        "- With us: Pilot, whom the lessons address",
    ]
    said = text(case_study.results(base, "paper-planes").blocks)
    assert "Not written up yet: Resources, Difficulties and Transfer." in said


def test_what_was_searched_for_here_is_asked_as_long_as_nothing_answers_it(world):
    for query, day in (("zeppelin", 1), ("who folds", 2), ("zeppelin", 3), ("airships", 4)):
        unanswered.keep(query, date(2026, 5, day))
    base = world.load().slice(host="blue-hall", as_of="2026-05-03")
    assert unanswered.open_still(base) == [(date(2026, 5, 3), "zeppelin")]
    plain = visit_plan.by_theme(base, "blue-hall").blocks
    more = visit_plan.by_theme(base, "blue-hall", searched=True).blocks
    head, card = more[len(plain) :]
    assert more[: len(plain)] == plain
    assert head == heading(2, "Searched for here, and not found")
    told = "zeppelin <not found> last searched for on 3 May 2026"
    assert (inline_text(card["title"]), card["body"]) == (told, [room(3)])


def test_days_that_there_are_not_are_passed_over(home):
    home.mkdir()
    (home / "unanswered.txt").write_text("2026-13-01 a\n2026-05-01 b\n")
    assert unanswered.kept() == [(date(2026, 5, 1), "b")]
