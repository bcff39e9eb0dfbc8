"""What the machine computes of a lesson: certainty with its receipt, and status.

Pure functions of the whole base, which says what was known on its `as_of` day; nothing is stored.
The grades of evidence follow GRADE (start from the kind of evidence, then rate down or up, each
with its reason); the states follow the lessons-learned process of NATO (identified, decided, in
action, learned). data/README.md tells the rules to those who type.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from kb.base import KnowledgeBase
from kb.parts import KINDS, Evidence, Kind, Outcome, Polarity, Shows, Stance
from kb.records import Decision, Lesson, Practice

Level = Literal["heard", "reported", "documented", "measured", "evaluated"]
LEVELS: tuple[Level, ...] = get_args(Level)
Reason = Literal[
    "no evidence", "told", "documented", "measured", "evaluated", "one voice", "interested",
    "indirect", "contradicted", "repeated", "heard already", "not evaluated itself",
    "no effect shown", "floor", "cap",
]  # fmt: skip
Remedy = Literal["support", "other voice", "direct", "settle", "effect", "repeat", "stronger"]
Status = Literal[
    "draft", "superseded", "rejected", "parked", "learned", "in action", "decided", "identified"
]
HIGHEST = 4
WITHOUT_EVALUATION = 3  # a repetition cannot lift a lesson above this
WITHOUT_EFFECT = 2  # nor does a lesson that claims success pass this while no effect is shown


@dataclass(frozen=True)
class Step:
    """A line of a receipt: what it adds to the level or takes from it, and why.

    `names` are the voices, sources or organisations that the reason speaks of.
    """

    change: int
    reason: Reason
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Certainty:
    """How sure a lesson is, 0 to 4; the steps add up to the level."""

    level: int
    steps: tuple[Step, ...]
    remedies: tuple[Remedy, ...]  # each would raise the level by itself

    @property
    def word(self) -> Level:
        """The level in a word: heard, reported, documented, measured, evaluated."""
        return LEVELS[self.level]


@dataclass(frozen=True)
class Standing:
    """What has become of a lesson: its status, and the decision and outcome that it rests on."""

    status: Status
    decision: Decision | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Case:
    """All that the certainty of a lesson rests on."""

    polarity: Polarity
    evidence: tuple[tuple[str, Evidence], ...]  # each with its voice
    interested: frozenset[str]  # who runs or pays for the practices, folded
    repeated_by: tuple[tuple[str, str], ...]  # independent organisations, and who tells of them

    def having(self, stance: Stance) -> list[tuple[str, Evidence]]:
        """The evidence of one stance, with its voices."""
        return [(voice, item) for voice, item in self.evidence if item.stance == stance]

    def is_interested(self, name: str) -> bool:
        """Whether this is one of those who run or pay for it."""
        return _speaks_for(name, self.interested)


def certainty(lesson: Lesson, base: KnowledgeBase) -> Certainty:
    """How sure a lesson is, why, and what would raise it."""
    return appraised(case_of(lesson, base.whole))


def appraised(case: Case) -> Certainty:
    """The certainty of a case."""
    steps = tuple(_steps(case))
    level, raising = sum(step.change for step in steps), raising_alone(case)
    if not case.having("supports"):
        raising = ["support"]
    elif len(raising) > 1:  # that stronger evidence would help goes without saying
        raising = [name for name in raising if name != "stronger"]
    return Certainty(level, steps, tuple(raising))


def raising_alone(case: Case) -> list[Remedy]:
    """Every remedy that would raise the level by itself."""
    return [name for name, change in REMEDIES if _level(change(case)) > _level(case)]


def case_of(lesson: Lesson, base: KnowledgeBase) -> Case:
    """A lesson's own evidence, and the replications of its practices."""
    lesson = base.lessons.get(lesson.id, lesson)
    practices = [base.practices[id] for id in lesson.practices if id in base.practices]
    evidence = tuple((_voice(item, base), item) for item in lesson.evidence)
    interested = frozenset(_folded(name) for p in practices for name in _interests(p, base))
    elsewhere = (
        (item.organisation, base.sources[item.source].voice)
        for practice in practices
        for item in practice.replications
    )
    independent = tuple(
        pair for pair in elsewhere if not any(_speaks_for(name, interested) for name in pair)
    )
    return Case(lesson.polarity, evidence, interested, independent)


def _voice(item: Evidence, base: KnowledgeBase) -> str:
    return item.voice or base.sources[item.source].voice


def _interests(practice: Practice, base: KnowledgeBase) -> Iterator[str]:
    """Who runs a practice or pays for it: the partner, and what run_by and funded_by name."""
    partner = base.partners[practice.partner]
    yield from (partner.name, partner.native_name, *practice.funded_by)
    if practice.run_by:
        yield practice.run_by


def _folded(name: str) -> str:
    """A name as names are compared: without case, extra spaces and a full stop at the end."""
    return " ".join(name.casefold().split()).rstrip(".")


def _speaks_for(voice: str, interested: frozenset[str]) -> bool:
    """Whether a voice is one of those who run or pay: the same name, or one within the other."""
    own = _folded(voice)
    return any(_within(own, name) or _within(name, own) for name in interested)


def _within(short: str, long: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long) is not None


