"""What a field can hold, and the walk over all fields of a record.

A field's annotation says what it is beside its type: `Text` is translated, `Ref` names another
record. `leaves` walks a record by these annotations, so one rule serves every field of a kind.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field

Loc = tuple[str | int, ...]
"""The way to a field inside a record: ("evidence", 0, "says")."""


@dataclass(frozen=True)
class Ref:
    """Marks a field that holds the id of a record of this kind."""

    kind: str


@dataclass(frozen=True)
class Translated:
    """Marks a text that a translation repeats in another language."""


Text = Annotated[str, Translated(), Field(min_length=1)]
Title = Annotated[str, Translated(), Field(min_length=1, max_length=100)]
Summary = Annotated[str, Translated(), Field(min_length=1, max_length=160)]
Sentence = Annotated[str, Translated(), Field(min_length=1, max_length=200)]
Says = Annotated[str, Translated(), Field(min_length=1, max_length=300)]
Name = Annotated[str, Field(min_length=1)]
Url = Annotated[str, Field(pattern=r"^https?://\S+$")]

SourceId = Annotated[str, Ref("source")]
PartnerId = Annotated[str, Ref("partner")]
ProjectId = Annotated[str, Ref("project")]
ExchangeId = Annotated[str, Ref("exchange")]
PracticeId = Annotated[str, Ref("practice")]
LessonId = Annotated[str, Ref("lesson")]
DecisionId = Annotated[str, Ref("decision")]
ThemeId = Annotated[str, Ref("theme")]
MetricId = Annotated[str, Ref("metric")]


class Part(BaseModel):
    """Any piece of a record: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Leaf:
    """One value inside a record, the way to it, and the marks of its annotation."""

    loc: Loc
    value: Any
    marks: tuple[object, ...]


def leaves(part: Part) -> Iterator[Leaf]:
    """Every value that was given in a record, depth first in the order of the fields."""
    for name, hint in _hints(type(part)).items():
        yield from _leaves(getattr(part, name, None), hint, (name,), ())


@cache
def _hints(cls: type[Part]) -> dict[str, Any]:
    hints = get_type_hints(cls, include_extras=True)
    return {name: hints[name] for name in cls.model_fields}


def _leaves(value: Any, hint: Any, loc: Loc, marks: tuple[object, ...]) -> Iterator[Leaf]:
    if value is None:
        return
    if isinstance(value, Part):
        yield from (Leaf(loc + leaf.loc, leaf.value, leaf.marks) for leaf in leaves(value))
    elif get_origin(hint) is Annotated:
        inner, *found = get_args(hint)
        yield from _leaves(value, inner, loc, marks + tuple(found))
    elif get_origin(hint) in (Union, UnionType):
        yield from _leaves(value, get_args(hint)[0], loc, marks)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _leaves(item, get_args(hint)[0], (*loc, number), marks)
    else:
        yield Leaf(loc, value, marks)


def texts(part: Part) -> dict[Loc, str]:
    """Every text of a record that a translation repeats, by the way to it."""
    marked = (leaf for leaf in leaves(part) if any(isinstance(m, Translated) for m in leaf.marks))
    return {leaf.loc: leaf.value for leaf in marked}


def with_texts(part: P, new: Mapping[Loc, str]) -> P:
    """The record with these texts in place of its own, each by the way to it."""
    known = texts(part)
    replaced = _replaced(part, (), {loc: text for loc, text in new.items() if loc in known})
    assert isinstance(replaced, type(part))
    return replaced


def _replaced(value: Any, loc: Loc, new: Mapping[Loc, str]) -> Any:
    if isinstance(value, Part):
        fields = {name: getattr(value, name, None) for name in type(value).model_fields}
        changes = {name: _replaced(old, (*loc, name), new) for name, old in fields.items()}
        return value.model_copy(update=changes)
    if isinstance(value, tuple):
        return tuple(_replaced(item, (*loc, number), new) for number, item in enumerate(value))
    return new.get(loc, value)


def digest_of_texts(part: Part) -> str:
    """Sixteen hexadecimal digits that change when any text to be translated does."""
    listed = "\n".join(f"{loc}: {text}" for loc, text in texts(part).items())
    return sha256(listed.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Citation:
    """`[@vit-2006, p. 3]`: a source, and where in it."""

    source: str
    at: str | None = None


CITATION = re.compile(r"\[(@[^\]]+)\]")


def citations(text: str) -> list[Citation]:
    """The citations of a text, in Pandoc's form: `[@one, p. 3; @two]`."""
    return [
        Citation(*_split(item)) for found in CITATION.findall(text) for item in found.split(";")
    ]


def _split(item: str) -> tuple[str, str | None]:
    key, _, at = item.strip().removeprefix("@").partition(",")
    return key.strip(), at.strip() or None
