"""What a slice holds, as of which day; and the tables for pandas."""

from datetime import date

import pytest
from conftest import DOCUMENTS, EVIDENCE, LABEL

from kb import tables
from kb.fingerprint import digest as digest_of
from kb.problem import KbError

PLANES = "practices/paper-planes.md"
NEWS = {**EVIDENCE, "source": "red-news"}


@pytest.fixture
def two(world):
    """A second partner with a practice on another theme, a lesson of it, and a project."""
    planes, lesson = DOCUMENTS[PLANES], DOCUMENTS["lessons/fold-first.md"]
    red = {**DOCUMENTS["partners/home-hall.md"], "name": "Red Hall"}
    world.change("partners/red-hall.md", **red)
    world.change("practices/long-swim.md", **{
        **planes, "partner": "red-hall", "themes": ["swimming"], "evidence": [NEWS], "body": "",
    })  # fmt: skip
    swim = {**lesson, "practices": ["long-swim"], "evidence": [NEWS]}
    world.change("lessons/swim-far.md", **swim)
    return world


def ids(base):
    return {record.id for record in base.records()}


def test_a_slice_of_partners_holds_ours_and_what_they_refer_to(two):
    part = two.load().slice(partners=["blue-hall"])
    assert list(part.partners) == ["blue-hall", "home-hall"]
    assert ids(part) == {
        "blue-hall", "home-hall", "paper-planes", "fold-first", "blue-book", "flying", "swimming",
        "visitors",
    }  # fmt: skip


def test_a_slice_of_themes_leaves_out_practices_and_lessons_of_others(two):
    part = two.load().slice(themes=["swimming"])
    assert list(part.practices) == ["long-swim"]
    assert list(part.lessons) == ["swim-far"]
    assert list(part.themes) == ["swimming"]


def test_none_means_all(two):
    base = two.load()
    part = base.slice()
    assert list(part.partners) == ["blue-hall", "red-hall", "home-hall"]
    assert list(part.lessons) == ["fold-first", "swim-far"]
    assert part.as_of == date(2026, 1, 3)


@pytest.mark.parametrize(
    ("day", "practices", "values"),
    [("2026-01-01", 0, 1), ("2026-01-02", 1, 1), ("2026-05-01", 1, 2)],
)
def test_records_and_items_exist_from_their_day_on(world, day, practices, values):
    figures = DOCUMENTS["partners/blue-hall.md"]["values"]
    world.change(
        "partners/blue-hall.md", values=[figures[0], {**figures[1], "added": "2026-05-01"}]
    )
    part = world.load().slice(as_of=day)
    assert (len(part.practices), len(part.partners["blue-hall"].values)) == (practices, values)


def test_a_withdrawn_record_is_gone_from_its_day_on(world):
    world.change(PLANES, withdrawn={"date": "2026-03-01", "reason": "It crashed."})
    base = world.load()
    assert list(base.slice(as_of="2026-02-28").practices) == ["paper-planes"]
    assert list(base.slice(as_of="2026-03-01").practices) == []


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"partners": ["blue-hal"]}, "partner 'blue-hal' is not in the data; did you mean 'blue-hall'?"),
        ({"themes": ["diving"]}, "theme 'diving' is not in the data; it can be flying, swimming"),
        ({"as_of": "2025-12-31"}, "partner 'home-hall' is not in the data on 2025-12-31; take another as_of"),
        ({"practice": "paper-plane"}, "practice 'paper-plane' is not in the data; did you mean 'paper-planes'?"),
        ({"practice": "paper-planes", "as_of": "2026-01-01"}, "practice 'paper-planes' is not in the data on 2026-01-01; take another as_of"),
        ({"host": "red-hall"}, "partner 'red-hall' is not in the data; did you mean 'home-hall'?"),
        ({"host": "home-hall"}, "host 'home-hall' is our own centre; take a partner that we visit"),
        ({"since": "1 moon"}, "since '1 moon' is neither a day nor a span; write a day as 2026-08-31, or a span as 1 month"),
        ({"since": "2026-01-04"}, "since '2026-01-04' is later than 2026-01-03; take an earlier day"),
        ({"since": "9000 years"}, "since '9000 years' is too long ago; take a shorter span"),
        ({"as_of": "yesterday"}, "as_of 'yesterday' is not a full date; write year, month and day as 2019-04-30"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_one_clear_line(world, parameters, message):
    with pytest.raises(KbError) as error:
        world.load().slice(**parameters)
    assert str(error.value) == message


def test_the_digest_of_a_slice_changes_with_its_records_alone(two):
    def digest():
        return digest_of(two.load().slice(partners=["blue-hall"], as_of="2026-05-01"))

    before = digest()
    two.change("practices/long-swim.md", title="A longer swim")
    assert digest() == before
    two.change(PLANES, title="Paper jets")
    assert digest() != before


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("practices/long-swim.md", {"funded_by": ["Red News"]}),
        ("practices/long-swim.md", {"themes": ["swimming"]}),
        ("decisions/to-fold.md", {"reason": "Never."}),
    ],
)
def test_the_digest_of_a_slice_has_what_is_computed_from_records_outside_it(two, path, fields):
    """The lesson rests on a practice outside, too: who pays for that is no independent voice."""
    two.change(
        "lessons/fold-first.md", practices=["paper-planes", "long-swim"], evidence=[EVIDENCE, NEWS]
    )
    two.change("decisions/to-fold.md", added="2026-02-01", date="2026-02-01", lessons=["fold-first"],
               verdict="park", reason="No.", owner="Pilot", review_on="2026-12-01")  # fmt: skip
    two.change("themes.yaml", themes=[
        {"id": id, "label": LABEL, "definition": LABEL, "half_life_months": months}
        for id, months in (("flying", 24), ("swimming", 2))
    ])  # fmt: skip
    two.change("practices/long-swim.md", themes=["flying"])

    def digest(day):
        return digest_of(two.load().slice(partners=["blue-hall"], as_of=day))

    before = digest("2026-05-01")
    assert digest("2026-05-02") == before  # what is true on two days has one digest
    assert digest("2026-12-01") != before  # until something falls due
    two.change(path, **fields)
    assert digest("2026-05-01") != before


