"""Files under data/ become records with the line of every field; bad shape becomes Problems."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from kb.document import Typed, read_document
from kb.fields import Loc, Part, Ref, leaves
from kb.names import ID, ID_RULE, IGNORED, is_record, misnamed, normal, stem
from kb.problem import Problem, did_you_mean, nearest, shown
from kb.records import DOCUMENTS, VOCABULARIES, Document, Record, Settings, Translation
from kb.shape import read_as, read_rest
from kb.textfile import leads_out, read_text, unreadable
from kb.yamltext import read_yaml, why_unquoted

P = TypeVar("P", bound=Part)
LIKE = 0.8  # how like a translation's own key another must be that is rather it than a text


@dataclass(frozen=True)
class Place:
    """Where a record stands: its file, and the line of each of its fields."""

    path: Path
    lines: Mapping[Loc, int] = field(default_factory=dict)
    unquoted: frozenset[Loc] = frozenset()  # texts that other programs read as something else
    refused: frozenset[Loc] = frozenset()  # what was told of already, so is not looked at
    flawed: bool = False  # something in it, that was told of already, is not what was meant

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

    @property
    def unchecked(self) -> bool:
        """Whether a machine made it and nobody has read it."""
        return self.about.translated_by == "machine" and not self.about.checked


@dataclass
class Folder:
    """All that could be read from a data folder, and every problem met on the way."""

    path: Path
    settings: Settings | None = None
    settings_place: Place = Place(Path())
    broken: set[str] = field(default_factory=set)  # ids of records, files of vocabularies unread
    empty: list[str] = field(default_factory=list)  # nouns of vocabularies without an entry
    entries: list[Entry] = field(default_factory=list)
    partial: list[Entry] = field(default_factory=list)  # what is right of records that are not
    translations: list[TranslationEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_folder(path: Path) -> Folder:
    """Read every record of a data folder; nothing stops at the first problem."""
    folder = Folder(path)
    _read_settings(folder)
    for cls in VOCABULARIES:
        _read_vocabulary(folder, cls)
    for cls in DOCUMENTS:
        for file in _files(folder, path / f"{cls.noun}s"):
            _read_document(folder, cls, file)
    folder.problems.extend(_stray(folder))
    _refuse_doubles(folder)
    return folder


def _refuse_doubles(folder: Folder) -> None:
    """An id is unique over all kinds of record; of two records the first has it."""
    first: dict[str, Entry] = {}
    for entry in folder.entries:
        id = entry.record.id
        taken = first.setdefault(id, entry).place
        if taken is not entry.place:
            where = taken.path.relative_to(folder.path).as_posix()
            where = f"{where}:{taken.lines[()]}" if where.endswith(".yaml") else where
            own = "choose another" if entry.place.path.suffix == ".yaml" else "rename this file"
            message = f"id {id!r} is already taken by {where}; {own}"
            folder.problems.append(entry.place.problem(("id",), message))
            kinds = (type(entry.record), type(first[id].record))
            folder.broken |= {id, *(f"{cls.noun}s" for cls in kinds if cls in VOCABULARIES)}
    folder.entries = list(first.values())


def _files(folder: Folder, path: Path) -> list[Path]:
    """What stands in a folder of records; one that cannot be read is one Problem, and nobody
    misses what may be in it.
    """
    try:
        out = leads_out(path, folder.path)
        if path.is_dir() and not out:
            return sorted(path.iterdir())
        if not path.exists() and not path.is_symlink():
            return []
        other = "is no folder; put the records into a folder of this name"
        problem = Problem(path, 1, out if out and path.is_dir() else other)
    except (OSError, RuntimeError) as error:
        problem = unreadable(path, error)
    folder.problems.append(problem)
    folder.broken.add(path.name)
    return []


def _stray(folder: Folder) -> Iterator[Problem]:
    """What stands beside the known files and folders would be passed over in silence."""
    files = {"base.yaml", *(f"{cls.noun}s.yaml" for cls in VOCABULARIES)}
    folders = {f"{cls.noun}s" for cls in DOCUMENTS}
    for item in sorted(folder.path.glob("[!.~]*")):
        if item.name in files | folders | IGNORED:
            continue
        known = folders if item.is_dir() else files
        what = "no records are read here" if item.is_dir() else "this file is not read"
        _unread(folder, item)
        near = nearest(item.name.casefold(), known)
        missing = folder.path / (near or "")
        if near and (not missing.exists() or missing.samefile(item)):
            folder.problems[:] = [one for one in folder.problems if one.path != missing]
            yield Problem(item, 1, f"{what}; rename it to {near}")
        else:
            yield Problem(item, 1, f"{what}{did_you_mean(item.name, known)}")


def _unread(folder: Folder, path: Path) -> None:
    """Remember what a file or folder that is not read would be, so that nobody misses it."""
    folder.broken.add(stem(path))
    with suppress(OSError):
        folder.broken |= {stem(inner) for inner in path.iterdir()} if path.is_dir() else set()


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
    folder.broken |= {f"{cls.noun}s"} if read.lost else set()
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
    folder.empty += [] if items else [cls.noun]
    for number, item in enumerate(items):
        top = (key, number)
        own = {loc[2:]: line for loc, line in read.lines.items() if loc[:2] == top}
        unquoted = frozenset(loc[2:] for loc in read.unquoted if loc[:2] == top)
        refused = frozenset(loc[2:] for loc in read.refused if loc[:2] == top)
        _add(folder, cls, item, Place(path, own, unquoted, refused))


def _read_document(folder: Folder, cls: type[Document], path: Path) -> None:
    if path.name in IGNORED or path.name.startswith((".", "~")):
        return
    if not is_record(path):
        _unread(folder, path)
        folder.problems.append(Problem(path, 1, misnamed(path, cls.noun)))
        return
    name, *languages = path.name.removesuffix(".md").split(".")
    text = _text(folder, path)
    body_of = None if languages else cls
    typed = read_document(text, path, body_of) if text is not None else Typed()
    folder.problems += typed.problems
    data = typed.data
    if data is None:
        folder.broken |= set() if languages else {normal(name)}
        return
    place = Place(path, typed.lines, typed.unquoted, typed.refused, typed.flawed)
    if "id" in data:
        message = "unknown key 'id'; delete it, the file's name is the id"
        folder.problems.append(place.problem(("id",), message))
    if languages:
        _add_translation(folder, name, languages[0], data, place)
    elif "translated_by" in data:
        right = re.sub(r"[-_ ]+[a-z]{2}$", "", name)
        message = f"a translation must be called {right}.lv.md; rename this file"
        folder.problems.append(Problem(path, 1, message))
    else:
        _add(folder, cls, data | {"id": name}, place)


def _add(folder: Folder, cls: type[Record], data: object, place: Place) -> None:
    name = data.get("id") if isinstance(data, dict) else None
    if isinstance(name, str) and not ID.fullmatch(name):
        whole = cls in VOCABULARIES and not ID.fullmatch(normal(name))
        folder.broken.add(f"{cls.noun}s" if whole else normal(name))
        folder.problems.append(
            place.problem(("id",), f"id {shown(name)} is not allowed; {ID_RULE}")
        )
    elif record := _validate(folder, cls, data, place):
        folder.entries.append(Entry(record, place))
        folder.problems += _unquoted(record, place)
    else:
        folder.broken.add(normal(name) if isinstance(name, str) else f"{cls.noun}s")


def _unquoted(record: Part, place: Place) -> Iterator[Problem]:
    """A text such as no or 1.10 is a truth value or a number to other readers of these files."""
    for leaf in leaves(record) if place.unquoted else ():
        named = any(isinstance(mark, Ref) for mark in leaf.marks)
        if leaf.loc in place.unquoted and isinstance(leaf.value, str) and leaf.marks and not named:
            yield place.problem(leaf.loc, why_unquoted(leaf.value))


def _add_translation(
    folder: Folder, original: str, language: str, data: dict[str, Any], place: Place
) -> None:
    lacking = set(Translation.model_fields) - set(data)
    about = {key for key in data if key in Translation.model_fields or nearest(key, lacking, LIKE)}
    own = {key: data.pop(key) for key in about}
    if not ID.fullmatch(original):
        folder.problems.append(place.problem((), f"id {original!r} is not allowed; {ID_RULE}"))
    elif (read := _validate(folder, Translation, own, place)) and not place.flawed:
        texts = dict(_flat(data, ()))
        entry = TranslationEntry(original, language, read, texts, place)
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
    told = [place.problem(*found) for found in findings if not _refused(found[0], place.refused)]
    folder.problems += told
    partial = place.flawed or place.refused
    if (part is None or partial) and issubclass(cls, Record) and isinstance(data, dict):
        left_out = [*findings, *((loc, "") for loc in place.refused)]
        folder.partial.append(Entry(read_rest(cls, data, left_out), place))
        return None
    return part


def _refused(loc: Loc, refused: frozenset[Loc]) -> bool:
    """Is a finding about what was told of already?"""
    return any(loc[:n] in refused for n in range(len(loc) + 1))
