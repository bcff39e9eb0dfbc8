"""Which words of English and Latvian mean the same: those that a thesaurus joins, and those that
records and their translations teach.

A text and its translation hold words that belong together; how often two stand in the same pair of
texts, against how often each stands anywhere, is their Dice coefficient (Smadja and others, 1996).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path

from kb.base import KnowledgeBase
from kb.fields import texts
from kb.stems import SIMPLE_WORDS, english, latvian, words

THESAURUS = Path(__file__).parent / "thesaurus.txt"
LONGEST = 400  # letters: in a longer text too much stands beside each other
MOST = 5_000  # pairs of texts: more of them teach little and take time
FEWEST = 2  # pairs that two words share
LEAST = 0.4  # of Dice's coefficient, up to 1
KEPT = 2  # words for a word
NEARLY = 0.7  # of the likeness of the best word must the others have

Pair = tuple[str, str]


def dictionary(base: KnowledgeBase, other: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """From a stem to the stems of the other language that most likely mean the same."""
    alone: Counter[Pair] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for one, two in islice(_pairs(base, other), MOST):
        here = {english(word) for word in _telling(one)}
        there = {latvian(word) for word in _telling(two)}
        alone.update(("en", stem) for stem in here)
        alone.update(("lv", stem) for stem in there)
        together.update(product(here, there))
    learned = _best(alone, together)
    return {**learned, **thesaurus()}  # what people wrote is surer


@cache
def thesaurus() -> dict[str, tuple[str, ...]]:
    """From a stem to the stems of all words, in either language, that stand in a group with it."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in THESAURUS.read_text("utf-8").splitlines():
        here, _, there = line.partition("#")[0].partition("|")
        group = [*(english(x.text) for x in words(here)), *(latvian(x.text) for x in words(there))]
        for stem in group:
            found[stem] += (other for other in group if other != stem)
    return {stem: tuple(dict.fromkeys(others)) for stem, others in found.items()}


def _pairs(base: KnowledgeBase, other: KnowledgeBase) -> Iterator[Pair]:
    translated = other.documents()
    for id, record in base.documents().items():
        if id not in other.english:
            there = texts(translated[id])
            for loc, text in texts(record).items():
                if len(text) <= LONGEST:
                    yield text, there[loc]


def _telling(text: str) -> Iterator[str]:
    for word in words(text):
        if word.text not in SIMPLE_WORDS and not word.text.isdigit():
            yield word.text


def _best(alone: Counter[Pair], together: Counter[Pair]) -> dict[str, tuple[str, ...]]:
    """The likeliest words for each, in both directions."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (here, there), count in together.items():
        likeness = 2 * count / (alone["en", here] + alone["lv", there])
        if count >= FEWEST and likeness >= LEAST:
            found[here].append((-likeness, there))
            found[there].append((-likeness, here))
    return {stem: _first(stem, others) for stem, others in found.items()}


def _first(stem: str, others: Iterable[tuple[float, str]]) -> tuple[str, ...]:
    """The likeliest; a word that is the same in both languages takes the place of another."""
    best = sorted(others)[:KEPT]
    return tuple(w for likeness, w in best if w != stem and likeness <= NEARLY * best[0][0])
