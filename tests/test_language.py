"""Words, numbers and dates; a second language is tried with an invented catalogue."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import kb.language
from kb import answers, paths, practising, wording
from kb.appraise import LEVELS
from kb.dates import Edtf
from kb.language import language
from kb.pages import explorer
from kb.problem import KbError
from kb.records import DOCUMENTS

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
    assert (latvian.number(1509), latvian.number(Decimal("9999.50"))) == ("1509", "9999,50")
    assert latvian.number(83131) == "83\u00a0131"
    assert latvian.day(date(2019, 4, 30)) == "2019. gada 30. aprīlis"


def test_a_language_without_a_catalogue_is_refused_in_one_line():
    with pytest.raises(KbError) as error:
        language("xx")
    assert str(error.value) == "language 'xx' is not available yet; it can be en, lv"


WORDING = (
    wording.WORDS, wording.POLARITIES, wording.ROLES, wording.SHOWN, wording.QUALIFIED, wording.STATUSES,
    wording.REASONS, wording.REMEDIES, wording.UNITS, wording.MEASURES, wording.NOUNS, wording.QUALITIES,
    wording.CHECKS, wording.LATE, wording.UNKNOWNS, wording.ASKED, wording.KIND_MEANS, wording.CERTAINTIES,
    wording.STATUS_MEANS, wording.PARTS, wording.RAISES, answers.PLACES, practising.HINTS,
    explorer.TEXTS, explorer.FACET_NAMES,
    {path.id: path.name for path in paths.PATHS.values()},
)  # fmt: skip


PLURALS = ("count", "counted")


def interface_texts():
    """Every text that the package asks a language for: (context, text), with its plural or None."""
    found = {}
    for path in sorted(Path(kb.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                found |= asked(node)
    found |= {(None, text): None for words in WORDING for text in words.values()}
    found |= {(None, heading): None for cls in DOCUMENTS for heading in cls.headings}
    return found | {("certainty", level): None for level in LEVELS}


def asked(call):
    """The text that a call such as t("..."), words(base)("..."), t.parts("...") or
    t.count("...", "...") asks for.
    """
    function, texts = call.func, [getattr(argument, "value", None) for argument in call.args[:2]]
    if isinstance(function, ast.Attribute) and function.attr in PLURALS and len(texts) == 2:
        return {(None, texts[0]): texts[1]} if all(isinstance(x, str) for x in texts) else {}
    named = isinstance(function, ast.Name) and function.id in ("t", "self")
    called = isinstance(function, ast.Call) and getattr(function.func, "id", "") == "words"
    parts = isinstance(function, ast.Attribute) and function.attr == "parts"
    asks = (named or called or parts) and texts and isinstance(texts[0], str)
    return {(None, texts[0]): None} if asks else {}


def latvian_catalogue():
    with (kb.language.CATALOGUES / "lv.po").open("rb") as file:
        return read_po(file, locale="lv")


def test_every_interface_text_is_in_latvian_and_none_is_left_over():
    catalogue = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): message
        for message in latvian_catalogue()
        if message.id
    }
    wanted = interface_texts()
    assert len(wanted) > 150
    assert set(catalogue) == set(wanted)
    for (_, text), message in catalogue.items():
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        assert len(forms) == (3 if isinstance(message.id, tuple) else 1)
        allowed = set(
            re.findall(r"{(\w+)}", " ".join([text, wanted[message.context, text] or "{number}"]))
        )
        for form in forms:
            assert form.strip()
            assert set(re.findall(r"{(\w+)}", form)) <= allowed


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 atziņu"), (1, "1 atziņa"), (2, "2 atziņas"), (11, "11 atziņas"), (21, "21 atziņa"),
     (45, "45 atziņas")],
)  # fmt: skip
def test_latvian_has_three_plural_forms(number, shown):
    assert f"{number} {language('lv').count('lesson', 'lessons', number)}" == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019", "2019"),
        ("2019-04", "2019. g. aprīlis"),
        ("2019-04-30", "2019. gada 30. aprīlis"),
        ("2019~", "aptuveni 2019"),
        ("XXXX-09", "septembris, gads nav zināms"),
        ("XXXX-09-30", "30. septembris, gads nav zināms"),
        ("2012/2015-06", "2012 – 2015. g. jūnijs"),
        ("2020/..", "2020 –"),
        ("unknown", "datums nav zināms"),
    ],
)
def test_a_latvian_date_reads_as_precisely_as_it_is_known(text, shown):
    assert language("lv").date(Edtf.parse(text)) == shown
