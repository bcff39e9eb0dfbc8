"""A lesson says something, and no two say nearly the same."""

from dataclasses import replace

import pytest
from conftest import World
from hypothesis import given
from hypothesis import strategies as st

from kb import sayings
from kb.sayings import _alike, _pairs, near_duplicates

LESSON = "lessons/fold-first.md"


@pytest.mark.parametrize(
    ("fields", "line", "phrase"),
    [
        ({"statement": "It is important to fold."}, 6, "is important"),
        ({"statement": "Synergies make planes fly."}, 6, "synerg"),
        ({"recommendation": {"who": "Pilot", "do": "Engage the community of pilots."}}, 12, "engage the community"),
    ],
)  # fmt: skip
def test_a_platitude_is_a_warning(world, fields, line, phrase):
    assert world.change(LESSON, **fields).check() == [
        f"{LESSON}:{line}: warning: {phrase!r} says nothing that one can do; say who does what, and how much"
    ]


@pytest.mark.parametrize(
    ("statement", "alike"),
    [
        ("Who folds first flies longest.", True),
        ("Who folds first, flies longest of all!", True),
        ("who folds first flies farthest", True),
        ("Who folds last flies shortest.", False),
        ("Paper beats cardboard in wind.", False),
    ],
)
def test_a_lesson_that_says_nearly_the_same_is_a_warning(world, statement, alike):
    world.change("lessons/fold-more.md", **{**world.records[LESSON], "statement": statement})
    warning = "warning: nearly the same as fold-first.md; join the two, or say how they differ"
    assert world.check() == ([f"lessons/fold-more.md:6: {warning}"] if alike else [])


word = st.sampled_from(["who", "folds", "first", "flies", "longest", "red", "planes", "in", "wind"])


@given(st.lists(st.lists(word, min_size=1, max_size=8), min_size=1, max_size=12))
def test_no_pair_is_missed_that_comparing_all_with_all_finds(world_of_lessons, statements):
    base, found = world_of_lessons([" ".join(words) for words in statements]), {}
    for later, earlier in near_duplicates(base):
        found[later.id] = earlier.id
    kept = []
    for lesson in base.lessons.values():
        own = _pairs(lesson.statement)
        like = [x.id for x in kept if _alike(own, _pairs(x.statement))]
        assert (lesson.id in found) == bool(like)
        assert found.get(lesson.id) in [*like, None]
        if not like:
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
