"""Partners side by side: what each does best, coverage, profiles, series of figures, conflicts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from kb.appraise import LEVELS, Level, certainty, standing
from kb.base import KnowledgeBase
from kb.parts import KINDS, Kind, Value
from kb.records import Decision, Lesson, Metric, Partner, Practice, Theme

SET_ASIDE = ("parked", "rejected")


@dataclass(frozen=True)
class Series:
    """Figures of one partner that may stand on one line: same metric, scope and method."""

    partner: Partner
    metric: Metric
    scope: str | None
    method: str | None
    values: tuple[Value, ...]  # in the order of their years, each year known


@dataclass(frozen=True)
class Conflict:
    """Two or more figures of different sources for the same thing and time."""

    partner: Partner
    metric: Metric
    values: tuple[Value, ...]  # the one that leads first


def practices_of(base: KnowledgeBase, partner: str) -> list[Practice]:
    """A partner's practices: those it runs first, best evidenced first, then by id."""
    own = [practice for practice in base.practices.values() if practice.partner == partner]
    return sorted(own, key=lambda p: (p.role not in ("runs", "co-runs"), *_weakness(p, base), p.id))


def best_of(base: KnowledgeBase, partner: str, count: int) -> list[Practice]:
    """What a partner does best: what it runs itself and has taught the most certain lesson on what
    worked, then the rest.
    """
    taught: dict[str, int] = {}
    for lesson in (x for x in lessons(base) if x.polarity == "worked"):
        for id in lesson.practices:
            taught[id] = max(taught.get(id, 0), certainty(lesson, base).level)
    known = [practice for practice in practices_of(base, partner) if practice.id in taught]
    return sorted(known, key=lambda p: (p.role not in ("runs", "co-runs"), -taught[p.id]))[:count]


def _weakness(record: Practice | Lesson, base: KnowledgeBase) -> tuple[int, int]:
    """For sorting: by the strongest kind of direct supporting evidence, then by its voices."""
    direct = [item for item in record.evidence if item.stance == "supports" and not item.indirect]
    kinds = [KINDS.index(item.kind) for item in direct]
    voices = {item.voice or base.sources[item.source].voice for item in direct}
    return -max(kinds, default=-1), -len(voices)


def best_evidenced(practices: Iterable[Practice], base: KnowledgeBase) -> Practice | None:
    """Of some practices the one with the strongest evidence, then by id."""
    return min(practices, key=lambda p: (*_weakness(p, base), p.id), default=None)


def strongest_kind(practice: Practice, base: KnowledgeBase) -> Kind:
    """The strongest kind of direct evidence that supports a practice."""
    return KINDS[max(-_weakness(practice, base)[0], 0)]


def main_theme(practice: Practice, base: KnowledgeBase) -> str:
    """The theme that a practice is told under: its first one that the base or slice has."""
    return next(theme for theme in practice.themes if theme in base.themes)


def coverage(base: KnowledgeBase) -> pd.DataFrame:
    """How many practices each partner (columns) has on each theme (rows), ids on both."""
    count = Counter((p.partner, theme) for p in base.practices.values() for theme in p.themes)
    columns = {id: [count[id, theme] for theme in base.themes] for id in base.partners}
    return pd.DataFrame(columns, index=list(base.themes))


def gaps(base: KnowledgeBase) -> list[Theme]:
    """Themes on which a partner has a practice and we have none."""
    table = coverage(base)
    ours = table.pop(base.settings.ours)
    return [base.themes[str(id)] for id in table.index[(table.sum(axis=1) > 0) & (ours == 0)]]


def uncovered(base: KnowledgeBase) -> list[Theme]:
    """Themes on which nobody has a practice yet."""
    table = coverage(base)
    return [base.themes[str(id)] for id in table.index[table.sum(axis=1) == 0]]


def undecided(base: KnowledgeBase) -> list[Lesson]:
    """Lessons on which no decision stands: the most certain first, drafts last."""
    waiting = ("draft", "identified", "superseded")
    left = [x for x in base.lessons.values() if standing(x, base).status in waiting]
    return sorted(left, key=lambda lesson: (lesson.draft, *_rank(lesson, base)))


def lessons(base: KnowledgeBase) -> list[Lesson]:
    """The lessons that reports show: all but drafts, the most certain first."""
    shown = [lesson for lesson in base.lessons.values() if not lesson.draft]
    return sorted(shown, key=lambda lesson: _rank(lesson, base))


def _rank(lesson: Lesson, base: KnowledgeBase) -> tuple[int, tuple[int, int], str]:
    return -certainty(lesson, base).level, _weakness(lesson, base), lesson.id


def by_certainty(base: KnowledgeBase) -> dict[Level, list[str]]:
    """The ids of the lessons that reports show, by how certain they are."""
    found: dict[Level, list[str]] = {level: [] for level in LEVELS}
    for lesson in lessons(base):
        found[certainty(lesson, base).word].append(lesson.id)
    return found


def figures(base: KnowledgeBase, partner: Partner) -> tuple[Value, ...]:
    """A partner's own figures; to ours belong the results of our projects too."""
    projects = base.projects.values() if partner.id == base.settings.ours else ()
    return (*partner.values, *(v for p in projects if partner.id in p.partners for v in p.values))


def owners(base: KnowledgeBase, partner: Partner) -> list[str]:
    """The ids of the records that hold a partner's own figures."""
    ours = partner.id == base.settings.ours
    mine = [p.id for p in base.projects.values() if ours and p.values and partner.id in p.partners]
    return [partner.id, *mine]


def effect_is_studied(lesson: Lesson) -> bool:
    """Whether measured or evaluated evidence speaks for an effect, not only that it runs."""
    return any(
        item.shows == "effect" and item.stance == "supports" and item.kind in KINDS[2:]
        for item in lesson.evidence
    )


