"""Files under data/ become records with the line of every field; bad shape becomes Problems."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from kb.body import read_body
from kb.fields import Loc, Part, Ref, leaves
from kb.problem import KbError, Problem, did_you_mean
from kb.records import DOCUMENTS, VOCABULARIES, Document, Record, Settings, Translation
from kb.shape import read_as, read_rest
from kb.textfile import leads_out, read_text, unreadable
from kb.yamltext import read_yaml, why_unquoted

P = TypeVar("P", bound=Part)
CHECKOUT = Path(__file__).parents[1]
ID = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9-]{3,60}")
ID_RULE = "use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"
IGNORED = {"README.md", "Thumbs.db", "desktop.ini"}
TRANSLATED = {"lv"}  # the languages of translations


@dataclass(frozen=True)
class Place:
    """Where a record stands: its file, and the line of each of its fields."""

    path: Path
    lines: Mapping[Loc, int] = field(default_factory=dict)
    unquoted: frozenset[Loc] = frozenset()  # texts that other programs read as something else

    def problem(self, loc: Loc, message: str) -> Problem:
        """A Problem at the line of this field, or of the nearest one around it that has a line."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return Problem(self.path, self.lines.get(loc, 1), message)


@dataclass(frozen=True)
class Entry:
    """A record and its place."""

    record: Record
    place: Place


@dataclass(frozen=True)
class TranslationEntry:
    """A translation (`newton-room.lv.md`): what it says of itself, and its texts by field."""

    original: str
    language: str
    about: Translation
    texts: Mapping[Loc, str]
    place: Place


@dataclass
class Folder:
    """All that could be read from a data folder, and every problem met on the way."""

    path: Path
    settings: Settings | None = None
    settings_place: Place = Place(Path())
    broken: set[str] = field(default_factory=set)  # ids of records, files of vocabularies unread
    entries: list[Entry] = field(default_factory=list)
    partial: list[Entry] = field(default_factory=list)  # what is right of records that are not
    translations: list[TranslationEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_data(given: Path | str | None = None) -> Path:
    """The data folder: the given one, else KB_DATA, else the nearest upwards, else the checkout's.

    KbError if it is not a data folder.
    """
    named = given or os.environ.get("KB_DATA")
    folder = Path(named) if named else _nearest()
    try:
        what = "has no base.yaml" if folder.is_dir() else "is no folder"
        found = (folder / "base.yaml").is_file()
    except OSError as error:
        found, what = False, f"cannot be read ({error.strerror})"
    if not found:
        raise KbError(f"{folder} {what}; give a data folder with --data or KB_DATA")
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) and folder != here else folder


def _nearest() -> Path:
    folders = [folder / "data" for folder in (Path.cwd(), *Path.cwd().parents, CHECKOUT)]
    for folder in folders:
        with suppress(OSError):  # a folder that gives nothing out is passed by
            if (folder / "base.yaml").is_file():
                return folder
    return CHECKOUT / "data"


def read_folder(path: Path) -> Folder:
    """Read every record of a data folder; nothing stops at the first problem."""
    folder = Folder(path)
    _read_settings(folder)
    for cls in VOCABULARIES:
        _read_vocabulary(folder, cls)
    for cls in DOCUMENTS:
        for file in _files(folder, path / f"{cls.noun}s"):
            _read_document(folder, cls, file)
    folder.problems.extend(_stray(path))
    return folder


def _files(folder: Folder, path: Path) -> list[Path]:
    """What stands in a folder of records; one that leads elsewhere is one Problem, not many."""
    try:
        if path.is_dir() and (out := leads_out(path, folder.path)):
            folder.problems.append(Problem(path, 1, out))
        elif path.is_dir():
            return sorted(path.iterdir())
        elif path.exists() or path.is_symlink():
            message = "is no folder; put the records into a folder of this name"
            folder.problems.append(Problem(path, 1, message))
    except (OSError, RuntimeError) as error:
        folder.problems.append(unreadable(path, error))
    return []


def _stray(path: Path) -> Iterator[Problem]:
    """What stands beside the known files and folders would be passed over in silence."""
    files = {"base.yaml", *(f"{cls.noun}s.yaml" for cls in VOCABULARIES)}
    folders = {f"{cls.noun}s" for cls in DOCUMENTS}
    for item in sorted(path.glob("[!.~]*")):
        if item.name in files | folders | IGNORED:
            continue
        if item.is_dir():
            yield Problem(item, 1, f"no records are read here{did_you_mean(item.name, folders)}")
        else:
            yield Problem(item, 1, f"this file is not read{did_you_mean(item.name, files)}")


def _text(folder: Folder, path: Path) -> str | None:
    """The text of a file, or None and a Problem that says why there is none."""
    found = read_text(path, folder.path)
    if isinstance(found, str):
        return found
    folder.problems.append(found)
    return None


def _read_settings(folder: Folder) -> None:
    path = folder.path / "base.yaml"
    if (text := _text(folder, path)) is not None:
        read = read_yaml(text, path)
        folder.problems += read.problems
        folder.settings_place = Place(path, read.lines, frozenset(read.unquoted))
        if read.data is None and not read.problems:
            message = "the file is empty; data/README.md says what it holds"
            folder.problems.append(Problem(path, 1, message))
        elif read.data is not None:
            place = folder.settings_place
            folder.settings = _validate(folder, Settings, read.data, place)
            folder.problems += _unquoted(folder.settings, place) if folder.settings else ()


