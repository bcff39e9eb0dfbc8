"""Full-text search over the records, in English and Latvian, in SQLite's memory (FTS5).

Every word of a question is looked for in two ways: exactly, as any form of the same word; and
loosely, in words of its family, words that it begins, words that mean the same in the other
language, and in what others say of a record. The better of the two counts. Nothing is stored.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.asking import Question, labels_of, nearest_label, question
from kb.base import KnowledgeBase
from kb.bilingual import dictionary
from kb.entries import FIELDS, LATVIAN, Entry, entries, label_words
from kb.excerpts import Reader, Why
from kb.facets import fits
from kb.language import ENGLISH
from kb.problem import KbError
from kb.stems import english, latvian, words
from kb.vocabulary import Term, Vocabulary

WEIGHTS = {"title": 8.0, "summary": 4.0, "evidence": 2.0, "text": 1.0, "about": 1.0, "label": 0.0}
KINDS = {"partner": 1.4, "source": 0.35}
"""Partners are long texts, and sources only lead to records."""
LOOSE = 0.3  # how much a loose match counts, beside an exact one
MEANT = 0.6  # and where the word itself is nowhere
GUESSED = 0.8  # how much a match counts of the word that one was taken for
COVERAGE = 0.75  # the power of the share of a question's words that a record has
POOL = 300  # records that one word can bring
RANKED = 3_000  # records, the first ones, that are weighed where a word is in more
FIRST = ("practice", "lesson", "partner", "exchange", "project", "decision", "source")
"""The order in which the records stand where nothing is asked."""
OWN = "{title summary evidence text}"  # where a record speaks itself
COLUMNS = ((20_000, "{title}"), (5_000, "{title summary}"), (-1, OWN))
"""Where a word is looked for that has more uses than this: the commoner, the weightier the place.
A base of some hundred records has none so common.
"""
LAST = "select max(rowid) from (select rowid from records where records match ? limit ?)"
BEST = "select rowid, -rank from records where records match ? and rowid <= ? order by rank limit ?"
BREAK = " : "  # between two texts, so that no phrase reaches over both
TABLES = """
create virtual table records using fts5(
  title, summary, evidence, text, about, label, content='',
  tokenize="unicode61 remove_diacritics 0 tokenchars '-:'");
create virtual table stems using fts5(stem, tokenize='trigram');
"""


@dataclass(frozen=True)
class Hit:
    """A record that answers; scores compare the hits of one question, `why` tells what matched."""

    id: str
    type: str
    title: str
    score: float
    why: Why
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The hits, best first, and the question that was probably meant; `labels` are those of every
    record that answers, more than are shown as hits.
    """

    query: str
    hits: tuple[Hit, ...]
    suggestion: str | None = None
    labels: tuple[tuple[str, ...], ...] = ()


