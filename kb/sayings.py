"""Is a lesson worth having: it says something, and no other lesson says nearly the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import shake_128

import numpy as np
import numpy.typing as npt

from kb.base import KnowledgeBase
from kb.problem import Problem
from kb.records import Lesson

PLATITUDES = (
    r"(?:it|this|that|planning|cooperation|communication|teamwork)\b[\w\s]{0,20}? is (?:a |the )?"
    r"(?:very |really |so |absolutely )?(?:important|crucial|essential|vital|necessary|key)\b",
    r"plays? an? (?:key|crucial|important|vital|central) (?:role|part)",
    r"(?:a |the )?key (?:to success|factor|element|ingredient)",
    r"be (?:more )?(?:creative|innovative|proactive|flexible|open-minded)",
    r"think (?:big|outside|differently)|out(?:side)? (?:of )?the box|on the same page|win-win",
    r"best practices?|lessons learned|added value|synerg\w*|innovative (?:solution|approach)\w*",
    r"(?:all |relevant |key )?stakeholders|engage the (?:public|community)|rais(?:e|ing) awareness",
    r"high[- ]quality (?:content|programmes?|experiences?|services?|activit\w+|events?)",
    r"take into account|work (?:more )?closely together|work together (?:more )?closely",
)
BANDS, ROWS = 20, 3  # two lessons of which half is shared meet with 93 %, of 70 % with 99.98 %
SAME = 0.5  # share of word stems that two lessons have in common to be nearly the same
STEM = 5  # letters: enough to tell words apart, few enough to pass over endings
_PLATITUDE = re.compile("|".join(rf"\b(?:{phrase})\b" for phrase in PLATITUDES), re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


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
    for lesson in orphans(base):
        message = (
            "all its practices are drafts or withdrawn, so no report shows it; mend or withdraw it"
        )
        found.append((lesson.id, "practices", message))
    for later, earlier in near_duplicates(base):
        message = f"nearly the same as {earlier.id}.md; join the two, or say how they differ"
        found.append((later.id, "statement", message))
    return [
        replace(base.places[id].problem((name,), message), warning=True)
        for id, name, message in found
    ]


def orphans(base: KnowledgeBase) -> Iterator[Lesson]:
    """Lessons that no report shows, since none of what they were learned from is shown."""
    for lesson in base.lessons.values():
        known = [base.practices[id] for id in lesson.practices if id in base.practices]
        shown = any(not (practice.draft or practice.withdrawn) for practice in known)
        if known and not shown and not (lesson.exchange or lesson.draft or lesson.withdrawn):
            yield lesson


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
    """Pairs of lessons whose statements share most of their words, the later one first.

    Lessons are compared only where a part of their MinHash signatures is the same (Broder 1997),
    so the work grows with their number, not with its square; a pair just at the limit may be
    missed. A lesson that is like an earlier one stands for nothing itself.
    """
    met: dict[tuple[int, bytes], list[tuple[Lesson, frozenset[str]]]] = {}
    for lesson in base.lessons.values():
        own = _stems(lesson.statement)
        bands = list(enumerate(_signature(own)))
        others = (other for band in bands for other in met.get(band, ()))
        like = next((other for other, stems in others if _alike(own, stems)), None)
        if like is not None:
            yield lesson, like
            continue
        for band in bands:
            met.setdefault(band, []).append((lesson, own))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _WORD.findall(text.casefold()))


def _signature(stems: frozenset[str]) -> list[bytes]:
    """The least of each of many hashes over all stems, in bands."""
    least = np.min([_hashes(stem) for stem in stems or ("",)], axis=0)
    return [band.tobytes() for band in least.reshape(BANDS, ROWS)]


@cache
def _hashes(stem: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(shake_128(stem.encode()).digest(8 * BANDS * ROWS), np.uint64)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SAME * len(one | other)
