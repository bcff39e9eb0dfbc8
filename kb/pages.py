"""The sections of the reports: what `compare` found, said in sentences, tables and figures."""

from collections.abc import Iterable
from itertools import zip_longest

from kb import charts, compare
from kb.appraise import LEVELS
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    PAGE_BREAK,
    Block,
    Inline,
    bullets,
    card,
    columns,
    figure,
    group,
    heading,
    lead,
    muted,
    paragraph,
    strong,
    table,
    tag,
)
from kb.blocks import cover as cover_block
from kb.records import Lesson, Partner, Practice
from kb.view import (
    View,
    cited,
    in_its_language,
    lesson_card,
    practice_text,
    view_of,
)
from kb.wording import ROLES, WORDS, label, role, words

BEST = 4  # practices of each partner that the first page shows
PROPOSALS = 10  # and undecided proposals


def cover(base: KnowledgeBase) -> View:
    """The title page of the comparison report: what is compared, as of when, from how much."""
    t, others = words(base), _others(base)
    names, ours = t.listed(partner.name for partner in others), base.ours.name
    subtitle = t("{partners}, with {ours} beside them", partners=names, ours=ours)
    practices, lessons = list(base.practices.values()), compare.lessons(base)
    shown: list[Practice | Lesson] = [*practices, *lessons]
    evidence = sum(len(record.evidence) for record in shown)
    numbers = [
        (len(practices), t.count("practice", "practices", len(practices))),
        (len(lessons), t.count("lesson", "lessons", len(lessons))),
        (len(base.themes), t.count("theme", "themes", len(base.themes))),
        (evidence, t.count("piece of evidence", "pieces of evidence", evidence)),
    ]
    facts = [
        (t("State of"), t.day(base.as_of)),
        (t("For"), t("the director and the heads of programmes, events and projects")),
        (t("How to read it"), t("the number after a figure or claim leads to its source")),
    ]
    if base.machine_made:
        facts.append((t("Translation"), t("made by machine, unchecked")))
    block = cover_block(
        t("What our partners do well"),
        subtitle if others else ours,
        numbers=[(t.number(number), name) for number, name in numbers],
        facts=facts,
        day=base.as_of.isoformat(),
        footer=ours,
    )
    return view_of(base, [block], base.partners)


