"""The first two pages of the comparison report: its opening, and the answer in one page."""

from kb import compare
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    about,
    bullets,
    card,
    columns,
    heading,
    lead,
    muted,
    paragraph,
    strong,
    tag,
)
from kb.pages.comparison import gaps_in_words, titles
from kb.pages.ends import opening
from kb.records import Lesson, Partner, Practice
from kb.view import View, cited, evidence_ids, in_its_language, named, tally, view_of
from kb.wording import ROLES, WORDS, role, words

BEST = 4  # practices of each partner that the page shows
PROPOSALS = 10  # and undecided proposals


def cover(base: KnowledgeBase) -> View:
    """The title page of the comparison report: what is compared, as of when, from how much."""
    t, ours = words(base), named(base.ours, base)
    names = t.joined(named(partner, base) for partner in others(base))
    subtitle = t.parts("{partners}, with {ours} beside them", partners=names, ours=ours)
    return opening(
        base,
        t("What our partners do well"),
        subtitle if others(base) else [ours],
        readers=t("the director and the heads of programmes, events and projects"),
        numbers=counts(base),
    )


def counts(base: KnowledgeBase) -> list[tuple[Inline, str]]:
    """How much a report rests on: practices, lessons, themes, pieces of evidence."""
    t, practices, lessons = words(base), list(base.practices.values()), compare.lessons(base)
    shown: list[Practice | Lesson] = [*practices, *lessons]
    evidence = [place for record in shown for place in evidence_ids(record)]
    return [
        (tally(base.practices, base), t.count("practice", "practices", len(practices))),
        (tally((x.id for x in lessons), base), t.count("lesson", "lessons", len(lessons))),
        (tally(base.themes, base), t.count("theme", "themes", len(base.themes))),
        (tally(evidence, base), t.count("piece of evidence", "pieces of evidence", len(evidence))),
    ]


def answer(base: KnowledgeBase) -> View:
    """The report in one page: what is undecided, what each partner does best, what we lack."""
    t, gaps = words(base), compare.gaps(base)
    blocks = [lead(*gaps_in_words(base), " ", *_undecided_in_words(base)), *_undecided(base)]
    if others(base):
        cards = [best_of(base, partner) for partner in others(base)]
        blocks += [heading(2, t("What each does best")), columns([[card] for card in cards])]
        blocks.append(paragraph(muted(_labels_in_words(base))))
    if gaps:
        blocks += [
            heading(2, t("What we do not have yet")),
            bullets(_gap(base, theme.id) for theme in gaps),
        ]
    return view_of(base, blocks)


def others(base: KnowledgeBase) -> list[Partner]:
    """The partners in a report, without our own centre."""
    return [partner for partner in base.partners.values() if partner.id != base.settings.ours]


def _undecided_in_words(base: KnowledgeBase) -> list[Inline]:
    t, waiting = words(base), [lesson.id for lesson in compare.undecided(base)]
    if not base.lessons:
        return [t("There is no lesson on it yet.")]
    if not waiting:
        return [t("A decision is recorded on every lesson.")]
    return t.counted(
        "One lesson waits for a decision.",
        "{number} lessons wait for a decision.",
        len(waiting),
        number=tally(waiting, base),
    )


def _undecided(base: KnowledgeBase) -> list[Block]:
    """The first of the undecided proposals, and how many more there are."""
    t, undecided = words(base), compare.undecided(base)
    first, more = undecided[:PROPOSALS], [lesson.id for lesson in undecided[PROPOSALS:]]
    half = -(-len(first) // 2)
    halves = [part for part in (first[:half], first[half:]) if part]
    if not first:
        return []
    rest = t.counted(
        "One more is undecided.",
        "{number} more are undecided.",
        len(more),
        number=tally(more, base),
    )
    return [
        heading(2, t("What is undecided")),
        paragraph(t("The lessons propose, the most certain first:")),
        columns([bullets(_proposal(x, base) for x in part)] for part in halves),
        *([paragraph(muted(*rest))] if more else []),
    ]


def _proposal(lesson: Lesson, base: KnowledgeBase) -> list[Inline]:
    if lesson.recommendation is None:
        return [*in_its_language(lesson, base, lesson.statement), " ", tag(words(base)("draft"))]
    draft = [" ", tag(words(base)("draft"))] if lesson.draft else []
    who, do = lesson.recommendation.who, lesson.recommendation.do
    told = in_its_language(lesson, base, strong(who), ": ", do)
    return [*told, " ", cited(lesson.evidence, base), *draft]


def best_of(base: KnowledgeBase, partner: Partner, count: int = BEST) -> Block:
    """What a partner does best, in a card."""
    t = words(base)
    items = [
        [
            *in_its_language(practice, base, strong(practice.title)), " ",
            tag(t(WORDS[compare.strongest_kind(practice, base)])), BREAK,
            about([practice.id], practice.summary), " ", cited(practice.evidence, base),
            *([" ", muted(f"{role(practice, base)}.")] if practice.role in ROLES else []),
        ]
        for practice in compare.best_of(base, partner.id, count)
    ]  # fmt: skip
    body = bullets(items) if items else paragraph(muted(t("No practice in this report.")))
    kind = about([partner.id], partner.kind)
    return card([named(partner, base)], [paragraph(muted(kind)), body])


def _labels_in_words(base: KnowledgeBase) -> str:
    return words(base)(
        "The label says how we know it: told (someone says so), documented, measured (figures with "
        "a period) or evaluated (a study with a comparison)."
    )


def _gap(base: KnowledgeBase, theme: str) -> list[Inline]:
    found = [practice for practice in base.practices.values() if theme in practice.themes]
    lines: list[Inline] = []
    for partner in others(base):
        own = [practice for practice in found if practice.partner == partner.id]
        if own:
            lines += [". ", named(partner, base), ": ", *titles(own, base)]
    return [strong(named(base.themes[theme], base)), " – ", *lines[1:]]
