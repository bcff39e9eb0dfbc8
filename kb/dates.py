"""Dates as sources give them: a subset of the Extended Date/Time Format (EDTF, ISO 8601-2)."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from kb.problem import KbError, shown

_PART = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?(~?)", re.ASCII)
_DAY = re.compile(r" \d{4}-\d\d-\d\d$")
REMEDY = "write 2019, 2019-04 or 2019-04-30"
_DASH = r"\s*[-–—/]\s*"
_MEANT: tuple[tuple[str, str], ...] = (
    (r"(?:(?:since|from)\s*)?(\d{4})\s*[-–—/]?\s*(?:[-–—/]|\.\.+|…|now|today|present)", r"\1/.."),
    (r"(?:since|from)\s*(\d{4})", r"\1/.."),
    (rf"(\d{{4}}){_DASH}(\d{{4}})", r"\1/\2"),
    (rf"(\d{{4}}-\d\d){_DASH}(\d{{4}}-\d\d)", r"\1/\2"),
    (rf"(\d{{4}}-\d\d-\d\d){_DASH}(\d{{4}}-\d\d-\d\d)", r"\1/\2"),
    (rf"(\d\d)(\d\d){_DASH}(\d\d)", r"\1\2/\1\3"),
    (r"(\d{4})[-/.](\d\d?)", r"\1-\2"),
    (r"(\d\d?)[-/.]\s*(\d{4})", r"\2-\1"),
    (r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)\.?", r"\1-\2-\3"),
    (r"(\d\d?)[-.]\s*(\d\d?)[-.]\s*(\d{4})\.?", r"\3-\2-\1"),
    (r"(1[3-9]|2\d|3[01])/(\d\d?)/(\d{4})", r"\3-\2-\1"),
    (r"(\d\d?)/(1[3-9]|2\d|3[01])/(\d{4})", r"\3-\1-\2"),
    (r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3"),
    (r"(?:ca?\.?|circa|about|around|~)\s*(\d{4})|(\d{4})\s*\?", r"\1\2~"),
    (r"(\d{4})\.", r"\1"),
)
"""How people type dates, and the form that is meant: the first that gives a date."""


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
        try:
            first, last = _span(text)
        except ValueError:
            raise ValueError(
                f"{shown(text)} is {_no_day(text) or f'not a date; {_meant(text) or REMEDY}'}"
            ) from None
        if first and last and last < first:
            raise ValueError(f"{text!r} ends before it begins; swap the two dates")
        return cls(text, first, last)

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


def _span(text: str) -> tuple[date | None, date | None]:
    """The first and the last possible day of a date; ValueError if it is none."""
    start, slash, end = text.partition("/")
    first = _days(start)[0]
    return first, None if end == ".." else _days(end if slash else start)[1]


def _days(text: str) -> tuple[date | None, date | None]:
    """The first and the last possible day of one date without a slash; ValueError if it is none."""
    match = _PART.fullmatch(text)
    if not match or (text.startswith("XXXX") and not match[2]):
        raise ValueError(text)
    year, month, day = match[1], int(match[2] or 1), int(match[3] or 1)
    first = date(2000 if year == "XXXX" else int(year), month, day)
    if year == "XXXX":
        return None, None
    if match[3]:
        return first, first
    last_month = first.month if match[2] else 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def _meant(text: str) -> str | None:
    """The remedy for a date that was typed as people do: 25.11.2026, 2019-2020, since 2006."""
    for form, parts in _MEANT:
        if found := re.fullmatch(form, text.strip(), re.ASCII | re.IGNORECASE):
            digits = [part.zfill(2) for part in found.expand(parts).split("-")]
            with suppress(ValueError):
                first, last = _span(meant := "-".join(digits))
                if not (first and last and last < first):
                    return f"write {meant}"
    return None


def _no_day(text: str) -> str | None:
    """What is wrong with a date that is written as one, but is not in the calendar."""
    written = re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)
    return "no day of the calendar; correct it" if written else None


def _full(value: object) -> object:
    with suppress(ValueError):
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    if isinstance(value, str | list | dict):
        text = value if isinstance(value, str) else ""
        meant = _meant(text)
        whole = meant if meant and _DAY.search(meant) else None
        remedy = whole or "write year, month and day as 2019-04-30"
        what = _no_day(text) or f"not a full date; {remedy}"
        raise ValueError(f"{shown(value)} is {what}")
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


_SPAN = re.compile(r"([1-9]\d{0,3}) (day|week|month|year)s?", re.ASCII)


def day_before(text: str, day: date, name: str) -> date:
    """The day that a parameter names, or that lies a span such as 1 month before `day`.

    KbError if it is neither, or later than `day`.
    """
    span = _SPAN.fullmatch(text.strip())
    try:
        found = _earlier(day, int(span[1]), span[2]) if span else parse_day(text, name)
    except (ValueError, OverflowError):
        raise KbError(f"{name} {shown(text)} is too long ago; take a shorter span") from None
    except KbError:
        remedy = "write a day as 2026-08-31, or a span as 1 month"
        raise KbError(f"{name} {shown(text)} is neither a day nor a span; {remedy}") from None
    if found > day:
        raise KbError(f"{name} {shown(text)} is later than {day}; take an earlier day")
    return found


def _earlier(day: date, number: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day - timedelta(days=number * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
