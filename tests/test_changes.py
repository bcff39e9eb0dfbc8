"""What changed between two dates, and how the report says it."""

import pytest
from conftest import EVIDENCE, World
from reporting import NEWS, fuller

from kb.changes import changes
from kb.pages import changes as page
from kb.plain import text

LESSON, PLANES = "lessons/fold-first.md", "practices/paper-planes.md"


def found(world: World, since: str, as_of: str):
    return changes(world.load().slice(since=since, as_of=as_of))


def shown(view) -> list[str]:
    return text(view.blocks).strip().splitlines()


def test_a_base_without_a_day_to_compare_with_has_no_changes(world):
    base = world.load().slice()
    assert changes(base).empty
    assert shown(page.summary(base)) == ["No day to compare with was given."]


def test_records_are_new_from_the_day_after(world):
    ids = [record.id for record in found(world, "2026-01-02", "2026-01-03").new]
    assert ids == ["fold-first"]
    assert found(world, "2026-01-03", "2026-05-01").empty


def test_a_revision_an_addition_and_a_withdrawal_are_told_with_their_day(world):
    later = {**NEWS, "added": "2026-02-02"}
    world.change(PLANES, evidence=[EVIDENCE, later], revised=[
        {"date": "2026-01-10", "what": "An old change."}, {"date": "2026-02-01", "what": "The title is clearer."},
    ])  # fmt: skip
    world.change(LESSON, withdrawn={"date": "2026-02-03", "reason": "It was a dream."})
    base = world.load().slice(since="2026-01-20", as_of="2026-03-01")
    assert shown(page.revised(base)) == [
        "Revised", "-------",
        "- Paper planes [blue-book; red-news]", "    1 February 2026: The title is clearer.",
        "", "Something was added", "-------------------",
        "- Paper planes [blue-book; red-news]", "    one new item: evidence, a figure or a result",
        "", "Withdrawn", "---------",
        "- Who folds first flies longest.", "    3 February 2026: It was a dream.",
    ]  # fmt: skip
    assert shown(page.summary(base)) == [
        "Since 20 January 2026: revised records 1, records with something added 1, withdrawn records 1."
    ]


def test_a_certainty_that_moved_says_which_steps_came_and_went(world):
    evidence = [EVIDENCE, {**NEWS, "added": "2026-02-02"}]
    world.change(LESSON, evidence=evidence)
    base = world.load().slice(since="2026-02-01", as_of="2026-03-01")
    [moved] = changes(base).certainty
    assert (moved.before.level, moved.now.level) == (2, 3)
    assert shown(page.moved(base)) == [
        "- <documented> → <measured> Who folds first flies longest.",
        "    no longer: −1 all rests on one voice",
    ]


def test_a_status_that_moved_says_why(world):
    fuller(world)
    base = world.load().slice(since="2026-02-15", as_of="2026-05-01")
    assert shown(page.moved(base)) == [
        "- <identified> → <learned> Who folds first flies longest.",
        "    Outcome: worked, 20 April 2026 [red-news]",
        "    <try out> 2 March 2026, Pilot: It is cheap.",
        "- <identified> → <rejected> Kites fall in rain.",
        "    <reject> 2 March 2026, Pilot: It is cheap.",
        "- <identified> → <parked> Planes of paper sink.",
        "    <park> 2 March 2026, Pilot: It is cheap.",
    ]
    assert shown(page.decisions(base))[-6:] == [
        "Late", "----",
        "- <the review is late> <try out> 2 March 2026, Pilot: It is cheap.",
        "    Who folds first flies longest.",
        "- <the action is late> <park> 2 March 2026, Pilot: It is cheap.",
        "    Planes of paper sink.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "as_of", "due"),
    [
        ("2028-01-01", "2028-01-02", ["paper-planes"]),
        ("2028-01-01", "2028-01-03", ["paper-planes", "fold-first"]),
        ("2028-01-03", "2028-05-01", []),
    ],
)
def test_a_review_falls_due_once(world, since, as_of, due):
    assert [record.id for record in found(world, since, as_of).due] == due
