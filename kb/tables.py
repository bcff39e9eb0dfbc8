"""The base as tables for pandas, one record or figure a row."""

from collections.abc import Iterator

import pandas as pd

from kb.base import KnowledgeBase
from kb.parts import Evidence, Value
from kb.records import Lesson, Practice

COLUMNS = ("metric", "qualifier", "scope", "method", "currency", "source", "inferred", "use")


def evidence(base: KnowledgeBase) -> Iterator[tuple[str, int, Evidence]]:
    """Every piece of evidence: the id of its record, its number there from 1, and the piece."""
    shown: list[Practice | Lesson] = [*base.practices.values(), *base.lessons.values()]
    for record in shown:
        yield from ((record.id, n, item) for n, item in enumerate(record.evidence, 1))
    for decision in base.decisions.values():
        items = (item for outcome in decision.outcomes for item in outcome.evidence)
        yield from ((decision.id, n, item) for n, item in enumerate(items, 1))


def records(base: KnowledgeBase, noun: str) -> pd.DataFrame:
    """The records of one kind: one a row, one column a field, indexed by id."""
    rows = [record.model_dump(mode="json") for record in base.of_kind(noun).values()]
    return pd.DataFrame(rows).set_index("id") if rows else pd.DataFrame()


def values(base: KnowledgeBase) -> pd.DataFrame:
    """Every figure of a partner, one a row, sorted; `owner` is the record that holds it.

    Columns: partner, owner, metric, value (float), qualifier, when (Edtf), year (float, NaN
    where unknown), scope, method, currency, source, inferred, use, item (the Value itself).
    """
    rows = [
        {
            "partner": partner,
            "owner": owner,
            **{name: getattr(value, name) for name in COLUMNS},
            "value": float(value.value),
            "when": value.when,
            "year": float(value.when.year or "nan"),
            "item": value,
        }
        for partner, owner, value in _values(base)
    ]
    columns = ["partner", "owner", *COLUMNS, "value", "when", "year", "item"]
    return pd.DataFrame(rows, columns=columns)


def _values(base: KnowledgeBase) -> Iterator[tuple[str, str, Value]]:
    for partner in base.partners.values():
        yield from ((partner.id, partner.id, value) for value in partner.values)
    for practice in base.practices.values():
        yield from ((practice.partner, practice.id, value) for value in practice.values)
