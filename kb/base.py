"""The knowledge base as a whole: every record by its id, and slices of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from kb.asof import last_change, on_day
from kb.dates import day_before, parse_day
from kb.files import Folder, Place, TranslationEntry
from kb.language import ENGLISH
from kb.problem import KbError
from kb.records import (
    DOCUMENTS,
    VOCABULARIES,
    Decision,
    Document,
    Exchange,
    Lesson,
    Metric,
    Partner,
    Practice,
    Project,
    Record,
    Settings,
    Source,
    Theme,
)
from kb.selection import alike, check_known, keep, meets, on, partners_of, references, translated

R = TypeVar("R", bound=Record)
T = TypeVar("T")
ORDER: tuple[type[Record], ...] = (*DOCUMENTS, *VOCABULARIES)


@dataclass(frozen=True)
class KnowledgeBase:
    """All records, or a slice of them, as of a day.

    Each mapping goes from id to record, in the order of ids; vocabularies keep their file's order,
    a slice has its partners as asked for, our own last. `gone` are those withdrawn by then.
    """

    settings: Settings
    as_of: date
    partners: Mapping[str, Partner]
    projects: Mapping[str, Project]
    exchanges: Mapping[str, Exchange]
    practices: Mapping[str, Practice]
    lessons: Mapping[str, Lesson]
    decisions: Mapping[str, Decision]
    sources: Mapping[str, Source]
    themes: Mapping[str, Theme]
    metrics: Mapping[str, Metric]
    language: str = ENGLISH  # in which the texts are, where a translation has them
    english: frozenset[str] = frozenset()  # of a base in another language: records left in English
    translations: tuple[TranslationEntry, ...] = field(default=(), repr=False, compare=False)
    uncut: "KnowledgeBase | None" = field(default=None, repr=False, compare=False)
    before: "KnowledgeBase | None" = field(default=None, repr=False, compare=False)
    gone: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    broken: frozenset[str] = frozenset()  # ids of records that are there but have problems
    _known: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, folder: Folder) -> "KnowledgeBase | None":
        """The base that a folder's records make; None where the folder has no settings."""
        if folder.settings is None:
            return None
        records = [entry.record for entry in folder.entries]
        kinds = {f"{t.noun}s": _of_type(records, t) for t in ORDER}
        newest = max(map(last_change, _of_type(records, Document).values()), default=date.min)
        return cls(
            settings=folder.settings, as_of=newest, broken=frozenset(folder.broken),
            places={entry.record.id: entry.place for entry in folder.entries},
            translations=tuple(folder.translations), **kinds,  # type: ignore[arg-type]
        )  # fmt: skip

    def records(self) -> Iterator[Record]:
        """Every record, partners first, vocabularies last."""
        for cls in ORDER:
            yield from self.of_kind(cls.noun).values()

    def of_kind(self, noun: str) -> Mapping[str, Record]:
        """The records of one kind by id; `noun` is its singular: practice, source..."""
        found: Mapping[str, Record] = getattr(self, f"{noun}s")
        return found

    def documents(self) -> dict[str, Document]:
        """The records that have a file of their own, by id; these are translated."""
        found = (record for cls in DOCUMENTS for record in self.of_kind(cls.noun).values())
        return {record.id: record for record in found if isinstance(record, Document)}

    @property
    def whole(self) -> "KnowledgeBase":
        """The base in English that this is a slice of, as of the same day: what is computed rests
        on all of it.
        """
        return self.uncut or self

    @property
    def machine_made(self) -> frozenset[str]:
        """The records that are shown as a machine translated them and nobody has checked."""
        here = self.documents()
        return frozenset(
            entry.original
            for entry in self.translations
            if entry.language == self.language and entry.original in here.keys() - self.english
            if entry.unchecked
        )

    @property
    def ours(self) -> Partner:
        """The centre whose knowledge base this is."""
        return self.partners[self.settings.ours]

    def themes_of(self, lesson: Lesson) -> tuple[str, ...]:
        """A lesson's themes: its own, else those of its practices and exchange."""
        if lesson.themes:
            return lesson.themes
        found = [
            t for p in lesson.practices if p in self.practices for t in self.practices[p].themes
        ]
        if lesson.exchange in self.exchanges:
            found += self.exchanges[str(lesson.exchange)].themes
        return tuple(dict.fromkeys(found))

    def slice(
        self,
        *,
        partners: Iterable[str] = (),
        themes: Iterable[str] = (),
        practice: str = "",
        host: str = "",
        as_of: str = "",
        since: str = "",
        language: str = ENGLISH,
    ) -> "KnowledgeBase":
        """What a report may see: practices of some partners on some themes and what hangs on them,
        or one practice with what it taught and its like elsewhere.

        `partners` and `themes` are ids, none meaning all; our own centre is always in it.
        `practice` and `host` (a partner whom we visit) are ids, empty meaning none. `as_of` is a
        full date, empty meaning the day of the newest record; `since` is a full date or a span
        before it, such as 1 month: the slice as it was then is its `before`. `language` is that of
        the texts. KbError names an unknown id, and one that is not in the data on that day.
        """
        day = parse_day(as_of, "as_of") if as_of else self.as_of
        asked = [*partners, host] if host else [*partners]
        check_known("partner", asked, self.partners)
        check_known("theme", wanted := list(themes), self.themes)
        check_known("practice", [practice] if practice else [], self.practices)
        if host == self.settings.ours:
            raise KbError(f"host {host!r} is our own centre; take a partner that we visit")
        cut = partial(self._cut, list(partners), wanted, practice, host, language)
        part = cut(day)
        for id in (*filter(None, [practice]), *asked, self.settings.ours):
            if id not in part.partners and id not in part.practices:
                noun = "practice" if id == practice else "partner"
                raise KbError(f"{noun} {id!r} is not in the data on {day}; take another as_of")
        return replace(part, before=cut(day_before(since, day, "since"))) if since else part

    def _cut(
        self,
        partners: list[str],
        themes: list[str],
        practice: str,
        host: str,
        language: str,
        day: date,
    ) -> "KnowledgeBase":
        """A slice as of a day: of what is asked for, what was there then."""
        here = self._once(language, lambda: self.in_language(language))
        now = self._once((language, day), lambda: replace(here._as_of(day), uncut=self._as_of(day)))
        if practice:
            return now._around(practice)._closed(now)
        if host:
            return now._of_host(host)._closed(now)
        ours = self.settings.ours
        chosen = (*(id for id in partners or self.partners if id != ours), ours)
        present = tuple(id for id in chosen if id in now.partners)
        return now._about(present, set(themes or self.themes))._closed(now)

    def in_language(self, language: str) -> "KnowledgeBase":
        """The base in another language: each record with a translation that is up to date in it."""
        if language == ENGLISH:
            return self
        entries = [entry for entry in self.translations if entry.language == language]
        kinds: dict[str, dict[str, Record]] = {}
        english: set[str] = set()
        for cls in DOCUMENTS:
            records = self.of_kind(cls.noun)
            kinds[f"{cls.noun}s"] = {**records, **(ready := translated(entries, records))}
            english |= records.keys() - ready.keys()
        return replace(self, language=language, english=frozenset(english), **kinds)  # type: ignore[arg-type]

    def _about(self, chosen: tuple[str, ...], wanted: set[str]) -> "KnowledgeBase":
        """The practices of some partners on some themes, and what hangs on these."""
        practices = keep(
            self.practices, lambda p: p.partner in chosen and not wanted.isdisjoint(p.themes)
        )
        exchanges = keep(self.exchanges, lambda e: self._concerns(e, set(chosen)))
        lessons = keep(
            self.lessons,
            lambda x: (
                (not set(practices).isdisjoint(x.practices) or x.exchange in exchanges)
                and not wanted.isdisjoint(self.themes_of(x))
            ),
        )
        return replace(
            self,
            partners={id: self.partners[id] for id in chosen},
            projects=keep(self.projects, lambda p: not set(chosen).isdisjoint(p.partners)),
            exchanges=exchanges,
            practices=practices,
            lessons=lessons,
            decisions=keep(self.decisions, lambda d: not set(lessons).isdisjoint(d.lessons)),
            themes=keep(self.themes, lambda theme: theme.id in wanted),
        )

    def _around(self, id: str) -> "KnowledgeBase":
        """A practice, what it taught, its like at other partners, and exchanges on its themes."""
        if id not in self.practices:
            return self._about((), set())
        practice = self.practices[id]
        shown = [practice, *alike(practice, self.practices.values())]
        ours = {self.settings.ours} & set(self.partners)
        whom = tuple(dict.fromkeys((*(p.partner for p in shown), *ours)))
        part = self._about(whom, {theme for p in shown for theme in p.themes})
        met = keep(part.exchanges, lambda e: meets(e, practice.partner, practice.themes))
        return part._taught_by({id}, {p.id: p for p in shown}, exchanges=met)

    def _of_host(self, host: str) -> "KnowledgeBase":
        """What a host does and taught, and exchanges with it; all partners, to compare figures."""
        part = self._about((host, self.settings.ours), set(self.themes))
        own = keep(part.practices, lambda p: p.partner == host)
        return part._taught_by(set(own), own, partners=self.partners)

    def _taught_by(
        self, ids: set[str], practices: Mapping[str, Practice], **kinds: Mapping[str, Record]
    ) -> "KnowledgeBase":
        """A slice with these practices, and the lessons that some of them taught."""
        lessons = keep(self.lessons, lambda x: not ids.isdisjoint(x.practices))
        decisions = keep(self.decisions, lambda d: not set(lessons).isdisjoint(d.lessons))
        made = replace(self, practices=practices, lessons=lessons, decisions=decisions, projects={})
        return replace(made, **kinds)  # type: ignore[arg-type]

    def _concerns(self, exchange: Exchange, chosen: Iterable[str]) -> bool:
        """Whether an exchange was with one of these partners, asks one, or was with none at all."""
        others = partners_of(exchange) - {self.settings.ours}
        return not others or not others.isdisjoint(chosen)

    def known_on(self, as_of: str, language: str = ENGLISH) -> "KnowledgeBase":
        """Every record that was typed by the end of a day, drafts and withdrawn ones too: to be
        read, not to be reported. `as_of` and `language` as for `slice`.
        """
        day = parse_day(as_of, "as_of") if as_of else self.as_of
        whole = self._as_of(day)
        here = self.in_language(language)
        kinds = {
            f"{cls.noun}s": {
                id: on_day(record, day, record.added)
                for id, record in here.of_kind(cls.noun).items()
                if isinstance(record, Document) and record.added <= day
            }
            for cls in DOCUMENTS
        }
        return replace(here, as_of=day, uncut=whole, **kinds)  # type: ignore[arg-type]

    def _closed(self, now: "KnowledgeBase") -> "KnowledgeBase":
        """Of sources and metrics only those that a record here, out of `now`, refers to."""
        used: set[str] = set()
        for record in self.records():
            used |= now._once(("refers to", record.id), partial(set, references(record)))
        sources = keep(self.sources, lambda source: source.id in used)
        return replace(self, sources=sources, metrics=keep(self.metrics, lambda m: m.id in used))

    def _as_of(self, day: date) -> "KnowledgeBase":
        """The base as it stood at the end of a day: what came later is not in it."""
        kinds = {f"{cls.noun}s": on(day, self.of_kind(cls.noun)) for cls in DOCUMENTS}
        gone = keep(self.documents(), lambda x: bool(x.withdrawn and x.withdrawn.date <= day))
        return replace(self, as_of=day, gone=gone, **kinds)  # type: ignore[arg-type]

    def _once(self, key: object, make: Callable[[], T]) -> T:
        """What was made for this key before: a plan cuts a thousand slices of few bases."""
        found: T = self._known[key] if key in self._known else self._known.setdefault(key, make())
        return found


def _of_type(records: Iterable[Record], cls: type[R]) -> dict[str, R]:
    return {record.id: record for record in records if isinstance(record, cls)}
