"""Interface words, numbers and dates in the language of a report.

English is in the code; every other language is a gettext catalogue in kb/locale/, read by Babel
when it is first asked for. A word that a catalogue lacks is shown in English.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

from kb.dates import Edtf
from kb.problem import KbError, did_you_mean

CATALOGUES = Path(__file__).parent / "locale"
ENGLISH = "en"
UNGROUPED = {"lv": 10_000}  # below it digits stand together (CLDR minimumGroupingDigits)
TAGS = frozenset({"en", "lv"})  # the languages of a notebook's text cells, as they are tagged


class Language:
    """One language's words and forms. Call it with an English text to get the text's wording."""

    def __init__(self, code: str, words: NullTranslations | None = None) -> None:
        self.code = code
        self._locale = Locale.parse("en_GB" if code == ENGLISH else code)
        self._words = words or NullTranslations()

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language, with its {names} filled in."""
        return self._words.gettext(text).format(**values)

    def parts(self, text: str, **values: Any) -> list[Any]:
        """As a call, for values that are more than text (a link, a cited number): texts and values
        in the order of this language. A value that is a list is put in piece by piece.
        """
        return _filled(self._words.gettext(text), values)

    def counted(self, one: str, many: str, count: int, /, **values: Any) -> list[Any]:
        """As `count`, for values that are more than text; the count only chooses the form."""
        return _filled(self._words.ngettext(one, many, count), values)

    def word(self, context: str, text: str) -> str:
        """A short text that needs other words in another context: measured, of a certainty."""
        return self._words.pgettext(context, text)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """The form of a text that goes with a number; both forms may use {number}."""
        values["number"] = self.number(number)
        return self._words.ngettext(one, many, number).format(**values)

    def number(self, value: Decimal | float) -> str:
        """83131 as 83,131 in English and 83 131 in Latvian; no digit is added or lost."""
        digits = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
        pattern = "#,##0." + "0" * digits if digits > 0 else "#,##0.###"
        grouped = abs(float(value)) >= UNGROUPED.get(self.code, 0)
        return str(format_decimal(value, pattern, self._locale, group_separator=grouped))

    def compact(self, value: float) -> str:
        """1675029 as 1.68M, for the labels of charts; below 10,000 every digit."""
        if abs(value) < 10_000:
            return self.number(value)
        digits = 2 if abs(value) >= 1_000_000 else 0
        return str(format_compact_decimal(value, fraction_digits=digits, locale=self._locale))

    def day(self, day: date) -> str:
        """30 April 2019."""
        return str(format_date(day, format="long", locale=self._locale))

    def date(self, when: Edtf) -> str:
        """A date as precise as it is known: 2019, April 2019, 30 April 2019, about 2019."""
        if when.text == "unknown":
            return self("date not known")
        if when.text.endswith("/.."):
            start = self._one_date(when.text.removesuffix("/.."))
            return self("since {date}, end not known", date=start)
        return " – ".join(map(self._one_date, when.text.split("/")))

    def years(self, when: Edtf) -> str:
        """A date for a table: of a period only its years."""
        start, slash, end = when.text.partition("/")
        return f"{start[:4]}–{end[:4].strip('.')}" if slash else self.date(when)

    def _one_date(self, text: str) -> str:
        plain = text.removesuffix("~")
        year, *rest = plain.split("-")
        if year == "XXXX":
            day = date(2000, int(rest[0]), int(rest[1]) if len(rest) > 1 else 1)
            if len(rest) > 1:
                part = format_skeleton("MMMMd", day, locale=self._locale)
            else:
                part = format_date(day, "LLLL", self._locale)
            words = self("{date}, year not known", date=part)
        elif not rest:
            words = year
        elif len(rest) == 1:
            day = date(int(year), int(rest[0]), 1)
            words = str(format_skeleton("yMMMM", day, locale=self._locale))
        else:
            words = self.day(date.fromisoformat(plain))
        return self("about {date}", date=words) if text.endswith("~") else words

    def listed(self, items: Iterable[str]) -> str:
        """One, two and three."""
        return str(format_list(list(items), locale=self._locale))

    def either(self, items: Iterable[str]) -> str:
        """One, two or three."""
        return str(format_list(list(items), style="or", locale=self._locale))

    def joined(self, items: Iterable[Any]) -> list[Any]:
        """One, two and three, of values that are more than text."""
        values = {f"item{n}": item for n, item in enumerate(items)}
        return _filled(self.listed(f"{{{name}}}" for name in values), values)


def _filled(text: str, values: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    for before, name, *_ in Formatter().parse(text):
        value = values[name] if name else ""
        found += [before, *(value if isinstance(value, list) else [value])]
    return [part for part in found if part != ""]


def languages() -> list[str]:
    """The codes of the languages that reports can be made in."""
    return [ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po"))]


@cache
def language(code: str) -> Language:
    """The language of this code; KbError if there is no catalogue for it."""
    if code not in languages():
        known = did_you_mean(code, languages())
        raise KbError(f"language {code!r} is not available yet{known}")
    if code == ENGLISH:
        return Language(code)
    return Language(code, _catalogue(code))


def _catalogue(code: str) -> NullTranslations:
    """The words of a .po file; compiled here, so no .mo file can be stale."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
