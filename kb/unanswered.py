"""Questions that the search found nothing for: what the records lack, and the next visit may ask.

They stay in the user's own folder, outside the records: a line each, the day and the question, and
nothing of who asked. What cannot be kept or read is passed over, for a search must go on.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from kb import home
from kb.asking import question
from kb.base import KnowledgeBase
from kb.search import Index

LONGEST = 200  # letters that are kept of a question
MOST = 1_000  # questions that are kept; the oldest go first
TELLING = 3  # different letters that a word has at least
LINE = re.compile(r"(\d{4}-\d\d-\d\d) (\S.*)")


def file() -> Path:
    """Where the questions are kept: in the folder KB_HOME, else in the user's own for programs."""
    return home.folder() / "unanswered.txt"


def keep(query: str, day: date) -> None:
    """Remember a question that nothing was found for; once where it is asked again on the day, and
    not where it is filters alone or no word.
    """
    if not any(len(set(word)) >= TELLING for word in question(query).words):
        return
    asked = (day, " ".join(filter(str.isprintable, query.split()))[:LONGEST])
    known = [(when, what) for when, what in kept() if (when, what) != asked]
    lines = [f"{when} {what}\n" for when, what in [*known, asked][-MOST:] if what]
    with suppress(OSError):
        file().parent.mkdir(parents=True, exist_ok=True)
        file().write_text("".join(lines), "utf-8", errors="replace")


def kept() -> list[tuple[date, str]]:
    """The questions with their days, the oldest first."""
    try:
        text = file().read_text("utf-8", errors="replace")
    except OSError:
        return []
    return list(_questions(text))


def _questions(text: str) -> Iterator[tuple[date, str]]:
    for found in filter(None, map(LINE.fullmatch, text.splitlines())):
        with suppress(ValueError):  # a day that there is not
            yield date.fromisoformat(found[1]), found[2]


def open_still(base: KnowledgeBase) -> list[tuple[date, str]]:
    """The questions asked up to the day of the base that nothing in it answers now, each with the
    last day on which it was asked.
    """
    asked = {what: when for when, what in kept() if when <= base.as_of}
    index = Index.of(base.whole)
    return [(when, what) for what, when in asked.items() if not index.find(what, limit=1).hits]