def _steps(case: Case) -> Iterator[Step]:
    """The receipt: the strongest kind of support, what lowers it, what lifts it, and its bounds."""
    support = case.having("supports")
    if not support:
        yield Step(0, "no evidence")
        return
    kind = max((item.kind for _, item in support), key=KINDS.index)
    strongest = [(voice, item) for voice, item in support if item.kind == kind]
    found = [Step(KINDS.index(kind) + 1, kind, _names(voice for voice, _ in strongest))]
    found += _lowered(case, support, strongest)
    found += _repeated(case)
    yield from found
    yield from _bounded(sum(step.change for step in found), case, support)


def _lowered(
    case: Case, support: list[tuple[str, Evidence]], strongest: list[tuple[str, Evidence]]
) -> Iterator[Step]:
    voices = _names(voice for voice, _ in support)
    if len(voices) == 1:
        yield Step(-1, "one voice", voices)
    elif all(map(case.is_interested, voices)):
        yield Step(-1, "interested", voices)
    if all(item.indirect for _, item in strongest):
        yield Step(-1, "indirect")
    against = [
        voice
        for voice, item in case.having("contradicts")
        if not item.resolved and KINDS.index(item.kind) >= KINDS.index(strongest[0][1].kind)
    ]
    if against:
        yield Step(-1, "contradicted", _names(against))


def _repeated(case: Case) -> Iterator[Step]:
    """Who speaks in the evidence already, for or against, is not counted as repeating it too."""
    heard = {_folded(voice) for voice, _ in case.evidence}
    new = [pair for pair in case.repeated_by if heard.isdisjoint(map(_folded, pair))]
    if new:
        yield Step(1, "repeated", _names(organisation for organisation, _ in new))
    elif case.repeated_by:
        yield Step(0, "heard already", _names(name for name, _ in case.repeated_by))


def _bounded(level: int, case: Case, support: list[tuple[str, Evidence]]) -> Iterator[Step]:
    evaluated = any(item.kind == "evaluated" and not item.indirect for _, item in support)
    if level > WITHOUT_EVALUATION and not evaluated:
        yield Step(WITHOUT_EVALUATION - level, "not evaluated itself")
        level = WITHOUT_EVALUATION
    effect = any(item.shows == "effect" for _, item in support)
    if case.polarity == "worked" and level > WITHOUT_EFFECT and not effect:
        yield Step(WITHOUT_EFFECT - level, "no effect shown")
        level = WITHOUT_EFFECT
    if level < 0:
        yield Step(-level, "floor")
    if level > HIGHEST:
        yield Step(HIGHEST - level, "cap")


def _level(case: Case) -> int:
    return sum(step.change for step in _steps(case))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as it is spelt first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_folded(name), name)
    return tuple(found.values())


# What would raise a level is found by trying: each remedy is done to the case, and counted anew.
def _other_voice(case: Case) -> Case:
    return _with(case, KINDS[0], "runs")


def _stronger(case: Case) -> Case:
    return _with(case, KINDS[-1], "effect")


def _with(case: Case, kind: Kind, shows: Shows) -> Case:
    more = Evidence(source="x", says="x", kind=kind, shows=shows)
    return replace(case, evidence=(*case.evidence, ("somebody else", more)))


def _changed(case: Case, **fields: object) -> Case:
    changed = ((voice, item.model_copy(update=fields)) for voice, item in case.evidence)
    return replace(case, evidence=tuple(changed))


REMEDIES: tuple[tuple[Remedy, Callable[[Case], Case]], ...] = (
    ("other voice", _other_voice),
    ("direct", lambda case: _changed(case, indirect=None)),
    ("settle", lambda case: _changed(case, resolved="x")),
    ("effect", lambda case: _changed(case, shows="effect")),
    ("repeat", lambda case: replace(case, repeated_by=(("somebody", "else"),))),
    ("stronger", _stronger),
)


def standing(lesson: Lesson, base: KnowledgeBase) -> Standing:
    """What has become of a lesson; the first of the states that holds, the latest decision first.

    Superseded: every decision on it gave way to one that is not about it. Learned: a decision to
    adopt, adapt or try it has an outcome with evidence. In action: the decision's start has come.
    """
    base = base.whole
    if lesson.draft:
        return Standing("draft")
    taken = [d for d in base.decisions.values() if lesson.id in d.lessons and d.date <= base.as_of]
    gone = {d.supersedes for d in base.decisions.values() if d.date <= base.as_of}
    valid = sorted((d for d in taken if d.id not in gone), key=lambda d: (d.date, d.id))
    if not taken:
        return Standing("identified")
    if not valid:
        return Standing("superseded", max(taken, key=lambda d: (d.date, d.id)))
    return _after(valid[-1], base.as_of)


def _after(decision: Decision, day: date) -> Standing:
    if decision.verdict in ("reject", "park"):
        return Standing("rejected" if decision.verdict == "reject" else "parked", decision)
    known = [x for x in decision.outcomes if x.date <= day and x.evidence]
    if known:
        return Standing("learned", decision, max(known, key=lambda outcome: outcome.date))
    started = decision.started is not None and decision.started <= day
    return Standing("in action" if started else "decided", decision)
