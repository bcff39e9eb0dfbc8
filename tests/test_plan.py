"""Which reports there are, and what their parameters may be."""

import pytest
from conftest import save_notebook
from papermill import inspect_notebook

from kb.problem import KbError
from kb.report.plan import Parameter, edition, plan, read_report, read_value, reports

TODAY = "2026-05-01"


@pytest.fixture
def report(tmp_path):
    source = (
        'partners: list[str] = ["blue-hall"]  # whom to compare\n'
        'language: str = "en"  # the language\n'
        'as_of: str = ""  # the day; empty means today\n'
        "top: int = 3  # how many\n"
        "long: bool = False  # all of it\n"
        'practice: str = "paper-planes"  # the practice'
    )
    return read_report(save_notebook(tmp_path / "flights.ipynb", source))


def test_a_report_tells_its_parameters_with_type_default_and_meaning(report):
    assert report.name == "flights"
    assert list(report.parameters.values()) == [
        Parameter("partners", "list[str]", ["blue-hall"], "whom to compare"),
        Parameter("language", "str", "en", "the language"),
        Parameter("as_of", "str", "", "the day; empty means today"),
        Parameter("top", "int", 3, "how many"),
        Parameter("long", "bool", False, "all of it"),
        Parameter("practice", "str", "paper-planes", "the practice"),
    ]


@pytest.mark.parametrize(
    ("given", "name", "values"),
    [
        ({}, "flights-en", {}),
        (
            {"partners": "home-hall, blue-hall"},
            "flights-home-hall-blue-hall-en",
            {"partners": ["home-hall", "blue-hall"]},
        ),
        ({"partners": ""}, "flights-all-partners-en", {"partners": []}),
        ({"partners": "blue-hall", "language": "en"}, "flights-en", {}),
        ({"as_of": "2026-04-01"}, "flights-2026-04-01-en", {"as_of": "2026-04-01"}),
        ({"top": "5", "long": "true"}, "flights-5-long-en", {"top": 5, "long": True}),
    ],
)
def test_an_edition_has_every_parameter_and_a_name_of_its_own(world, report, given, name, values):
    made = edition(report, world.load(), given, TODAY)
    default = {"partners": ["blue-hall"], "language": "en", "as_of": TODAY, "top": 3, "long": False}
    default |= {"practice": "paper-planes"}
    assert (made.name, dict(made.parameters)) == (name, default | values)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"partner": "x"}, "report 'flights' has no parameter 'partner'; did you mean 'partners'?"),
        (
            {"partners": "blue-hal"},
            "partner 'blue-hal' is not in the data; did you mean 'blue-hall'?",
        ),
        ({"language": "xx"}, "language 'xx' is not available yet; it can be en, lv"),
        (
            {"as_of": "May"},
            "as_of 'May' is not a full date; write year, month and day as 2019-04-30",
        ),
        ({"top": "three"}, "parameter 'top' is a whole number; 'three' is not"),
        ({"long": "yes"}, "parameter 'long' is true or false; 'yes' is neither"),
        (
            {"practice": ""},
            "parameter 'practice' of report 'flights' is empty; give the practice with -p practice=...",
        ),
        (
            {"as_of": "2026-05-02"},
            "as_of '2026-05-02' is later than today, 2026-05-01; take an earlier day",
        ),
        (
            {"practice": "paper-plane"},
            "practice 'paper-plane' is not in the data; did you mean 'paper-planes'?",
        ),
    ],
)
def test_a_wrong_parameter_is_one_clear_line(world, report, given, message):
    with pytest.raises(KbError) as error:
        edition(report, world.load(), given, TODAY)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x: dict = {}", "parameter 'x' is a dict; it can be str, int, bool, list"),
        ("x = 1", "parameter 'x' has no type; write `x: str = ...`"),
        ("x: int = len('')", "the default of 'x' is no plain value; write a text, number, truth"),
        ("x: int =", "is no notebook .*; mend or delete it"),
    ],
)
def test_a_parameter_of_another_type_is_refused(tmp_path, source, message):
    path = save_notebook(tmp_path / "odd.ipynb", source)
    with pytest.raises(KbError, match=message):
        read_report(path)


def test_papermill_reads_the_same_parameters(report):
    found = inspect_notebook(str(report.notebook)).values()
    seen = {p.name: (p.type, repr(p.default), p.help) for p in report.parameters.values()}
    told = {p["name"]: (p["inferred_type_name"], p["default"], p["help"]) for p in found}
    assert {
        name: (kind, default.replace('"', "'"), about)
        for name, (kind, default, about) in told.items()
    } == seen


def test_an_unknown_report_is_one_clear_line(world):
    with pytest.raises(KbError) as error:
        plan(world.load(), ["comparisn"], {}, TODAY)
    assert str(error.value) == "there is no report 'comparisn'; did you mean 'comparison'?"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, ["comparison-blue-hall-en", "comparison-blue-hall-lv"]),
        ({"language": "lv"}, ["comparison-blue-hall-lv"]),
    ],
)
def test_without_a_language_a_report_is_made_in_each(world, given, names):
    given = {"partners": "blue-hall"} | given
    made = plan(world.load(), ["comparison"], given, TODAY)
    assert [edition.name for edition in made] == names


def test_a_folder_without_reports_is_one_clear_line(tmp_path):
    with pytest.raises(KbError, match="holds no report notebooks; run kb from a whole checkout"):
        reports(tmp_path)


def test_a_list_may_be_empty():
    assert read_value(Parameter("themes", "list[str]", [], ""), " , ") == []
