"""Who the partners are, in figures and in words: profiles, portraits, series, conflicts."""

from collections.abc import Iterable
from itertools import groupby

from kb import charts, compare
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    about,
    bullets,
    cite,
    computed,
    entries,
    heading,
    lead,
    muted,
    paragraph,
    shows,
    strong,
    table,
)
from kb.fields import Citation
from kb.markdown import inlines
from kb.parts import Value
from kb.records import Metric, Partner
from kb.view import (
    View,
    figure_line,
    in_its_language,
    named,
    picture,
    proof,
    tally,
    unknown,
    view_of,
    worked_out,
)
from kb.wording import amount, label, words

CELL = 3  # figures of one kind that a cell of the profile table has room for


def profiles(base: KnowledgeBase) -> View:
    """The partners' figures side by side: the newest of each series with its year and source."""
    t, figures = words(base), list(compare.profile(base))
    rows = [_facts_row(base, t("Kind"), "kind"), _facts_row(base, t("Legal form"), "legal_form")]
    for metric, row in figures:
        cells = (_figures_cell(values, base) for values in row)
        rows.append([[paragraph(strong(named(metric, base)))], *cells])
    pairs = [
        (f"{m.id}/{id}", x) for m, row in figures for id, x in zip(base.partners, row, strict=True)
    ]
    blanks = [pair for pair, values in pairs if not values]
    finding = t.counted(
        "Of {all} figures to compare, one is not known.",
        "Of {all} figures to compare, {number} are not known.",
        len(blanks),
        number=tally(blanks, base),
        all=tally((pair for pair, _ in pairs), base),
    )
    caption = t("Figures side by side, the newest of each kind, with year and source")
    head = [t("Quantity"), *(partner.name for partner in base.partners.values())]
    widths = [0.6, *(1 for _ in base.partners)]
    ids = [id for partner in base.partners.values() for id in compare.owners(base, partner)]
    return view_of(base, [lead(*finding), shows(table([caption], head, rows, widths), *ids)])


def _figures_cell(values: list[Value], base: KnowledgeBase) -> list[Block]:
    if not values:
        return [unknown(base)]
    lines = [figure_line(value, base, method=len(values) > 1) for value in values[:CELL]]
    if len(values) > CELL:
        more = words(base).count("and one more", "and {number} more", len(values) - CELL)
        lines.append(paragraph(muted(more)))
    return lines


def _facts_row(base: KnowledgeBase, title: str, name: str) -> list[list[Block]]:
    texts = [getattr(partner, name) for partner in base.partners.values()]
    cells = [[paragraph(text)] if text else [unknown(base)] for text in texts]
    return [[paragraph(strong(title))], *cells]


def rates(base: KnowledgeBase) -> View:
    """Context figures side by side: what there is for each visitor, each person employed."""
    t, found = words(base), list(compare.rates(base))
    if not found:
        none = t("No figures of one time can be set against each other.")
        return view_of(base, [paragraph(none)])
    rows = [
        [
            [paragraph(strong(named(metric, base), ", ", about([by.id], _each(by, base))))],
            *([_rate(rate, base) for rate in rates] or [unknown(base)] for rates in row),
        ]
        for metric, by, row in found
    ]
    caption = t("Figures of one year, divided by one another where both are known")
    head = [t("Quantity"), *(partner.name for partner in base.partners.values())]
    made = table([caption], head, rows, [0.6, *(1 for _ in base.partners)])
    return view_of(base, [shows(made, *base.partners)])


def _each(metric: Metric, base: KnowledgeBase) -> str:
    return str(getattr(metric.each, base.language)) if metric.each else label(metric, base)


def _rate(rate: compare.Rate, base: KnowledgeBase) -> Block:
    t, value, by = words(base), rate.value, rate.by
    number = t.number(rate.amount)
    if value.currency:
        number = t("{currency} {number}", currency=value.currency, number=number)
    shown: list[Inline] = [computed(number, "quotient", *rate.of)]
    if (value.qualifier, by.qualifier) != ("exact", "exact"):
        shown = t.parts("about {number}", number=shown)
    detail = " · ".join(filter(None, [value.scope or by.scope, by.method]))
    small: list[Inline] = [BREAK, muted(detail)] if detail else []
    sources = cite(Citation(value.source), Citation(by.source))
    notes = [part for why in (value.inferred, by.inferred) for part in worked_out(why, base)]
    return paragraph(strong(*shown), f" ({t.years(value.when)}) ", sources, *notes, *small)


