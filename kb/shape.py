"""Does plain data have the shape of a record type? If not, what is wrong and what to do."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from kb.fields import REMEDIES, VISIBLE, Loc, Part, Ref
from kb.problem import did_you_mean, nearest, shown

P = TypeVar("P", bound=Part)
Finding = tuple[Loc, str]
DASHES = (
    "a dash begins another entry; write one only before the first line of each, indent the rest"
)
FEW = 3  # entries of one key each: so many are rather one entry with too many dashes
SHORT = 60  # characters: so long a list may be repeated in a message


def read_as(cls: type[P], data: object) -> tuple[P | None, list[Finding]]:
    """The data as this type, or None and a finding for every mistake in it."""
    part, errors = None, list[ErrorDetails]()
    try:
        part = cls.model_validate(data)
    except ValidationError as failed:
        errors = failed.errors(include_url=False)
    told = {error["loc"] for error in errors}
    errors += [
        {"type": "none", "loc": loc, "input": None, "msg": ""}
        for loc in _nothing(data, ())
        if not any(loc[:n] in told for n in range(len(loc) + 1))
    ]
    if not errors:
        return part, []
    scattered = {loc for error in errors if (loc := _scattered(data, error["loc"]))}
    errors = [error for error in errors if error["loc"][:1] not in scattered]
    own = [error for error in errors if not _follows(cls, error, errors)]
    outdented = {loc for error in errors if (loc := _outdented_from(cls, error, errors))}
    split = [((*loc, 1), DASHES) for loc in scattered]
    return None, [*split, *(_explain(cls, error, outdented) for error in own)]


def _nothing(data: object, loc: Loc) -> Iterator[Loc]:
    """The ways to keys behind which nothing stands: pydantic lets an optional field be None."""
    if data is None:
        yield loc
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            if not isinstance(value, str):
                yield from _nothing(value, (*loc, key))


def _scattered(data: object, loc: Loc) -> Loc | None:
    """The list around a mistake in which a dash stands before every key, not every entry."""
    items = data.get(loc[0]) if isinstance(data, dict) and len(loc) > 1 else None
    if not isinstance(items, list) or len(items) < FEW:
        return None
    keys = [tuple(item) for item in items if isinstance(item, dict) and len(item) == 1]
    return loc[:1] if len(set(keys)) == len(items) else None


def _follows(cls: type[Part], error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Is it but another's consequence: an item that is wrong is not counted, a key is misspelt?"""
    loc = error["loc"]
    if _outdented_from(cls, error, errors):
        return True
    if error["type"] == "too_short":
        return any(other["loc"][: len(loc)] == loc for other in errors if other is not error)
    unknown = [other["loc"] for other in errors if other["type"] == "extra_forbidden"]
    misspelt = (o for o in unknown if o[:-1] == loc[:-1] and error["type"] == "missing")
    return any(nearest(str(o[-1]), _keys(cls, o[:-1])) == loc[-1] for o in misspelt)


def _outdented_from(cls: type[Part], error: ErrorDetails, errors: list[ErrorDetails]) -> Loc | None:
    """The key without a value to which an unknown key would belong, were it indented."""
    *above, key = error["loc"] or ("",)
    for other in errors if error["type"] == "extra_forbidden" else ():
        beside = other["input"] is None and other["loc"][:-1] == tuple(above)
        if beside and other["type"] != "extra_forbidden":
            models = _models(_info(cls, other["loc"]).annotation)
            if models and key in _keys(models[0], ()):
                return other["loc"]
    return None


def _info(cls: type[Part], loc: Loc) -> FieldInfo:
    """What is known of the field at this place; the last step of the way is its key."""
    model = _model_at(cls, loc[:-1])
    return model.model_fields[_field(model, str(loc[-1]))]


def _keys(cls: type[Part], loc: Loc) -> list[str]:
    """What can be typed at a place of a record."""
    keys = [info.alias or name for name, info in _model_at(cls, loc).model_fields.items()]
    return [key for key in keys if key not in ("id", "body")]


def read_rest(cls: type[P], data: dict[str, Any], findings: list[Finding]) -> P:
    """What is right of data that are not: the fields without a finding, the others left out."""
    wrong = {loc[0] for loc, _ in findings if loc}
    kept = {
        name: TypeAdapter(info.rebuild_annotation()).validate_python(data[name])
        for name, info in cls.model_fields.items()
        if name in data and name not in wrong
    }
    return cast(P, cls.model_construct(**kept))


