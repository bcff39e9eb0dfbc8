"""The notebooks of the onboarding, as they stand: titles, goals, exercises."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from kb.problem import KbError
from kb.where import CHECKOUT

FOLDER = CHECKOUT / "notebooks" / "onboarding"
BLANK = "..."  # what stands in an exercise that nobody has answered
SOLUTION = re.compile(r"(?s)<details>.*?```python\n(.*?)\n```")  # folded, under its exercise


@dataclass(frozen=True)
class Notebook:
    """A notebook of the course: its title and goals by language, and its exercises' ids, which its
    solutions tell: people write into the exercises.
    """

    name: str
    file: Path
    title: dict[str, str]
    goals: dict[str, tuple[str, ...]]
    exercises: tuple[str, ...]


def notebooks(folder: Path = FOLDER) -> list[Notebook]:
    """The notebooks in the order in which they are gone through; KbError if there is none."""
    found = sorted(folder.glob("*.ipynb"))
    if not found:
        raise KbError(f"{folder} holds no notebooks; run kb from a whole checkout")
    return [_read(path) for path in found]


def _read(path: Path) -> Notebook:
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception as error:  # nbformat and json raise many kinds, all meaning the same here
        raise KbError(f"{path} is no notebook ({error}); get it anew with git") from None
    first = {tag: c.source for c in reversed(cells) for tag in c.metadata.get("tags", ())
             if c.cell_type == "markdown"}  # fmt: skip
    codes = {code: text for code, text in first.items() if len(code) == 2}
    solved = (found[1] for c in cells if (found := SOLUTION.search(c.source)))
    calls = (call for source in solved for call in checks(source))
    return Notebook(
        path.stem,
        path,
        {code: text.splitlines()[0].lstrip("# ") for code, text in codes.items()},
        {code: tuple(re.findall(r"(?m)^- (.+)$", text)) for code, text in codes.items()},
        tuple(dict.fromkeys(exercise(*words[:-1]) for words in calls)),
    )


def checks(source: str) -> Iterator[list[str]]:
    """The words of every call of `check` in a cell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "check":
            yield [str(getattr(argument, "value", "")) for argument in node.args]


def exercise(*words: str) -> str:
    """The id of an exercise: what is checked, and of what."""
    return ":".join(words)
