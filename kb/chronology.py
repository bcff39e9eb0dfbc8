"""The rules about days: what a record tells of cannot lie after the day on which it was told."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from kb.base import KnowledgeBase
from kb.dates import Edtf
from kb.fields import Leaf, Loc, leaves
from kb.parts import Value
from kb.records import Document, Project, Record
from kb.shape import Finding, name_of

TYPED = {"added", "revised", "withdrawn"}  # days on which somebody typed
PLANNED = {"due", "started", "review_on"}
PLANS = ("planned", "expected")
ZONES = timedelta(days=1)  # somewhere it is tomorrow already


def typed_by_now(record: Record, today: date) -> Iterator[Finding]:
    """Nothing was typed, and no source published or looked up, after today."""
    for leaf in leaves(record):
        told = isinstance(record, Document) and not TYPED.intersection(leaf.loc)
        first = None if told else _first_day(leaf)
        if first and first > today + ZONES:
            message = f"{name_of(leaf.loc)} {leaf.value} is after today, {today}"
            yield leaf.loc, f"{message}; correct it, or the clock of this computer"


def nothing_lies_ahead(record: Document, base: KnowledgeBase) -> Iterator[Finding]:
    """What is no plan lies not after the record's last change; a project may end after it."""
    found = list(leaves(record))
    added = {leaf.loc[:-1]: leaf.value for leaf in found if leaf.loc[-1] == "added"}
    revised = max((revision.date for revision in record.revised), default=record.added)
    for leaf in found:
        first = _year(record, leaf, base) or _first_day(leaf)
        if first and isinstance(record, Project) and leaf.loc == ("period",):
            first = leaf.value.earliest
        if first and not (TYPED | PLANNED).intersection(leaf.loc):
            own = [added[leaf.loc[:n]] for n in range(len(leaf.loc)) if leaf.loc[:n] in added]
            if first > (known := max(revised, *own)):
                yield from _ahead(record, leaf, known)


def _first_day(leaf: Leaf) -> date | None:
    """The first day by which all that a date says can have been."""
    if isinstance(leaf.value, Edtf):
        return leaf.value.reached
    return leaf.value if isinstance(leaf.value, date) else None


def _year(record: Document, leaf: Leaf, base: KnowledgeBase) -> date | None:
    """The first day of a figure that is a year itself, such as that of a founding."""
    if not isinstance(leaf.value, Decimal) or not (figure := _figure(record, leaf.loc)):
        return None
    metric = base.metrics.get(figure.metric)
    if metric is None or metric.unit != "year" or figure.value < 1:
        return None
    return date(int(figure.value), 1, 1) if figure.value < date.max.year else date.max


def _figure(record: Document, loc: Loc) -> Value | None:
    values: tuple[Value, ...] = getattr(record, "values", ())
    return values[int(loc[1])] if loc[0] == "values" else None


def _ahead(record: Document, leaf: Leaf, known: date) -> Iterator[Finding]:
    after = f"after the record's last change on {known}"
    if figure := _figure(record, leaf.loc):
        if figure.qualifier not in PLANS:
            remedy = "add a revision, or mark it planned or expected"
            yield leaf.loc, f"the figure is of {leaf.value}, {after}; {remedy}"
    elif isinstance(leaf.value, Edtf) and (leaf.value.earliest or known) < known:
        remedy = f"write {leaf.value.text.partition('/')[0]}/.. while it goes on"
        yield leaf.loc, f"{name_of(leaf.loc)} {leaf.value} ends {after}; {remedy}"
    else:
        what = f"{name_of(leaf.loc)} {leaf.value} is {after}"
        yield leaf.loc, f"{what}; correct it, or add a revision"
