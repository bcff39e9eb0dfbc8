"""The sections of the reports: what `compare` found, said in sentences, tables and figures."""

from importlib.metadata import version

from kb import charts, compare
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
    heading,
    lead,
    muted,
    paragraph,
    sources,
    strong,
    table,
    tag,
)
from kb.blocks import cover as cover_block
from kb.records import Lesson, Partner, Practice
from kb.view import View, cited, lesson_card, practice_text, source_entry, view_of
from kb.wording import WORDS, label, words

BEST = 3  # practices of each partner that the first page shows
PROPOSALS = 10  # and undecided proposals


def cover(base: KnowledgeBase) -> View:
    """The title page of the comparison report: what is compared, as of when, from how much."""
    t, others = words(base), _others(base)
    names, ours = t.listed(partner.name for partner in others), base.ours.name
    practices, lessons = compare.practices(base), compare.lessons(base)
    numbers = [
        (len(practices), t.count("practice", "practices", len(practices))),
        (len(lessons), t.count("lesson", "lessons", len(lessons))),
        (len(base.themes), t.count("theme", "themes", len(base.themes))),
        (len(base.sources), t.count("source", "sources", len(base.sources))),
    ]
    facts = [
        (t("State of"), t.day(base.as_of)),
        (t("For"), t("the director and the heads of programmes, events and projects")),
        (t("How to read it"), t("the number after a figure or claim leads to its source")),
    ]
    block = cover_block(
        t("What our partners do well"),
        t("{partners}, with {ours} beside them", partners=names, ours=ours),
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
    best = {partner.id: compare.practices_of(base, partner.id)[:BEST] for partner in _others(base)}
    first, more = undecided[:PROPOSALS], len(undecided) - PROPOSALS
    half = -(-len(first) // 2)
    blocks = [
        lead(_gaps_in_words(base)),
        heading(2, t("What each does best")),
        columns([[_best(base, id, found)] for id, found in best.items()]),
        heading(2, t("What we do not have yet")),
        *([bullets(_gap(base, theme.id) for theme in gaps)] if gaps else []),
        heading(2, t("What is undecided")),
        paragraph(_undecided_in_words(base)),
        columns(
            [bullets(_proposal(lesson, base) for lesson in part)]
            for part in (first[:half], first[half:])
        ),
    ]
    if more > 0:
        rest = t.count("One more stands below.", "{number} more stand below.", more)
        blocks.append(paragraph(muted(rest)))
    shown = [*(p.id for found in best.values() for p in found), *(theme.id for theme in gaps)]
    return view_of(base, [*blocks, PAGE_BREAK], [*shown, *(lesson.id for lesson in first)])


def _others(base: KnowledgeBase) -> list[Partner]:
    return [partner for partner in base.partners.values() if partner.id != base.settings.ours]


def _gaps_in_words(base: KnowledgeBase) -> str:
    t = words(base)
    return t.count(
        "On {number} of {all} themes a partner has a practice and we have none.",
        "On {number} of {all} themes a partner has a practice and we have none.",
        len(compare.gaps(base)),
        all=len(base.themes),
    )


def _undecided_in_words(base: KnowledgeBase) -> str:
    t, number = words(base), len(compare.undecided(base))
    if not number:
        return t("A decision is recorded on every lesson.")
    return t.count(
        "{number} lesson waits for a decision. It proposes:",
        "{number} lessons wait for a decision. They propose:",
        number,
    )


def _best(base: KnowledgeBase, partner: str, practices: list[Practice]) -> Block:
    t = words(base)
    items = [
        [
            strong(practice.title), " ", tag(t(WORDS[compare.strongest_kind(practice)])), BREAK,
            practice.summary, " ", cited(practice.evidence),
        ]
        for practice in practices
    ]  # fmt: skip
    body = bullets(items) if items else paragraph(muted(t("No practice in this report.")))
    return card([base.partners[partner].name], [body])


def _gap(base: KnowledgeBase, theme: str) -> list[Inline]:
    found = [p for p in base.practices.values() if theme in p.themes and not p.draft]
    names = "; ".join(f"{p.title} ({base.partners[p.partner].name})" for p in found)
    return [strong(label(base.themes[theme], base)), ": ", names]


def _proposal(lesson: Lesson, base: KnowledgeBase) -> list[Inline]:
    if lesson.recommendation is None:
        return [lesson.statement, " ", tag(words(base)("draft"))]
    return [strong(lesson.recommendation.who), ": ", lesson.recommendation.do]


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
    t, rows = words(base), []
    for theme in base.themes.values():
        cells = [_cell(base, partner, theme.id) for partner in base.partners]
        if any(cells):
            none = [paragraph(muted("–"))]
            rows += [[[paragraph(label(theme, base))]], [cell or none for cell in cells]]
    head = [partner.name for partner in base.partners.values()]
    caption = t("Practices by theme and partner, best evidenced first")
    return view_of(base, [table([caption], head, rows)], [*base.themes, *base.practices])


def _cell(base: KnowledgeBase, partner: str, theme: str) -> list[Block]:
    found = compare.practices_of(base, partner)
    told = [practice_text(practice, base) for practice in found if practice.themes[0] == theme]
    also = "; ".join(practice.title for practice in found if theme in practice.themes[1:])
    return [
        *told,
        *([paragraph(muted(words(base)("Also: {titles}", titles=also)))] if also else []),
    ]


def lessons(base: KnowledgeBase) -> View:
    """Each lesson with what it proposes, where it holds, and the evidence for and against it."""
    found = compare.lessons(base)
    blocks = [lead(_evidence_in_words(base)), *(lesson_card(lesson, base) for lesson in found)]
    ids = [id for lesson in found for id in (lesson.id, *lesson.practices)]
    return view_of(base, blocks, ids)


def _evidence_in_words(base: KnowledgeBase) -> str:
    t, found = words(base), compare.lessons(base)
    effect = [
        x for x in found if any(e.shows == "effect" and e.stance == "supports" for e in x.evidence)
    ]
    return t.count(
        "Of {all} lessons, one rests on evidence of an effect; the others show that something "
        "runs or whom it reaches.",
        "Of {all} lessons, {number} rest on evidence of an effect; the others show that something "
        "runs or whom it reaches.",
        len(effect),
        all=len(found),
    )


def source_list(base: KnowledgeBase) -> View:
    """The sources of a report; the PDF numbers those it cites, in the order of citation."""
    entries = [(source.id, source_entry(source, base)) for source in base.sources.values()]
    return view_of(base, [sources(entries)], base.sources)


def provenance(base: KnowledgeBase) -> View:
    """How the report was made, so that it can be made again."""
    t = words(base)
    rows = [
        (t("Partners"), t.listed(partner.name for partner in base.partners.values())),
        (
            t("Themes"),
            t("all")
            if len(base.themes) > 11
            else t.listed(label(x, base) for x in base.themes.values()),
        ),
        (t("State of"), t.day(base.as_of)),
        (t("Digest of the records in this report"), base.digest()),
        (t("Program"), f"daugavpils-kb {version('daugavpils-kb')}"),
    ]
    how = t(
        "People typed the facts, the evidence and the sources; the program selected, counted, "
        "compared and set them. Nothing was written for this report alone. What is not known is "
        "left blank, and what we worked out ourselves says so in a footnote."
    )
    cells = [[[paragraph(strong(name))], [paragraph(value)]] for name, value in rows]
    head = [t("What"), t("In this report")]
    made = table([t("Parameters and versions")], head, cells, [0.5, 1])
    return view_of(base, [paragraph(how), made], [])
