"""Numbers as people type them: digits, with a point for decimals; what else was typed is told."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from kb.problem import shown

_WHOLE = r"-?(?:0|[1-9][0-9]*)"
_GROUPS = re.compile(r"(-?[1-9]\d{0,2})(?:[.,'’ \u00a0\u2009\u202f]\d{3})+", re.ASCII)
_COMMA = re.compile(rf"({_WHOLE}),([0-9]+)")


def _typed_as(pattern: str, noun: str, remedy: str) -> BeforeValidator:
    """Takes what a person types only in one form: Python reads 1e3, 0x10 and 010 as numbers too."""

    def check(value: object) -> object:
        text = value if isinstance(value, str) else ""
        whole = noun == "whole number"
        if isinstance(value, str | list | dict) and not re.fullmatch(pattern, text):
            raise ValueError(f"{shown(value)} is not a {noun}; {_meant(text, whole) or remedy}")
        if _GROUPS.fullmatch(text):
            raise ValueError(f"{shown(text)} can be read in two ways; {_meant(text, whole)}")
        return value

    return BeforeValidator(check)


def _meant(text: str, whole: bool) -> str | None:
    """The remedy for a number with groups of three digits, or with a comma for a point."""
    if _GROUPS.fullmatch(text):
        digits = re.sub(r"[^-0-9]", "", text)
        may_be_decimals = not whole and re.fullmatch(r"-?\d+[.,]\d{3}", text)
        decimals = f", or {text.replace(',', '.')}0 if these are decimals"
        return f"write {digits}{decimals if may_be_decimals else ''}"
    found = None if whole else _COMMA.fullmatch(text)
    return f"write {found[1]}.{found[2]}" if found else None


Number = Annotated[
    Decimal,
    Field(max_digits=18, decimal_places=4),
    _typed_as(_WHOLE + r"(?:\.[0-9]+)?", "number", "write digits, as 1500 or 35.96"),
]
"""A number; three decimals are refused where they may be thousands: 14.000 is 14000 to many."""

Count = Annotated[
    int, Field(ge=1, le=10**9), _typed_as(_WHOLE, "whole number", "write digits alone")
]
