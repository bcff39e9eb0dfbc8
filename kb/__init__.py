"""A knowledge base of what partner organisations do well: typed facts in, traceable reports out."""

from datetime import date
from pathlib import Path

from kb import files, rules, sayings, where
from kb.base import KnowledgeBase
from kb.problem import DataError, KbError, Problem

__all__ = ["DataError", "KbError", "KnowledgeBase", "Problem", "check", "load"]


def check(
    data: Path | str | None = None, today: date | None = None
) -> tuple[KnowledgeBase | None, list[Problem]]:
    """Read a whole data folder: the base (None where it has none) and every problem found.

    With `today`, what was typed later than that is one.
    """
    folder = files.read_folder(where.find_data(data))
    base, problems = KnowledgeBase.of(folder), list(folder.problems)
    if base is not None:
        problems += [*rules.check(base, folder, today), *sayings.check(base)]
    return base, sorted(set(problems))


def load(data: Path | str | None = None, today: date | None = None) -> KnowledgeBase:
    """The knowledge base in the data folder; DataError with every problem that is no warning."""
    base, problems = check(data, today)
    if base is None or (errors := [problem for problem in problems if not problem.warning]):
        raise DataError(problems if base is None else errors)
    return base
