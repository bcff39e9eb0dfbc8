"""When a report's time has come: cron's syntax, in the time of Latvia.

Where the clocks change, it is as with Debian's cron: what falls into the hour that is left out
comes right after it, and what falls into the hour that is there twice comes once.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

ZONE = ZoneInfo("Europe/Riga")
RETRY = timedelta(hours=1)  # a report that failed is not tried at each call of the clock
FIELDS = 5
HOW = "write minute, hour, day, month and weekday, as '0 6 * * MON'"


def wrong_time(when: str, now: datetime) -> str | None:
    """What is wrong with a time in cron's syntax, and what to do; None if nothing is."""
    if len(when.split()) != FIELDS:
        return f"{when!r} has not the five fields of cron; {HOW}"
    try:
        next_time(when, now)
    except CronSimError as error:
        field = str(error).removeprefix("Bad ")
        return f"{when!r} is no time of cron, see its {field}; {HOW}"
    return None


def next_time(when: str, after: datetime) -> datetime:
    """The first time in cron's syntax after another; CronSimError if none comes."""
    for time in CronSim(when, after.astimezone(ZONE)):
        if time.timestamp() > after.timestamp():  # of the hour that is there twice, the first
            return time
    raise CronSimError("Bad day-of-month")


def is_due(when: str, last: datetime | None, now: datetime) -> bool:
    """Whether its time has come since the last success: once, however often it was missed.

    Where the last success lies ahead, the clock was wrong then, so nothing is known of it.
    """
    return last is None or last > now or next_time(when, last) <= now


def may_retry(failed: datetime | None, now: datetime) -> bool:
    """Whether what failed is to be tried again though nothing of it has changed."""
    return failed is None or failed > now or failed + RETRY <= now