def test_a_slice_of_a_practice_holds_what_it_taught_and_its_like_elsewhere(two):
    exchange = {"added": "2026-01-04", "title": "A flight", "date": "2025", "source": "red-news"}
    two.change("exchanges/flight.md", **exchange, themes=["flying"], hosts=["blue-hall"])
    two.change("exchanges/swim.md", **exchange, themes=["swimming"], hosts=["blue-hall"])
    two.change("practices/long-swim.md", themes=["swimming", "flying"])
    planes = DOCUMENTS[PLANES]
    two.change("practices/kites.md", **{**planes, "title": "Kites", "partner": "red-hall"})
    two.change("practices/darts.md", **{**planes, "title": "Darts"})
    part = two.load().slice(practice="paper-planes")
    assert list(part.practices) == ["paper-planes", "kites", "long-swim"]
    assert list(part.lessons) == ["fold-first"]
    assert list(part.exchanges) == ["flight"]
    assert list(part.partners) == ["blue-hall", "red-hall", "home-hall"]


def test_a_slice_of_a_host_holds_what_it_does_and_taught_beside_all_partners(two):
    part = two.load().slice(host="blue-hall")
    assert list(part.partners) == ["blue-hall", "home-hall", "red-hall"]
    assert (list(part.practices), list(part.lessons)) == (["paper-planes"], ["fold-first"])


def test_a_slice_knows_how_it_was_before(two):
    part = two.load().slice(partners=["blue-hall"], as_of="2026-01-03", since="1 day")
    assert ids(part.before) == {"blue-hall", "home-hall", "paper-planes", "blue-book", "flying", "swimming", "visitors"}  # fmt: skip
    assert part.before.as_of == date(2026, 1, 2)
    assert two.load().slice().before is None
    early = two.load().slice(practice="paper-planes", since="2025-12-31").before
    assert list(early.documents()) == []


def test_values_are_one_a_row(world):
    world.change(PLANES, values=[
        {"metric": "budget", "value": "12.50", "year": "unknown", "currency": "EUR", "source": "red-news"}
    ])  # fmt: skip
    table = tables.values(world.load())
    columns = ["partner", "owner", "metric", "value", "year", "currency", "source"]
    rows = table[columns].astype(object).where(table[columns].notna(), None).to_numpy().tolist()
    assert rows == [
        ["blue-hall", "blue-hall", "visitors", 1000.0, 2018.0, None, "blue-book"],
        ["blue-hall", "blue-hall", "visitors", 2500.0, 2019.0, None, "blue-book"],
        ["blue-hall", "paper-planes", "budget", 12.5, None, "EUR", "red-news"],
    ]


def test_a_table_has_a_row_for_each_record(two):
    table = tables.records(two.load(), "practice")
    assert table["partner"].to_dict() == {"long-swim": "red-hall", "paper-planes": "blue-hall"}
