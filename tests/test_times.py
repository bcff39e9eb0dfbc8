"""When a report's time has come, over the changes of the clocks too."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kb.report.times import ZONE, is_due, may_retry, next_time, wrong_time

NOW = datetime(2026, 11, 25, 12, tzinfo=ZONE)


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "after", "time"),
    [
        ("0 6 * * MON", "2026-11-25T12:00+02:00", "2026-11-30T06:00+02:00"),
        ("0 6 1 * *", "2026-12-01T06:00+02:00", "2027-01-01T06:00+02:00"),
        ("0 6 29 2 *", "2026-11-25T12:00+02:00", "2028-02-29T06:00+02:00"),
        ("0 6 * * *", "2026-11-25T03:59:59+00:00", "2026-11-25T06:00+02:00"),
        # 29 March 2026: 3:00 to 4:00 is left out
        ("30 3 * * *", "2026-03-28T12:00+02:00", "2026-03-29T04:00+03:00"),
        ("0 6 * * *", "2026-03-28T12:00+02:00", "2026-03-29T06:00+03:00"),
        ("*/30 * * * *", "2026-03-29T02:30+02:00", "2026-03-29T04:00+03:00"),
        # 25 October 2026: 3:00 to 4:00 is there twice
        ("30 3 * * *", "2026-10-24T12:00+03:00", "2026-10-25T03:30+03:00"),
        ("30 3 * * *", "2026-10-25T03:30+03:00", "2026-10-26T03:30+02:00"),
        ("45 3 * * *", "2026-10-25T03:30+02:00", "2026-10-26T03:45+02:00"),
        ("*/30 * * * *", "2026-10-25T03:30+03:00", "2026-10-25T03:00+02:00"),
        ("0 6 * * *", "2026-10-24T12:00+03:00", "2026-10-25T06:00+02:00"),
    ],
)
def test_the_next_time_is_in_the_time_of_latvia(when, after, time):
    found = next_time(when, at(after))
    assert found.isoformat() == at(time).isoformat()
    assert found.tzinfo == ZoneInfo("Europe/Riga")


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-25T12:00+02:00", True),  # never made
        ("2026-11-23T06:00+02:00", "2026-11-30T05:59+02:00", False),
        ("2026-11-23T06:00+02:00", "2026-11-30T06:00+02:00", True),
        ("2026-11-23T05:59+02:00", "2026-11-23T06:00+02:00", True),
        ("2026-08-03T06:00+03:00", "2026-11-25T12:00+02:00", True),  # missed many times
        ("2026-11-25T12:00+02:00", "2026-11-25T12:01+02:00", False),  # and caught up once
        ("2030-01-01T06:00+02:00", "2026-11-25T12:00+02:00", True),  # the clock was set back
    ],
)
def test_a_report_is_due_once_its_time_has_come_since_its_last_success(last, now, due):
    assert is_due("0 6 * * MON", last and at(last), at(now)) is due


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_a_night_in_which_the_clocks_change_makes_a_report_once(night):
    """The clock calls every ten minutes; each success is noted."""
    zone = ZoneInfo("UTC")
    first = datetime.fromisoformat(f"{night}T00:00+00:00").timestamp() - 8 * 3600
    last, made = datetime.fromtimestamp(first, ZONE), []
    for step in range(1, 24 * 6):
        now = datetime.fromtimestamp(first + step * 600, zone)
        if is_due("30 3 * * *", last, now):
            made.append(now)
            last = now
    assert len(made) == 1


@pytest.mark.parametrize(
    ("failed", "retry"),
    [
        (None, True),
        ("2026-11-25T11:30+02:00", False),
        ("2026-11-25T11:00+02:00", True),
        ("2026-11-26T11:00+02:00", True),  # the clock was set back
    ],
)
def test_what_failed_is_tried_again_after_an_hour(failed, retry):
    assert may_retry(failed and at(failed), NOW) is retry


HOW = "write minute, hour, day, month and weekday, as '0 6 * * MON'"


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("0 6 * * MON", None),
        ("0 6 L * *", None),
        ("0 6 * *", f"'0 6 * *' has not the five fields of cron; {HOW}"),
        ("@monthly", f"'@monthly' has not the five fields of cron; {HOW}"),
        ("0 0 6 * * *", f"'0 0 6 * * *' has not the five fields of cron; {HOW}"),
        ("0 25 * * *", f"'0 25 * * *' is no time of cron, see its hour; {HOW}"),
        ("0 6 * * MOM", f"'0 6 * * MOM' is no time of cron, see its day-of-week; {HOW}"),
        ("0 6 31 2 *", f"'0 6 31 2 *' is no time of cron, see its day-of-month; {HOW}"),
        ("0 6 32 * *", f"'0 6 32 * *' is no time of cron, see its day-of-month; {HOW}"),
    ],
)
def test_a_time_that_is_none_says_so(when, message):
    assert wrong_time(when, NOW) == message
