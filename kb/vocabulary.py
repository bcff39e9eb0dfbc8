"""The words that stand in the records, and what a word of a question is looked for as."""

import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from kb.stems import SHORTEST_ROOT, SIMPLE_STEMS, SIMPLE_WORDS, roots, stem, stems, words

SHORTEST = 3  # letters from which on words are found that begin so
ALIKE = 0.8  # how like a word must be that another is taken for, up to 1
TELLING = 2  # letters of a stem that says little, where there is a longer one too
MISTYPED = 4  # letters from which on a word is taken for another
LONG = 6  # letters of a stem in which one too many is likely, as well as one too few
LEAST_PART = 6  # letters of a word in a compound
NEAREST = 2  # words that one is taken for
CANDIDATES = 40  # words that are compared with one
LAST_LETTER = "\U0010ffff"  # stands after all others


@dataclass(frozen=True)
class Term:
    """One word of a question as it is looked for: as stems, which are exact matches, and loosely
    as beginnings of words and as stems that mean the same.
    """

    word: str
    stems: tuple[str, ...]
    begins: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    guessed: bool = False  # the word is nowhere; these stems are the nearest to it
    exactly: int = 0  # how often all records have it so
    loosely: int = 0  # at most, and in any way

    def strength(self, word: str, stem: str) -> int:
        """How well a word of a text with this stem matches: 2 exactly, 1 loosely, 0 not at all."""
        if stem in self.stems:
            return 2
        return int(stem in self.others or word.startswith(self.begins))


class Vocabulary:
    """Every stem of the records, how it is spelt, and what it means in the other language."""

    def __init__(
        self, database: sqlite3.Connection, meanings: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._database, self._meanings = database, meanings
        self._spelt: dict[str, str] = {}
        self._uses = Counter[str]()
        self._sorted: list[str] = []
        self._used: list[int] = [0]  # how often the stems before the first, the second... stand

    def learn(self, text: str, language: str) -> str:
        """The stems of a text; they are known from now on."""
        found = []
        for word in words(text):
            found.append(stem(word.text, language))
            self._spelt.setdefault(found[-1], text[word.start : word.end])
        self._uses.update(found)
        return " ".join(found)

    def complete(self) -> None:
        """All texts are learned: make ready to look for the nearest words."""
        self._sorted = sorted(self._spelt)
        self._used += accumulate(self._uses[one] for one in self._sorted)
        rows = ((one,) for one in self._sorted)
        self._database.executemany("insert into stems values (?)", rows)

    def term(self, word: str, last: bool = False) -> Term:
        """What a folded word is looked for as; what begins with it too, where it is the last one,
        which may not be typed to its end.
        """
        forms = stems(word)
        known = tuple(one for one in forms if one in self._spelt)
        known = tuple(one for one in known if len(one) > TELLING) or known
        if word not in SIMPLE_WORDS:  # of which another word can have the stem: ire, ir
            known = tuple(one for one in known if one not in SIMPLE_STEMS)
        others = tuple(dict.fromkeys(m for one in forms for m in self._meanings.get(one, ())))
        longer = [] if known else [one for one in forms if len(one) >= SHORTEST_ROOT]
        started = [word, *longer] if last or not known else []
        begins = tuple(dict.fromkeys([*roots(word), *filter(self._begins, started)]))
        if not known and not others:
            others = self._ends(forms)
        near = () if known or others or word in begins else self.nearest(word)
        exact = sum(self._uses[one] for one in known or near)
        loose = sum(map(self._begun, begins)) + sum(self._uses[one] for one in others)
        return Term(word, known or near, begins, others, bool(near), exact, exact + loose)

    def spelt(self, stem: str) -> str:
        """A word with this stem, as it is written in a record."""
        return self._spelt[stem]

    def nearest(self, word: str) -> tuple[str, ...]:
        """The stems that are most like those of a word that is not known."""
        found: dict[str, float] = defaultdict(float)
        for typed in stems(word) if len(word) >= MISTYPED else ():
            for one in self._candidates(typed):
                if -int(len(typed) >= LONG) <= len(one) - len(typed) <= 1:
                    found[one] = max(found[one], SequenceMatcher(None, typed, one).ratio())
        like = (one for one in found if found[one] >= ALIKE and one[0] == word[0])
        return tuple(sorted(like, key=lambda one: (-found[one], one))[:NEAREST])

    def _begins(self, word: str) -> bool:
        return len(word) >= SHORTEST and self._begun(word) > 0

    def _ends(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """The longest known stem that each form ends with: energij, of elektroenergij."""
        parts = ((one[at:] for at in range(SHORTEST, len(one) - LEAST_PART + 1)) for one in forms)
        found = (next((part for part in of_one if part in self._spelt), "") for of_one in parts)
        return tuple(dict.fromkeys(filter(None, found)))

    def _begun(self, word: str) -> int:
        """How often a stem that begins so stands in all records."""
        start, end = (bisect_left(self._sorted, one) for one in (word, word + LAST_LETTER))
        return self._used[end] - self._used[start]

    def _candidates(self, word: str) -> Iterator[str]:
        """Stems that share three letters in a row with a word."""
        rows = " OR ".join(f'"{word[at : at + 3]}"' for at in range(len(word) - 2))
        if rows:
            query = "select stem from stems where stems match ? order by rank limit ?"
            yield from (one for (one,) in self._database.execute(query, (rows, CANDIDATES)))
