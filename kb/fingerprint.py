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
    parts = [base.settings.model_dump_json(), base.language]
    parts += [part for record in base.records() for part in _parts(record, base)]
    if base.before:
        parts.append(digest(base.before))
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _parts(record: Record, base: KnowledgeBase) -> Iterator[str]:
    yield record.noun + record.model_dump_json()
    yield f"{record.id in base.english} {record.id in base.machine_made}"
    if isinstance(record, Lesson):
        yield f"{certainty(record, base)} {standing(record, base)}"
    if isinstance(record, Lesson | Practice):
        yield f"{stale(record, base)} {outdated(record, base)}"
    if isinstance(record, Decision):
        yield f"{late(record, base)}"
