"""How firmly the records of a slice stand: what a report says of itself on its last page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kb import compare
from kb.appraise import case_of
from kb.base import KnowledgeBase
from kb.freshness import outdated, stale
from kb.records import Lesson, Partner, Practice, Project
from kb.selection import translated

Name = Literal[
    "two voices", "effect", "sealed", "primary", "inferred", "stale", "outdated", "translated",
    "checked",
]  # fmt: skip


@dataclass(frozen=True)
class Check:
    """Of `all` records, or places in records, those that a check found."""

    name: Name
    found: tuple[str, ...]
    all: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share, in whole percent; only what is all is 100, and only nothing 0."""
        share = 100 * len(self.found) / max(1, len(self.all))
        return round(share) if share in (0, 100) else min(99, max(1, round(share)))


def checks(base: KnowledgeBase) -> Iterator[Check]:
    """Evidence, seals, sources, worked-out figures, freshness and translation of a slice."""
    lessons = compare.lessons(base)
    shown: list[Practice | Lesson] = [*base.practices.values(), *lessons]
    ids = tuple(record.id for record in shown)
    yield _check("two voices", (x.id for x in lessons if _voices(x, base) > 1), _ids(lessons))
    yield _check("effect", _ids(filter(compare.effect_is_studied, lessons)), _ids(lessons))
    pieces = {f"{r.id}/evidence/{n}": item for r in shown for n, item in enumerate(r.evidence)}
    yield _check("sealed", (place for place, item in pieces.items() if item.seal), pieces)
    sources = base.sources.values()
    yield _check("primary", (s.id for s in sources if s.grade == "primary"), base.sources)
    owners: list[Partner | Practice | Project] = []
    owners += [*base.partners.values(), *base.practices.values(), *base.projects.values()]
    values = {f"{r.id}/values/{n}": v for r in owners for n, v in enumerate(r.values)}
    yield _check("inferred", (place for place, value in values.items() if value.inferred), values)
    yield _check("stale", (record.id for record in shown if stale(record, base)), ids)
    yield _check("outdated", (record.id for record in shown if outdated(record, base)), ids)
    documents = base.documents()
    originals = {id: record for id, record in base.whole.documents().items() if id in documents}
    done = tuple(translated(base.translations, originals))
    unread = {entry.original for entry in base.translations if entry.unchecked}
    yield _check("translated", done, documents)
    yield _check("checked", (id for id in done if id not in unread), done)


def _check(name: Name, found: Iterable[str], all: Iterable[str]) -> Check:
    return Check(name, tuple(found), tuple(all))


def _ids(records: Iterable[Lesson]) -> tuple[str, ...]:
    return tuple(record.id for record in records)


def _voices(lesson: Lesson, base: KnowledgeBase) -> int:
    case = case_of(lesson, base.whole)
    return len({voice for voice, _ in case.having("supports")})
