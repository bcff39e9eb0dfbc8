"""YAML as typed: every scalar stays text, and every key and item keeps its line."""

from pathlib import Path
from typing import Any

import yaml

from kb.fields import Loc
from kb.problem import Problem

Read = tuple[Any, dict[Loc, int], list[Problem]]


def read_yaml(text: str, path: Path, first_line: int = 1) -> Read:
    """Nested lists, mappings and texts (None where nothing stands), their lines, the problems.

    YAML's own types are not used: `no`, `1.10` and `2019-04` stay what was typed, and the record
    types say what they mean.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        unclosed = error.problem == "found unexpected end of stream"
        mark = error.context_mark if unclosed else error.problem_mark
        line = first_line + (mark.line if mark else 0)
        what = error.problem or error.context
        message = f"broken YAML ({what}); check quotes, colons and the indentation around here"
        return None, {}, [Problem(path, line, message)]
    except yaml.YAMLError as error:
        message = f"broken YAML ({str(error).splitlines()[0]}); delete that character"
        return None, {}, [Problem(path, first_line, message)]
    reader = _Reader(path, first_line)
    return reader.value(node, ()), reader.lines, reader.problems


class _Reader:
    """Turns YAML nodes into plain values, noting lines and duplicate keys on the way."""

    def __init__(self, path: Path, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.lines: dict[Loc, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node | None, loc: Loc) -> Any:
        if node is None:
            return None
        self.lines.setdefault(loc, self.line(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, number)) for number, item in enumerate(node.value)]
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), self.line(key_node)
            if key in found:
                first = self.lines[(*loc, key)]
                message = f"duplicate key {key!r}, first in line {first}; keep one of the two"
                self.problems.append(Problem(self.path, line, message))
                continue
            self.lines[(*loc, key)] = line
            found[key] = self.value(value_node, (*loc, key))
        return found

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line
