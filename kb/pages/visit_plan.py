"""The visit plan: what to ask a host, theme by theme, with room to write."""

from datetime import date

from kb import inquiry, unanswered
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    about,
    bullets,
    card,
    computed,
    heading,
    lead,
    muted,
    paragraph,
    room,
    shows,
    strong,
    table,
    tag,
)
from kb.freshness import last_heard
from kb.inquiry import LessonAsked, PracticeAsked, Topic
from kb.pages.ends import opening
from kb.parts import Question
from kb.records import Exchange, Practice
from kb.view import View, cited, figure_line, in_its_language, named, tally, unknown, view_of
from kb.wording import ASKED, QUALITIES, UNKNOWNS, words

FIRST = 10  # questions for which there is always time
OPEN = 6  # of them at most that meetings left open


def cover(base: KnowledgeBase, host: str) -> View:
    """The head of the first page: whom the questions are for."""
    t, partner = words(base), base.partners[host]
    return opening(
        base,
        t("Questions for the next visit"),
        [named(partner, base), f" · {partner.city}, {partner.country}"],
        readers=t("those who travel: take it along, and write on it"),
        page=False,
    )


def overview(base: KnowledgeBase, host: str) -> View:
    """How much is open, and what to ask first where time is short."""
    t, topics = words(base), inquiry.topics(base, host)
    practices = [x.practice.id for topic in topics for x in topic.practices]
    if not topics:
        return view_of(
            base, [lead(t("There is nothing to ask: nothing is recorded of this host."))]
        )
    text = t.parts(
        "Practices with something to ask: {practices}. Questions left open by meetings: {open}. "
        "Lessons that wait for a decision: {waiting}.",
        practices=tally(practices, base),
        open=tally(_places(topics), base),
        waiting=tally(_waiting(topics), base),
    )
    blocks = [shows(lead(*text), host), heading(2, t("If there is time for ten questions only"))]
    return view_of(base, [*blocks, bullets(_first(topics, base))])


def _places(topics: list[Topic]) -> list[str]:
    asked = [pair for topic in topics for pair in topic.questions]
    return [
        f"{exchange.id}/open_questions/{exchange.open_questions.index(q)}" for exchange, q in asked
    ]


def _waiting(topics: list[Topic]) -> list[str]:
    asked = [x for topic in topics for practice in topic.practices for x in practice.lessons]
    return [x.lesson.id for x in asked if x.undecided]


def _first(topics: list[Topic], base: KnowledgeBase) -> list[list[Inline]]:
    """The open questions, then what brings the most certain proposals to a decision."""
    t = words(base)
    lines = [_open(*pair, base) for topic in topics for pair in topic.questions][:OPEN]
    for asked in inquiry.first(topics, base, FIRST - len(lines)):
        title = in_its_language(asked.lesson, base, asked.lesson.statement)
        lines.append(
            [*title, BREAK, muted(_decide(asked, base)), " ", cited(asked.lesson.evidence, base)]
        )
    return lines or [[t("Nothing is open; ask what is new.")]]


def by_theme(base: KnowledgeBase, host: str, searched: bool = False) -> View:
    """Each question with why we ask it and lines to write on, under its theme; last, if `searched`
    is true, what was searched for here and not found.
    """
    blocks: list[Block] = []
    for topic in inquiry.topics(base, host):
        blocks.append(heading(2, named(base.themes[topic.theme], base)))
        for exchange, question in topic.questions:
            blocks.append(card(_open(exchange, question, base), [room(3)]))
        blocks += [_practice(asked, base) for asked in topic.practices]
    found = unanswered.open_still(base) if searched else []
    if found:
        blocks.append(heading(2, words(base)("Searched for here, and not found")))
        blocks += [_searched(*asked, base) for asked in found]
    return view_of(base, blocks or [paragraph(words(base)("No question is open."))])


def _open(exchange: Exchange, question: Question, base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    title = in_its_language(exchange, base, exchange.title)
    asked = in_its_language(exchange, base, question.question)
    return [*asked, " ", tag(t("left open")), " ", muted(*title)]


def _searched(when: date, question: str, base: KnowledgeBase) -> Block:
    t = words(base)
    asked = t("last searched for on {day}", day=t.day(when))
    return card([question, " ", tag(t("not found")), " ", muted(asked)], [room(3)])


def _practice(asked: PracticeAsked, base: KnowledgeBase) -> Block:
    t, it = words(base), asked.practice
    body: list[Block] = []
    if asked.old:
        body += [paragraph(*_still(it, base)), room(1)]
    if asked.unknown:
        listed = "; ".join(t(UNKNOWNS[name]) for name in asked.unknown)
        line = [tag(t("not known")), " ", t("Please tell us: {what}.", what=listed)]
        body += [paragraph(*line), room(2)]
    for lesson in filter(inquiry.lesson_asks, asked.lessons):
        body += [paragraph(*_lesson(lesson, base)), room(2)]
    title = [*in_its_language(it, base, it.title), " ", cited(it.evidence, base)]
    return shows(card(title, body), it.id)


def _still(it: Practice, base: KnowledgeBase) -> list[Inline]:
    t, heard = words(base), last_heard(it, base)
    old = [tag(t("old")), " "]
    if heard is None:
        return [*old, t("Is this still so?")]
    when = computed(str(heard.year), "heard", it.id)
    return [*old, *t.parts("Is this still so? Our newest dated source is of {year}.", year=when)]


def _lesson(asked: LessonAsked, base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    title = [*in_its_language(asked.lesson, base, asked.lesson.statement), BREAK]
    line: list[Inline] = [tag(t("evidence")), " "] if asked.remedies else []
    line += [" ".join(t(ASKED[remedy]) for remedy in asked.remedies)]
    if asked.undecided:
        line += [" ", tag(t("undecided")), " ", _decide(asked, base)]
    for decision, quality in asked.unknown:
        line += [
            " ",
            tag(t("fit not known")),
            " ",
            about([decision.id], f"{t(QUALITIES[quality])}?"),
        ]
    return [*title, *line]


def _decide(asked: LessonAsked, base: KnowledgeBase) -> str:
    """What would bring a lesson nearer to a decision; some are not of the host's own case."""
    t = words(base)
    if asked.theirs:
        return t("Would you do it again, and what would we need for it?")
    return t("Do you do this too, how does it go, and what would we need for it?")


def figures(base: KnowledgeBase, host: str) -> View:
    """The host's figures, with a column for newer ones."""
    t = words(base)
    rows = [
        [
            [paragraph(strong(named(metric, base)))],
            [figure_line(value, base, method=True) for value in values] or [unknown(base)],
            [paragraph("")],
        ]
        for metric, values in inquiry.figures(base, host)
    ]
    if not rows:
        return view_of(base, [paragraph(t("No figures in this report."))])
    caption = t("What we have, with year and source; the last column is for what you hear")
    head = [t("Quantity"), t("Newest figure we know"), t("Newest figure there is")]
    return view_of(base, [shows(table([caption], head, rows, [0.7, 1.2, 1]), host)])
