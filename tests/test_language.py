"""Words, numbers and dates; a second language is tried with an invented catalogue."""

from datetime import date
from decimal import Decimal

import pytest

import kb.language
from kb.dates import Edtf
from kb.language import language
from kb.problem import KbError

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);\\n"

msgid "Sources"
msgstr "Avoti"

msgid "{number} source"
msgid_plural "{number} sources"
msgstr[0] "{number} avots"
msgstr[1] "{number} avoti"
msgstr[2] "{number} avotu"
"""


@pytest.fixture
def latvian(tmp_path, monkeypatch):
    (tmp_path / "lv.po").write_text(CATALOGUE, "utf-8")
    monkeypatch.setattr(kb.language, "CATALOGUES", tmp_path)
    language.cache_clear()
    yield language("lv")
    language.cache_clear()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019", "2019"),
        ("2019-04", "April 2019"),
        ("2019-04-30", "30 April 2019"),
        ("2019~", "about 2019"),
        ("XXXX-09", "September, year not known"),
        ("XXXX-09-30", "30 September, year not known"),
        ("2012/2015-06", "2012 – June 2015"),
        ("2020/..", "since 2020"),
        ("unknown", "date not known"),
    ],
)
def test_a_date_reads_as_precisely_as_it_is_known(text, shown):
    assert language("en").date(Edtf.parse(text)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("83131", "83,131"), ("1538877.40", "1,538,877.40"), ("-43.997", "-43.997"), ("0.5", "0.5")],
)
def test_a_number_keeps_its_digits(value, shown):
    assert language("en").number(Decimal(value)) == shown


def test_english_counts():
    t = language("en")
    forms = [t.count("{number} source", "{number} sources", n) for n in (0, 1, 2, 1000)]
    assert forms == ["0 sources", "1 source", "2 sources", "1,000 sources"]
    assert t.listed(["one", "two", "three"]) == "one, two and three"


def test_a_catalogue_gives_words_plurals_numbers_and_dates(latvian):
    forms = [latvian.count("{number} source", "{number} sources", n) for n in (0, 1, 2, 21)]
    assert forms == ["0 avotu", "1 avots", "2 avoti", "21 avots"]
    assert latvian("Sources") == "Avoti"
    assert latvian("Figures") == "Figures"  # not in the catalogue: shown in English
    assert latvian.number(83131) == "83\u00a0131"
    assert latvian.day(date(2019, 4, 30)) == "2019. gada 30. aprīlis"


def test_a_language_without_a_catalogue_is_refused_in_one_line():
    with pytest.raises(KbError) as error:
        language("lv")
    assert str(error.value) == "language 'lv' is not available yet; it can be en"
