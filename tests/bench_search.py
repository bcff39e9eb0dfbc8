"""Speed of search at many generated records, beside one plain BM25 query in the same run."""

import random
import statistics
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import kb
from kb.bilingual import dictionary
from kb.entries import Entry, Passage, entries, label_words
from kb.search import Index
from kb.stems import SIMPLE_WORDS, fold

DATA = Path(__file__).parents[1] / "data"
QUERIES = 200


def generated(base: kb.KnowledgeBase, count: int) -> Iterator[Entry]:
    """Records as the real ones are, each passage with the words of others of its language, and one
    word in fifty new, as vocabularies grow.
    """
    chance = random.Random(1)
    real = [entry for entry in entries(base) if entry.noun in ("practice", "lesson")]
    texts = [text for entry in real for text in entry.passages]
    vocabulary = {
        code: [w for t in texts if t.language == code for w in t.text.split()]
        for code in ("en", "lv")
    }
    for number in range(count):
        model = real[number % len(real)]
        passages = tuple(
            Passage(one.field, one.language, _text(one, vocabulary[one.language], chance))
            for one in model.passages
        )
        yield Entry(f"record-{number}", model.noun, model.titles, passages, model.labels)


def _text(passage: Passage, vocabulary: list[str], chance: random.Random) -> str:
    words = chance.choices(vocabulary, k=len(passage.text.split()))
    return " ".join(
        w if chance.random() > 0.02 else f"{w}{chance.randrange(10_000)}" for w in words
    )


def questions(index: Index) -> list[str]:
    """One to four words of a title or summary, every tenth mistyped, every tenth unfinished."""
    chance = random.Random(2)
    found = []
    for number in range(QUERIES):
        passage = chance.choice(chance.choice(index._entries).passages)
        words = chance.sample(
            words_of(passage.text), k=min(len(words_of(passage.text)), chance.randint(1, 4))
        )
        if number % 10 == 0:
            words[-1] = words[-1][:2] + words[-1][3:]
        if number % 10 == 5:
            words[-1] = words[-1][:5]
        found.append(" ".join(words))
    return found


def words_of(text: str) -> list[str]:
    telling = (word for word in text.split() if len(word) > 2 and fold(word) not in SIMPLE_WORDS)
    return list(telling) or ["centre"]


def milliseconds(call, queries: list[str]) -> list[float]:
    times = []
    for query in queries:
        start = time.perf_counter()
        call(query)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def plain(index: Index):
    """What any search by FTS5 must do at least: one query for all words, ten best."""

    def call(query: str) -> None:
        words = " OR ".join(f'"{word}"' for word in query.split() if word.isalnum()) or '"centre"'
        index._database.execute(
            "select rowid from records where records match ? order by rank limit 10", (words,)
        ).fetchall()

    return call


def main(counts: list[int]) -> None:
    base = kb.load(DATA)
    meanings, labels = dictionary(base, base.in_language("lv")), label_words(base)
    for count in counts:
        made = list(generated(base, count))
        start = time.perf_counter()
        index = Index(made, meanings, labels)
        each = (time.perf_counter() - start) / count * 1000
        queries = questions(index)
        found = milliseconds(partial(index.find, limit=10), queries)
        alone = milliseconds(plain(index), queries)
        p95, least = found[int(QUERIES * 0.95)], alone[int(QUERIES * 0.95)]
        print(
            f"{count:7} records: indexed in {each:.2f} ms each; a query takes {statistics.median(found):.1f} ms "
            f"(95 %: {p95:.1f} ms, {p95 / least:.1f} times one plain query of {least:.1f} ms)"
        )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 100_000])
