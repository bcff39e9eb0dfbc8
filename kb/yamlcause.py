"""Why a YAML text cannot be parsed: the line that a person has to mend, and how.

The parser tells where it gave up, in its own words. What people type wrong often stands above.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml

UNCLOSED = "a quote that begins here is never closed", "close it, or indent the lines below it"
NO_COLON = "no colon and space follow the key here", "write `key: value`"
NO_DASH = "the dash of this entry is lost", "write `- ` before it"
QUOTES = frozenset("'\"")
BLOCKS = frozenset("|>")
OTHER = {"'": "double", '"': "single"}  # what to put around a text with such a quote in it
Cause = tuple[int, str, str]
"""The line (from 0), what is wrong there, and what to do."""

_ID = re.compile(r"(?::\s+|-\s+|^\s*)\[?@([\w-]+)\]?\s*(?:[,}\]].*)?$|[\[{, ]@([\w-]+)[,}\]]")
_ODD = r"[\u00a0\u2000-\u200a\u202f\u3000]"
_KEY = r"\s*(?:- )?\s*[\w-]+:\s+"
_FLOW_KEY = r".*[{,] *[\w-]+: *"
ANYWHERE = (
    (r"\.\.\.\s*$", "a line `...` ends the text here", "delete it"),
    (r"%", "a line that begins with % is a command here", "delete it, or put the text in quotes"),
    (rf" *{_ODD}", "a no-break space stands before this line", "write plain spaces in its place"),
    (r"\s*[–—•·*]\s|\s*-(?=[^\s-])", "an entry of a list begins with a hyphen and a space",
     "write `- ` here"),
    (rf"[^'\"]*:{_ODD}", "a no-break space follows the colon", "write a plain space in its place"),
)  # fmt: skip
"""What can be seen in a line itself: how it looks, what is wrong, what to do."""

HERE = (
    (r"(?:.*[{,] *|\s*(?:- )?\s*)value: *> *\d", "a sign stands before the digits",
     "write `qualifier: over`, and digits alone"),
    (r"\s*[\w-]+:\s+-\s", "a list begins in a line of its own", "write its `- ` below the key"),
    (rf"{_KEY}(['\"])(?:(?!\1).)*\1\s*[^\s#'\"]|{_FLOW_KEY}(['\"])[^'\"]*\2\s*[^\s,}}\]#'\"]",
     "text stands behind the closing quote", "put the whole text in {} quotes"),
    (rf"{_KEY}[\[{{].*[\]}}]\s*[^\s#]", "a text begins with a bracket", "put the text in quotes"),
    (rf"(?:{_KEY}|\s*(?:- )?)([@`%*&!]|[>|](?=\s*[^\s\d+-]))|{_FLOW_KEY}([@`%*&!>|])",
     "a text begins with the sign {}", "put the text in quotes"),
)  # fmt: skip
"""What is as it should be in other lines, but not in the one where the parser gave up."""

_COLON = re.compile(r"(?:[\w-]+:\s+\S.*|[^:\s]+\s[^:]*):(?:\s|$)|.*[{,] *[\w-]+: [^,}]*: ")


def cause(error: yaml.MarkedYAMLError, lines: list[str], text: str) -> Cause:
    """The line that a person has to mend, which often stands above where the parser gave up."""
    context, what = error.context or "", error.problem or ""
    line = error.problem_mark.line if error.problem_mark else 0
    first = error.context_mark.line if error.context_mark else line
    run_on = next((token for token in _scalars(text) if runs_on(token, lines)), None)
    if run_on and run_on.style in QUOTES:
        return run_on.start_mark.line, *UNCLOSED
    if context == "while scanning a quoted scalar":
        return first, UNCLOSED[0], "close it"
    if context == "while parsing a quoted scalar":
        return (
            line,
            "a backslash stands in double quotes",
            "write single quotes, or two backslashes",
        )
    if context.startswith("while parsing a flow") and _at(error.problem_mark, lines) == ",":
        return line, "a comma too many stands here", "delete it"
    if seen := _seen(lines, first, line):
        return seen
    if context.startswith("while parsing a flow") and _begins(error.problem_mark, lines, text):
        before = max(n for n, above in enumerate(lines[:line]) if above.strip())
        return before, "a comma or bracket is missing at the end of this line", "add it"
    if context == "while scanning a simple key":
        return first, *NO_COLON
    if what.startswith("mapping values") or what == "did not find expected key":
        return _indented(lines, line)
    if run_on and run_on.end_mark.line == line:
        return run_on.start_mark.line, *NO_COLON
    if context.startswith("while parsing a flow"):
        return line, "a comma or bracket is missing in this line", "add it"
    return line, "this line cannot be read", "check quotes, colons, brackets and the indentation"


def _seen(lines: list[str], first: int, line: int) -> Cause | None:
    """What can be seen in the line where the parser gave up, or in one just above it."""
    for number in dict.fromkeys((line, first, line - 1)):
        row = lines[number] if 0 <= number < len(lines) else ""
        if number == line and (found := _ID.search(row)):
            id = found[1] or found[2]
            return number, "an @ stands before an id only in a body", f"write {id} without it"
        for form, what, remedy in (*ANYWHERE, *HERE) if number == line else ANYWHERE:
            if found := re.match(form, row):
                sign = next((group for group in found.groups() if group), "")
                return number, what.format(sign), remedy.format(OTHER.get(sign, ""))
    row = lines[line] if line < len(lines) else ""
    if _COLON.match(re.sub(r"^\s*(- )?\s*", "", row)):
        return line, "a colon stands in this text", "put the text in quotes"
    return None


def _indented(lines: list[str], line: int) -> Cause:
    """A line that is indented in another way than those around it, or lost its dash."""
    written = [n for n, row in enumerate(lines) if not re.match(r"\s*(?:#.*)?$", row)]
    *_, over, last = [-1, -1, *(n for n in written if n < line)]
    row, above, before = (lines[n] if 0 <= n < len(lines) else "" for n in (line, last, over))
    opening = next(
        (n for n in range(line - 1, -1, -1) if re.match(r"\s*[\w-]+:\s*$", lines[n])), line
    )
    first = next((n for n in written if n > opening), line)
    if row.lstrip().startswith("- "):
        if first < line and not lines[first].lstrip().startswith("-"):
            return first, *NO_DASH
        if opening < line and _depth(lines, line) != _depth(lines, first):
            return line, "this line is not indented as the others are", "begin it where they begin"
        what = "an entry of a list stands here, but no list"
        return line, what, "delete the dash, or write the list's key above it"
    key = above.partition(":")[0].strip()
    lost = any(re.match(rf"\s*- {re.escape(key)}:", other) for other in lines[: max(last, 0)])
    dashed = above.lstrip().startswith("- ")
    if key and not dashed and _deeper(row, above) and (lost or re.match(r"\s*[\w-]+:\s*$", before)):
        return last, *NO_DASH
    odd = last if _deeper(row, above) and _content(row) == _content(before) else line
    return odd, "this line is not indented as the others are", "begin it where they begin"


def _at(mark: yaml.Mark | None, lines: list[str]) -> str:
    """The letter at a mark."""
    return (
        lines[mark.line][mark.column : mark.column + 1] if mark and mark.line < len(lines) else ""
    )


def _content(row: str) -> int:
    """Where the text of a line begins, behind spaces and dashes."""
    return len(row) - len(row.lstrip(" -"))


def _deeper(row: str, above: str) -> bool:
    return _content(row) > _content(above)


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


def runs_on(text: Any, lines: list[str]) -> bool:
    """Does a text go on in a line that is not indented? That line begins something else."""
    first, last = text.start_mark.line, text.end_mark.line
    following = (n for n in range(first + 1, last + 1) if lines[n].strip())
    return any(_depth(lines, n) <= _depth(lines, first) for n in following)


def _depth(lines: list[str], number: int) -> int:
    """How far a line is indented; behind the last line nothing is."""
    line = lines[number] if number < len(lines) else ""
    return len(line) - len(line.lstrip(" "))
