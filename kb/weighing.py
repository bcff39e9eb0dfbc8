"""Questions on how certain a lesson is: all that it rests on, and what would raise it."""

from collections.abc import Iterable, Iterator
from random import Random

from kb.appraise import (
    LEVELS,
    Case,
    Remedy,
    case_of,
    certainty,
    raising_alone,
)
from kb.base import KnowledgeBase
from kb.blocks import BREAK, Block, Inline, about, cite, computed, muted, paragraph, strong, tag
from kb.fields import Citation
from kb.parts import Evidence, Replication
from kb.question import LETTERS, Line, Question, shuffled
from kb.records import Lesson
from kb.view import cited, evidence_line, in_its_language
from kb.wording import (
    POLARITIES,
    RAISES,
    SHOWN,
    WORDS,
    certainty_word,
    organisation,
    receipt,
    words,
)

WEIGHED = 4  # pieces of evidence, and others who do the same, that a question has room for
OPTIONS = 3  # of a question on what would raise the certainty
RARE: tuple[Remedy, ...] = ("settle", "effect", "direct", "other voice", "repeat")
"""What would raise a certainty, what seldom does first. That stronger evidence would goes without
saying, so it is neither a right option nor a wrong one.
"""
RAISED = "What would by itself make this lesson more certain? {lesson}"
NOT_RAISED = "Which of these would not by itself make this lesson more certain? {lesson}"


def questions(lesson: Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """What can be asked of the certainty of a lesson."""
    if can_be_weighed(lesson, base):
        yield _certainty(lesson, base)
        yield from _raise(lesson, base, seed)


def can_be_weighed(lesson: Lesson, base: KnowledgeBase) -> bool:
    """Whether a question has room for all that the certainty of a lesson rests on."""
    return 0 < len(lesson.evidence) + len(_elsewhere(lesson, base)) <= WEIGHED


def facts(lesson: Lesson, base: KnowledgeBase) -> list[Line]:
    """All that the certainty of a lesson rests on: what it claims, its evidence with whose word
    each piece is, who of them runs it or pays for it, and who else does the same.
    """
    t, case = words(base), case_of(lesson, base.whole)
    claim = t("The lesson says: {polarity}.", polarity=t(POLARITIES[lesson.polarity]))
    lines: list[Line] = [(about([lesson.id], strong(claim)),)]
    lines += [tuple(weighed(item, base, case)) for item in lesson.evidence]
    return [*lines, *(_repeated(item, case, base) for item in _elsewhere(lesson, base))]


def weighed(item: Evidence, base: KnowledgeBase, case: Case | None = None) -> list[Inline]:
    """A piece of evidence with whose word it is, as one needs it to weigh it."""
    t, voice = words(base), item.voice or base.sources[item.source].voice
    line, name = evidence_line(item, base), organisation(voice, base)
    interest = _interest(case, [voice], base)
    if not item.voice:
        text = t("Voice: {name}", name=f"{name}{interest}")
        return [*line, " ", about([item.source], muted(text))]
    return [*line, muted(interest)] if interest else line


def _interest(case: Case | None, names: Iterable[str], base: KnowledgeBase) -> str:
    interested = case and any(map(case.is_interested, names))
    return f" ({words(base)('runs it or pays for it')})" if interested else ""


def _elsewhere(lesson: Lesson, base: KnowledgeBase) -> list[Replication]:
    practices = [base.practices[id] for id in lesson.practices if id in base.practices]
    return [item for practice in practices for item in practice.replications]


def _repeated(item: Replication, case: Case, base: KnowledgeBase) -> Line:
    t, voice = words(base), base.sources[item.source].voice
    also = t("Also at {name}", name=organisation(item.organisation, base))
    interest = _interest(case, [item.organisation, voice], base)
    of = muted(t("Voice: {name}", name=f"{organisation(voice, base)}{interest}"))
    return (about([item.source], f"{also}: {item.says} ", cite(Citation(item.source)), " ", of),)


def profile(lesson: Lesson, base: KnowledgeBase) -> Line:
    """A lesson with the same in short, as an option to be compared with others."""
    t, case = words(base), case_of(lesson, base.whole)
    short: list[Inline] = [t(POLARITIES[lesson.polarity])]
    for item in lesson.evidence:
        voice = item.voice or base.sources[item.source].voice
        told = [t(WORDS[item.kind]), t(SHOWN[item.shows])]
        told += [t(WORDS[item.stance])] if item.stance != "supports" else []
        told += [t("of another case")] if item.indirect else []
        told += [t("settled")] if item.resolved else []
        name = f"{organisation(voice, base)}{_interest(case, [voice], base)}"
        short.append(about([item.source], f"; {' · '.join(told)}: {name}"))
    for one in _elsewhere(lesson, base):
        voice = base.sources[one.source].voice
        also = t("Also at {name}", name=organisation(one.organisation, base))
        interest = _interest(case, [one.organisation, voice], base)
        short.append(about([one.source], f"; {also}: {organisation(voice, base)}{interest}"))
    return (*in_its_language(lesson, base, lesson.statement), BREAK, muted(*short))


def why(lesson: Lesson, base: KnowledgeBase) -> Block:
    """How certain a lesson is, with its receipt and its sources."""
    sure = certainty(lesson, base)
    steps = computed(f"{receipt(sure, base)}.", "receipt", lesson.id)
    label = tag(certainty_word(sure, base))
    return paragraph(label, " ", steps, " ", cited(lesson.evidence, base))


def _certainty(lesson: Lesson, base: KnowledgeBase) -> Question:
    """How certain a lesson is, by all that it rests on."""
    t, text = words(base), in_its_language(lesson, base, lesson.statement)
    prompt = t.parts("How certain is this lesson by what is below? {lesson}", lesson=text)
    return Question(
        id=f"certainty:{lesson.id}",
        kind="certainty",
        form="choose",
        prompt=tuple(prompt),
        given=tuple(facts(lesson, base)),
        options=tuple((t.word("certainty", level),) for level in LEVELS),
        answer=LETTERS[certainty(lesson, base).level],
        reason=(why(lesson, base),),
        records=(lesson.id,),
    )


def _raise(lesson: Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """What would raise the certainty of a lesson by itself; where several things would, what would
    not.
    """
    t, case = words(base), case_of(lesson, base.whole)
    all_helps = raising_alone(case)
    helps = [remedy for remedy in RARE if remedy in all_helps]
    not_so = [remedy for remedy in RARE if remedy not in all_helps]
    odd = len(helps) > 1
    right, wrong = (not_so, helps) if odd else (helps, not_so)
    if not right or len(wrong) < OPTIONS - 1:
        return
    id, chance = f"raise:{lesson.id}", Random(f"{seed} {lesson.id}")
    options = [chance.choice(right), *chance.sample(wrong, OPTIONS - 1)]
    shown, letters = shuffled(id, seed, [(t(RAISES[remedy]),) for remedy in options])
    text = in_its_language(lesson, base, lesson.statement)
    yield Question(
        id=id,
        kind="raise",
        form="choose",
        prompt=tuple(t.parts(NOT_RAISED if odd else RAISED, lesson=text)),
        given=(*facts(lesson, base), tuple(why(lesson, base)["body"])),
        options=shown,
        answer=letters[0],
        reason=(paragraph(*_helping(all_helps, base), " ", cited(lesson.evidence, base)),),
        records=(lesson.id,),
    )


def _helping(helps: Iterable[Remedy], base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    each = "; ".join(t(RAISES[remedy]) for remedy in helps)
    return [t("Each of these alone would: {remedies}.", remedies=each)]
