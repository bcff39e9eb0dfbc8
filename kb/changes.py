"""What changed between two dates: the comparison of a slice with itself as it was `before`."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.appraise import Certainty, Standing, Step, certainty, standing
from kb.base import KnowledgeBase
from kb.fields import Part
from kb.freshness import late, stale
from kb.parts import Revision
from kb.records import Decision, Document, Lesson, Practice


@dataclass(frozen=True)
class Moved:
    """A lesson whose certainty is another than before."""

    lesson: Lesson
    before: Certainty
    now: Certainty

    @property
    def gained(self) -> list[Step]:
        """The steps of its receipt that are new."""
        return [step for step in self.now.steps if step not in self.before.steps]

    @property
    def lost(self) -> list[Step]:
        """The steps that no longer hold."""
        return [step for step in self.before.steps if step not in self.now.steps]


@dataclass(frozen=True)
class Changes:
    """All that changed in a slice since the day of its `before`."""

    new: tuple[Document, ...]
    revised: tuple[tuple[Document, tuple[Revision, ...]], ...]
    grown: tuple[tuple[Document, tuple[str, ...]], ...]  # records that were there, and the places
    # in them of what came: evidence, values, outcomes, replications
    withdrawn: tuple[Document, ...]
    certainty: tuple[Moved, ...]
    status: tuple[tuple[Lesson, Standing, Standing], ...]
    decisions: tuple[Decision, ...]  # taken since
    due: tuple[Lesson | Practice, ...]  # whose review fell due
    late: tuple[Decision, ...]  # whose action or review fell due

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


def changes(base: KnowledgeBase) -> Changes:
    """What changed in a slice since the day that it was cut with; nothing where it has none."""
    then, now = base.before or base, base
    old, here = then.documents(), now.documents()
    both = [(old[id], record) for id, record in here.items() if id in old]
    lessons = [(a, b) for a, b in both if isinstance(a, Lesson) and isinstance(b, Lesson)]
    revised = ((b, tuple(r for r in b.revised if r.date > then.as_of)) for _, b in both)
    return Changes(
        new=tuple(record for id, record in here.items() if id not in old),
        revised=tuple((record, revisions) for record, revisions in revised if revisions),
        grown=tuple((b, places) for a, b in both if (places := tuple(_new_items(a, b)))),
        withdrawn=tuple(now.gone[id] for id in old if id in now.gone),
        certainty=tuple(_certainty_moved(lessons, then, now)),
        status=tuple(_status_moved(lessons, then, now)),
        decisions=tuple(d for d in now.decisions.values() if d.date > then.as_of),
        due=tuple(_fell_due(then, now)),
        late=tuple(_became_late(then, now)),
    )


def _new_items(then: Document, now: Document) -> Iterator[str]:
    for name in ("evidence", "values", "outcomes", "replications"):
        before: tuple[Part, ...] = getattr(then, name, ())
        for number, item in enumerate(getattr(now, name, ())):
            if item not in before:
                yield f"{now.id}/{name}/{number}"


def _certainty_moved(
    lessons: list[tuple[Lesson, Lesson]], then: KnowledgeBase, now: KnowledgeBase
) -> Iterator[Moved]:
    for old, new in lessons:
        before, after = certainty(old, then), certainty(new, now)
        if before.level != after.level:
            yield Moved(new, before, after)


def _status_moved(
    lessons: list[tuple[Lesson, Lesson]], then: KnowledgeBase, now: KnowledgeBase
) -> Iterator[tuple[Lesson, Standing, Standing]]:
    for old, new in lessons:
        before, after = standing(old, then), standing(new, now)
        if before.status != after.status:
            yield new, before, after


def _fell_due(then: KnowledgeBase, now: KnowledgeBase) -> Iterator[Lesson | Practice]:
    old = then.documents()
    records: list[Lesson | Practice] = [*now.practices.values(), *now.lessons.values()]
    for record in (record for record in records if stale(record, now)):
        before = old.get(record.id)
        if not (isinstance(before, Lesson | Practice) and stale(before, then)):
            yield record


def _became_late(then: KnowledgeBase, now: KnowledgeBase) -> Iterator[Decision]:
    for id, decision in now.decisions.items():
        before = late(then.decisions[id], then) if id in then.decisions else ()
        if set(late(decision, now)) - set(before):
            yield decision
