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
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

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


VISIBLE = r"[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]"  # U+2800: blank braille
URL, CURRENCY, LANGUAGE = r"^https?://\S+$", r"^[A-Z]{3}$", r"^[a-z]{2}$"
REMEDIES = {
    URL: "begin it with https:// and leave out spaces",
    CURRENCY: "write three capitals, as EUR",
    LANGUAGE: "write two small letters, as lv",
}
"""What to do about a text that has not the form of its field."""

Name = Annotated[str, Field(pattern=VISIBLE)]
Text = Annotated[Name, Translated()]
Title = Annotated[Text, Field(max_length=100)]
Summary = Annotated[Text, Field(max_length=160)]
Sentence = Annotated[Text, Field(max_length=200)]
Says = Annotated[Text, Field(max_length=300)]
Url = Annotated[str, Field(pattern=URL)]
Currency = Annotated[str, Field(pattern=CURRENCY)]
LanguageCode = Annotated[str, Field(pattern=LANGUAGE)]


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


class Leaf(NamedTuple):
    """One value inside a record, the way to it, and the marks of its annotation."""

    loc: Loc
    value: Any
    marks: tuple[object, ...]


class _Shape(NamedTuple):
    """The marks of an annotation, and the shape of its items where it is a list."""

    marks: tuple[object, ...]
    items: "_Shape | None"


def leaves(part: Part, loc: Loc = ()) -> Iterator[Leaf]:
    """Every value that was given in a record, depth first in the order of the fields."""
    for name, shape in _shapes(type(part)).items():
        value = getattr(part, name, None)
        if value is not None:
            yield from _leaves(value, shape, (*loc, name))


def _leaves(value: Any, shape: _Shape, loc: Loc) -> Iterator[Leaf]:
    if isinstance(value, Part):
        yield from leaves(value, loc)
    elif isinstance(value, tuple) and shape.items:
        for number, item in enumerate(value):
            yield from _leaves(item, shape.items, (*loc, number))
    else:
        yield Leaf(loc, value, shape.marks)


@cache
def _shapes(cls: type[Part]) -> dict[str, _Shape]:
    hints = get_type_hints(cls, include_extras=True)
    return {name: _shape(hints[name], ()) for name in cls.model_fields}


def _shape(hint: Any, marks: tuple[object, ...]) -> _Shape:
    if get_origin(hint) is Annotated:
        inner, *found = get_args(hint)
        return _shape(inner, marks + tuple(found))
    if get_origin(hint) in (Union, UnionType):
        return _shape(get_args(hint)[0], marks)
    items = _shape(get_args(hint)[0], marks) if get_origin(hint) is tuple else None
    return _Shape(marks, items)


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
    """Sixteen hexadecimal digits that change when any text to be translated does, in its words."""
    listed = "\n".join(f"{loc}: {' '.join(text.split())}" for loc, text in texts(part).items())
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
    mark, _, rest = item.strip().partition("@")
    key, _, at = rest.partition(",")
    return "" if mark else key.strip(), at.strip() or None
