"""The sections of the comparison report: what `compare` found, in sentences, tables and figures."""

from collections.abc import Iterable, Mapping

from kb import compare, grids
from kb.appraise import LEVELS
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    about,
    bullets,
    computed,
    group,
    lead,
    muted,
    paragraph,
    shows,
    strong,
    table,
    tag,
    whole,
)
from kb.records import Decision, Lesson, Practice
from kb.view import (
    View,
    evidence_line,
    in_its_language,
    lesson_card,
    named,
    picture,
    practice_text,
    tally,
    view_of,
)
from kb.wording import WORDS, words


def coverage(base: KnowledgeBase) -> View:
    """Which partner has practices on which theme, as a heat map."""
    t, finding = words(base), gaps_in_words(base)
    blank = [named(theme, base) for theme in compare.uncovered(base)]
    blocks = [lead(*finding)]
    if blank:
        text = t.parts("Nobody has one yet on: {themes}.", themes=t.joined(blank))
        blocks.append(paragraph(*text))
    caption = t("Number of practices on each theme; a practice may count for up to three themes")
    return view_of(base, [*blocks, picture(grids.coverage(base), finding, caption)])


def gaps_in_words(base: KnowledgeBase) -> list[Inline]:
    """On how many themes a partner has something and we do not."""
    gaps = [theme.id for theme in compare.gaps(base)]
    return words(base).counted(
        "On one of {all} themes a partner has a practice and none of ours is recorded.",
        "On {number} of {all} themes a partner has a practice and none of ours is recorded.",
        len(gaps),
        number=tally(gaps, base),
        all=tally(base.themes, base),
    )


def side_by_side(base: KnowledgeBase) -> View:
    """The practices of each theme, one column a partner; each told once, under its main theme."""
    t = words(base)
    rows: list[Iterable[list[Block]] | Block] = []
    if not base.practices:
        return view_of(base, [paragraph(t("There is no practice yet."))])
    for theme in base.themes.values():
        cells = [_entries(base, partner, theme.id) for partner in base.partners]
        if any(cells):
            none = [paragraph(muted("–"))]
            row = [cell or none for cell in cells]
            rows += [group(named(theme, base)), row]
    head = [partner.name for partner in base.partners.values()]
    caption = t("Practices by theme and partner, best evidenced first")
    numbers = [len(compare.practices_of(base, partner)) for partner in base.partners]
    widths = [1 + number / max(1, *numbers) for number in numbers]  # who has more gets more room
    return view_of(
        base, [shows(table([caption], head, rows, widths, row_heads=False), *base.partners)]
    )


def _entries(base: KnowledgeBase, partner: str, theme: str) -> list[Block]:
    """A partner's practices on a theme."""
    found = [p for p in compare.practices_of(base, partner) if theme in p.themes]
    main = [practice for practice in found if compare.main_theme(practice, base) == theme]
    if found and not main:  # the theme is not the main one of any: their titles are enough
        also = words(base).parts("Also: {titles}", titles=titles(found, base))
        return [paragraph(muted(*also))]
    return [whole(practice_text(practice, base)) for practice in main]


def titles(practices: Iterable[Practice], base: KnowledgeBase) -> list[Inline]:
    """The titles of some practices in a row."""
    return [part for practice in practices for part in ("; ", named(practice, base))][1:]


def certainty(base: KnowledgeBase) -> View:
    """How certain the lessons are, each a dot with the number that it has below."""
    t, chart = words(base), grids.certainty(base)
    if chart is None:
        return view_of(base, [paragraph(t("There is no lesson yet."))])
    caption = t(
        "How certain the lessons are, by theme; the number is that of the lesson, whose receipt "
        "says why. Disc: it worked; ring: it worked in part; square: learned from a failure"
    )
    finding = _evidence_in_words(base)
    return view_of(base, [lead(*finding), picture(chart, finding, caption)])


def lessons(base: KnowledgeBase) -> View:
    """Each lesson with what it proposes, where it holds, and the evidence for and against it."""
    numbers = compare.numbers(base)
    if not numbers:
        return view_of(base, [paragraph(words(base)("There is no lesson yet."))])
    legend = words(base)(
        "The labels after a lesson say how it went by its sources, how certain it is (heard, "
        "reported, documented, measured or evaluated; the program counts it from the evidence), "
        "and what has become of it here. The labels before a piece of evidence say how we know it "
        "and what it shows."
    )
    cards = (lesson_card(base.lessons[id], base, number) for id, number in numbers.items())
    return view_of(base, [paragraph(muted(legend)), *cards])


def _evidence_in_words(base: KnowledgeBase) -> list[Inline]:
    t, found = words(base), compare.lessons(base)
    by_level = compare.by_certainty(base)
    levels = [
        [f"{t.word('certainty', level)} ", tally(by_level[level], base)]
        for level in LEVELS
        if by_level[level]
    ]
    studied = [lesson.id for lesson in found if compare.effect_is_studied(lesson)]
    effect = t.counted(
        "Of {all} lessons, one rests on measured or evaluated evidence of an effect; for the "
        "others we know that it runs, whom it reaches, or what people say.",
        "Of {all} lessons, {number} rest on measured or evaluated evidence of an effect; for the "
        "others we know that it runs, whom it reaches, or what people say.",
        len(studied),
        number=tally(studied, base),
        all=tally((lesson.id for lesson in found), base),
    )
    listed = [part for level in levels for part in (", ", *level)][1:]
    return t.parts("{effect} Certainty: {levels}.", effect=effect, levels=listed)


def contradictions(base: KnowledgeBase) -> View:
    """The lessons that some evidence speaks against, and what was made of it."""
    t, found = words(base), compare.contradicted(base)
    if not found:
        return view_of(base, [paragraph(t("No evidence contradicts a lesson."))])
    numbers, blocks = compare.numbers(base), []
    for lesson in found:
        against = [item for item in lesson.evidence if item.stance == "contradicts"]
        title = numbered(lesson, numbers, base)
        lines = bullets(evidence_line(item, base) for item in against)
        blocks += [shows(paragraph(strong(*title)), lesson.id), shows(lines, lesson.id)]
    return view_of(base, blocks)


def numbered(lesson: Lesson, numbers: Mapping[str, int], base: KnowledgeBase) -> list[Inline]:
    """A lesson's number in this report, and its statement."""
    number = numbers.get(lesson.id)
    first = [muted(computed(str(number), "place", lesson.id)), " "] if number else []
    return [*first, *in_its_language(lesson, base, lesson.statement)]


def set_aside(base: KnowledgeBase) -> View:
    """What was parked or rejected, and why, so that nobody proposes it anew without knowing."""
    t, found = words(base), compare.set_aside(base)
    if found:
        return view_of(base, [bullets(_aside(lesson, taken, base) for lesson, taken in found)])
    if base.decisions:
        return view_of(base, [paragraph(t("Nothing is parked or rejected."))])
    return view_of(base, [paragraph(t("No decision is recorded yet."))])


def _aside(lesson: Lesson, decision: Decision, base: KnowledgeBase) -> list[Inline]:
    """A lesson with the decision against it: when, who answers for it, and why."""
    t = words(base)
    taken = about([decision.id], f"{t.day(decision.date)}, {decision.owner}")
    reason = in_its_language(decision, base, decision.reason)
    title = strong(*numbered(lesson, compare.numbers(base), base))
    return [
        tag(t(WORDS[decision.verdict])),
        " ",
        title,
        BREAK,
        *reason,
        " ",
        muted("(", taken, ")"),
    ]
