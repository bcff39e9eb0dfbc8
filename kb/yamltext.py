"""YAML as typed: every scalar stays text, and every key and item keeps its line."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from kb.fields import Loc
from kb.problem import Problem
from kb.textfile import control_sign

DEEPEST = 20  # levels; records need six, and a parser must not run out of stack
NULL = "tag:yaml.org,2002:null"
TEXT = "tag:yaml.org,2002:str"
UNCLOSED = "a quote that begins here is never closed", "close it, or indent the lines below it"
QUOTES = frozenset("'\"")
BLOCKS = frozenset("|>")
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
        line, what, remedy = _cause(error, read.rows, text)
        read.problem(line, f"broken YAML: {what}; {remedy}")
    except _HopelessError:
        read.data = None
    return read


def _cause(error: yaml.MarkedYAMLError, lines: list[str], text: str) -> tuple[int, str, str]:
    """The line that a person has to mend, which often stands above where the parser gave up."""
    context, what = error.context or "", error.problem or ""
    line = error.problem_mark.line if error.problem_mark else 0
    first = error.context_mark.line if error.context_mark else line
    run_on = next((token for token in _scalars(text) if _runs_on(token, lines)), None)
    if run_on and run_on.style in QUOTES:
        return run_on.start_mark.line, *UNCLOSED
    if context == "while scanning a quoted scalar":
        return first, UNCLOSED[0], "close it"
    if context.startswith("while parsing a flow") and _begins(error.problem_mark, lines, text):
        before = max(n for n, above in enumerate(lines[:line]) if above.strip())
        return before, "a comma or bracket is missing at the end of this line", "add it"
    if "\t" in "".join(lines[line : line + 1]):
        return line, "a tab stands here", "write spaces in its place"
    if context == "while scanning a simple key":
        return first, "no colon and space follow the key here", "write `key: value`"
    if run_on and run_on.end_mark.line == line:
        line, what = run_on.start_mark.line, "no colon and space follow the key here"
        return line, what, "write `key: value`"
    return line, what or context, "check quotes, colons and the indentation here"


def _begins(mark: yaml.Mark | None, lines: list[str], text: str) -> bool:
    """Does a mark stand in the first thing of its line, or in one that the line before began?"""
    if mark is None or mark.column <= _depth(lines, mark.line):
        return True
    ends = [s for s in _scalars(text) if s.end_mark.line == mark.line > s.start_mark.line]
    return bool(ends)


def _scalars(text: str) -> Iterator[Any]:
    """The texts that the scanner finds up to where it gives up."""
    with suppress(yaml.MarkedYAMLError):
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style not in BLOCKS:
                yield token


def _runs_on(text: Any, lines: list[str]) -> bool:
    """Does a text go on in a line that is not indented? That line begins something else."""
    first, last = text.start_mark.line, text.end_mark.line
    following = (n for n in range(first + 1, last + 1) if lines[n].strip())
    return any(_depth(lines, n) <= _depth(lines, first) for n in following)


def _depth(lines: list[str], number: int) -> int:
    """How far a line is indented; behind the last line nothing is."""
    line = lines[number] if number < len(lines) else ""
    return len(line) - len(line.lstrip(" "))


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
        _check_quoted(read, event, text)
        return text
    if read.hashes and (lost := _HASH.match(_behind(event, read.rows))):
        message = f"{lost[1]!r} is a comment here; quote the text, or put a space behind the #"
        read.problem(event.end_mark.line, message)
    tag = _RESOLVER.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, text, (True, False)
    )
    if tag not in (TEXT, NULL) or _curly(text):
        read.unquoted.add(loc)
    return None if tag == NULL else text


def why_unquoted(text: str) -> str:
    """What is wrong with a text that stands without quotes, or with others than YAML's."""
    if _curly(text):
        return "a text in curly quotes; write straight ones, or put straight ones around it"
    return f"{text} is no text to other programs; put it in quotes"


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
    if several and _runs_on(event, read.rows):
        read.problem(line, f"broken YAML: {UNCLOSED[0]}; {UNCLOSED[1]}")
        raise _HopelessError


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
