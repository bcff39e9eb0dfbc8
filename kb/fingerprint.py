"""The digest of a slice: what a report shows, in twelve hexadecimal digits."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from kb.appraise import certainty, standing
from kb.base import KnowledgeBase
from kb.freshness import late, outdated, stale
from kb.records import Decision, Lesson, Practice, Record

Digest = tuple[str, str]
"""Of a record: what was typed, and what is computed of it."""


def digest(base: KnowledgeBase) -> str:
    """Changes when a record of this base or slice does, or what is computed of one.

    The day itself is not in it: what is true on two days has one digest. A slice with a `before`
    has that in it too, and what was withdrawn since.
    """
    parts = [settings_digest(base)]
    parts += [part for record in base.records() for part in record_digest(record, base)]
    if base.before:
        parts += [digest(base.before), *withdrawn_since(base).values()]
    return _digest(parts)


def settings_digest(base: KnowledgeBase) -> str:
    """The digest of what concerns all records of a base: its settings and its language."""
    return _digest([base.settings.model_dump_json(), base.language])


def record_digest(record: Record, base: KnowledgeBase) -> Digest:
    """The digests of a record as it is in a base or a slice of it: the same in both."""
    return _digest(_typed(record, base)), _digest(_computed(record, base))


def withdrawn_since(base: KnowledgeBase) -> dict[str, str]:
    """The records that a slice's `before` had and that were withdrawn since, by their digests."""
    before = base.before.documents() if base.before else {}
    found = sorted(before.keys() & base.gone.keys())
    return {id: _digest([base.gone[id].model_dump_json()]) for id in found}


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def of_record(id: str, base: KnowledgeBase) -> str:
    """Changes when a record does, or what is computed of it, whatever the day and the language;
    empty where it is not there.
    """
    whole = base.whole
    found = next((record for record in whole.records() if record.id == id), None)
    if found is None:
        return ""
    parts = [found.noun + found.model_dump_json()]
    if isinstance(found, Lesson):
        parts.append(f"{certainty(found, whole)} {standing(found, whole)}")
    return _digest(parts)


def _typed(record: Record, base: KnowledgeBase) -> Iterator[str]:
    """The record, and which translations it has, up to date or not, read by a person or not."""
    yield record.noun + record.model_dump_json()
    yield str(record.id in base.english)
    found = (entry for entry in base.translations if entry.original == record.id)
    yield from sorted(f"{entry.language} {entry.about.of} {entry.unchecked}" for entry in found)


def _computed(record: Record, base: KnowledgeBase) -> Iterator[str]:
    if isinstance(record, Lesson):
        yield f"{certainty(record, base)} {standing(record, base)}"
    if isinstance(record, Lesson | Practice):
        yield f"{stale(record, base)} {outdated(record, base)}"
    if isinstance(record, Decision):
        yield f"{late(record, base)}"
