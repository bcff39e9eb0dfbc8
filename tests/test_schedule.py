"""The schedule as it is typed: its editions, and what is wrong with it."""

from datetime import datetime
from pathlib import Path

import pytest
from conftest import ENTRY, PARAMETERS, save_notebook, save_schedule

import kb
from kb.problem import DataError
from kb.report.schedule import read_schedule
from kb.report.times import ZONE

NOW = datetime(2026, 5, 1, 0, 30, tzinfo=ZONE)  # in Greenwich it is still April
ROOT = Path(__file__).parents[1]


@pytest.fixture
def planned(world, tmp_path):
    def read(*entries):
        folder = save_schedule(tmp_path / "notebooks", *entries, flights="1")
        for name, own in (("cases", "practice"), ("visits", "host")):
            text = f'{PARAMETERS}\n{own}: str = ""  # one'
            save_notebook(folder / "reports" / f"{name}.ipynb", text, "1")
        return read_schedule(folder, world.load(), NOW)

    return read


def test_an_edition_has_the_day_of_the_clock_in_latvia_and_leaves_it_out_of_what_was_typed(planned):
    [one] = planned(ENTRY)
    assert (one.name, one.entry.readers.lv) == ("flights-en", "Pilotiem")
    assert one.edition.parameters == {
        "partners": [],
        "themes": [],
        "language": "en",
        "as_of": "2026-05-01",
    }
    assert one.typed == {"partners": [], "themes": [], "language": "en"}
    [same] = planned(ENTRY | {"parameters": {"as_of": "today", "partners": ["blue-hall"]}})
    assert same.typed == {"partners": ["blue-hall"], "themes": [], "language": "en"}


def test_a_day_that_was_typed_stays(planned):
    [one] = planned(ENTRY | {"parameters": {"as_of": "2026-04-01"}})
    assert one.typed == dict(one.edition.parameters)
    assert one.typed["as_of"] == "2026-04-01"


@pytest.mark.parametrize(
    ("notebook", "each", "names"),
    [
        ("flights", ["language"], ["flights-en", "flights-lv"]),
        ("cases", ["practice", "language"], ["flights-paper-planes-en", "flights-paper-planes-lv"]),
        ("visits", ["host"], ["flights-blue-hall-en"]),
        ("flights", ["partners"], ["flights-blue-hall-en"]),
        ("flights", ["themes", "language"], ["flights-flying-en", "flights-flying-lv", "flights-swimming-en", "flights-swimming-lv"]),
    ],
)  # fmt: skip
def test_each_makes_an_edition_for_every_value(planned, notebook, each, names):
    found = planned(ENTRY | {"notebook": notebook, "each": each})
    assert [one.name for one in found] == names


def test_a_practice_that_comes_later_is_not_planned_yet(world, planned):
    world.change("practices/paper-planes.md", added="2026-05-02")
    assert planned(ENTRY | {"notebook": "cases", "each": ["practice"]}) == []


TWO = [ENTRY | {"each": ["language"]}, ENTRY]
HOW = "write minute, hour, day, month and weekday, as '0 6 * * MON'"


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        ({"when": "0 6 31 2 *"}, [f"4: when '0 6 31 2 *' is no time of cron, see its day-of-month; {HOW}"]),
        ({"notebook": "flight"}, ["3: there is no notebook reports/flight.ipynb; did you mean 'flights'?"]),
        ({"name": "Flights!"}, ["2: name 'Flights!' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"]),
        ({"each": ["langage"]}, ["9: flights has no parameter 'langage'; did you mean 'language'?"]),
        ({"each": ["as_of"]}, ["9: there is no edition for each 'as_of'; it can be host, language, partners, path, practice, themes"]),
        ({"each": ["practice"]}, ["9: flights has no parameter 'practice'; it can be as_of, language, partners, themes"]),
        ({"each": "language"}, ["8: each must be a list; write [language]"]),
        ({"minutes": 0}, ["8: minutes 0 is too low; the lowest is 0.01"]),
        ({"wen": "x"}, ["8: unknown key 'wen'; did you mean 'when'?"]),
        ({"for": None}, ["5: for has no value; write one"]),
        ({"for": {"en": "Pilots"}}, ["5: key 'lv' is missing; add a line `lv: ...`"]),
        ({"parameters": "as_of"}, ["8: parameters must be `name: value` lines; indent them below it"]),
        ({"parameters": {"partner": "x"}}, ["9: flights has no parameter 'partner'; did you mean 'partners'?"]),
        ({"parameters": {"partners": None}}, []),
        ({"parameters": {"partners": "blu-hall"}}, ["8: partner 'blu-hall' is not in the data; did you mean 'blue-hall'?"]),
        ({"parameters": {"as_of": "May"}}, ["8: as_of 'May' is not a full date; write year, month and day as 2019-04-30"]),
        ({"parameters": {"language": "en"}, "each": ["language"]}, ["11: 'language' stands under parameters and each; keep one of the two"]),
        ({"notebook": "nothing", "when": "x", "colour": "red"}, ["8: unknown key 'colour'; it can be each, for, megabytes, minutes, name, notebook, parameters, when"]),
        ({"notebook": "nothing", "when": "x"}, [
            "3: there is no notebook reports/nothing.ipynb; it can be cases, flights, visits",
            f"4: when 'x' has not the five fields of cron; {HOW}",
        ]),
    ],
)  # fmt: skip
def test_a_mistake_is_a_line_with_its_place_and_remedy(planned, tmp_path, change, messages):
    path = tmp_path / "notebooks" / "schedule.yaml"
    try:
        planned(ENTRY | change)
        found = []
    except DataError as error:
        found = str(error).splitlines()
    assert found == [f"{path}:{message}" for message in messages]


def test_two_entries_cannot_make_one_pdf(planned, tmp_path):
    with pytest.raises(DataError) as error:
        planned(*TWO)
    path = tmp_path / "notebooks" / "schedule.yaml"
    assert str(error.value) == (
        f"{path}:10: flights-en.pdf is made by an entry above too; give another name"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: a schedule is one list; begin it with `reports:` and put nothing beside it"),
        ("- x", "1: a schedule is one list; begin it with `reports:` and put nothing beside it"),
        ("reports: []\nx: 1", "1: a schedule is one list; begin it with `reports:` and put nothing beside it"),
        ("reports:\n- when: */5 * * * *", "2: a text begins with the sign *; put the text in quotes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_schedule_says_so(world, tmp_path, text, message):
    folder = save_schedule(tmp_path / "notebooks", flights="1")
    path = folder / "schedule.yaml"
    path.write_text(text)
    with pytest.raises(DataError) as error:
        read_schedule(folder, world.load(), NOW)
    assert str(error.value).splitlines()[0] == f"{path}:{message}"


def test_without_a_file_nothing_is_planned(world, tmp_path):
    assert read_schedule(tmp_path, world.load(), NOW) == []


def test_our_own_schedule_is_sound_and_names_every_report_notebook():
    planned = read_schedule(ROOT / "notebooks", kb.load(ROOT / "data"), NOW.replace(year=2027))
    notebooks = {path.stem for path in (ROOT / "notebooks" / "reports").glob("*.ipynb")}
    assert {one.entry.notebook for one in planned} == notebooks
    assert {"comparison-en", "comparison-lv"} <= {one.name for one in planned}
