"""A knowledge base of what partner organisations do well: typed facts in, traceable reports out."""

from pathlib import Path

from kb import files, rules
from kb.base import KnowledgeBase
from kb.problem import DataError, KbError, Problem

__all__ = ["DataError", "KbError", "KnowledgeBase", "Problem", "check", "load"]


def check(data: Path) -> tuple[KnowledgeBase | None, list[Problem]]:
    """Read a whole data folder: the base (None where it has no base.yaml) and every problem."""
    folder = files.read_folder(data)
    base, problems = KnowledgeBase.of(folder)
    problems += folder.problems
    if base is not None:
        problems += rules.check(base, folder)
    return base, sorted(set(problems))