def _read_vocabulary(folder: Folder, cls: type[Record]) -> None:
    """A vocabulary is a list of entries; sources stand under `references:`, as for Pandoc."""
    path = folder.path / f"{cls.noun}s.yaml"
    if (text := _text(folder, path)) is None:
        folder.broken.add(f"{cls.noun}s")
        return
    read = read_yaml(text, path)
    folder.problems += read.problems
    key = "references" if cls.noun == "source" else f"{cls.noun}s"
    others = set(read.data) - {key} if isinstance(read.data, dict) else set()
    for other in others:
        message = f"unknown key {other!r}; everything stands under {key!r}"
        folder.problems.append(Problem(path, read.lines[other,], message))
    items = read.data.get(key) if isinstance(read.data, dict) else None
    if not isinstance(items, list):
        folder.broken.add(f"{cls.noun}s")
        if not read.problems and not others:
            folder.problems.append(Problem(path, 1, f"no list under {key!r}; begin with `{key}:`"))
        return
    for number, item in enumerate(items):
        top = (key, number)
        own = {loc[2:]: line for loc, line in read.lines.items() if loc[:2] == top}
        unquoted = frozenset(loc[2:] for loc in read.unquoted if loc[:2] == top)
        _add(folder, cls, item, Place(path, own, unquoted))


def _read_document(folder: Folder, cls: type[Document], path: Path) -> None:
    if path.name in IGNORED or path.name.startswith((".", "~")):
        return
    name, *languages = path.name.removesuffix(".md").split(".")
    if path.suffix != ".md" or len(languages) > 1 or not TRANSLATED.issuperset(languages):
        message = f"not a record; a {cls.noun} is a file like some-name.md or some-name.lv.md"
        folder.problems.append(Problem(path, 1, message))
        return
    text = _text(folder, path)
    data, place = _front_matter(folder, text, path) if text is not None else (None, Place(path))
    if data is None:
        folder.broken.add(name)
        return
    if "id" in data:
        message = "unknown key 'id'; delete it, the file's name is the id"
        folder.problems.append(place.problem(("id",), message))
    if languages:
        _add_translation(folder, name, languages[0], data, place)
    else:
        _add(folder, cls, data | {"id": name}, place)


def _front_matter(folder: Folder, text: str, path: Path) -> tuple[dict[str, Any] | None, Place]:
    """The keys between the two `---` lines and the body below them, with their lines."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        message = "no front matter; begin with a line ---, then `key: value` lines, then a line ---"
        if lines[0].rstrip() == "---":
            message = "the front matter is never closed; add a line --- below its last key"
        folder.problems.append(Problem(path, 1, message))
        return None, Place(path)
    read = read_yaml("\n".join(lines[1:end]), path, first_line=2)
    folder.problems += read.problems
    data = read.data
    if not isinstance(data, dict) and read.problems:
        return None, Place(path)
    if not isinstance(data, dict):
        message = "the front matter is not a list of `key: value` lines; write one key a line"
        folder.problems.append(Problem(path, 2, message))
        return None, Place(path)
    sections, own, wrong = read_body(lines[end + 1 :], end + 2)
    folder.problems += [Problem(path, line, message) for line, message in wrong]
    place = Place(path, {**read.lines, **own}, frozenset(read.unquoted))
    if "body" in data:
        message = "unknown key 'body'; write the body below the front matter"
        folder.problems.append(place.problem(("body",), message))
    if sections:
        data["body"] = sections
    return data, place


def _add(folder: Folder, cls: type[Record], data: object, place: Place) -> None:
    name = data.get("id") if isinstance(data, dict) else None
    if isinstance(name, str) and not ID.fullmatch(name):
        folder.broken |= {name, f"{cls.noun}s"} if cls in VOCABULARIES else {name}
        folder.problems.append(place.problem(("id",), f"id {name!r} is not allowed; {ID_RULE}"))
    elif record := _validate(folder, cls, data, place):
        folder.entries.append(Entry(record, place))
        folder.problems += _unquoted(record, place)
    else:
        folder.broken.add(name if isinstance(name, str) else f"{cls.noun}s")


def _unquoted(record: Part, place: Place) -> Iterator[Problem]:
    """A text such as no or 1.10 is a truth value or a number to other readers of these files."""
    for leaf in leaves(record) if place.unquoted else ():
        named = any(isinstance(mark, Ref) for mark in leaf.marks)
        if leaf.loc in place.unquoted and isinstance(leaf.value, str) and leaf.marks and not named:
            yield place.problem(leaf.loc, why_unquoted(leaf.value))


def _add_translation(
    folder: Folder, original: str, language: str, data: dict[str, Any], place: Place
) -> None:
    own = {key: data.pop(key) for key in Translation.model_fields if key in data}
    if not ID.fullmatch(original):
        folder.problems.append(place.problem((), f"id {original!r} is not allowed; {ID_RULE}"))
    elif about := _validate(folder, Translation, own, place):
        texts = dict(_flat(data, ()))
        entry = TranslationEntry(original, language, about, texts, place)
        folder.translations.append(entry)


def _flat(data: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every text of nested lists and mappings, by the way to it."""
    if isinstance(data, str):
        yield loc, data
    pairs = data.items() if isinstance(data, dict) else enumerate(data or ())  # type: ignore[arg-type]
    if not isinstance(data, str):
        for key, value in pairs:
            yield from _flat(value, (*loc, key))


def _validate(folder: Folder, cls: type[P], data: object, place: Place) -> P | None:
    part, findings = read_as(cls, data)
    folder.problems += [place.problem(loc, message) for loc, message in findings]
    if part is None and issubclass(cls, Record) and isinstance(data, dict):
        folder.partial.append(Entry(read_rest(cls, data, findings), place))
    return part
