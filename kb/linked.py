"""One record by its id, and what it is linked to, both ways."""

from kb.base import KnowledgeBase
from kb.problem import KbError, did_you_mean
from kb.records import Record
from kb.selection import references


def find(id: str, base: KnowledgeBase) -> Record:
    """The record with this id; KbError if there is none."""
    known = {record.id: record for record in base.records()}
    if id not in known:
        raise KbError(f"there is no record {id!r}{did_you_mean(id, known)}")
    return known[id]


def leads_to(record: Record, base: KnowledgeBase) -> list[Record]:
    """The records that one names, in its fields or its text; sources aside."""
    own = set(references(record))
    return [other for other in base.records() if other.id in own and other.noun != "source"]


def named_by(record: Record, base: KnowledgeBase) -> list[Record]:
    """The records that name this one."""
    return [other for other in base.records() if record.id in set(references(other))]