def _explain(cls: type[Part], error: ErrorDetails, outdented: set[Loc]) -> tuple[Loc, str]:
    """A validation error in a line that says what to do."""
    loc = tuple(error["loc"])
    name, value, context = name_of(loc), error["input"], error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        known = did_you_mean(str(loc[-1]), _keys(cls, loc[:-1]))
        return loc, f"unknown key {shown(loc[-1])}{known}"
    info = _info(cls, loc) if loc and isinstance(loc[-1], str) else None
    or_delete = "" if info and info.is_required() else " or delete the line"
    if loc in outdented:
        return loc, f"{name} has no value; indent the lines below that belong to it"
    if value is None or (error["type"] == "tuple_type" and not str(value).strip()):
        return loc, f"{name} has no value; write one{or_delete}"
    if error["type"] in SHAPES:
        what, remedy = SHAPES[error["type"]]
        return loc, f"{name} must be {what}; {remedy(cls, loc, value)}"
    messages = {
        "missing": f"key {loc[-1]!r} is missing; add a line `{loc[-1]}: ...`" if loc else "",
        "literal_error": f"{name} {shown(value)} is not known{_choices(cls, loc, value)}",
        "bool_parsing": f"{name} {shown(value)} is neither true nor false; write one of them",
        "bool_type": f"{name} {shown(value)} is neither true nor false; write one of them",
        "string_too_long": f"{name} is too long; cut it to {context.get('max_length')} characters",
        "too_short": f"{name} is an empty list; it needs at least {context.get('min_length')}",
        "too_long": f"{name} has too many items; keep at most {context.get('max_length')}",
        "string_pattern_mismatch": f"{name} {_form(value, context, or_delete)}",
        "decimal_max_digits": f"{name} has more than 18 digits; round it",
        "decimal_max_places": f"{name} has more than 4 decimal places; round it",
        "decimal_whole_digits": f"{name} has more than 14 digits before the point; round it",
        "int_parsing_size": f"{name} has too many digits; check it",
        "less_than_equal": f"{name} {value} {_too_high(loc, context)}",
        "greater_than_equal": f"{name} {value} is too low; the lowest is {context.get('ge')}",
        "value_error": f"{name} {context.get('error')}",
    }
    fallback = f"{name}: {error['msg']}; see data/README.md"
    return loc, messages.get(error["type"], fallback)


def _form(value: object, context: Mapping[str, Any], or_delete: str) -> str:
    remedy = REMEDIES.get(context.get("pattern", VISIBLE))
    wrong = f"{shown(value)} has the wrong form; {remedy}"
    return wrong if remedy else f"is empty; write a text{or_delete}"


def _too_high(loc: Loc, context: Mapping[str, Any]) -> str:
    if loc == ("format",):
        newer = "is newer than what this program reads; install the newer kb"
        return f"{newer} (there, `kb upgrade` brings older folders to its format)"
    return f"is too high; the highest is {context.get('le')}"


def name_of(loc: Loc) -> str:
    """The field as a person would call it: evidence 2 says."""
    words = [str(part + 1) if isinstance(part, int) else part for part in loc]
    return " ".join(words) or "what stands here"


def _as_list(cls: type[Part], loc: Loc, value: object) -> str:
    """The remedy for what is no list: the list that was meant, where that can be told."""
    models = _models(_info(cls, loc).annotation)
    if not isinstance(value, str) or len(value) >= SHORT:
        return "begin each of its entries with `- `"
    if models:
        return f"write entries like `- {_sample(models[0])}` below it"
    text = value.strip("()[]{} ")
    dashed = re.match(r"[-–—•*]\s*\S", text)
    items = re.split(r"(?:^|\s+)[-–—•*]\s*" if dashed else r"\s*[,;]\s*", text)
    return f"write [{', '.join(filter(None, items))}]"


def _as_text(cls: type[Part], loc: Loc, value: object) -> str:
    """The remedy for a list or mapping where one text is meant."""
    key = _key(loc)
    marks = _info(cls, loc).metadata if key != "- " else []
    named = any(isinstance(mark, Ref) for mark in marks)
    if not named or not isinstance(value, list) or not value or not isinstance(value[0], str):
        return f"write `{key}...` on one line"
    several = len(value) > 1 and any(isinstance(step, int) for step in loc)
    others = ", and another entry for each of the others" if several else ""
    return f"write `{key}{value[0]}`{others}"


def _as_keys(cls: type[Part], loc: Loc, value: object) -> str:
    """The remedy for a text where keys are meant."""
    sample = f"write `{_key(loc)}{_sample(_model_at(cls, loc))}`"
    return sample if loc and isinstance(value, str) else "write one key a line"


SHAPES = {
    "tuple_type": ("a list", _as_list),
    "string_type": ("one text", _as_text),
    "model_type": ("`key: value` lines", _as_keys),
    "model_attributes_type": ("`key: value` lines", _as_keys),
}


def _key(loc: Loc) -> str:
    """How a line begins that holds what belongs to a place."""
    return f"{loc[-1]}: " if loc and isinstance(loc[-1], str) else "- "


def _sample(model: type[Part]) -> str:
    """The keys that a part must have: {date: ..., what: ...}."""
    needed = [info.alias or n for n, info in model.model_fields.items() if info.is_required()]
    return f"{{{', '.join(f'{name}: ...' for name in needed)}}}"


def _model_at(cls: type[Part], loc: Loc) -> type[Part]:
    """The record type that holds the field at this place."""
    hint: Any = cls
    for part in loc:
        if isinstance(part, str):
            hint = _models(hint)[0].model_fields[_field(_models(hint)[0], part)].annotation
    return _models(hint)[0]


def _field(cls: type[Part], key: str) -> str:
    return next(name for name, info in cls.model_fields.items() if key in (name, info.alias))


def _models(hint: Any) -> list[type[Part]]:
    if isinstance(hint, type) and issubclass(hint, Part):
        return [hint]
    return [model for part in get_args(hint) for model in _models(part)]


def _choices(cls: type[Part], loc: Loc, value: object) -> str:
    """The remedy for a word that is not in a field's closed list."""
    if not loc or not isinstance(loc[-1], str):
        return ""
    model = _model_at(cls, loc[:-1])
    hint = model.model_fields[_field(model, loc[-1])].annotation
    words = [word for part in (hint, *get_args(hint)) for word in get_args(part)]
    return did_you_mean(str(value), [word for word in words if isinstance(word, str)])
