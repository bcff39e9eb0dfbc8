"""Questions to be put in order or matched, made from records so that only one answer is right."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kb import compare, paths
from kb.appraise import LEVELS
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, about, bullets
from kb.lures import telling
from kb.parts import Value
from kb.paths import Path
from kb.question import Form, Kind, Line, Question, shuffled
from kb.records import Lesson, Metric, Partner, Practice
from kb.view import cited, figure_line, in_its_language, named
from kb.weighing import can_be_weighed, profile, why
from kb.wording import amount, words

CHIEF = 2  # themes of a practice that it is asked under: the first are what it is about
SIZE = 3  # things to be put in order, or matched


def arrangements(path: Path, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Every question of a path that asks for an order or a match."""
    for lessons in _by_certainty(paths.lessons(path, base), base):
        yield _surest(lessons, base, seed)
    for practices in _by_year(paths.practices(path, base)):
        yield _years(practices, base, seed)
    for themes, practices in _by_theme(path, base):
        yield _themes(themes, practices, base, seed)
    for metric, row in compare.profile(base):
        yield from _figures(metric, row, base, seed)


def _made(
    form: Form, kind: Kind, prompt: Sequence[Inline], given: Sequence[Line],
    options: Sequence[Line], reason: Block, records: Iterable[str], seed: int,
) -> Question:  # fmt: skip
    """A question whose options are in the right order, which the seed hides."""
    ids = tuple(records)
    id = f"{kind}:{'+'.join(ids)}"
    shown, answer = shuffled(id, seed, options)
    return Question(id, kind, form, tuple(prompt), shown, answer, (reason,), ids, tuple(given))


def _by_certainty(lessons: list[Lesson], base: KnowledgeBase) -> Iterator[tuple[Lesson, ...]]:
    """Lessons of three levels next to each other, the least certain first."""
    known = compare.by_certainty(base)
    short = [x for x in lessons if can_be_weighed(x, base)]
    levels = [[x for x in short if x.id in known[level]] for level in LEVELS]
    filled = [level for level in levels if level]
    for start in range(len(filled) - SIZE + 1):
        yield from zip(*filled[start : start + SIZE], strict=False)


def _surest(lessons: Sequence[Lesson], base: KnowledgeBase, seed: int) -> Question:
    prompt = words(base)("Put these lessons in order, the least certain first.")
    options = [profile(x, base) for x in lessons]
    lines = [
        [about([x.id], *in_its_language(x, base, x.statement)), " ", *why(x, base)["body"]]
        for x in lessons
    ]
    ids = [x.id for x in lessons]
    return _made("order", "surest", [prompt], (), options, bullets(lines), ids, seed)


def _by_year(practices: list[Practice]) -> Iterator[tuple[Practice, ...]]:
    """Practices whose records begin in three different, known years, the earliest first."""
    known = [p for p in practices if p.period and p.period.year and "~" not in p.period.text]
    years = {p.period.year: p for p in reversed(known) if p.period and p.period.year}
    dated = [years[year] for year in sorted(years)]
    step = max(1, len(dated) // SIZE)  # years that lie apart are learned better than neighbours
    for start in range(step):
        group = tuple(dated[start::step][:SIZE])
        if len(group) == SIZE:
            yield group


def _years(practices: Sequence[Practice], base: KnowledgeBase, seed: int) -> Question:
    t = words(base)
    prompt = t("Put these in order by the year in which their record begins, the earliest first.")
    options = [_owned(x, base) for x in practices]
    lines = [
        [*_owned(x, base), f": {t.date(x.period)} ", cited(x.evidence, base)]
        for x in practices
        if x.period
    ]
    ids = [x.id for x in practices]
    return _made("order", "years", [prompt], (), options, bullets(lines), ids, seed)


def _owned(practice: Practice, base: KnowledgeBase) -> Line:
    """A practice and whose it is."""
    partner = base.partners[practice.partner]
    return named(practice, base), " (", named(partner, base), ")"


Themed = tuple[tuple[str, ...], tuple[Practice, ...]]


def _by_theme(path: Path, base: KnowledgeBase) -> Iterator[Themed]:
    """Three themes, and for each a practice that is chiefly of it, and of no other of the three."""
    themes, known = paths.themes(path, base), paths.practices(path, base)
    for three in combinations(themes, SIZE):
        only = [
            [p for p in known if _only(p, theme, three) and not _tells(p, theme, base)]
            for theme in three
        ]
        yield from ((three, practices) for practices in list(zip(*only, strict=False))[:1])


def _only(practice: Practice, theme: str, three: Sequence[str]) -> bool:
    """Whether a theme is one of the first two of a practice, which has none of the other two."""
    return theme in practice.themes[:CHIEF] and {*practice.themes} & {*three} == {theme}


def _tells(practice: Practice, theme: str, base: KnowledgeBase) -> bool:
    """Whether a practice and a theme have a word in common, so that no more need be known."""
    title, label = base.whole.practices[practice.id].title, base.themes[theme].label.en
    return not telling(title).isdisjoint(telling(label))


def _themes(
    themes: Sequence[str], practices: Sequence[Practice], base: KnowledgeBase, seed: int
) -> Question:
    prompt = words(base)("Which practice belongs to which theme?")
    given = [(named(base.themes[theme], base),) for theme in themes]
    options = [_owned(x, base) for x in practices]
    pairs = zip(given, options, practices, strict=True)
    lines = [[*theme, ": ", *name, " ", cited(x.evidence, base)] for theme, name, x in pairs]
    ids = [*(x.id for x in practices), *themes]
    return _made("match", "themes", [prompt], given, options, bullets(lines), ids, seed)


def _figures(
    metric: Metric, row: list[list[Value]], base: KnowledgeBase, seed: int
) -> Iterator[Question]:
    """Whose newest figure is which, where three or more have one and no two are the same."""
    partners = list(base.partners.values())
    pairs = [(partner, values[0]) for partner, values in zip(partners, row, strict=True) if values]
    if metric.unit == "money":  # the currency tells the country
        return
    if len({value.value for _, value in pairs}) < max(SIZE, len(pairs)):
        return
    prompt = words(base).parts("Whose figure is which? {metric}", metric=named(metric, base))
    given = [(named(partner, base),) for partner, _ in pairs]
    options = [_figure(*pair, base) for pair in pairs]
    lines = [[named(p, base), ": ", *figure_line(v, base, method=True)["body"]] for p, v in pairs]
    ids = [metric.id, *(partner.id for partner, _ in pairs)]
    yield _made("match", "figures", prompt, given, options, bullets(lines), ids, seed)


def _figure(partner: Partner, value: Value, base: KnowledgeBase) -> Line:
    """A figure with its year; what it counts might name the partner, so only the reason says it."""
    when = f" ({words(base).years(value.when)})" if value.year or value.period else ""
    return (about([*compare.owners(base, partner)], f"{amount(value, base)}{when}"),)