class Index:
    """All records of a base, ready to be searched in memory."""

    def __init__(
        self,
        entries: Iterable[Entry],
        meanings: Mapping[str, tuple[str, ...]],
        labels: Mapping[str, str],
    ) -> None:
        self._entries = tuple(entries)
        self._rows = {  # an id without a hyphen is a word like any other
            entry.id: row for row, entry in enumerate(self._entries) if "-" in entry.id
        }
        self._labels = labels
        self._database = _database()
        self._vocabulary = Vocabulary(self._database, meanings)
        rows = (self._row(number, entry) for number, entry in enumerate(self._entries))
        names = ", ".join(WEIGHTS)
        self._database.executemany(
            f"insert into records (rowid, {names}) values (?, ?, ?, ?, ?, ?, ?)", rows
        )
        self._vocabulary.complete()

    @classmethod
    def of(cls, base: KnowledgeBase) -> "Index":
        """The index of a base in English; KbError where SQLite has no full-text search."""
        meanings = dictionary(base, base.in_language(LATVIAN))
        return cls(entries(base), meanings, label_words(base))

    def find(
        self,
        query: str,
        language: str = ENGLISH,
        limit: int = 20,
        chosen: Collection[str] = (),
    ) -> Found:
        """What answers a query best, with titles in the language asked for. Any text is a query;
        of the answers those are hits that fit the `chosen` labels.
        """
        asked = question(query)
        terms = [self._vocabulary.term(word, last=word == asked.words[-1]) for word in asked.words]
        scores = self._scores(terms, asked)
        named = self._rows.get(query.strip().casefold())
        best = sorted(scores, key=lambda row: (row != named, -scores[row], *self._place(row)))
        shown = [*terms, *(self._vocabulary.term(word) for one in asked.phrases for word in one)]
        hits, labels = self._hits(best, scores, Reader(shown, language), limit, chosen)
        return Found(query, hits, self._meant(query, terms, asked), labels)

    def browse(
        self, language: str = ENGLISH, limit: int = 20, chosen: Collection[str] = ()
    ) -> Found:
        """Every record, practices and lessons first, for those who ask nothing yet."""
        rows = sorted(range(len(self._entries)), key=self._place)
        hits, labels = self._hits(rows, {}, Reader((), language), limit, chosen)
        return Found("", hits, None, labels)

    def _place(self, row: int) -> tuple[int, int]:
        """Where a record stands among those that answer equally well."""
        return FIRST.index(self._entries[row].noun), row

    def _row(self, number: int, entry: Entry) -> tuple[int | str, ...]:
        texts: dict[str, list[str]] = defaultdict(list)
        for passage in entry.passages:
            field = "title" if passage.field == "id" else passage.field
            texts[field].append(self._vocabulary.learn(passage.text, passage.language))
        return (number, *(BREAK.join(texts[field]) for field in FIELDS), " ".join(entry.labels))

    def _scores(self, terms: Sequence[Term], asked: Question) -> dict[int, float]:
        """The score of every record that has a word of the question, and all that it must have."""
        needed = self._needed(asked)
        if needed and not terms:
            return dict.fromkeys(self._matching(needed, len(self._entries)), 0.0)
        total: dict[int, float] = defaultdict(float)
        matched = Counter[int]()
        for term in terms:
            found = self._of_term(term, needed)
            matched.update(found.keys())
            for row, score in found.items():
                total[row] += score
        return {row: self._weighed(row, total[row], matched[row] / len(terms)) for row in total}

    def _weighed(self, row: int, score: float, coverage: float) -> float:
        kind = KINDS.get(self._entries[row].noun, 1.0)
        return score * kind * float(coverage**COVERAGE)

    def _of_term(self, term: Term, needed: str) -> dict[int, float]:
        """The records that hold a word, and how well; one that many hold exactly needs no more."""
        exact = f"{_columns(term.exactly)} : ({_any(term.stems)})" if term.stems else ""
        weight = GUESSED if term.guessed else 1.0
        found = self._within(exact, needed, weight, term.exactly)
        if len(found) < POOL:
            weight = LOOSE if term.stems else MEANT
            more = self._within(_loosely(term), needed, weight, term.loosely)
            for row, score in more.items():
                found[row] = max(found.get(row, 0.0), score)
        return found

    def _within(self, expression: str, needed: str, weight: float, uses: int) -> dict[int, float]:
        both = f"({expression}) AND {needed}" if needed else expression
        found = self._matching(both, uses) if expression else {}
        return {row: weight * score for row, score in found.items()}

    def _matching(self, expression: str, uses: int) -> dict[int, float]:
        """The records that match an expression of FTS5, and how well (BM25); where there may be
        many, the first of them.
        """
        last = len(self._entries)
        if uses > RANKED:
            [(last,)] = self._database.execute(LAST, (expression, RANKED))
        return dict(self._database.execute(BEST, (expression, last, POOL)))

    def _needed(self, asked: Question) -> str:
        """What a record must have, as an expression of FTS5: every phrase, and every filter."""
        phrases = (
            _any(" ".join(map(stem, phrase)) for stem in (english, latvian))
            for phrase in asked.phrases
        )
        filters = (_any(labels_of(one, self._labels) or ["none"]) for one in asked.filters)
        parts = [
            *(f"{OWN} : ({one})" for one in phrases),
            *(f"label : ({one})" for one in filters),
        ]
        return " AND ".join(parts)

    def _hits(
        self,
        rows: Sequence[int],
        scores: Mapping[int, float],
        reader: Reader,
        limit: int,
        chosen: Collection[str],
    ) -> tuple[tuple[Hit, ...], tuple[tuple[str, ...], ...]]:
        """The first hits that fit, and the labels of all rows."""
        labels = tuple(self._entries[row].labels for row in rows)
        fitting = (row for row, own in zip(rows, labels, strict=True) if fits(own, chosen))
        first = islice(fitting, limit)
        return tuple(self._hit(row, scores.get(row, 0), reader) for row in first), labels

    def _hit(self, row: int, score: float, reader: Reader) -> Hit:
        entry, language = self._entries[row], reader.language
        title = entry.titles.get(language) or next(iter(entry.titles.values()))
        return Hit(entry.id, entry.noun, title, round(score, 3), reader.why(entry), entry.labels)

    def _meant(self, query: str, terms: Sequence[Term], asked: Question) -> str | None:
        """The query with the nearest known words in place of those that are nowhere."""
        meant = {one.word: self._vocabulary.spelt(one.stems[0]) for one in terms if one.guessed}
        for wanted in asked.filters:
            if not labels_of(wanted, self._labels) and (
                near := nearest_label(wanted, self._labels)
            ):
                meant[wanted.value] = near
        new = _replaced(query, meant)
        return new if new != query else None


def _columns(uses: int) -> str:
    return next(columns for least, columns in COLUMNS if uses > least)


def _loosely(term: Term) -> str:
    """Where a word stands loosely, as an expression of FTS5."""
    columns = _columns(term.loosely)
    begins = [f"{_quoted(one)}*" for one in term.begins]
    own = [*begins, *map(_quoted, term.others)]
    about = [*map(_quoted, term.stems), *begins] if columns == OWN else []
    parts = ((columns, own), ("about", about))
    return " OR ".join(f"{where} : ({' OR '.join(what)})" for where, what in parts if what)


def _replaced(text: str, new: Mapping[str, str]) -> str:
    """A text with other words in place of some; these are known as they are or folded."""
    pieces, at = [], 0
    for word in words(text):
        typed = text[word.start : word.end]
        pieces += [text[at : word.start], new.get(typed) or new.get(word.text) or typed]
        at = word.end
    return "".join([*pieces, text[at:]])


def _any(texts: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, texts))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _database() -> sqlite3.Connection:
    """An empty database in memory with the tables of an index."""
    # JupyterLab has a widget answered in another thread than the one that made the index.
    database = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        database.executescript(TABLES)
    except sqlite3.OperationalError as error:
        raise KbError(
            f"this Python cannot search ({error}); take the one of python.org or conda, whose "
            "SQLite has FTS5"
        ) from None
    weights = ", ".join(map(str, WEIGHTS.values()))
    database.execute(f"insert into records(records, rank) values ('rank', 'bm25({weights})')")
    return database
