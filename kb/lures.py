"""Wrong options that a right one can hide among: who only compares words finds nothing."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from kb.stems import SIMPLE_WORDS, english, words

WRONG = 2  # wrong options beside the right one
NEAR = 4  # neighbours from which the second is taken
SHORTEST = 3  # letters of a word that tells something, or digits of a number
T = TypeVar("T")


def telling(text: str) -> frozenset[str]:
    """The stems of the words of an English text that say something of its subject."""
    found = (word.text for word in words(text))
    return frozenset(
        english(word) for word in found if len(word) >= SHORTEST and word not in SIMPLE_WORDS
    )


def alike(one: str, other: str) -> bool:
    """Whether two English texts may mean the same: half of the words of the shorter are in both."""
    a, b = telling(one), telling(other)
    return 2 * len(a & b) >= min(len(a), len(b))


def beside(
    prompt: str, right: T, others: Sequence[T], said: Callable[[T], str], chance: Random
) -> list[T]:
    """Two wrong options for a question, of others that stand nearest first; `said` is the English
    text of an option.

    One of them has at least as many words in common with the prompt as the right one has. None
    where there is no such, so that the question could be answered by comparing words.
    """
    asked = telling(prompt)
    needed = len(asked & telling(said(right)))
    lure = next((x for x in others if len(asked & telling(said(x))) >= needed), None)
    if lure is None or len(others) < WRONG:
        return []
    return [lure, chance.choice([x for x in others if x is not lure][:NEAR])]
