"""How good the search is: nDCG@10 over graded queries."""

from collections.abc import Callable, Iterable
from math import log2
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text("utf-8"))
DEPTH = 10


def gained(grades: Iterable[int]) -> float:
    """The discounted gain of a ranked list of grades (Järvelin and Kekäläinen, 2002)."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def ndcg(found: list[str], answers: dict[int, list[str]]) -> float:
    """From 0 to 1: what the first ten hits gain, of what the best ten could."""
    grades = {id: grade for grade, ids in answers.items() for id in ids}
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return gained(grades.get(id, 0) for id in found[:DEPTH]) / gained(best)


def scores(find: Callable[[str, str], list[str]], language: str, split: str) -> dict[str, float]:
    """The nDCG@10 of every query of a language and a split; `find` gives ids, best first."""
    rows: list[dict[str, Any]] = [row for row in QUERIES[language] if row["split"] == split]
    return {row["query"]: ndcg(find(row["query"], language), row["answers"]) for row in rows}


def measured(find: Callable[[str, str], list[str]], split: str) -> dict[str, float]:
    """The mean nDCG@10 in each language."""
    return {code: mean(scores(find, code, split).values()) for code in QUERIES}