def profile(base: KnowledgeBase) -> Iterator[tuple[Metric, list[list[Value]]]]:
    """For each metric that any partner has: per partner, the newest figure of each series.

    Where sources disagree the leading one stands for the series. The newest series comes first.
    """
    for metric in base.metrics.values():
        row = [
            sorted(_newest(figures(base, partner), metric), key=_recent, reverse=True)
            for partner in base.partners.values()
        ]
        if any(row):
            yield metric, row


def _newest(values: Iterable[Value], metric: Metric) -> Iterator[Value]:
    groups: dict[tuple[str | None, str | None], list[Value]] = {}
    for value in values:
        if value.metric == metric.id:
            groups.setdefault((value.scope, value.method), []).append(value)
    for series in groups.values():
        dated = sorted(series, key=lambda value: value.when)
        newest = [v for v in dated if v.when.earliest] or dated
        yield _leading(v for v in newest if v.when == newest[-1].when)


def _recent(value: Value) -> date:
    return value.when.earliest or date.min


def _leading(values: Iterable[Value]) -> Value:
    """Of figures for the same time, the one marked `use`, else the first."""
    found = list(values)
    return next((value for value in found if value.use), found[0])


def series(base: KnowledgeBase, metric: str) -> list[Series]:
    """The lines of a metric with two or more dated years; scopes and methods are never joined."""
    return [found for found in _all_series(base, metric) if len(found.values) > 1]


def single_values(base: KnowledgeBase, metric: str) -> list[tuple[Partner, Value]]:
    """The figures of a metric that no line of `series` holds: alone, or without a year."""
    drawn = {id(value) for found in series(base, metric) for value in found.values}
    return [
        (partner, value)
        for partner in base.partners.values()
        for value in partner.values
        if value.metric == metric and id(value) not in drawn
    ]


def _all_series(base: KnowledgeBase, metric: str) -> Iterator[Series]:
    for partner in base.partners.values():
        groups: dict[tuple[str | None, str | None], dict[int, list[Value]]] = {}
        for value in partner.values:
            if value.metric == metric and (year := value.when.year):
                years = groups.setdefault((value.scope, value.method), {})
                years.setdefault(year, []).append(value)
        for (scope, method), years in groups.items():
            values = tuple(_leading(years[year]) for year in sorted(years))
            yield Series(partner, base.metrics[metric], scope, method, values)


@dataclass(frozen=True)
class Rate:
    """A figure for each unit of another: of one partner, one time and scopes that fit."""

    value: Value
    by: Value
    of: tuple[str, str]  # where both stand: places in records

    @property
    def amount(self) -> Decimal:
        """The quotient, to three significant digits and no more decimals than two."""
        exact = self.value.value / self.by.value
        digits = min(2, max(0, 2 - exact.adjusted())) if exact else 0
        return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def rates(base: KnowledgeBase) -> Iterator[tuple[Metric, Metric, list[list[Rate]]]]:
    """Context figures, as metrics.yaml says which metric is divided `per` which: for each pair
    that any partner has figures of, the newest quotients of each partner.
    """
    for metric in base.metrics.values():
        for by in (base.metrics[id] for id in metric.per if id in base.metrics):
            row = [_rates(partner, metric, by) for partner in base.partners.values()]
            if any(row):
                yield metric, by, row


def _rates(partner: Partner, metric: Metric, by: Metric) -> list[Rate]:
    """The quotients of the newest time that has any."""
    known = [
        (f"{partner.id}/values/{n}", value)
        for n, value in enumerate(partner.values)
        if value.when.earliest and value.value and value.qualifier not in ("planned", "expected")
    ]
    found = [
        Rate(value, divisor, (place, other))
        for place, value in known
        for other, divisor in known
        if (value.metric, divisor.metric) == (metric.id, by.id) and _fit(value, divisor, by)
    ]
    newest = max((rate.value.when for rate in found), default=None)
    return [rate for rate in found if rate.value.when == newest]


def _fit(value: Value, by: Value, metric: Metric) -> bool:
    """Whether two figures are of one time and thing; an area holds from its year on."""
    year, since = value.when.year, by.when.year
    lasting = metric.unit == "area" and bool(year and since and since <= year)
    return (value.when == by.when or lasting) and (
        value.scope == by.scope or not value.scope or not by.scope
    )


def contradicted(base: KnowledgeBase) -> list[Lesson]:
    """Lessons that evidence speaks against, settled or not."""
    return [x for x in lessons(base) if any(e.stance == "contradicts" for e in x.evidence)]


def set_aside(base: KnowledgeBase) -> list[tuple[Lesson, Decision]]:
    """Lessons that were parked or rejected, with the decision that did so."""
    found = ((lesson, standing(lesson, base)) for lesson in lessons(base))
    return [(x, now.decision) for x, now in found if now.decision and now.status in SET_ASIDE]


def numbers(base: KnowledgeBase) -> dict[str, int]:
    """The lessons of a report by id, numbered in the order in which it shows them."""
    return {lesson.id: number for number, lesson in enumerate(lessons(base), 1)}


def conflicts(base: KnowledgeBase) -> list[Conflict]:
    """Where sources give different figures for one series and time."""
    found = []
    for partner in base.partners.values():
        groups: dict[tuple[object, ...], list[Value]] = {}
        for value in partner.values:
            key = (value.metric, value.scope, value.method, value.currency, value.when)
            groups.setdefault(key, []).append(value)
        for values in groups.values():
            if len({value.value for value in values}) > 1:
                first = _leading(values)
                ordered = (first, *(value for value in values if value is not first))
                found.append(Conflict(partner, base.metrics[first.metric], ordered))
    return found
