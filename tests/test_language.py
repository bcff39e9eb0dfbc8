"""Words, numbers and dates; a second language is tried with an invented catalogue."""

import ast
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from test_house import NOTEBOOKS

import kb.language
from kb import answers, choices, paths, practising, weighing, wording
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
"Plural-Forms: nplurals=3; plural=(n%10==0 || (n%100>=11 && n%100<=19)) ? 0 : (n%10==1 && n%100!=11) ? 1 : 2;\\n"

msgid "Sources"
msgstr "Avoti"

msgid "{number} source"
msgid_plural "{number} sources"
msgstr[0] "{number} avotu"
msgstr[1] "{number} avots"
msgstr[2] "{number} avoti"
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
        ("2020/..", "since 2020, end not known"),
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
    wording.STATUS_MEANS, dict(enumerate(wording.COUNTING)), wording.PARTS, wording.PART_WORDS, wording.RAISES, choices.CLAIMS, choices.LIMITS, {1: weighing.RAISED, 2: weighing.NOT_RAISED}, answers.PLACES, practising.HINTS, practising.UNCHECKED,
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


COUNTED = {
    "zero": (0, 10, 11, 12, 15, 19, 20, 30, 100, 111, 112, 120, 1000, 1011),
    "one": (1, 21, 31, 101, 121, 1001),
    "other": (2, 9, 22, 29, 102, 122, 45),
}


@pytest.mark.parametrize(("category", "shown"), [("zero", "atziņu"), ("one", "atziņa"), ("other", "atziņas")])  # fmt: skip
def test_latvian_counts_round_tens_and_teens_in_the_genitive(category, shown):
    t, rule = language("lv"), Locale("lv").plural_form
    for number in COUNTED[category]:
        assert rule(number) == category  # CLDR's own
        assert t.count("lesson", "lessons", number) == shown


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("one record", "{number} records"), {0: "0 ierakstu", 12: "12 ierakstu", 21: "21 ieraksts", 22: "22 ieraksti"}),
        (("one new record", "{number} new records"), {11: "11 jaunu ierakstu", 1: "1 jauns ieraksts", 2: "2 jauni ieraksti"}),
        (("one decision is late", "{number} decisions are late"), {20: "20 nokavētu lēmumu", 121: "121 nokavēts lēmums", 3: "3 nokavēti lēmumi"}),
        (("one lesson appraised anew", "{number} lessons appraised anew"), {19: "19 no jauna novērtētu atziņu", 31: "31 no jauna novērtēta atziņa"}),
        (("One lesson waits for a decision.", "{number} lessons wait for a decision."), {45: "Lēmumu gaida 45 atziņas.", 50: "Lēmumu gaida 50 atziņu."}),
        (("after one month", "after {number} months"), {12: "pēc 12 mēnešiem", 21: "pēc 21 mēneša", 24: "pēc 24 mēnešiem"}),  # a preposition rules the case
        (("Sources disagree on one figure.", "Sources disagree on {number} figures."), {1: "Avotos ir pretruna par 1 skaitli.", 11: "Avotos ir pretrunas par 11 skaitļiem."}),
    ],
)  # fmt: skip
def test_what_is_counted_in_latvian_agrees_with_its_number(texts, shown):
    assert {number: language("lv").count(*texts, number) for number in shown} == shown


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
        ("2020/..", "sākums 2020, beigas nav zināmas"),
        ("unknown", "datums nav zināms"),
    ],
)
def test_a_latvian_date_reads_as_precisely_as_it_is_known(text, shown):
    assert language("lv").date(Edtf.parse(text)) == shown


def test_latvian_quotes_as_latvian_does():
    root = Path(__file__).parents[1]
    texts = [path.read_text("utf-8") for path in (root / "data").rglob("*.lv.md")]
    with (kb.language.CATALOGUES / "lv.po").open("rb") as file:
        texts += [one.string for one in read_po(file) if isinstance(one.string, str)]
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        texts += ["".join(c["source"]) for c in cells if "lv" in c["metadata"].get("tags", ())]
    assert len(texts) > 500
    assert [text for text in texts if "“" in text] == []
