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
_KEY = re.compile(r"[\w-]+")
_LOOSE = re.compile(r"[\[(]?(?<![\w.])\s?@([\w-]*\w)\s?[\])]?|\[([\w-]+)\](?!\()")


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
            loose = list(_loose(text, base))
            for typed, id in loose:
                yield loc, f"{typed!r} is no citation; write [@{id}]"
                text = text.replace(typed, f"[@{id}]", 1)
            matches = list(CITATION.finditer(text))
            if not matches or matches[-1].end() < len(text.rstrip(".")):
                yield loc, "the paragraph does not end with a citation; add one like [@source-id]"
            elif not CITATION.sub("", text).strip(" ."):
                yield loc, "the paragraph only cites; write what the source says"
            for citation in citations(text):
                if not _KEY.fullmatch(citation.source) or "@" in str(citation.at):
                    yield loc, FORM
                elif citation.source in {id for _, id in loose}:
                    continue
                elif dangling("source", citation.source, base):
                    yield loc, not_there("source", citation.source, base)


def _loose(text: str, base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """What was meant as a citation but lacks its brackets or its @, and the id that it names."""
    for found in _LOOSE.finditer(CITATION.sub(lambda cited: "\0" * len(cited[0]), text)):
        id = found[1] or found[2]
        if id in base.sources or re.search(r"-.*\d|\d.*-", id) or nearest(id, base.sources):
            yield found[0].strip(), id


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
