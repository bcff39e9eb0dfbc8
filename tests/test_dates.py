"""Dates as sources give them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.dates import Edtf, day_before, parse_day
from kb.problem import KbError


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "year"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), 2019),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28), 2019),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), 2020),
        ("2019-04-30", date(2019, 4, 30), date(2019, 4, 30), 2019),
        ("2019~", date(2019, 1, 1), date(2019, 12, 31), 2019),
        ("2019/2021-03", date(2019, 1, 1), date(2021, 3, 31), None),
        ("2020/..", date(2020, 1, 1), None, None),
        ("XXXX-09", None, None, None),
        ("unknown", None, None, None),
    ],
)
def test_a_date_is_as_precise_as_it_is_typed(text, earliest, latest, year):
    when = Edtf.parse(text)
    assert (when.earliest, when.latest, when.year, str(when)) == (earliest, latest, year, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "19",
        "2019-13",
        "spring 2019",
        "/2019",
        "../2019",
        "XXXX",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="is not a date; write 2019, 2019-04 or 2019-04-30"):
        Edtf.parse(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2006 - 2013", "2006/2013"), ("2019-2020", "2019/2020"), ("2019–2020", "2019/2020"), ("2019/20", "2019/2020"),
        ("2019-20", "2019/2020"), ("2019-04 - 2019-05", "2019-04/2019-05"), ("2006/", "2006/.."), ("2006-", "2006/.."),
        ("2019/now", "2019/.."), ("since 2019", "2019/.."), ("25.11.2026", "2026-11-25"), ("25. 11. 2026.", "2026-11-25"),
        ("25/11/2026", "2026-11-25"), ("11/25/2026", "2026-11-25"), ("2026/11/25", "2026-11-25"), ("11/2020", "2020-11"),
        ("2020/11", "2020-11"), ("2019-4", "2019-04"), ("2019-4-3", "2019-04-03"), ("ca. 2019", "2019~"), ("2019?", "2019~"),
        ("2019.", "2019"),
    ],
)  # fmt: skip
def test_a_date_as_people_type_it_is_refused_with_the_form_that_is_meant(text, meant):
    with pytest.raises(ValueError) as error:  # noqa: PT011 (the whole text is compared)
        Edtf.parse(text)
    assert str(error.value) == f"{text!r} is not a date; write {meant}"


days = st.dates(min_value=date(1800, 1, 1), max_value=date(2100, 12, 31))
forms = st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y~"])


@given(days, forms)
def test_a_date_holds_every_day_it_was_made_from(day, form):
    when = Edtf.parse(day.strftime(form))
    assert when.earliest <= day <= when.latest


@given(st.lists(st.tuples(days, forms)))
def test_dates_sort_by_their_first_day_and_unknown_ones_come_last(pairs):
    dates = sorted([Edtf.parse("unknown"), *(Edtf.parse(d.strftime(f)) for d, f in pairs)])
    known = [when.earliest for when in dates[: len(pairs)]]
    assert known == sorted(known)
    assert dates[-1].text == "unknown"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-11", "is not a full date; write year, month and day as 2019-04-30"),
        ("2026-11-31", "is no day of the calendar; correct it"),
    ],
)
def test_a_day_as_a_parameter_is_written_in_full(text, message):
    assert parse_day("2026-11-30", "as_of") == date(2026, 11, 30)
    with pytest.raises(KbError) as error:
        parse_day(text, "as_of")
    assert str(error.value) == f"as_of '{text}' {message}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", "2026-01-31"),
        ("1 day", "2026-03-30"),
        ("2 weeks", "2026-03-17"),
        ("1 month", "2026-02-28"),
        ("15 months", "2024-12-31"),
        ("2 years", "2024-03-31"),
    ],
)
def test_a_day_before_is_named_or_lies_a_span_before(text, day):
    assert day_before(text, date(2026, 3, 31), "since") == date.fromisoformat(day)
