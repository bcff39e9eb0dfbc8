"""The rules: what must hold in a record, alone and among the others. One short generator each."""

from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from kb.base import KnowledgeBase
from kb.chronology import nothing_lies_ahead, typed_by_now
from kb.fields import Loc, Ref, leaves
from kb.files import Folder
from kb.parts import Value
from kb.problem import Problem, did_you_mean, shown
from kb.records import (
    Decision,
    Document,
    Exchange,
    Lesson,
    Practice,
    Record,
    Source,
    Theme,
)
from kb.references import dangling, not_there, paragraphs_cite, references_exist
from kb.shape import Finding, name_of
from kb.translations import check_translation

Rule = Callable[[Any, KnowledgeBase], Iterator[Finding]]


def lists_name_each_once(record: Record, base: KnowledgeBase) -> Iterator[Finding]:
    """What stands twice in a list, such as a theme or a piece of evidence, would count twice."""
    for name, items in record:
        if not isinstance(items, tuple) or name == "body":
            continue
        for number, item in enumerate(items):
            if item not in items[:number]:
                continue
            if isinstance(item, str):
                yield (name, number), f"{shown(item)} stands twice in {name}; keep one of the two"
            else:
                first = f"{name} {items.index(item) + 1}"
                yield (name, number), f"{name} {number + 1} repeats {first}; keep one of the two"


def headings_are_known(record: Document, base: KnowledgeBase) -> Iterator[Finding]:
    """A body has the headings of its kind of record, each once, so that reports can place it."""
    seen: set[str] = set()
    for number, section in enumerate(record.body):
        loc = ("body", number)
        if section.heading not in record.headings:
            remedy = did_you_mean(section.heading, record.headings)
            yield loc, f"heading {shown(section.heading)} is not known{remedy}"
        elif section.heading in seen:
            yield loc, f"heading {shown(section.heading)} stands twice; join the two parts"
        seen.add(section.heading)
        if not section.paragraphs:
            yield (
                loc,
                f"nothing stands under {shown(section.heading)}; write a paragraph or delete it",
            )


def organiser_is_named(practice: Practice, base: KnowledgeBase) -> Iterator[Finding]:
    """Where a partner does not run a practice itself, we say who does."""
    if practice.role != "runs" and not practice.run_by:
        message = f"role is {practice.role!r} but run_by is missing; add who runs it"
        yield ("role",), message


def only_ours_follows(practice: Practice, base: KnowledgeBase) -> Iterator[Finding]:
    """`follows` says that a practice of our own seems to follow a lesson."""
    known = base.settings.ours in base.partners
    if practice.follows and known and practice.partner != base.settings.ours:
        yield ("follows",), f"only practices of {base.settings.ours!r} follow a lesson; delete it"


def somebody_met(exchange: Exchange, base: KnowledgeBase) -> Iterator[Finding]:
    """An exchange says who took part: hosts, guests, whom they met, or others without a record."""
    if not (exchange.hosts or exchange.guests or exchange.met or exchange.others):
        yield ("title",), "the exchange is of nobody; add hosts, guests or others"
    for name, others in (("guests", exchange.hosts), ("met", exchange.hosts + exchange.guests)):
        for number, id in enumerate(getattr(exchange, name)):
            if id in others:
                message = f"{id!r} stands on both sides of the exchange; keep it on one"
                yield (name, number), message


def source_can_be_found(source: Source, base: KnowledgeBase) -> Iterator[Finding]:
    """A source has an address or an archive, so that others can read it."""
    if not source.URL and not source.archive:
        yield ("id",), "nobody can find this source; add `URL: ...` or `archive: ...`"


def authors_have_names(source: Source, base: KnowledgeBase) -> Iterator[Finding]:
    """An author is a person with a family name, or one literal name."""
    for number, author in enumerate(source.author):
        if not author.family and not author.literal:
            message = "an author without a name; add `family: ...` or `literal: ...`"
            yield ("author", number), message


def lesson_has_origin(lesson: Lesson, base: KnowledgeBase) -> Iterator[Finding]:
    """A lesson comes from practices or from an exchange."""
    if not lesson.practices and not lesson.exchange:
        yield ("statement",), "the lesson comes from nowhere; add practices or an exchange"


def lesson_is_complete(lesson: Lesson, base: KnowledgeBase) -> Iterator[Finding]:
    """Only a draft may lack evidence or a recommendation."""
    if lesson.draft:
        return
    if not lesson.evidence:
        yield ("statement",), "a lesson needs evidence; add it, or mark it `draft: true`"
    if not lesson.recommendation:
        yield ("statement",), "a lesson needs a recommendation; add it, or mark it `draft: true`"


def limits_are_echoed(lesson: Lesson, base: KnowledgeBase) -> Iterator[Finding]:
    """What limits a lesson stands where a reader looks for it: in `not_when`."""
    for number, item in enumerate(lesson.evidence):
        if item.stance == "limits" and not lesson.not_when and not lesson.draft:
            yield ("evidence", number), "this limits the lesson; say in not_when where it fails"


def broader_themes_end(theme: Theme, base: KnowledgeBase) -> Iterator[Finding]:
    """A theme is not, by way of its broader themes, broader than itself."""
    if theme.id in _chain(theme.broader, lambda id: base.themes[id].broader, base.themes):
        yield ("broader",), f"theme {theme.id!r} is broader than itself; break the circle"


