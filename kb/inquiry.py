"""What the next visit can find out: what the base does not know of a host and what it does.

Questions come from exchanges that left them open, from lessons that better evidence would make
more certain or that wait for a decision, from sources that are old, and from what is not recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kb import compare
from kb.appraise import Remedy, certainty, standing
from kb.base import KnowledgeBase
from kb.freshness import outdated, stale
from kb.parts import Question, Value
from kb.records import Decision, Exchange, Lesson, Metric, Practice

FIELDS = ("funded_by", "period", "audience", "values")
HEADINGS = ("Resources", "Difficulties")
OPEN = ("identified", "draft", "superseded")


@dataclass(frozen=True)
class LessonAsked:
    """A lesson, what would make it more certain, and whether it waits for a decision."""

    lesson: Lesson
    remedies: tuple[Remedy, ...]
    undecided: bool
    unknown: tuple[tuple[Decision, str], ...]  # what a decision does not know of its fit


@dataclass(frozen=True)
class PracticeAsked:
    """A practice of the host, what is not recorded of it, and what was learned from it."""

    practice: Practice
    unknown: tuple[str, ...]  # of FIELDS and HEADINGS
    old: bool  # its newest source is old, or its review is due
    lessons: tuple[LessonAsked, ...]


@dataclass(frozen=True)
class Topic:
    """All that is to be asked on a theme."""

    theme: str
    questions: tuple[tuple[Exchange, Question], ...]
    practices: tuple[PracticeAsked, ...]


def topics(base: KnowledgeBase, host: str) -> list[Topic]:
    """What is to be asked of a host, theme by theme; each lesson stands with one practice."""
    told: set[str] = set()
    asked = [
        _practice(practice, base, told)
        for practice in compare.practices_of(base, host)
        if practice.themes[0] in base.themes
    ]
    questions = list(open_questions(base, host))
    found = (
        Topic(
            theme,
            tuple(pair for pair in questions if pair[0].themes[0] == theme),
            tuple(x for x in asked if x.practice.themes[0] == theme and _asks(x)),
        )
        for theme in base.themes
    )
    return [topic for topic in found if topic.questions or topic.practices]


def open_questions(base: KnowledgeBase, host: str) -> Iterator[tuple[Exchange, Question]]:
    """What exchanges left open for a host: what it was asked, and what nobody was asked at an
    exchange with it.
    """
    for exchange in base.exchanges.values():
        here = host in (*exchange.hosts, *exchange.guests, *exchange.met)
        for question in exchange.open_questions:
            if question.to == host or (here and not question.to):
                yield exchange, question


def _practice(practice: Practice, base: KnowledgeBase, told: set[str]) -> PracticeAsked:
    headings = {section.heading for section in practice.body}
    unknown = [name for name in FIELDS if not getattr(practice, name)]
    unknown += [name for name in HEADINGS if name not in headings]
    drawn = [x for x in base.lessons.values() if practice.id in x.practices and x.id not in told]
    told |= {lesson.id for lesson in drawn}
    lessons = tuple(_lesson(lesson, base) for lesson in drawn)
    old = outdated(practice, base) or stale(practice, base)
    return PracticeAsked(practice, tuple(unknown), old, lessons)


def _lesson(lesson: Lesson, base: KnowledgeBase) -> LessonAsked:
    now = standing(lesson, base)
    fit = now.decision.fit if now.decision else None
    qualities = type(fit).model_fields if fit else ()
    unknown = [name for name in qualities if getattr(fit, name).is_ == "unknown"]
    pairs = tuple((now.decision, name) for name in unknown if now.decision)
    remedies = certainty(lesson, base).remedies
    return LessonAsked(lesson, remedies, now.status in OPEN, pairs)


def _asks(asked: PracticeAsked) -> bool:
    return bool(asked.unknown or asked.old or any(map(lesson_asks, asked.lessons)))


def lesson_asks(asked: LessonAsked) -> bool:
    """Whether there is anything to ask on a lesson."""
    return bool(asked.remedies or asked.undecided or asked.unknown)


def figures(base: KnowledgeBase, host: str) -> list[tuple[Metric, list[Value]]]:
    """The quantities by which partners are compared, with the newest figures of the host; none
    where it has none.
    """
    column = list(base.partners).index(host)
    return [(metric, row[column]) for metric, row in compare.profile(base)]


def first(topics: list[Topic], base: KnowledgeBase, count: int) -> list[LessonAsked]:
    """The undecided lessons to ask about first: the most certain ones, since they are nearest to
    a decision.
    """
    asked = [x for topic in topics for practice in topic.practices for x in practice.lessons]
    waiting = [x for x in asked if x.undecided and x.lesson.recommendation]
    order = compare.numbers(base)
    return sorted(waiting, key=lambda x: order.get(x.lesson.id, len(order)))[:count]
