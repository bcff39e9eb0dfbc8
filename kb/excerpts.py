"""Why a record was found: the passage that answers best, with the words that matched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kb.entries import Entry, Passage
from kb.stems import WORD, Word, fold, stem, words
from kb.vocabulary import Term

ORDER = ("summary", "evidence", "title", "text", "about", "id")
"""Of passages that answer equally well the first is shown; a title is read above it anyway."""
LONGEST = 200  # letters of an excerpt
BEFORE = 50  # letters that lead up to the first word that matched


@dataclass(frozen=True)
class Why:
    """An excerpt of a record: the field and language it is from, and its text in parts, each with
    whether it matched.
    """

    field: str
    language: str
    parts: tuple[tuple[str, bool], ...]

    def marked(self, begin: str = "*", end: str = "*") -> str:
        """The excerpt with its matching words between two marks."""
        return "".join(f"{begin}{text}{end}" if hit else text for text, hit in self.parts)


class Reader:
    """Reads the hits of one question for where its words stand; judges each word once."""

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        self.language, self._full = language, 2 * len(terms)
        self._terms, self._strengths = terms, cache(self._judged)

    def why(self, entry: Entry) -> Why:
        """The passage where most words of the question stand; in the language asked for, unless it
        has less than half of what another one has.
        """
        passages = sorted(entry.passages, key=lambda one: ORDER.index(one.field))
        own, most = self._best(one for one in passages if self._is_own(one))
        if not own or 2 * most < self._full:
            other, more = self._best(one for one in passages if not self._is_own(one))
            own = other if other and (not own or more > 2 * most) else own
        passage = own or passages[0]
        return Why(passage.field, passage.language, tuple(self._parts(passage)))

    def _is_own(self, passage: Passage) -> bool:
        """Whether a passage speaks the language asked for; an id speaks none."""
        return passage.language == self.language and passage.field != "id"

    def _best(self, passages: Iterable[Passage]) -> tuple[Passage | None, int]:
        """The first of the passages that answer best, and how well; none betters a full answer."""
        best, most = None, -1
        for passage in passages:
            if (strength := self._strength(passage)) > most:
                best, most = passage, strength
            if most == self._full:
                break
        return best, most

    def _strength(self, passage: Passage) -> int:
        """How well the words of a question stand in a passage, each 2 exactly or 1 loosely."""
        here = set(WORD.findall(passage.text))
        each = {found for word in here if (found := self._strengths(word, passage.language))}
        return sum(map(max, zip(*each, strict=True)))

    def _judged(self, written: str, language: str) -> tuple[int, ...]:
        """How well a word matches each of the question; nothing where it matches none."""
        word = fold(written)
        here = stem(word, language)
        found = tuple(term.strength(word, here) for term in self._terms)
        return found if any(found) else ()

    def _parts(self, passage: Passage) -> Iterator[tuple[str, bool]]:
        """The text around the words that match, cut between words."""
        text, code = passage.text, passage.language
        hits = [word for word in words(text) if self._strengths(word.text, code)]
        start, end = _window(text, hits)
        at = start
        if start:
            yield "… ", False
        for word in (hit for hit in hits if start <= hit.start and hit.end <= end):
            if word.start > at:
                yield text[at : word.start], False
            yield text[word.start : word.end], True
            at = word.end
        yield text[at:end] + ("" if end == len(text) else " …"), False


def _window(text: str, hits: Sequence[Word]) -> tuple[int, int]:
    """Where an excerpt begins and ends."""
    room = LONGEST - BEFORE
    within = {hit.start: sum(0 <= o.start - hit.start < room for o in hits) for hit in hits}
    first = max(within, key=lambda start: within[start], default=0)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE + 1) + 1
    if len(text) - start <= LONGEST:
        return start, len(text)
    space = text.rfind(" ", start, start + LONGEST)
    return start, space if space > start else start + LONGEST
