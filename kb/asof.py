"""What of a record existed on a day: records and their items come into being and are withdrawn."""

from datetime import date
from typing import TypeVar

from kb.fields import Part
from kb.parts import Withdrawal
from kb.records import Document

P = TypeVar("P", bound=Part)


def last_change(record: Document) -> date:
    """The day on which a record was last typed: `added`, or the newest revision."""
    return max([record.added, *(revision.date for revision in record.revised)])


def exists(record: Document, day: date) -> bool:
    """Whether a record was there at the end of a day: added, and not withdrawn."""
    gone = record.withdrawn is not None and record.withdrawn.date <= day
    return record.added <= day and not gone


def on_day(part: P, day: date, added: date) -> P:
    """The record without the items (evidence, values, revisions...) that came after a day.

    An item exists from its own `added`, else its own full `date`, else from `added`, the day of
    what holds it.
    """
    changes: dict[str, object] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, tuple):
            kept = tuple(_item(item, day, added) for item in value if _day(item, added) <= day)
            if kept != value:
                changes[name] = kept
        elif isinstance(value, Withdrawal) and value.date > day:
            changes[name] = None
    return part.model_copy(update=changes) if changes else part


def _item(item: object, day: date, added: date) -> object:
    return on_day(item, day, _day(item, added)) if isinstance(item, Part) else item


def _day(item: object, added: date) -> date:
    own = getattr(item, "added", None) or getattr(item, "date", None)
    return own if isinstance(own, date) else added
