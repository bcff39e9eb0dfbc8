"""The key of an edition: all that it depends on. As long as its key stays, so do its pages.

A key has parts with names, so that two keys also say what changed.
"""

import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from kb import unanswered
from kb.base import KnowledgeBase
from kb.bilingual import THESAURUS
from kb.fingerprint import record_digest, settings_digest, withdrawn_since
from kb.language import ENGLISH, TAGS
from kb.problem import KbError
from kb.records import Record
from kb.report.plan import SLICE
from kb.report.schedule import Planned
from kb.where import CHECKOUT

Kind = Literal["parameter", "cell", "record", "earlier record", "file", "package"]
Key = dict[Kind, dict[str, str]]
PACKAGES = (
    "babel", "font-source-sans-pro", "ipykernel", "ipython", "jinja2", "matplotlib", "mistune",
    "nbclient", "nbconvert", "nbformat", "numpy", "pandas", "papermill", "pikepdf", "pydantic",
    "typst",
)  # those through which what stands on a page goes  # fmt: skip
SETTINGS = "base.yaml"
NOTEBOOKS = CHECKOUT / "notebooks"


@dataclass(frozen=True)
class Change:
    """What differs between two keys: a part's kind and name, and how."""

    kind: Kind
    name: str
    how: str


@dataclass
class Keys:
    """Makes the keys of the editions of one base; a record's digest is worked out once a day."""

    base: KnowledgeBase
    _digests: dict[tuple[int, Any, str], tuple[Record, str]] = field(default_factory=dict)
    _cells: dict[Path, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, planned: Planned) -> Key:
        """The key of an edition."""
        values = planned.edition.parameters
        language = str(values.get("language", ENGLISH))
        named = {name: values[name] for name in SLICE if name in values}
        part = self.base.slice(**named, language=language)
        return {
            "parameter": {name: json.dumps(value) for name, value in planned.typed.items()},
            "cell": dict(self._cell_digests(planned.edition.report.notebook, language)),
            "record": dict(self._record_digests(part)) | withdrawn_since(part),
            "earlier record": dict(self._record_digests(part.before) if part.before else ()),
            "file": {
                **package_digests(),
                **_searched(values),
                **dict(self._read(planned.edition.report.reads, language)),
            },
            "package": packages(),
        }

    def _record_digests(self, part: KnowledgeBase) -> Iterator[tuple[str, str]]:
        yield SETTINGS, settings_digest(part)
        for record in part.records():
            place = (id(record), part.as_of, part.language)
            if place not in self._digests:
                self._digests[place] = record, " ".join(record_digest(record, part))
            yield record.id, self._digests[place][1]

    def _cell_digests(self, notebook: Path, language: str) -> Iterator[tuple[str, str]]:
        """Of the cells that can change the PDF: code, and text that is printed in a language."""
        for number, cell in enumerate(self._cells_of(notebook), 1):
            if _counts(cell, language):
                tags = " ".join(sorted(cell["metadata"].get("tags", ())))
                name = cell.get("id", f"number {number}")  # older notebooks have no ids
                yield name, _digest(cell["cell_type"], tags, "".join(cell["source"]))

    def _read(self, patterns: Iterable[str], language: str) -> Iterator[tuple[str, str]]:
        """Of other notebooks that a report tells of, the texts in a language; what somebody types
        into their cells of code is their own.
        """
        for path in sorted(path for x in patterns for path in NOTEBOOKS.glob(x)):
            cells = (x for x in self._cells_of(path) if x["cell_type"] == "markdown")
            texts = ("".join(cell["source"]) for cell in cells if _counts(cell, language))
            yield path.relative_to(NOTEBOOKS).as_posix(), _digest(*texts)

    def _cells_of(self, notebook: Path) -> list[dict[str, Any]]:
        if notebook not in self._cells:
            try:
                self._cells[notebook] = json.loads(notebook.read_text("utf-8"))["cells"]
            except (ValueError, KeyError) as error:
                raise KbError(
                    f"{notebook} is no notebook ({error}); get it anew with git"
                ) from None
        return self._cells[notebook]


def _searched(values: Mapping[str, Any]) -> dict[str, str]:
    """Of an edition that shows what was searched for and not found, what there was, and what else
    decides whether it is found now.
    """
    if not values.get("unanswered"):
        return {}
    asked = (f"{when} {what}" for when, what in unanswered.kept())
    return {
        unanswered.file().name: _digest(*asked),
        THESAURUS.name: _file_digest(THESAURUS),
    }


def _counts(cell: Mapping[str, Any], language: str) -> bool:
    tags = set(cell["metadata"].get("tags", ()))
    shown = "screen" not in tags and (language in tags or not tags & TAGS)
    return cell["cell_type"] == "code" or shown


def _digest(*texts: str) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:12]


@cache
def package_digests() -> dict[str, str]:
    """The files of this package by their digests: code, template and catalogues."""
    root = Path(__file__).parents[1]
    files = sorted(path for path in root.rglob("*") if _is_source(path))
    return {path.relative_to(root).as_posix(): _file_digest(path) for path in files}


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix in (".py", ".typ", ".po", ".j2", ".ttf")


def _file_digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


@cache
def packages() -> dict[str, str]:
    """The versions of Python and of the packages that make the pages."""
    return {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def digest(key: Key) -> str:
    """The whole key in twelve hexadecimal digits."""
    return _digest(json.dumps(key))


def differences(old: Key, new: Key) -> list[Change]:
    """What differs between two keys, by kind; also where the same parts stand in another order."""
    return [change for kind in new for change in _changes(kind, old.get(kind, {}), new[kind])]


def _changes(kind: Kind, old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[Change]:
    found = [Change(kind, name, "is gone") for name in old if name not in new]
    found += [Change(kind, name, "is new") for name in new if name not in old]
    both = [name for name in new if name in old]
    found += [
        Change(kind, name, _how(kind, old[name], new[name]))
        for name in both
        if old[name] != new[name]
    ]
    if not found and list(old) != list(new):
        return [Change(kind, "order", "changed")]
    return found


def _how(kind: Kind, old: str, new: str) -> str:
    """In words: values and versions with both, of a record whether it was typed or computed."""
    if kind in ("parameter", "package"):
        return f"was {old}, is {new}"
    if kind in ("record", "earlier record") and old.split()[0] == new.split()[0]:
        return "is appraised otherwise (certainty, status or freshness)"
    return "changed"
