"""The notebooks of the onboarding, as they stand: titles, goals, exercises."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from kb.where import CHECKOUT

FOLDER = CHECKOUT / "notebooks" / "onboarding"
BLANK = "..."  # what stands in an exercise that nobody has answered


@dataclass(frozen=True)
class Notebook:
    """A notebook of the course: its title and goals by language, and its exercises' ids."""

    name: str
    file: Path
    title: dict[str, str]
    goals: dict[str, tuple[str, ...]]
    exercises: tuple[str, ...]


def notebooks(folder: Path = FOLDER) -> list[Notebook]:
    """The notebooks in the order in which they are gone through."""
    return [_read(path) for path in sorted(folder.glob("*.ipynb"))]


def _read(path: Path) -> Notebook:
    cells = nbformat.read(path, as_version=4).cells
    first = {tag: c.source for c in reversed(cells) for tag in c.metadata.get("tags", ())
             if c.cell_type == "markdown"}  # fmt: skip
    codes = {code: text for code, text in first.items() if len(code) == 2}
    calls = [call for c in cells if c.cell_type == "code" for call in checks(c.source)]
    return Notebook(
        path.stem,
        path,
        {code: text.splitlines()[0].lstrip("# ") for code, text in codes.items()},
        {code: tuple(re.findall(r"(?m)^- (.+)$", text)) for code, text in codes.items()},
        tuple(dict.fromkeys(exercise(*words[:-1]) for words in calls if words[-1] == BLANK)),
    )


def checks(source: str) -> Iterator[list[str]]:
    """The words of every call of `check` in a cell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "check":
            yield [str(getattr(argument, "value", "")) for argument in node.args]


def exercise(*words: str) -> str:
    """The id of an exercise: what is checked, and of what."""
    return ":".join(words)
