"""YAML as typed: every scalar stays text, and every key and item keeps its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kb.fields import Loc
from kb.problem import Problem

DEEPEST = 20  # levels; records need six, and a parser must not run out of stack
NULL = "tag:yaml.org,2002:null"
TEXT = "tag:yaml.org,2002:str"
_RESOLVER = yaml.resolver.Resolver()


@dataclass
class Read:
    """Nested lists, mappings and texts (None where nothing stands) of a YAML text.

    YAML's own types are not used: `no`, `1.10` and `2019-04` stay what was typed, and the record
    types say what they mean. `unquoted` are the texts that other programs would read as something
    else than text.
    """

    path: Path
    first_line: int = 1
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    unquoted: set[Loc] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, message: str) -> None:
        """Note what is wrong in a line of the text, counted from 0."""
        self.problems.append(Problem(self.path, line + self.first_line, message))


class _TooDeepError(Exception):
    """Ends the reading of a text that is nested too deep."""


def read_yaml(text: str, path: Path, first_line: int = 1) -> Read:
    """Read a YAML text with every problem in it; the data are None where it cannot be parsed."""
    read = Read(path, first_line)
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
        _broken(read, error, text)
    except _TooDeepError:
        read.data = None
    return read


def _broken(read: Read, error: yaml.MarkedYAMLError, text: str) -> None:
    unclosed = error.problem == "found unexpected end of stream"
    mark = error.context_mark if unclosed else error.problem_mark
    what, remedy = error.problem or error.context, "check quotes, colons and the indentation here"
    if unclosed:
        what, remedy = "a quote that begins here is never closed", "close it"
    elif mark and any("\t" in line for line in text.split("\n")[mark.line : mark.line + 1]):
        what, remedy = "a tab stands here", "write spaces in its place"
    read.problem(mark.line if mark else 0, f"broken YAML: {what}; {remedy}")


def _value(read: Read, event: Any, events: Iterator[Any], loc: Loc) -> Any:
    """The value that begins with this event, taking the events that belong to it."""
    line = int(event.start_mark.line)
    read.lines.setdefault(loc, line + read.first_line)
    if len(loc) > DEEPEST:
        read.problem(line, f"more than {DEEPEST} levels deep; write it flatter")
        raise _TooDeepError
    if event.anchor is not None:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        read.problem(line, f"'{sign}{event.anchor}' is no plain text; write it out, or quote it")
    if isinstance(event, yaml.AliasEvent):
        return f"*{event.anchor}"
    if event.tag is not None:
        read.problem(line, f"'{event.tag}' is a YAML tag; delete it, or quote the text")
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(read, events, loc)
    if isinstance(event, yaml.SequenceStartEvent):
        items = iter(lambda: next(events), None)
        found: list[Any] = []
        for item in items:
            if isinstance(item, yaml.SequenceEndEvent):
                return found
            found.append(_value(read, item, events, (*loc, len(found))))
    return _scalar(read, event, loc)


def _scalar(read: Read, event: Any, loc: Loc) -> str | None:
    text = str(event.value)
    if not event.implicit[0]:
        return text
    tag = _RESOLVER.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, text, (True, False)
    )
    if tag not in (TEXT, NULL):
        read.unquoted.add(loc)
    return None if tag == NULL else text


def _mapping(read: Read, events: Iterator[Any], loc: Loc) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        line = int(event.start_mark.line)
        key = _value(read, event, events, (*loc, "?"))
        here = (*loc, key if isinstance(key, str) else "?")
        value_event = next(events)
        if here[-1] in found:
            first = read.lines[here]
            read.problem(line, f"duplicate key {key!r}, first in line {first}; keep one of the two")
            _value(read, value_event, events, (*loc, "?", 0))
            continue
        read.lines[here] = line + read.first_line
        found[str(here[-1])] = _value(read, value_event, events, here)
    return found
