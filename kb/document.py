"""A document as typed: the keys between its two lines of ---, and the body below them."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from kb.body import read_body
from kb.fields import Loc
from kb.problem import Problem
from kb.records import Document
from kb.yamltext import read_yaml

KEY = re.compile(r"(?:- )?\s*[\w-]+\s*:(\s|$)")


@dataclass
class Typed:
    """The plain data of a document (None where they cannot be read), with the line of each."""

    data: dict[str, Any] | None = None
    lines: dict[Loc, int] = field(default_factory=dict)
    unquoted: frozenset[Loc] = frozenset()
    refused: frozenset[Loc] = frozenset()
    flawed: bool = False  # something in it is not what was meant
    problems: list[Problem] = field(default_factory=list)


def read_document(text: str, path: Path, cls: type[Document] | None) -> Typed:
    """The keys and the body of a document of a type, or of a translation (None)."""
    lines = text.split("\n")
    marks = [n for n, line in enumerate(lines) if line.rstrip() == "---"]
    if wrong := _unframed(lines, marks):
        return Typed(problems=[Problem(path, *wrong)])
    read = read_yaml("\n".join(lines[1 : marks[1]]), path, first_line=2)
    data, problems = read.data, list(read.problems)
    if not isinstance(data, dict):
        message = "the front matter is not a list of `key: value` lines; write one key a line"
        return Typed(problems=problems or [Problem(path, 2, message)])
    body = read_body(lines[marks[1] + 1 :], marks[1] + 2, cls)
    problems += [Problem(path, line, message) for line, message in body.wrong]
    if "body" in data:
        message = "unknown key 'body'; write the body below the front matter"
        problems.append(Problem(path, read.lines["body",], message))
    if body.sections:
        data["body"] = body.sections
    flawed = bool(body.wrong or read.problems)
    places = {**read.lines, **body.places}
    return Typed(data, places, frozenset(read.unquoted), frozenset(read.refused), flawed, problems)


def _unframed(lines: list[str], marks: list[int]) -> tuple[int, str] | None:
    """The line in which the lines of --- do not stand as they should, and what to do."""
    if 0 not in marks:
        what = "no front matter; begin with a line ---, then `key: value` lines, then a line ---"
        return 1, what
    if len(marks) == 1:
        return 1, "the front matter is never closed; add a line --- below its last key"
    for begin, end in pairwise(marks[1:]):
        if _are_keys(lines[begin + 1 : end]):
            inside = "a line --- stands inside the front matter; delete it"
            second = "a second record begins here; move it to a file of its own"
            return begin + 1, inside if begin == marks[1] else second
    return None


def _are_keys(rows: list[str]) -> bool:
    """Are these lines of `key: value`, as in a front matter?"""
    typed = [row for row in rows if row.strip()]
    return any(map(KEY.match, typed)) and all(
        KEY.match(row) or row.startswith((" ", "- ", "#")) for row in typed
    )
