"""What may no longer hold: records whose review is due, old sources, decisions that are late.

Pure functions of the base and its `as_of` day; nothing is stored.
"""

from datetime import date
from typing import Literal

import pandas as pd

from kb.asof import last_change
from kb.base import KnowledgeBase
from kb.records import Decision, Lesson, Practice

HALF_LIFE = 24  # months, where no theme says otherwise
Late = Literal["action", "review"]


def half_life(record: Lesson | Practice, base: KnowledgeBase) -> int:
    """After how many months a record is to be reviewed: of its themes the one that ages fastest."""
    base = base.whole
    themes = base.themes_of(record) if isinstance(record, Lesson) else record.themes
    return min((base.themes[t].half_life_months for t in themes), default=HALF_LIFE)


def review_due(record: Lesson | Practice, base: KnowledgeBase) -> date:
    """The day on which a record falls due for review: its last change and its theme's half-life."""
    return _later(last_change(record), half_life(record, base))


def stale(record: Lesson | Practice, base: KnowledgeBase) -> bool:
    """Whether a review is due by the day of the base."""
    return review_due(record, base) <= base.as_of


def last_heard(record: Lesson | Practice, base: KnowledgeBase) -> date | None:
    """The last possible day on which the newest source of a record appeared; None if unknown."""
    issued = (base.whole.sources[item.source].issued.latest for item in record.evidence)
    return max(filter(None, issued), default=None)


def outdated(record: Lesson | Practice, base: KnowledgeBase) -> bool:
    """Whether the newest source is older than the half-life: what it says may have changed."""
    heard = last_heard(record, base)
    return heard is not None and _later(heard, half_life(record, base)) <= base.as_of


def late(decision: Decision, base: KnowledgeBase) -> tuple[Late, ...]:
    """What of a decision is late: its action was due and has not begun, its review has not come."""
    day, results = base.as_of, [outcome.date for outcome in decision.outcomes]
    begun = decision.started is not None or bool(results)
    action = decision.due is not None and decision.due <= day and not begun
    on = decision.review_on
    review = on is not None and on <= day and not any(result >= on for result in results)
    found: dict[Late, bool] = {"action": action, "review": review}
    return tuple(name for name, is_late in found.items() if is_late)


def _later(day: date, months: int) -> date:
    found: date = (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
    return found
