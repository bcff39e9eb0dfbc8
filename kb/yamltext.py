"""YAML as typed: every scalar stays text, and every key and item keeps its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from kb.fields import Loc
from kb.problem import Problem, shown
from kb.textfile import control_sign
from kb.yamlcause import BLOCKS, QUOTES, UNCLOSED, cause, runs_on

DEEPEST = 20  # levels; records need six, and a parser must not run out of stack
TAGS = "tag:yaml.org,2002:"
NULL, TEXT = f"{TAGS}null", f"{TAGS}str"
MEANS = {
    f"{TAGS}bool": "", f"{TAGS}int": "a number", f"{TAGS}float": "a number",
    f"{TAGS}timestamp": "a date",
}  # fmt: skip
OPENING, CLOSING = frozenset("“„‘‚«"), frozenset('”“’»"')
_HASH = re.compile(r"\s+(#[^\s#].*)")
_RESOLVER = yaml.resolver.Resolver()


@dataclass
class Read:
    """Nested lists, mappings and texts (None where nothing stands) of a YAML text.

    YAML's own types are not used: `no`, `1.10` and `2019-04` stay what was typed, and the record
    types say what they mean. `unquoted` are the texts that other programs would read as something
    else than text, or that stand in curly quotes.
    """

    path: Path
    text: str
    first_line: int = 1
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    unquoted: set[Loc] = field(default_factory=set)
    refused: set[Loc] = field(default_factory=set)  # what was told of, so is looked at no more
    lost: bool = False  # an entry of a list lost its dash, so it is not there
    problems: list[Problem] = field(default_factory=list)
    hashes: bool = False  # comments may stand in the text, and texts cut off by one

    @cached_property
    def rows(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def problem(self, line: int, message: str) -> None:
        """Note what is wrong in a line of the text, counted from 0."""
        self.problems.append(Problem(self.path, line + self.first_line, message))


class _HopelessError(Exception):
    """Ends the reading of a text of which no more can be said than was."""


def read_yaml(text: str, path: Path, first_line: int = 1) -> Read:
    """Read a YAML text with every problem in it; the data are None where it cannot be parsed."""
    read = Read(path, text, first_line, hashes=" #" in text)
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        documents = 0
        for event in events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if isinstance(event, yaml.DocumentStartEvent) and documents == 2:
                mark: Any = event.start_mark
                read.problem(int(mark.line), "a second document begins here; delete the line ---")
            if isinstance(event, yaml.NodeEvent) and documents == 1:
                read.data = _value(read, event, events, ())
    except yaml.MarkedYAMLError as error:
        read.data = None
        line, what, remedy = cause(error, read.rows, text)
        read.problems = [one for one in read.problems if one.line != line + first_line]
        read.problem(line, f"{what}; {remedy}")
    except _HopelessError:
        read.data = None
    return read


def _value(read: Read, event: Any, events: Iterator[Any], loc: Loc) -> Any:
    """The value that begins with this event, taking the events that belong to it."""
    line = int(event.start_mark.line)
    read.lines.setdefault(loc, line + read.first_line)
    if len(loc) > DEEPEST:
        read.problem(line, f"more than {DEEPEST} levels deep; write it flatter")
        raise _HopelessError
    if event.anchor is not None:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        read.problem(line, f"'{sign}{event.anchor}' is no plain text; write it out, or quote it")
    if isinstance(event, yaml.AliasEvent):
        read.refused.add(loc[:-1] if loc[-1:] == ("<<",) else loc)
        return f"*{event.anchor}"
    if event.tag is not None:
        tag = event.tag.replace(TAGS, "!!")
        read.problem(line, f"'{tag}' is a YAML tag; delete it, or quote the text")
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(read, events, loc, flow=bool(event.flow_style))
    if isinstance(event, yaml.SequenceStartEvent):
        items = iter(lambda: next(events), None)
        found: list[Any] = []
        for item in items:
            if isinstance(item, yaml.SequenceEndEvent):
                return found
            found.append(_value(read, item, events, (*loc, len(found))))
    return _scalar(read, event, loc)


def _scalar(read: Read, event: Any, loc: Loc) -> str | None:
    text = str(event.value).strip() if event.style in BLOCKS else str(event.value)
    if not event.implicit[0]:
        _check_quoted(read, event, text)
        return text
    if read.hashes and (lost := _HASH.match(_behind(event, read.rows))):
        message = f"{lost[1]!r} is a comment here; quote the text, or put a space behind the #"
        read.problem(event.end_mark.line, message)
    tag = _tag(text)
    if tag not in (TEXT, NULL) or _curly(text):
        read.unquoted.add(loc)
    return None if tag == NULL else text


def _tag(text: str) -> str:
    """What other programs take a text without quotes for."""
    tag = _RESOLVER.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, text, (True, False)
    )
    return str(tag)


def why_unquoted(text: str) -> str:
    """What is wrong with a text that stands without quotes, or with others than YAML's."""
    if _curly(text):
        return "a text in curly quotes; write straight ones, or put straight ones around it"
    if (tag := _tag(text)) not in MEANS:
        return f"{text} is no text to other programs; put it in quotes"
    truth = "true" if text.casefold() in ("yes", "true", "on", "y") else "false"
    return f"{text} means {MEANS[tag] or truth} to other programs; put it in quotes"


