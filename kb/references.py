"""The rules about what names another record: links in fields, citations in bodies."""

import re
from collections.abc import Iterator

from kb.base import KnowledgeBase
from kb.fields import CITATION, Ref, citations, leaves
from kb.names import normal
from kb.problem import ECHO, did_you_mean, nearest, shown
from kb.records import DOCUMENTS, Document, Record
from kb.shape import Finding

FORM = "a citation has another form; write [@one], or [@one, p. 3; @two]"
VERY = 0.85  # how like an id must be that is meant: a letter or two are wrong
_KEY = re.compile(r"[\w-]+")
_LOOSE = re.compile(
    r"[\[(][^][()@]*(?<![\w.])@(?P<inside>[\w-]*\w)(?P<at>[^][()]*)[\])]"
    r"|(?<![\w.])@(?P<bare>[\w-]*\w)|\[(?P<unsigned>[\w-]+)\](?!\()"
)


def references_exist(record: Record, base: KnowledgeBase) -> Iterator[Finding]:
    """A record names only records that exist, so that every claim leads to its source."""
    for leaf in leaves(record):
        for mark in leaf.marks:
            if isinstance(mark, Ref) and dangling(mark.kind, leaf.value, base):
                yield leaf.loc, not_there(mark.kind, leaf.value, base)


def paragraphs_cite(record: Document, base: KnowledgeBase) -> Iterator[Finding]:
    """Every paragraph of a body ends with a citation of a known source."""
    for number, section in enumerate(record.body):
        for index, text in enumerate(section.paragraphs):
            loc = ("body", number, "paragraphs", index)
            for start, end, meant in list(_loose(text, base))[::-1]:
                yield loc, f"{shown(text[start:end])} is no citation; write {meant}"
                text = text[:start] + meant + text[end:]
            matches = list(CITATION.finditer(text))
            if not matches or matches[-1].end() < len(text.rstrip(".")):
                yield loc, "the paragraph does not end with a citation; add one like [@source-id]"
            elif not CITATION.sub("", text).strip(" ."):
                yield loc, "the paragraph only cites; write what the source says"
            for citation in citations(text):
                if not _KEY.fullmatch(citation.source) or "@" in str(citation.at):
                    yield loc, FORM
                elif dangling("source", citation.source, base):
                    yield loc, not_there("source", citation.source, base)


def _loose(text: str, base: KnowledgeBase) -> Iterator[tuple[int, int, str]]:
    """Where something was meant as a citation but lacks its brackets or its @, and what was meant.

    Brackets and @ stand in sentences too: so it names a source, and one without @ ends the text.
    """
    others = CITATION.sub(lambda cited: "\0" * len(cited[0]), text)
    for found in _LOOSE.finditer(others):
        ends = not others[found.end() :].strip(" .")
        id = found["inside"] or found["bare"] or found["unsigned"]
        if id not in base.sources and ends and not found["unsigned"]:
            id = nearest(id, base.sources, VERY) or id
        if id in base.sources and (ends or not found["unsigned"]):
            yield *found.span(), f"[@{id}{(found['at'] or '').rstrip()}]"


def dangling(kind: str, id: str, base: KnowledgeBase) -> bool:
    """A record that is there but broken has its own problem; naming it is no second one."""
    unreadable = normal(id) in base.broken or f"{kind}s" in base.broken
    return id not in base.of_kind(kind) and not unreadable


def not_there(kind: str, id: str, base: KnowledgeBase) -> str:
    """That a record of this kind does not exist, and which was probably meant."""
    in_file = kind in {cls.noun for cls in DOCUMENTS}
    where = f"has no file data/{kind}s/{id}.md" if in_file else f"is not in data/{kind}s.yaml"
    where = where if len(id) < ECHO else f"is not in data/{kind}s"
    return f"{kind} {shown(id)} {where}{did_you_mean(id, base.of_kind(kind))}"