def answer(base: KnowledgeBase) -> View:
    """The report in one page: what each does best, what we lack, what is undecided."""
    t = words(base)
    gaps, undecided = compare.gaps(base), compare.undecided(base)
    best = {partner.id: compare.best_of(base, partner.id, BEST) for partner in _others(base)}
    first, more = undecided[:PROPOSALS], len(undecided) - PROPOSALS
    half = -(-len(first) // 2)
    blocks = [lead(_gaps_in_words(base), " ", _undecided_in_words(base))]
    if best:
        blocks += [
            heading(2, t("What each does best")),
            columns([[_best(base, id, found)] for id, found in best.items()]),
            paragraph(muted(_labels_in_words(base))),
        ]
    if gaps:
        blocks += [
            heading(2, t("What we do not have yet")),
            bullets(_gap(base, theme.id) for theme in gaps),
        ]
    if first:
        halves = (first[:half], first[half:])
        blocks += [
            heading(2, t("What is undecided")),
            paragraph(t("The lessons propose, the most certain first:")),
            columns([bullets(_proposal(x, base) for x in part)] for part in halves if part),
        ]
    if more > 0:
        rest = t.count("One more is undecided.", "{number} more are undecided.", more)
        blocks.append(paragraph(muted(rest)))
    shown = [*(p.id for found in best.values() for p in found), *(theme.id for theme in gaps)]
    return view_of(base, [*blocks, PAGE_BREAK], [*shown, *(lesson.id for lesson in first)])


def _others(base: KnowledgeBase) -> list[Partner]:
    return [partner for partner in base.partners.values() if partner.id != base.settings.ours]


def _gaps_in_words(base: KnowledgeBase) -> str:
    return words(base).count(
        "On one of {all} themes a partner has a practice and none of ours is recorded.",
        "On {number} of {all} themes a partner has a practice and none of ours is recorded.",
        len(compare.gaps(base)),
        all=len(base.themes),
    )


def _undecided_in_words(base: KnowledgeBase) -> str:
    t, number = words(base), len(compare.undecided(base))
    if not base.lessons:
        return t("There is no lesson on it yet.")
    if not number:
        return t("A decision is recorded on every lesson.")
    return t.count(
        "One lesson waits for a decision.",
        "{number} lessons wait for a decision.",
        number,
    )


def _labels_in_words(base: KnowledgeBase) -> str:
    return words(base)(
        "The label says how we know it: told (someone says so), documented, measured (figures with "
        "a period) or evaluated (a study with a comparison)."
    )


def _best(base: KnowledgeBase, partner: str, practices: list[Practice]) -> Block:
    t = words(base)
    items = [
        [
            *in_its_language(practice, base, strong(practice.title)), " ",
            tag(t(WORDS[compare.strongest_kind(practice, base)])), BREAK,
            practice.summary, " ", cited(practice.evidence, base),
            *([" ", muted(f"{role(practice, base)}.")] if practice.role in ROLES else []),
        ]
        for practice in practices
    ]  # fmt: skip
    body = bullets(items) if items else paragraph(muted(t("No practice in this report.")))
    about = base.partners[partner]
    return card([about.name], [paragraph(muted(about.kind)), body])


def _gap(base: KnowledgeBase, theme: str) -> list[Inline]:
    t = words(base)
    found = [practice for practice in base.practices.values() if theme in practice.themes]
    lines = (
        t("{partner}: {titles}", partner=partner.name, titles="; ".join(titles))
        for partner in _others(base)
        if (titles := [practice.title for practice in found if practice.partner == partner.id])
    )
    return [strong(label(base.themes[theme], base)), " – ", ". ".join(lines)]


def _proposal(lesson: Lesson, base: KnowledgeBase) -> list[Inline]:
    if lesson.recommendation is None:
        return [*in_its_language(lesson, base, lesson.statement), " ", tag(words(base)("draft"))]
    draft = [" ", tag(words(base)("draft"))] if lesson.draft else []
    who, do = lesson.recommendation.who, lesson.recommendation.do
    told = in_its_language(lesson, base, strong(who), ": ", do)
    return [*told, " ", cited(lesson.evidence, base), *draft]


def coverage(base: KnowledgeBase) -> View:
    """Which partner has practices on which theme, as a heat map."""
    t, chart = words(base), charts.coverage(base)
    blank = [label(theme, base) for theme in compare.uncovered(base)]
    blocks = [lead(_gaps_in_words(base))]
    if blank:
        blocks.append(paragraph(t("Nobody has one yet on: {themes}.", themes=t.listed(blank))))
    caption = t("Number of practices on each theme; a practice may count for up to three themes")
    blocks.append(figure(chart.svg, chart.alt, [caption]))
    return view_of(base, blocks, chart.records)


def side_by_side(base: KnowledgeBase) -> View:
    """The practices of each theme, one column a partner; each told once, under its main theme."""
    t = words(base)
    rows: list[Iterable[list[Block]] | Block] = []
    if not base.practices:
        return view_of(base, [paragraph(t("There is no practice yet."))], base.themes)
    for theme in base.themes.values():
        cells = [_entries(base, partner, theme.id) for partner in base.partners]
        if any(cells):
            rows.append(group(label(theme, base)))
            none = [[paragraph(muted("–"))]]
            rows += [list(row) for row in zip_longest(*(x or none for x in cells), fillvalue=[])]
    head = [partner.name for partner in base.partners.values()]
    caption = t("Practices by theme and partner, best evidenced first")
    numbers = [len(compare.practices_of(base, partner)) for partner in base.partners]
    widths = [1 + number / max(1, *numbers) for number in numbers]  # who has more gets more room
    return view_of(
        base,
        [table([caption], head, rows, widths, whole_rows=True)],
        [*base.themes, *base.practices],
    )


def _entries(base: KnowledgeBase, partner: str, theme: str) -> list[list[Block]]:
    """A partner's practices on a theme, each a cell of its own."""
    found = [p for p in compare.practices_of(base, partner) if theme in p.themes]
    main = {practice.id: compare.main_theme(practice, base) == theme for practice in found}
    told = [[practice_text(practice, base)] for practice in found if main[practice.id]]
    if found and not told:  # the theme is not the main one of any: their titles are enough
        titles = "; ".join(practice.title for practice in found)
        told.append([paragraph(muted(words(base)("Also: {titles}", titles=titles)))])
    return told


def lessons(base: KnowledgeBase) -> View:
    """Each lesson with what it proposes, where it holds, and the evidence for and against it."""
    found = compare.lessons(base)
    if not found:
        none = words(base)("There is no lesson yet.")
        return view_of(base, [paragraph(none)], base.themes)
    legend = words(base)(
        "The labels after a lesson say how it went by its sources, how certain it is (heard, "
        "reported, documented, measured or evaluated; the program counts it from the evidence), "
        "and what has become of it here. The labels before a piece of evidence say how we know it "
        "and what it shows."
    )
    cards = (lesson_card(lesson, base) for lesson in found)
    blocks = [lead(_evidence_in_words(base)), paragraph(muted(legend)), *cards]
    ids = [id for lesson in found for id in (lesson.id, *lesson.practices)]
    return view_of(base, blocks, ids)


def _evidence_in_words(base: KnowledgeBase) -> str:
    t, found, sure = words(base), compare.lessons(base), compare.by_certainty(base)
    levels = (f"{t.word('certainty', level)} {sure[level]}" for level in LEVELS if sure[level])
    effect = t.count(
        "Of {all} lessons, one rests on measured or evaluated evidence of an effect; for the "
        "others we know that it runs, whom it reaches, or what people say.",
        "Of {all} lessons, {number} rest on measured or evaluated evidence of an effect; for the "
        "others we know that it runs, whom it reaches, or what people say.",
        sum(map(compare.effect_is_studied, found)),
        all=len(found),
    )
    return t("{effect} Certainty: {levels}.", effect=effect, levels=", ".join(levels))
