"""The body of a record: sections under `##` headings, paragraphs between blank lines."""

import re
from typing import Any

from kb.fields import Loc

HEADING = re.compile(r"#(#+|\s)")  # `#panic()` is a text
NO_SENTENCE = re.compile(r"\s*([-*+|>] |```|~~~)")


def read_body(
    lines: list[str], first_line: int
) -> tuple[list[dict[str, Any]], dict[Loc, int], list[tuple[int, str]]]:
    """The sections as plain data, the line of each heading and paragraph, and what is wrong."""
    sections: list[dict[str, Any]] = []
    places: dict[Loc, int] = {}
    wrong: list[tuple[int, str]] = []
    paragraph: list[str] = []
    for number, line in enumerate([*lines, ""], first_line):
        heading = HEADING.match(line)
        if heading or not line.strip():
            if paragraph and sections:
                sections[-1]["paragraphs"].append(" ".join(paragraph))
            paragraph = []
        if heading:
            if not line.startswith("## "):
                wrong.append((number, f"heading {line!r} has the wrong form; write ## before it"))
            places["body", len(sections)] = number
            sections.append({"heading": line.lstrip("# ").strip(), "paragraphs": []})
        elif line.strip():
            if not sections and not paragraph:
                message = "text before the first heading; put a line like `## Context` above it"
                wrong.append((number, message))
            if NO_SENTENCE.match(line):
                wrong.append((number, "a list, table or code stands here; write sentences instead"))
            if sections and not paragraph:
                count = len(sections[-1]["paragraphs"])
                places["body", len(sections) - 1, "paragraphs", count] = number
            paragraph.append(line.strip())
    return sections, places, wrong
