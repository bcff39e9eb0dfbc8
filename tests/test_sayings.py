"""A lesson says something, and no two say nearly the same."""

from dataclasses import replace

import pytest
from conftest import World
from hypothesis import given
from hypothesis import strategies as st

from kb import sayings
from kb.sayings import _alike, _stems, near_duplicates

LESSON = "lessons/fold-first.md"


@pytest.mark.parametrize(
    ("fields", "line", "phrase"),
    [
        ({"statement": "It is very important to fold."}, 6, "it is very important"),
        ({"statement": "Planning ahead is vital for planes."}, 6, "planning ahead is vital"),
        ({"statement": "Paper plays a key role in flying."}, 6, "plays a key role"),
        ({"statement": "Paper is a key factor."}, 6, "a key factor"),
        ({"statement": "Synergies make planes fly."}, 6, "synergies"),
        ({"recommendation": {"who": "Pilot", "do": "Be creative with all stakeholders."}}, 12, "be creative"),
    ],
)  # fmt: skip
def test_a_platitude_is_a_warning(world, fields, line, phrase):
    assert world.change(LESSON, **fields).check() == [
        f"{LESSON}:{line}: warning: {phrase!r} says nothing that one can do; say who does what, and how much"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "Ask three classes which plane is important to them.",
        "Sell high-quality paper for EUR 12.",
        "Fold the key part of the wing first.",
    ],
)
def test_what_says_something_is_no_platitude(world, statement):
    assert world.change(LESSON, statement=statement).check() == []


HOUSE = "While the house is closed for works, show a small version of the exhibition in a partner's rooms, so that the work with visitors does not stop."


@pytest.mark.parametrize(
    ("statement", "alike"),
    [
        (HOUSE, True),
        ("While the house is shut for works, show a small version of the exhibition in rooms of a partner, so the work with visitors goes on.", True),
        ("While the house is closed, the café stays open, and visitors find a small shop there.", False),
        ("Paper beats cardboard in wind.", False),
    ],
)  # fmt: skip
def test_a_lesson_that_says_nearly_the_same_is_a_warning(world, statement, alike):
    world.change(LESSON, statement=HOUSE)
    world.change("lessons/fold-more.md", **{**world.records[LESSON], "statement": statement})
    warning = "warning: nearly the same as fold-first.md; join the two, or say how they differ"
    assert world.check() == ([f"lessons/fold-more.md:6: {warning}"] if alike else [])


@pytest.mark.parametrize(
    "fields", [{"draft": True}, {"withdrawn": {"date": "2026-02-01", "reason": "Old."}}]
)
def test_a_lesson_whose_practices_are_gone_is_a_warning(world, fields):
    world.change("practices/paper-planes.md", **fields)
    assert world.check() == [
        f"{LESSON}:3: warning: all its practices are drafts or withdrawn, so no report shows it; mend or withdraw it"
    ]
    assert world.change(LESSON, draft=True).check() == []


word = st.sampled_from(["whoever", "folds", "first", "flies", "longest", "planes", "again", "wind"])


@given(st.lists(st.lists(word, min_size=1, max_size=8), min_size=1, max_size=12))
def test_what_is_found_is_alike_and_what_says_the_same_words_is_found(world_of_lessons, statements):
    base = world_of_lessons([" ".join(words) for words in statements])
    found = {later.id: earlier for later, earlier in near_duplicates(base)}
    kept = []
    for lesson in base.lessons.values():
        own = _stems(lesson.statement)
        if lesson.id in found:
            assert _alike(own, _stems(found[lesson.id].statement))
            assert found[lesson.id] in kept
        else:
            assert own not in [_stems(other.statement) for other in kept]
            kept.append(lesson)


@pytest.fixture(scope="module")
def world_of_lessons(tmp_path_factory):
    base = World(tmp_path_factory.mktemp("lessons")).load()
    lesson = base.lessons["fold-first"]

    def make(statements):
        lessons = {
            f"lesson-{n}": lesson.model_copy(update={"id": f"lesson-{n}", "statement": text})
            for n, text in enumerate(statements)
        }
        return replace(base, lessons=lessons)

    return make


def test_many_lessons_alike_are_each_compared_once(world_of_lessons, monkeypatch):
    compared = []
    monkeypatch.setattr(sayings, "_alike", lambda *pair: compared.append(pair) or _alike(*pair))
    base = world_of_lessons(["Who folds first flies longest."] * 1000)
    assert len(list(near_duplicates(base))) == 999
    assert len(compared) == 999
