"""What search knows of a record: its texts in English and Latvian, and the labels to filter by."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb import tables
from kb.appraise import certainty, standing
from kb.asof import exists
from kb.base import KnowledgeBase
from kb.fields import CITATION, Leaf, Translated, leaves
from kb.records import (
    Decision,
    Document,
    Exchange,
    Lesson,
    Partner,
    Practice,
    Project,
    Record,
    Source,
)
from kb.selection import shown
from kb.wording import NOUNS, STATUSES, label, name_of, words

LATVIAN = "lv"
FIELDS = ("title", "summary", "evidence", "text", "about")
"""Where a record's words stand, the weightiest first. `about` holds what others say of it: its
themes with their other words, its partners, and the titles of practices and lessons linked to it.
The words of an `id` count as a title's.
"""
FIELD_OF = {
    "title": "title", "name": "title", "native_name": "title", "statement": "title",
    "reason": "title", "id": "id", "summary": "summary", "recommendation": "summary",
    "who": "text", "action": "summary", "note": "summary", "evidence": "evidence",
    "replications": "evidence", "outcomes": "evidence", "open_questions": "evidence",
}  # fmt: skip
NAMES = {
    "id", "title", "note", "native_name", "number", "organisation", "voice", "publisher", "family",
    "literal",
}  # fmt: skip
ASIDE = {"revised", "withdrawn", "inferred", "use", "method", "indirect", "resolved", "heading"}
"""Texts about the typing of a record, not about its subject."""


@dataclass(frozen=True)
class Passage:
    """One text of a record: the field where it stands, its language, and its words."""

    field: str
    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A record as it is searched; `titles` by language, `labels` such as theme:schools."""

    id: str
    noun: str
    titles: dict[str, str]
    passages: tuple[Passage, ...]
    labels: tuple[str, ...]


def entries(base: KnowledgeBase) -> Iterator[Entry]:
    """Every record that a report may show, and every source, with all that is said of each."""
    bases = (base, base.in_language(LATVIAN))
    shown_here = [record for record in base.records() if _is_found(record, base)]
    said = [_said(one, {record.id for record in shown_here}) for one in bases]
    links = _links(base)
    for record in shown_here:
        titles: dict[str, str] = {}
        found: list[Passage] = []
        for one, known in zip(bases, said, strict=True):
            if record.id not in one.english:
                titles[one.language] = _title(record.id, record.noun, one)
                found += _passages(one.of_kind(record.noun)[record.id], one.language)
            found += known.get(record.id, ())
            found += (Passage("about", one.language, text) for text in _about(record, links, one))
        yield Entry(record.id, record.noun, titles, tuple(found), tuple(_labels(record, base)))


def _is_found(record: Record, base: KnowledgeBase) -> bool:
    if isinstance(record, Document):
        return exists(record, base.as_of) and shown(record)
    return isinstance(record, Source)


def _title(id: str, noun: str, base: KnowledgeBase) -> str:
    record = base.of_kind(noun)[id]
    own = record.lv.title if isinstance(record, Source) and base.language == LATVIAN else None
    return own or name_of(record, base)


def _passages(record: Record, language: str) -> Iterator[Passage]:
    """The record's own texts; those of a source are English but for its keys below `lv`."""
    for leaf in leaves(record):
        keys = [key for key in leaf.loc if isinstance(key, str)]
        spoken = isinstance(record, Source) and (keys[0] == LATVIAN) != (language == LATVIAN)
        if _is_words(leaf, keys) and not spoken:
            text = CITATION.sub("", leaf.value).replace("*", "")
            field = next((FIELD_OF[key] for key in reversed(keys) if key in FIELD_OF), "text")
            yield Passage(field, language, " ".join(text.split()))


def _is_words(leaf: Leaf, keys: list[str]) -> bool:
    if not isinstance(leaf.value, str) or not ASIDE.isdisjoint(keys):
        return False
    return keys[-1] in NAMES or any(isinstance(mark, Translated) for mark in leaf.marks)


def _said(base: KnowledgeBase, ids: set[str]) -> dict[str, list[Passage]]:
    """What some records say that a source says, by the source's id."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for id, _, item in tables.evidence(base):
        if id in ids and id not in base.english:
            found[item.source].append(Passage("text", base.language, item.says))
    return found


def _links(base: KnowledgeBase) -> dict[str, list[Lesson | Practice]]:
    """Of each practice its lessons, and of each lesson its practices."""
    found: dict[str, list[Lesson | Practice]] = defaultdict(list)
    for lesson in base.lessons.values():
        for practice in (base.practices[id] for id in lesson.practices if id in base.practices):
            found[practice.id].append(lesson)
            found[lesson.id].append(practice)
    return found


def _about(
    record: Record, links: dict[str, list[Lesson | Practice]], base: KnowledgeBase
) -> Iterator[str]:
    """What others say of a record: its themes, its partners, and what is linked to it."""
    for theme in (base.themes[id] for id in _themes(record, base) if id in base.themes):
        yield getattr(theme.label, base.language)
        yield from getattr(theme.alternative, base.language)
    for partner in (base.partners[id] for id in _partners(record, base) if id in base.partners):
        yield f"{partner.name}, {partner.city}"
    for other in links.get(record.id, ()):
        if other.id not in base.english and _is_found(other, base):
            yield _title(other.id, other.noun, base)


def label_words(base: KnowledgeBase) -> dict[str, str]:
    """What else the labels of filters can be called, in both languages."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in (base, base.in_language(LATVIAN)):
        for theme in one.themes.values():
            alternative = getattr(theme.alternative, one.language)
            found[f"theme:{theme.id}"] += [label(theme, one), *alternative]
        for partner in one.partners.values():
            found[f"partner:{partner.id}"] += [partner.name, partner.native_name, partner.city]
        for kind, words_of_kind in (("status", STATUSES), ("type", NOUNS)):
            for id, text in words_of_kind.items():
                found[_label(kind, id)].append(words(one)(text))
    return {name: " ".join(texts) for name, texts in found.items()}


def _label(kind: str, id: str) -> str:
    return f"{kind}:{id.replace(' ', '-')}"


def _themes(record: Record, base: KnowledgeBase) -> tuple[str, ...]:
    return base.themes_of(record) if isinstance(record, Lesson) else getattr(record, "themes", ())


def _partners(record: Record, base: KnowledgeBase) -> tuple[str, ...]:
    match record:
        case Practice():
            return (record.partner,)
        case Project():
            return record.partners
        case Exchange():
            return (*record.hosts, *record.guests, *record.met)
        case Lesson():
            practices = (base.practices.get(id) for id in record.practices)
            whose = [practice.partner for practice in practices if practice]
            exchange = base.exchanges.get(record.exchange or "")
            return (*whose, *(exchange.hosts if exchange else ()))
        case Decision():
            lessons = (base.lessons[id] for id in record.lessons if id in base.lessons)
            return tuple(id for lesson in lessons for id in _partners(lesson, base))
    return (record.id,) if isinstance(record, Partner) else ()


def _labels(record: Record, base: KnowledgeBase) -> Iterator[str]:
    """What a record can be filtered by; of a lesson also what is computed of it."""
    yield f"type:{record.noun}"
    yield from (f"theme:{id}" for id in _themes(record, base))
    yield from dict.fromkeys(f"partner:{id}" for id in _partners(record, base))
    if isinstance(record, Lesson):
        yield _label("status", standing(record, base).status)
        yield f"certainty:{certainty(record, base).level}"
