"""How records and what is computed of them read in a report: figures, labels, receipts, and the
words of closed lists.
"""

from collections.abc import Iterator

from kb.appraise import Certainty, Level, Reason, Remedy, Step
from kb.base import KnowledgeBase
from kb.language import Language, language
from kb.parts import Polarity, Role, Value
from kb.records import Metric, Practice, Record, Theme

# The words of closed lists, in full so that a catalogue can be made from them.
WORDS = {
    "told": "told",
    "documented": "documented",
    "measured": "measured",
    "evaluated": "evaluated",
    "worked": "worked",
    "partly": "worked in part",
    "did not": "did not work",
    "supports": "supports",
    "limits": "limits",
    "contradicts": "contradicts",
    "adopt": "adopt",
    "adapt": "adapt",
    "trial": "try out",
    "park": "park",
    "reject": "reject",
    "same": "the same",
    "different": "different",
    "unknown": "not known",
}
POLARITIES: dict[Polarity, str] = {  # of a lesson: what became of that from which it was learned
    "worked": "worked",
    "partly": "worked in part",
    "did not": "learned from a failure",
}
NOUNS = {
    "partner": "Partner",
    "project": "Project",
    "exchange": "Exchange",
    "practice": "Practice",
    "lesson": "Lesson",
    "decision": "Decision",
    "source": "Source",
    "theme": "Theme",
    "metric": "Metric",
}
QUALITIES = {
    "population": "People reached, compared with ours",
    "intervention": "What is done, compared with ours",
    "environment": "Surroundings, compared with ours",
    "transfer": "Whether it can be transferred",
}
ROLES = {
    "contributes": "this partner contributes",
    "hosts": "this partner hosts it",
    "takes part": "this partner takes part",
}
PARTS: dict[Role, str] = {  # what a partner does in a practice, as an answer
    "runs": "it is the one that runs it",
    "co-runs": "it runs it together with others",
    "contributes": "it contributes; others run it",
    "hosts": "it gives it a place; others run it",
    "takes part": "it takes part; others run it",
}
PART_WORDS: dict[Role, str] = {
    "runs": "runs",
    "co-runs": "co-runs",
    "contributes": "contributes",
    "hosts": "hosts",
    "takes part": "takes part",
}
SHOWN = {"runs": "it runs", "reach": "reach", "effect": "effect"}
QUALIFIED = {
    "exact": "{number}",
    "about": "about {number}",
    "over": "over {number}",
    "under": "under {number}",
    "planned": "{number} planned",
    "expected": "{number} expected",
}
STATUSES = {
    "draft": "draft",
    "superseded": "superseded",
    "rejected": "rejected",
    "parked": "parked",
    "learned": "learned",
    "in action": "in action",
    "decided": "decided",
    "identified": "identified",
}
REASONS: dict[Reason, str] = {
    "no evidence": "no evidence for it yet",
    "told": "told: {names}",
    "documented": "documented: {names}",
    "measured": "measured: {names}",
    "evaluated": "evaluated: {names}",
    "one voice": "all rests on one voice",
    "interested": "only those speak who run it or pay for it",
    "indirect": "the strongest evidence is all indirect",
    "contradicted": "a contradiction is not settled: {names}",
    "repeated": "repeated independently: {names}",
    "heard already": "who repeats it is in its evidence already: {names}",
    "not evaluated itself": "it was not evaluated itself",
    "no effect shown": "no effect is shown, only that it runs or reaches people",
    "floor": "nothing is less than heard",
    "cap": "nothing is more than evaluated",
}
REMEDIES: dict[Remedy, str] = {
    "support": "evidence that supports it",
    "other voice": "a second, independent voice",
    "direct": "evidence of this very case",
    "settle": "a settled contradiction",
    "effect": "evidence of an effect",
    "repeat": "an independent organisation that repeats it",
    "stronger": "stronger evidence, of an effect",
}
RAISES: dict[Remedy, str] = {  # the same, as what would have to be true
    "other voice": "somebody who neither runs it nor pays for it says so too",
    "direct": "all the evidence is of this very case, not of a like one",
    "settle": "what speaks against it is explained",
    "effect": "the same evidence shows what changed for people, not only that it runs",
    "repeat": "an independent organisation does the same, and tells of it",
    "stronger": "an evaluation with a comparison shows its effect",
}
CHECKS = {
    "two voices": "Lessons with two or more independent voices",
    "effect": "Lessons with measured or evaluated evidence of an effect",
    "sealed": "Pieces of evidence with a seal, so that a change of the source is noticed",
    "primary": "Sources that are primary: the word of those who do it",
    "inferred": "Figures that we worked out ourselves",
    "stale": "Practices and lessons whose review is due",
    "outdated": "Practices and lessons whose newest source is older than their review period",
    "translated": "Records that are translated in their newest wording",
    "checked": "Translations that a person has read",
}
KIND_MEANS = {
    "told": "someone says so",
    "documented": "a document of the process says so, or it was observed on a visit",
    "measured": "figures with a period say so",
    "evaluated": "an evaluation with a comparison says so, external or published",
}
CERTAINTIES: dict[Level, str] = {
    "heard": "we heard it said, and no more",
    "reported": "people say so independently of each other, or documents do, but of one side or of "
    "another case",
    "documented": "independent documents say so, or figures do, but of one side, of another case, "
    "or of no effect where it is said to have worked",
    "measured": "figures show it, and not one voice alone; or an evaluation, but of another case",
    "evaluated": "an evaluation with a comparison shows it",
}
COUNTING = (  # what appraise.py does, in words
    "The strongest kind of evidence that supports it gives the level: told {told}, documented "
    "{documented}, measured {measured}, evaluated {evaluated}. What only limits it, that is, says "
    "where it does not hold, counts for nothing here.",
    "All that supports it rests on one voice, or on those who run it or pay for it: {less}.",
    "The strongest evidence is all indirect, that is, of another case: {less}.",
    "Evidence that is as strong contradicts it, and nobody has settled this: {less}.",
    "An independent organisation does the same, and does not speak in its evidence already: "
    "{more}, but {without_evaluation} at most without an evaluation of this very case.",
    "It is said to have worked, and no evidence shows an effect: {without_effect} at most.",
)
STATUS_MEANS = {
    "draft": "still being written",
    "identified": "nothing is decided on it yet",
    "decided": "it was decided to adopt, adapt or try it",
    "in action": "the decision is being carried out",
    "learned": "carried out, and a result with evidence says what came of it",
    "parked": "put off for the reason that is given",
    "rejected": "not to be done, for the reason that is given",
    "superseded": "another decision took its place",
}
LATE = {"action": "the action is late", "review": "the review is late"}
UNKNOWNS = {  # what a host is asked of a practice, where we do not know it
    "funded_by": "who pays for it, and how much",
    "period": "since when it is done, and whether it still is",
    "audience": "whom it is for",
    "values": "how many come, and out of how many",
    "Resources": "what it takes in people, rooms and money",
    "Difficulties": "what was hard, and what you would not do again",
}
ASKED: dict[Remedy, str] = {  # and of a lesson, so that it becomes more certain
    "support": "What shows that it is so?",
    "other voice": "Who outside your house can say how it went?",
    "direct": "What do you know of this very case?",
    "settle": "What explains the contradiction between the sources?",
    "effect": "What changed for those who took part, and has anybody studied it?",
    "repeat": "Who else does it, independently of you?",
    "stronger": "Is there a count over time, or a study with a comparison?",
}
SIGNS = {"about": "≈", "over": ">", "under": "<"}  # the same on a chart, where words have no room
MEASURES = {
    "count": "a number",
    "year": "a year",
    "area": "m²",
    "length": "m",
    "money": "money, in the currency of the source",
    "energy": "kWh/m²",
    "share": "a share",
}
UNITS = {"area": "{number} m²", "length": "{number} m", "energy": "{number} kWh/m²"}


