"""One record to be read in full: with what was learned from it, what was decided, its sources, and
how it is cited.
"""

from collections.abc import Iterable, Iterator

from kb.asof import exists
from kb.base import KnowledgeBase
from kb.blocks import Block, heading, ids_in, sources
from kb.linked import find, leads_to, named_by
from kb.reading import reading
from kb.records import Decision, Document, Lesson, Practice, Record, Source
from kb.selection import references
from kb.view import View, lesson_card, source_entry, view_of
from kb.wording import name_of, organisation, words


def pane(id: str, base: KnowledgeBase) -> View:
    """Everything known of a record; a practice also has its lessons and the decisions on them."""
    record = find(id, base)
    blocks = [*reading(id, base, links=False).blocks, *_learned(record, base)]
    for decision in _decisions(record, base):
        title, *rest = reading(decision.id, base, links=False).blocks
        blocks += [{**title, "level": 2}, *rest]
    return view_of(base, [*blocks, *_sources(blocks, base)])


def _learned(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    lessons = [x for x in _lessons(record, base) if isinstance(record, Practice)]
    if lessons:
        yield heading(2, words(base)("Lessons"))
        yield from (lesson_card(lesson, base) for lesson in lessons)


def _lessons(record: Record, base: KnowledgeBase) -> list[Lesson]:
    """The lessons that a record is or has taught."""
    if isinstance(record, Lesson):
        return [record]
    return [x for x in base.lessons.values() if record.id in x.practices and exists(x, base.as_of)]


def _decisions(record: Record, base: KnowledgeBase) -> list[Decision]:
    on = {lesson.id for lesson in _lessons(record, base)}
    return [x for x in base.decisions.values() if not on.isdisjoint(x.lessons)]


def _sources(blocks: Iterable[Block], base: KnowledgeBase) -> Iterator[Block]:
    """What the blocks cite, each source with its address."""
    cited = dict.fromkeys(id for id in ids_in(list(blocks)) if id in base.sources)
    if cited:
        yield heading(2, words(base)("Sources"))
        yield sources((id, source_entry(base.sources[id], base)) for id in cited)


def links(id: str, base: KnowledgeBase) -> list[Record]:
    """The records that one leads to and those that name it, to read on."""
    record = find(id, base)
    found = {other.id: other for other in (*leads_to(record, base), *named_by(record, base))}
    return [x for x in found.values() if not isinstance(x, Document) or exists(x, base.as_of)]


def citation(id: str, base: KnowledgeBase) -> str:
    """A record as others may cite it: title, partner, its sources, and the day it was read."""
    record, t = find(id, base), words(base)
    partner = base.partners.get(getattr(record, "partner", ""))
    rests = [x for x in dict.fromkeys(references(record)) if x in base.sources]
    sources = [_source(base.sources[x], base) for x in ([id] if id in base.sources else rests)]
    title = str(getattr(base.settings.title, base.language))
    parts = [
        name_of(record, base) if id not in base.sources else "",
        partner.name if partner else "",
        t("Sources: {list}", list="; ".join(sources)) if sources else "",
        t("{title}, state of {day}", title=title, day=t.day(base.as_of)),
    ]
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )


def _source(source: Source, base: KnowledgeBase) -> str:
    t, dated = words(base), source.issued.text != "unknown"
    issued = t.date(source.issued) if dated else t("undated")
    by = f"{organisation(source.publisher, base)}, {issued}"
    return " ".join(filter(None, [f"{source.title} ({by})", source.URL or source.archive]))
