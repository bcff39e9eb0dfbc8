"""Which records belong together: what a slice is cut by, as functions of records alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from kb.asof import exists, on_day
from kb.fields import Ref, citations, digest_of_texts, leaves, with_texts
from kb.files import TranslationEntry
from kb.problem import KbError, did_you_mean
from kb.records import Document, Exchange, Lesson, Practice, Record

R = TypeVar("R", bound=Record)
ALIKE = 5  # practices elsewhere that a case study has room for


def keep(records: Mapping[str, R], wanted: Callable[[R], bool]) -> dict[str, R]:
    """The records that are wanted, by id."""
    return {id: record for id, record in records.items() if wanted(record)}


def check_known(noun: str, ids: Iterable[str], known: Iterable[str]) -> None:
    """KbError names the first id that is not in the data, and the one that was probably meant."""
    for id in ids:
        if id not in known:
            raise KbError(f"{noun} {id!r} is not in the data{did_you_mean(id, known)}")


def references(record: Record) -> Iterator[str]:
    """The ids of all records that a record names, in its fields and in its body's citations."""
    for leaf in leaves(record):
        if any(isinstance(mark, Ref) for mark in leaf.marks):
            yield leaf.value
        if leaf.loc[0] == "body" and isinstance(leaf.value, str):
            yield from (citation.source for citation in citations(leaf.value))


def on(day: date, records: Mapping[str, Record]) -> dict[str, Record]:
    """The records of a kind that were there at the end of a day, each as it was then."""
    return {
        id: on_day(record, day, record.added)
        for id, record in records.items()
        if isinstance(record, Document) and exists(record, day) and shown(record)
    }


def shown(record: Document) -> bool:
    """A draft is in no report, except a lesson in the list of what is undecided."""
    return isinstance(record, Lesson) or not record.draft


def translated(
    entries: Iterable[TranslationEntry], records: Mapping[str, Record]
) -> dict[str, Record]:
    """Of some records those that have a translation which is up to date, with its texts."""
    return {
        entry.original: with_texts(original, entry.texts)
        for entry in entries
        if (original := records.get(entry.original)) and entry.about.of == digest_of_texts(original)
    }


def partners_of(exchange: Exchange) -> set[str]:
    """Who has a part in an exchange or is asked in it."""
    asked = (question.to for question in exchange.open_questions if question.to)
    return {*exchange.hosts, *exchange.guests, *exchange.met, *asked}


def meets(exchange: Exchange, partner: str, themes: Iterable[str]) -> bool:
    """Whether a partner took part in an exchange on one of these themes."""
    there = partner in (*exchange.hosts, *exchange.guests, *exchange.met)
    return there and not set(themes).isdisjoint(exchange.themes)


def alike(practice: Practice, others: Iterable[Practice]) -> list[Practice]:
    """What other partners do on a practice's main theme, or on two of its themes: those with most
    themes in common first.
    """
    own = set(practice.themes)
    found = [
        p
        for p in others
        if p.partner != practice.partner
        and (practice.themes[0] in p.themes or len(own & {*p.themes}) > 1)
    ]
    ranked = sorted(found, key=lambda p: (-len(own & {*p.themes}), _far(practice, p), p.id))
    return ranked[:ALIKE]


def _far(practice: Practice, other: Practice) -> int:
    """How far down stands what is the main theme of a practice among another's."""
    main = practice.themes[0]
    return other.themes.index(main) if main in other.themes else len(other.themes)