def _curly(text: str) -> bool:
    return text[:1] in OPENING and text[-1:] in CLOSING


def _behind(event: Any, lines: list[str]) -> str:
    """The rest of the line behind a text."""
    row: str = lines[event.end_mark.line]
    return row[event.end_mark.column :]


def _check_quoted(read: Read, event: Any, text: str) -> None:
    """What an escape like \\0 stands for is no more welcome than the sign itself."""
    line = event.start_mark.line
    if event.style == '"' and (odd := control_sign(text)):
        read.problem(line, odd[1])
    several = event.end_mark.line > line and event.style in QUOTES
    if several and runs_on(event, read.rows):
        read.problem(line, f"{UNCLOSED[0]}; {UNCLOSED[1]}")
        raise _HopelessError


def _mapping(read: Read, events: Iterator[Any], loc: Loc, *, flow: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    twice: list[tuple[int, str]] = []
    alone: list[Any] = []
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        line = int(event.start_mark.line)
        key = _value(read, event, events, (*loc, "?"))
        here = (*loc, key if isinstance(key, str) else "?")
        value_event = next(events)
        if flow and _is_no_pair(event, value_event):
            alone.append((event, not found))
            continue
        if here[-1] in found:
            twice.append((line, str(here[-1])))
            _value(read, value_event, events, (*loc, "?", 0))
            continue
        read.lines[here] = line + read.first_line
        found[str(here[-1])] = _value(read, value_event, events, here)
    _tell_alone(read, loc, alone, found)
    _tell_twice(read, loc, twice, found, flow=flow)
    return found


def _is_no_pair(key: Any, value: Any) -> bool:
    """Did a comma in a text, as in `{a: 10,5}`, make a key of what follows it?"""
    nothing = isinstance(value, yaml.ScalarEvent) and value.implicit[0] and value.value == ""
    return nothing and value.start_mark.index == key.end_mark.index


def _tell_alone(read: Read, loc: Loc, alone: list[tuple[Any, bool]], found: dict[str, Any]) -> None:
    """What stands in curly brackets without a colon; several plain words and no more are a list."""
    words = [str(getattr(key, "value", "")) for key, _ in alone]
    if len(words) > 1 and not found and all(re.fullmatch(r"[\w-]+", word) for word in words):
        read.refused.add(loc)
        message = f"a list stands in curly brackets; write [{', '.join(words)}]"
        read.problem(int(alone[0][0].start_mark.line), message)
        return
    for key, first in alone:
        _tell_no_pair(read, key, loc, first=first)


def _tell_no_pair(read: Read, key: Any, loc: Loc, *, first: bool) -> None:
    text, line = str(getattr(key, "value", "")), int(key.start_mark.line)
    read.refused.add(loc)
    if first or ":" in text:
        read.problem(
            line, f"no colon and space follow the key in {shown(text)}; write `key: value`"
        )
    else:
        what = f"a comma parts entries here, but {shown(text)} is no `key: value`"
        read.problem(line, f"{what}; put a text with commas in quotes, give a decimal a point")


def _tell_twice(
    read: Read, loc: Loc, twice: list[tuple[int, str]], found: dict[str, Any], *, flow: bool
) -> None:
    """Keys that stand twice; in an entry of a list they are another entry without its dash."""
    run_on = len(twice) > 1 or (twice and twice[0][1] == next(iter(found)))
    if run_on and not flow and loc and isinstance(loc[-1], int):
        read.lost = True
        read.refused.add(loc[:-1])
        read.problem(twice[0][0], "another entry begins here; write `- ` before it")
        return
    for line, key in twice:
        first = read.lines[*loc, key]
        message = f"duplicate key {shown(key)}, first in line {first}; keep one of the two"
        read.problem(line, message)
