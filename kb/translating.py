"""Records in another language: how much is translated, and the file that a translator fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kb.base import KnowledgeBase
from kb.disk import publish
from kb.fields import Loc, Part, digest_of_texts, texts
from kb.language import ENGLISH, language
from kb.problem import KbError, did_you_mean
from kb.records import Document
from kb.translations import NOT_DONE


@dataclass(frozen=True)
class Parity:
    """How much of the records is in another language; the ids of those that are not."""

    language: str
    records: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share of records with a translation that is up to date, rounded down."""
        done = self.records - len(self.missing) - len(self.stale)
        return 100 * done // self.records if self.records else 100


def parity(base: KnowledgeBase) -> list[Parity]:
    """The parity of each language that the records have translations in."""
    documents = base.documents()
    found = []
    for code in sorted({entry.language for entry in base.translations}):
        entries = {e.original: e for e in base.translations if e.language == code}
        missing = tuple(id for id in documents if id not in entries)
        stale = tuple(
            id
            for id, record in documents.items()
            if id in entries and entries[id].about.of != digest_of_texts(record)
        )
        found.append(Parity(code, len(documents), missing, stale))
    return found


def write(id: str, code: str, base: KnowledgeBase) -> tuple[Path, str]:
    """Write the file of a record's translation, to be filled in: its path, and the `of:` to put
    there when all is done.

    KbError if there is no such record, or a file already: `kb check` says what that lacks.
    """
    documents = base.documents()
    if id not in documents:
        raise KbError(f"there is no record {id!r}{did_you_mean(id, documents)}")
    if language(code).code == ENGLISH:
        raise KbError(f"the record {id!r} is in English itself; translate it into another language")
    path = base.places[id].path.with_name(f"{id}.{code}.md")
    if path.exists():
        raise KbError(f"{path} is there already; `kb check` says what it lacks")
    publish(to_fill_in(documents[id], code).encode(), path)
    return path, digest_of_texts(documents[id])


def to_fill_in(record: Document, code: str) -> str:
    """The file of a translation, with the English texts in their places and the headings
    translated. It counts as not done until its `of:` is the digest of these texts.
    """
    wanted = texts(record)
    fields = _nested(record, (), wanted) or {}
    fields.pop("body", None)
    about = {"of": NOT_DONE, "translated_by": "machine"}
    front = yaml.safe_dump(about | fields, sort_keys=False, allow_unicode=True, width=130)
    sections = [
        f"\n## {language(code)(section.heading)}\n"
        + "".join(f"\n{text}\n" for text in section.paragraphs)
        for section in record.body
    ]
    return f"---\n{front}---\n{''.join(sections)}"


def _nested(value: Any, loc: Loc, wanted: Mapping[Loc, str]) -> Any:
    """The texts below a place, nested as in a file; an item of a list without one is `{}`."""
    if loc in wanted:
        return wanted[loc]
    if isinstance(value, Part):
        fields = ((name, getattr(value, name)) for name in type(value).model_fields)
        found = {name: _nested(inner, (*loc, name), wanted) for name, inner in fields}
        return {name: inner for name, inner in found.items() if inner} or None
    if isinstance(value, tuple):
        items = [_nested(item, (*loc, n), wanted) for n, item in enumerate(value)]
        return [item or {} for item in items] if any(items) else None
    return None
