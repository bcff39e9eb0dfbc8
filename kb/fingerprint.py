"""The digest of a slice: what a report shows, in twelve hexadecimal digits."""

from collections.abc import Iterator
from hashlib import sha256

from kb.appraise import certainty, standing
from kb.base import KnowledgeBase
from kb.freshness import late, outdated, stale
from kb.records import Decision, Lesson, Practice, Record


def digest(base: KnowledgeBase) -> str:
    """Changes when a record of this base or slice does, or what is computed of one.

    The day itself is not in it: what is true on two days has one digest. A slice with a `before`
    has that in it too.
    """
    parts = [base.settings.model_dump_json(), base.language, *_translations(base)]
    parts += [part for record in base.records() for part in _parts(record, base)]
    if base.before:
        parts.append(digest(base.before))
        parts += [
            base.gone[id].model_dump_json()
            for id in sorted(base.before.documents().keys() & base.gone.keys())
        ]
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
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _translations(base: KnowledgeBase) -> list[str]:
    """Which records have a translation, up to date or not, read by a person or not."""
    here = base.documents()
    found = (entry for entry in base.translations if entry.original in here)
    return sorted(f"{entry.original} {entry.about.of} {entry.unchecked}" for entry in found)


def _parts(record: Record, base: KnowledgeBase) -> Iterator[str]:
    yield record.noun + record.model_dump_json()
    yield str(record.id in base.english)
    if isinstance(record, Lesson):
        yield f"{certainty(record, base)} {standing(record, base)}"
    if isinstance(record, Lesson | Practice):
        yield f"{stale(record, base)} {outdated(record, base)}"
    if isinstance(record, Decision):
        yield f"{late(record, base)}"
