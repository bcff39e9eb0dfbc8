"""Dates as sources give them: a subset of the Extended Date/Time Format (EDTF, ISO 8601-2)."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from kb.problem import KbError

_PART = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?(~?)", re.ASCII)
REMEDY = "write 2019, 2019-04 or 2019-04-30"


@total_ordering
@dataclass(frozen=True, eq=False)
class Edtf:
    """`2019`, `2019-04`, `2019-04-30`, `2019~`, `XXXX-09` (year unknown), `a/b` or `unknown`.

    `a/..` has no known end. `earliest` and `latest` are the first and last possible day, None
    where it is unknown.
    Dates sort by their earliest possible day; unknown ones come last.
    """

    text: str
    earliest: date | None
    latest: date | None

    @classmethod
    def parse(cls, text: str) -> "Edtf":
        """Read a date; ValueError if it is not one of the forms above or not in the calendar."""
        if text == "unknown":
            return cls(text, None, None)
        start, slash, end = text.partition("/")
        first = _days(start)
        last = (None, None) if end == ".." else _days(end if slash else start)
        if first[0] and last[1] and last[1] < first[0]:
            raise ValueError(f"{text!r} ends before it begins; swap the two dates")
        return cls(text, first[0], last[1])

    @property
    def year(self) -> int | None:
        """The year, where the date lies within one known year."""
        if self.earliest and self.latest and self.earliest.year == self.latest.year:
            return self.earliest.year
        return None

    @property
    def reached(self) -> date | None:
        """The first day by which all of it can have been: of `2012/2015` it is 2015-01-01."""
        start, _, end = self.text.partition("/")
        last = start if end in ("", "..") else end
        return None if last == "unknown" else _days(last)[0]

    def _order(self) -> tuple[date, date, str]:
        return self.earliest or date.max, self.latest or date.max, self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edtf) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: "Edtf") -> bool:
        return self._order() < other._order()

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls.parse,
            core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )


def _days(text: str) -> tuple[date | None, date | None]:
    """The first and the last possible day of one date without a slash."""
    match = _PART.fullmatch(text)
    if not match or (text.startswith("XXXX") and not match[2]):
        raise ValueError(f"{text!r} is not a date; {REMEDY}")
    year, month, day = match[1], int(match[2] or 1), int(match[3] or 1)
    try:
        first = date(2000 if year == "XXXX" else int(year), month, day)
    except ValueError:
        raise ValueError(f"{text!r} is not a date; {REMEDY}") from None
    if year == "XXXX":
        return None, None
    if match[3]:
        return first, first
    last_month = first.month if match[2] else 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def _full(value: object) -> object:
    with suppress(ValueError):
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    if isinstance(value, str | list | dict):
        raise ValueError(f"{value!r} is not a full date; write year, month and day as 2019-04-30")
    return value


FullDate = Annotated[date, BeforeValidator(_full)]
"""A day, written in full: `2019-04-30`."""


def parse_day(text: str, name: str) -> date:
    """A full date given as a parameter; KbError says how to write it."""
    try:
        day = _full(text)
    except ValueError as error:
        raise KbError(f"{name} {error}") from None
    assert isinstance(day, date)
    return day