def conflicts(base: KnowledgeBase) -> View:
    """Where sources disagree on a figure: which one leads, and why."""
    t, found = words(base), compare.conflicts(base)
    items = []
    for conflict in found:
        scope = conflict.values[0].scope
        name = ", ".join(filter(None, [conflict.partner.name, scope]))
        first, *rest = conflict.values
        line: list[Inline] = [strong(named(conflict.metric, base), f" ({name})"), ": "]
        line += [amount(first, base), " ", *proof(first, base)]
        line += [f" ({first.use.rstrip('.')})"] if first.use else []
        for value in rest:
            line += ["; ", t("but"), " ", amount(value, base), " ", *proof(value, base)]
        items.append([about([conflict.partner.id], *line, ".")])
    if not found:
        return view_of(base, [paragraph(t("No sources disagree."))])
    text = t.counted(
        "Sources disagree on one figure.",
        "Sources disagree on {number} figures.",
        len(found),
        number=computed(t.number(len(found)), "conflicts", *(x.partner.id for x in found)),
    )
    return view_of(base, [paragraph(*text), bullets(items)])


def portraits(base: KnowledgeBase) -> View:
    """What is known of each partner in a few paragraphs, each with its sources."""
    blocks: list[Block] = []
    for partner in base.partners.values():
        blocks += [heading(2, named(partner, base)), *portrait(partner, base)]
    return view_of(base, blocks)


def portrait(partner: Partner, base: KnowledgeBase) -> list[Block]:
    """What is known of a partner, section by section."""
    sections = [
        (
            words(base)(section.heading),
            [paragraph(*in_its_language(partner, base, *inlines(x))) for x in section.paragraphs],
        )
        for section in partner.body
    ]
    return [entries(sections)] if sections else []


def over_time(base: KnowledgeBase, metric: str) -> View:
    """A metric over the years: a chart of what may be drawn, a table of every figure."""
    t = words(base)
    if metric not in base.metrics:
        return view_of(base, [paragraph(t("No figures in this report."))])
    name, chart = label(base.metrics[metric], base), charts.over_time(base, metric)
    finding = [about([*base.partners, metric], _trends_in_words(base, metric))]
    blocks = [lead(*finding)]
    if chart:
        caption = t(
            "{metric}, one panel for each way of counting; each panel has its own scale from "
            "zero. Hatched: worked out by us.",
            metric=name,
        )
        blocks.append(picture(chart, finding, caption))
    rows = [
        [[paragraph(*_series_title(charts.series_name(series)))], [_points(series.values, base)]]
        for series in compare.series(base, metric)
    ]
    for partner, pairs in groupby(compare.single_values(base, metric), lambda pair: pair[0]):
        cell = [figure_line(value, base, method=True) for _, value in pairs]
        rows.append([[paragraph(*_series_title(f"{partner.name}\n{t('not drawn')}"))], cell])
    caption = t("{metric}: every figure with its source", metric=name)
    made = table([caption], [t("Series"), t("Figures")], rows, [0.5, 1])
    return view_of(base, [*blocks, shows(made, *base.partners, metric)])


def _series_title(name: str) -> list[Inline]:
    first, _, detail = name.partition("\n")
    return [strong(first), *([BREAK, muted(detail)] if detail else [])]


def _points(values: Iterable[Value], base: KnowledgeBase) -> Block:
    line: list[Inline] = []
    for value in values:
        line += [f"{words(base).date(value.when)}: ", strong(amount(value, base)), " "]
        line += [*proof(value, base), "   "]
    return paragraph(*line[:-1])


def _trends_in_words(base: KnowledgeBase, metric: str) -> str:
    t = words(base)
    spans = [
        t(
            "{name}: {first} in {start}, {last} in {end}",
            name=", ".join(filter(None, [series.partner.name, _way_of_counting(series)])),
            first=amount(series.values[0], base),
            start=t.date(series.values[0].when),
            last=amount(series.values[-1], base),
            end=t.date(series.values[-1].when),
        )
        for series in compare.series(base, metric)
    ]
    caution = t("Each source counts in its own way, so the figures are neither added nor ranked.")
    return ". ".join([*spans, caution])


def _way_of_counting(series: compare.Series) -> str:
    """The method in a few words: what stands before its first semicolon."""
    return (series.method or "").partition(";")[0]