def superseding_ends(decision: Decision, base: KnowledgeBase) -> Iterator[Finding]:
    """A decision does not, by way of those it supersedes, supersede itself."""
    before = _chain(decision.supersedes, lambda id: base.decisions[id].supersedes, base.decisions)
    if decision.id in before:
        yield ("supersedes",), f"decision {decision.id!r} supersedes itself; break the circle"
    earlier = base.decisions.get(decision.supersedes or "")
    if earlier and earlier.date > decision.date and decision.id not in before:
        message = f"it supersedes {earlier.id!r} of a later day, {earlier.date}"
        yield ("supersedes",), f"{message}; correct one of the dates, or let that one supersede it"


def _chain(
    id: str | None, following: Callable[[str], str | None], known: Container[str]
) -> set[str]:
    """All that a chain of references leads to, each once."""
    found: set[str] = set()
    while id is not None and id in known and id not in found:
        found.add(id)
        id = following(id)
    return found


def values_are_whole(record: Document, base: KnowledgeBase) -> Iterator[Finding]:
    """A figure says when (`unknown` is an answer; a year says it itself), money its currency."""
    for number, value in enumerate(getattr(record, "values", ())):
        yield from _whole(value, ("values", number), base)


def _whole(value: Value, loc: Loc, base: KnowledgeBase) -> Iterator[Finding]:
    if value.metric not in base.metrics:
        return
    unit, figure = base.metrics[value.metric].unit, (*loc, "value")
    if value.year is None and value.period is None and unit != "year":
        yield loc, "the figure has neither year nor period; add `year: 2019` or `year: unknown`"
    if value.year is not None and value.period is not None:
        yield loc, "the figure has both year and period; keep one of the two"
    if unit == "count" and value.value % 1:
        yield figure, f"{value.value} {value.metric} are no whole number; write one without a point"
    if unit == "year" and value.value % 1:
        yield figure, f"{value.value} is no year; write a whole one"
    if unit in ("count", "area", "length", "year") and value.value < 0:
        yield figure, f"{value.value} {value.metric} are fewer than none; check the sign"
    if unit == "money" and not value.currency:
        yield loc, "the sum has no currency; add one like `currency: EUR`"
    if unit != "money" and value.currency:
        yield (*loc, "currency"), f"metric {value.metric!r} is not money; delete the currency"


def changes_follow(record: Document, base: KnowledgeBase) -> Iterator[Finding]:
    """A record is changed or withdrawn after it was added, not before."""
    days: dict[Loc, date] = {
        ("revised", n, "date"): revision.date for n, revision in enumerate(record.revised)
    }
    if record.withdrawn:
        days["withdrawn", "date"] = record.withdrawn.date
    for loc, day in days.items():
        if day < record.added:
            what = f"{name_of(loc)} {day} is before the record was added, {record.added}"
            yield loc, f"{what}; correct one of the two"


RULES: tuple[tuple[type[Record], Rule], ...] = (
    (Record, references_exist),
    (Document, headings_are_known),
    (Document, paragraphs_cite),
    (Document, values_are_whole),
    (Document, lists_name_each_once),
    (Document, nothing_lies_ahead),
    (Document, changes_follow),
    (Source, source_can_be_found),
    (Source, authors_have_names),
    (Theme, broader_themes_end),
    (Decision, superseding_ends),
    (Practice, organiser_is_named),
    (Practice, only_ours_follows),
    (Exchange, somebody_met),
    (Lesson, lesson_has_origin),
    (Lesson, lesson_is_complete),
    (Lesson, limits_are_echoed),
)


GENERAL = 3  # so many rules of the first rows hold for a record of which only a part is right


def check(base: KnowledgeBase, folder: Folder, today: date | None = None) -> list[Problem]:
    """Every problem that a rule finds in a base; without `today` none of days that are to come.

    A translation is judged once its original is right: what is mended there changes it.
    """
    problems = list(_empty_vocabularies(base, folder))
    base = replace(base, broken=base.broken | {f"{noun}s" for noun in folder.empty})
    problems += [
        base.places[record.id].problem(loc, message)
        for record in base.records()
        for loc, message in _findings(record, base, RULES)
    ]
    problems += [
        entry.place.problem(loc, message)
        for entry in folder.partial
        for loc, message in _findings(entry.record, base, RULES[:GENERAL])
    ]
    if today:
        problems += [
            base.places[record.id].problem(loc, message)
            for record in base.records()
            for loc, message in typed_by_now(record, today)
        ]
    if dangling("partner", base.settings.ours, base):
        message = not_there("partner", base.settings.ours, base)
        problems.append(folder.settings_place.problem(("ours",), message))
    wrong = {problem.path for problem in (*folder.problems, *problems)}
    documents = base.documents()
    for translation in folder.translations:
        original = translation.place.path.with_name(f"{translation.original}.md")
        if original not in wrong:
            problems += check_translation(translation, documents, base.broken)
    return problems


def _empty_vocabularies(base: KnowledgeBase, folder: Folder) -> Iterator[Problem]:
    """A list that is empty though records refer to it is one mistake, not one a reference."""
    for noun in folder.empty:
        found = (leaf.marks for record in base.records() for leaf in leaves(record))
        if any(Ref(noun) in marks for marks in found):
            message = f"no {noun} stands here, but records name some; write them into this file"
            yield Problem(folder.path / f"{noun}s.yaml", 1, message)


def _findings(
    record: Record, base: KnowledgeBase, rules: tuple[tuple[type[Record], Rule], ...]
) -> Iterator[Finding]:
    for cls, rule in rules:
        if isinstance(record, cls):
            yield from rule(record, base)
