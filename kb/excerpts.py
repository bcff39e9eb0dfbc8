"""Why a record was found: the passage that answers best, with the words that matched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.entries import Entry, Passage
from kb.stems import WORD, Word, fold, words
from kb.vocabulary import Term

ORDER = ("summary", "evidence", "title", "text", "about", "id")
"""Of passages that answer equally well the first is shown; a title is read above it anyway."""
LONGEST = 150  # letters of an excerpt
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


def why(entry: Entry, terms: Sequence[Term], language: str) -> Why:
    """The passage where most words of the question stand; in the language asked for, unless it has
    less than half of what another one has.
    """
    spoken = sorted(entry.passages, key=lambda one: ORDER.index(one.field))
    own, best = _best([one for one in spoken if one.language == language], terms)
    if best < len(terms):  # two for each would be all
        other, most = _best([one for one in spoken if one.language != language], terms)
        own = other if other and (not own or most > 2 * best) else own
    passage = own or spoken[0]
    return Why(passage.field, passage.language, tuple(_parts(passage, terms)))


def _best(passages: Sequence[Passage], terms: Sequence[Term]) -> tuple[Passage | None, int]:
    """The first of the passages that answer best, and how well; a full answer is not bettered."""
    best, most = passages[0] if passages else None, 0
    for passage in passages:
        if (strength := _strength(passage, terms)) > most:
            best, most = passage, strength
        if most == 2 * len(terms):
            break
    return best, most


def _strength(passage: Passage, terms: Sequence[Term]) -> int:
    """How well the words of a question stand in a passage, each 2 exactly or 1 loosely."""
    here = set(map(fold, WORD.findall(passage.text)))
    return sum(max((t.strength(w, passage.language) for w in here), default=0) for t in terms)


def _parts(passage: Passage, terms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """The text around the words that match, cut between words."""
    hits = [
        word
        for word in words(passage.text)
        if any(term.strength(word.text, passage.language) for term in terms)
    ]
    start, end = _window(passage.text, hits)
    at = start
    if start:
        yield "… ", False
    for word in (hit for hit in hits if start <= hit.start and hit.end <= end):
        if word.start > at:
            yield passage.text[at : word.start], False
        yield passage.text[word.start : word.end], True
        at = word.end
    yield passage.text[at:end] + ("" if end == len(passage.text) else " …"), False


def _window(text: str, hits: Sequence[Word]) -> tuple[int, int]:
    """Where an excerpt begins and ends."""
    first = hits[0].start if hits else 0
    start = 0 if first <= LONGEST - BEFORE else text.rfind(" ", 0, first - BEFORE + 1) + 1
    if len(text) - start <= LONGEST:
        return start, len(text)
    space = text.rfind(" ", start, start + LONGEST)
    return start, space if space > start else start + LONGEST
