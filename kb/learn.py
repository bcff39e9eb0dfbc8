"""Onboarding: the questions of a path, which to ask now, and what changed since it was learned.

Questions are made anew from the records each time, so none is out of date. What was missed comes
back later, after growing intervals (boxes, after S. Leitner, 1972).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import get_args

from kb.arrangements import arrangements
from kb.base import KnowledgeBase
from kb.choices import choices
from kb.fingerprint import of_record
from kb.parts import Revision
from kb.paths import PATHS, path_of
from kb.progress import Mark, Progress
from kb.question import Kind, Question

BOXES = (1, 2, 4)  # days until what was missed is asked again, longer each time it is known


def questions(base: KnowledgeBase, path: str, seed: int = 0) -> list[Question]:
    """Every question of a path, the kinds in turn, easy ones first; the same for the same seed.

    `base` is a slice, so no question comes from a draft or a withdrawn record.
    """
    role = path_of(path)
    made: dict[Kind, list[Question]] = {kind: [] for kind in get_args(Kind)}
    for question in chain(choices(role, base, seed), arrangements(role, base, seed)):
        made[question.kind].append(question)
    return [x for turn in zip_longest(*made.values()) for x in turn if x is not None]


def mark(ids: Iterable[str], base: KnowledgeBase, day: date) -> Mark:
    """That what rests on these records was learned on a day."""
    return Mark(day=day, records={id: of_record(id, base) for id in ids})


def answered(
    progress: Progress, question: Question, right: bool, base: KnowledgeBase, day: date
) -> Progress:
    """The progress after an answer: missed, it comes back; known often enough, it does not. Right
    before its day it waits on, as what was just read proves nothing.
    """
    new, old = mark(question.records, base, day), progress.questions.get(question.id)
    if right and old and old.due and day < old.due:
        return progress
    box = _next_box(old, right)
    if box is not None:
        new = new.model_copy(update={"box": box, "due": day + timedelta(days=BOXES[box])})
    return progress.model_copy(update={"questions": {**progress.questions, question.id: new}})


def _next_box(old: Mark | None, right: bool) -> int | None:
    if not right:
        return 0
    if old is None or old.box is None or old.box + 1 == len(BOXES):
        return None
    return old.box + 1


@dataclass(frozen=True)
class Changed:
    """A record that is another than when it was learned, and what was revised in it since that day;
    what was revised on the day itself may have been there already.
    """

    id: str
    learned: date
    revised: tuple[Revision, ...]
    gone: bool
    english: bool  # as there is no translation of it that is up to date


def changed(progress: Progress, base: KnowledgeBase) -> list[Changed]:
    """The records that changed since somebody learned them, by id."""
    learned: dict[str, date] = {}
    for one in (*progress.exercises.values(), *progress.questions.values()):
        for id, digest in one.records.items() if one.known else ():
            if digest != of_record(id, base):
                learned[id] = min(one.day, learned.get(id, one.day))
    return [_changed(id, day, base) for id, day in sorted(learned.items())]


def _changed(id: str, day: date, base: KnowledgeBase) -> Changed:
    document = base.documents().get(id)
    revised = document.revised if document else ()
    gone = not of_record(id, base)
    later = tuple(x for x in revised if x.date > day)
    return Changed(id, day, later, gone, id in base.english)


def to_ask(
    progress: Progress, found: Sequence[Question], base: KnowledgeBase, day: date, count: int
) -> list[Question]:
    """What to ask now: first what was missed and is due, then what changed, then what is new; of
    the new ones first those that rest on other records, as one might tell the answer of another.
    """
    marks = progress.questions
    missed = [x for x in found if (m := marks.get(x.id)) and m.due and m.due <= day]
    stale = {x.id for x in changed(progress, base)}
    renewed = [
        x for x in found if x.id in marks and marks[x.id].box is None and stale & {*x.records}
    ]
    again = [*missed, *renewed]
    told = {id for question in again[:count] for id in question.records}
    apart: list[Question] = []
    close: list[Question] = []
    for question in (x for x in found if x.id not in marks):
        (apart if told.isdisjoint(question.records) else close).append(question)
        told.update(question.records)
    return [*again, *apart, *close][:count]


def next_day(progress: Progress) -> date | None:
    """The day on which the next missed question comes back; None where none waits."""
    return min((x.due for x in progress.questions.values() if x.due), default=None)


def on_paper(base: KnowledgeBase) -> list[Question]:
    """One question of each kind, the paths in turn: what the handbook asks."""
    asked = [questions(base, path) for path in PATHS]
    turns = ((kind, asked[n % len(asked)]) for n, kind in enumerate(get_args(Kind)))
    found = (next((x for x in all if x.kind == kind), None) for kind, all in turns)
    return [question for question in found if question is not None]
