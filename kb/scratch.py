"""A copy of the data to practise in: with an invented partner on the Moon, far from the real data.

What is practised in it is thrown away; nothing here ever writes into the data that were copied.
"""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import kb
from kb import home
from kb.disk import publish
from kb.problem import KbError, Problem
from kb.records import DOCUMENTS
from kb.where import CHECKOUT, find_data

MOON = CHECKOUT / "notebooks" / "onboarding" / "moon"
REVIEW = timedelta(days=180)


def copy(name: str, day: date, last: str = "", given: Path | None = None) -> Path:
    """A fresh copy of the data, under the user's own folder, and what was invented for practice:
    up to the record `last`, so that what follows from it is not there yet.
    """
    data = find_data(given).resolve()
    folder = home.folder() / "scratch" / name / "data"
    if folder.resolve().is_relative_to(data) or data.is_relative_to(folder.resolve()):
        raise KbError(f"{folder} lies in the data {data}; set KB_HOME to another folder")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        shutil.copytree(data, folder, ignore=shutil.ignore_patterns(".*", "~*"))
    except OSError as error:
        why = error.strerror or "not every file could be copied"
        raise KbError(f"cannot make {folder} ({why}); set KB_HOME to another folder") from None
    for path in _invented(last):
        (folder / path.relative_to(MOON)).parent.mkdir(exist_ok=True)
        publish(_dated(path, day).encode(), folder / path.relative_to(MOON))
    sources = (folder / "sources.yaml").read_text("utf-8").rstrip("\n")
    more = (MOON / "sources.yaml").read_text("utf-8")
    publish(f"{sources}\n{more}".encode(), folder / "sources.yaml")
    return folder


def _invented(last: str) -> Iterator[Path]:
    for noun in (cls.noun for cls in DOCUMENTS):
        found = sorted((MOON / f"{noun}s").glob("*.md"))
        yield from found
        if last in [path.stem for path in found]:
            return


def _dated(path: Path, day: date) -> str:
    """An invented record as of today, so that nothing in it lies ahead."""
    later = (day + REVIEW).isoformat()
    return path.read_text("utf-8").replace("ADDED", day.isoformat()).replace("LATER", later)


def forget() -> None:
    """Throw away all copies."""
    shutil.rmtree(home.folder() / "scratch", ignore_errors=True)


def blank(file: Path, *fields: str) -> Path:
    """Empty some fields of an invented record, to be filled in again."""
    for field in fields:
        fill(file, field, "...")
    return file


def fill(file: Path, field: str, value: str) -> int:
    """Write a text into a field of a record; the number of its line."""
    lines = file.read_text("utf-8").splitlines()
    found = [n for n, line in enumerate(lines) if re.match(rf"[ -]*{field}: ", line)]
    if not found:
        raise KbError(f"{file.name} has no field {field!r}")
    before = lines[found[-1]].partition(": ")[0]
    lines[found[-1]] = f"{before}: {json.dumps(value, ensure_ascii=False)}"
    publish("\n".join([*lines, ""]).encode(), file)
    return found[-1] + 1


def problems(folder: Path, file: Path, day: date) -> list[Problem]:
    """What is wrong with a record of the copy, warnings too."""
    _, found = kb.check(folder, day)
    return [x for x in found if x.path.resolve() == file.resolve()]