def words(base: KnowledgeBase) -> Language:
    """The language that a base is read in."""
    return language(base.language)


def label(item: Theme | Metric, base: KnowledgeBase) -> str:
    """The name of a theme or a metric."""
    return str(getattr(item.label, base.language))


def name_of(record: Record, base: KnowledgeBase) -> str:
    """What a record is called: its title, name, statement or label."""
    if isinstance(record, Theme | Metric):
        return label(record, base)
    for field in ("title", "name", "statement", "reason"):
        if name := getattr(record, field, None):
            return str(name)
    return record.id


def amount(value: Value, base: KnowledgeBase) -> str:
    """A figure with its unit, currency and qualifier: over 10,000; about NOK 3,400,000; 1988."""
    t, unit = words(base), base.metrics[value.metric].unit
    number = str(value.value) if unit == "year" else t.number(value.value)
    if value.currency:
        number = t("{currency} {number}", currency=value.currency, number=number)
    number = t(UNITS.get(unit, "{number}"), number=number)
    return t(QUALIFIED[value.qualifier], number=number)


def role(practice: Practice, base: KnowledgeBase) -> str:
    """Who runs a practice, where it is not the partner alone, and what the partner does in it."""
    t = words(base)
    if not practice.run_by:
        return ""
    run = t("Run by {organiser}", organiser=practice.run_by)
    part = t(ROLES[practice.role]) if practice.role in ROLES else ""
    return t("{run}; {part}", run=run, part=part) if part else run


def certainty_word(certainty: Certainty, base: KnowledgeBase) -> str:
    """How sure a lesson is, in a word: heard, reported, documented, measured, evaluated."""
    return words(base).word("certainty", certainty.word)


def receipt(certainty: Certainty, base: KnowledgeBase) -> str:
    """Why a lesson is as sure as it is: every step with what it counts, and their sum."""
    t = words(base)
    steps = ", ".join(receipt_lines(certainty, base))
    return t("{steps}; makes {level} of 4", steps=steps, level=certainty.level)


def receipt_lines(certainty: Certainty, base: KnowledgeBase) -> Iterator[str]:
    """The steps of a receipt, a line each: −1 all rests on one voice."""
    yield from (step_line(step, base) for step in certainty.steps)


def step_line(step: Step, base: KnowledgeBase) -> str:
    """A step of a receipt: what it counts, and why."""
    names = words(base).listed(organisation(name, base) for name in step.names)
    reason = words(base)(REASONS[step.reason], names=names)
    sign = "−" if step.change < 0 else "+" if step.change > 0 else ""
    return f"{sign}{abs(step.change)} {reason}"


def organisation(name: str, base: KnowledgeBase) -> str:
    """An organisation as the report's language calls it, where base.yaml says how."""
    known = {item.en: str(getattr(item, base.language)) for item in base.settings.names}
    return known.get(name, name)


def remedies(certainty: Certainty, base: KnowledgeBase) -> str:
    """What would raise the certainty, each by itself."""
    t = words(base)
    return "; ".join(t(REMEDIES[remedy]) for remedy in certainty.remedies)


def place(at: str, base: KnowledgeBase) -> str:
    """Where in a source: block 6, p. 3, as the report's language writes it."""
    t = words(base)
    kind, _, number = at.partition(" ")
    if kind == "block":
        return t("block {number}", number=number)
    return t("p. {number}", number=number) if kind == "p." else at
