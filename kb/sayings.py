"""Is a lesson worth having: it says something, and no other lesson says nearly the same."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kb.base import KnowledgeBase
from kb.problem import Problem
from kb.records import Lesson

PLATITUDES = (
    "added value", "awareness raising", "best practice", "communication is key",
    "cooperation is essential", "engage the community", "high quality", "high-quality",
    "innovative solution", "is essential", "is crucial", "is important", "it is key",
    "key to success", "lessons learned", "make sure that everyone", "on the same page",
    "out of the box", "outside the box", "raise awareness", "stakeholder", "synerg",
    "take into account", "think big", "think outside", "win-win", "work together closely",
)  # fmt: skip
SAME = 0.6  # share of pairs of words that two lessons have in common to be nearly the same
_PLATITUDE = re.compile("|".join(rf"\b{re.escape(phrase)}" for phrase in PLATITUDES), re.IGNORECASE)


def check(base: KnowledgeBase) -> list[Problem]:
    """A warning for each lesson that says nothing, or nearly the same as another one."""
    found = [
        (
            lesson.id,
            name,
            f"{phrase!r} says nothing that one can do; say who does what, and how much",
        )
        for lesson, name, phrase in platitudes(base)
    ]
    for later, earlier in near_duplicates(base):
        message = f"nearly the same as {earlier.id}.md; join the two, or say how they differ"
        found.append((later.id, "statement", message))
    return [
        replace(base.places[id].problem((name,), message), warning=True)
        for id, name, message in found
    ]


def platitudes(base: KnowledgeBase) -> Iterator[tuple[Lesson, str, str]]:
    """Lessons with a phrase that says nothing: the lesson, the field, the phrase."""
    for lesson in base.lessons.values():
        told = {"statement": lesson.statement}
        if lesson.recommendation:
            told["recommendation"] = lesson.recommendation.do
        for name, text in told.items():
            if found := _PLATITUDE.search(text):
                yield lesson, name, found[0].lower()


def near_duplicates(base: KnowledgeBase) -> Iterator[tuple[Lesson, Lesson]]:
    """Pairs of lessons whose statements share most of their pairs of words, the later one first.

    Two sets of which more than SAME is shared must share one of their rarest members (the prefix
    filter of Chaudhuri, Ganti and Kaushik 2006), so only lessons that meet there are compared. A
    lesson that is like an earlier one stands for nothing itself: so many alike cost no more.
    """
    pairs = {lesson.id: _pairs(lesson.statement) for lesson in base.lessons.values()}
    common = Counter(pair for found in pairs.values() for pair in found)
    seen: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in base.lessons.values():
        own = pairs[lesson.id]
        prefix = sorted(own, key=lambda pair: (common[pair], pair))[: _prefix(len(own))]
        met = (other for pair in prefix for other in seen.get(pair, ()))
        like = next((other for other in met if _alike(own, pairs[other.id])), None)
        if like is not None:
            yield lesson, like
            continue
        for pair in prefix:
            seen.setdefault(pair, []).append(lesson)


def _pairs(text: str) -> set[tuple[str, str]]:
    words = re.findall(r"\w+", text.casefold())
    return set(pairwise(words)) or {(word, "") for word in words}


def _prefix(size: int) -> int:
    return size - int(SAME * size) + 1


def _alike(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    return len(one & other) >= SAME * len(one | other) > 0
