"""What changed between two dates: the pages of the report `changes`, and a short form of it."""

from collections.abc import Iterable

from kb.appraise import Standing, Step
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    about,
    bullets,
    computed,
    heading,
    lead,
    muted,
    paragraph,
    strong,
    tag,
)
from kb.changes import Changes, Moved, changes
from kb.freshness import late, review_due
from kb.pages.ends import opening
from kb.parts import Revision
from kb.records import DOCUMENTS, Decision, Document, Lesson, Practice
from kb.view import View, cited, day_of, in_its_language, tally, view_of
from kb.wording import LATE, NOUNS, STATUSES, WORDS, name_of, step_line, words


def cover(base: KnowledgeBase) -> View:
    """The head of the first page: from when to when."""
    t, before = words(base), base.before
    span = [] if before is None else [day_of(before.as_of, base), " – ", day_of(base.as_of, base)]
    readers = t("everybody who works with the knowledge base")
    return opening(base, t("What has changed"), span, readers=readers, page=False)


def summary(base: KnowledgeBase) -> View:
    """How much changed, in a sentence."""
    return view_of(base, [lead(*in_a_sentence(base))])


def in_a_sentence(base: KnowledgeBase) -> list[Inline]:
    """How many records came, were revised and withdrawn, how many lessons moved, what fell due."""
    t, found = words(base), changes(base)
    if base.before is None:
        return [t("No day to compare with was given.")]
    if found.empty:
        return [t("Nothing changed.")]
    if not base.before.documents():
        return t.parts("The knowledge base began after that day, so all of it is new.")
    ids_of_moved = [*(m.lesson.id for m in found.certainty), *(x.id for x, _, _ in found.status)]
    counts = (
        (t("new records"), [record.id for record in found.new]),
        (t("revised records"), [record.id for record, _ in found.revised]),
        (t("records with something added"), [record.id for record, _ in found.grown]),
        (t("withdrawn records"), [record.id for record in found.withdrawn]),
        (t("lessons with another certainty or status"), ids_of_moved),
        (t("decisions taken"), [decision.id for decision in found.decisions]),
        (t("reviews that fell due"), [record.id for record in found.due]),
        (t("decisions that are late"), [decision.id for decision in found.late]),
    )
    parts = [x for name, ids in counts if ids for x in (f", {name} ", tally(ids, base))]
    parts[0] = str(parts[0]).removeprefix(", ")
    day = day_of(base.before.as_of, base)
    return t.parts("Since {day}: {counts}.", day=day, counts=parts)


def in_short(base: KnowledgeBase) -> View:
    """The changes as a section of another report: how much, what moved, what was decided."""
    found, blocks = changes(base), [*summary(base).blocks]
    if found.certainty or found.status:
        blocks += moved(base).blocks
    told = [now.decision for _, _, now in found.status]
    if other := [decision for decision in found.decisions if decision not in told]:
        blocks.append(bullets(_decision(decision, base) for decision in other))
    if found.late:
        blocks.append(_late_ones(found, base))
    return view_of(base, blocks)


def moved(base: KnowledgeBase) -> View:
    """Lessons whose certainty or status is another than before, and why."""
    t, found = words(base), changes(base)
    if not (found.certainty or found.status):
        return view_of(base, [paragraph(t("No lesson moved."))])
    lines = [_certainty(item, base) for item in found.certainty]
    lines += [_status(lesson, old, new, base) for lesson, old, new in found.status]
    return view_of(base, [bullets(lines)])


def _certainty(item: Moved, base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    old, new = (t.word("certainty", x.word) for x in (item.before, item.now))
    why = [*_why(t("now"), item.gained, base), *_why(t("no longer"), item.lost, base)]
    title = in_its_language(item.lesson, base, strong(item.lesson.statement))
    steps = computed("; ".join(why), "steps", item.lesson.id)
    return [tag(old), " → ", tag(new), " ", *title, BREAK, steps]


def _why(word: str, steps: Iterable[Step], base: KnowledgeBase) -> list[str]:
    return [f"{word}: {step_line(step, base)}" for step in steps]


def _status(lesson: Lesson, old: Standing, new: Standing, base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    title = in_its_language(lesson, base, strong(lesson.statement))
    line = [tag(t(STATUSES[old.status])), " → ", tag(t(STATUSES[new.status])), " ", *title]
    if new.outcome:
        result = f"{t(WORDS[new.outcome.result])}, {t.day(new.outcome.date)} "
        line += [
            BREAK,
            about([lesson.id], t("Outcome")),
            ": ",
            result,
            cited(new.outcome.evidence, base),
        ]
    if new.decision:
        line += [BREAK, *_verdict(new.decision, base)]
    return line


def decisions(base: KnowledgeBase) -> View:
    """The decisions that were taken, and those that are late."""
    t, found = words(base), changes(base)
    blocks: list[Block] = []
    if found.decisions:
        blocks.append(bullets(_decision(decision, base) for decision in found.decisions))
    else:
        blocks.append(paragraph(t("No decision was taken.")))
    if found.late:
        blocks += [heading(2, t("Late")), _late_ones(found, base)]
    return view_of(base, blocks)


def _late_ones(found: Changes, base: KnowledgeBase) -> Block:
    return bullets([*_late(decision, base), *_decision(decision, base)] for decision in found.late)


def _late(decision: Decision, base: KnowledgeBase) -> list[Inline]:
    found = late(decision, base)
    return [part for name in found for part in (tag(words(base)(LATE[name])), " ")]


def _decision(decision: Decision, base: KnowledgeBase) -> list[Inline]:
    """A decision, and the lessons that it is on."""
    lessons = [base.lessons[id] for id in decision.lessons if id in base.lessons]
    on = [x for lesson in lessons for x in ("; ", *in_its_language(lesson, base, lesson.statement))]
    return [*_verdict(decision, base), BREAK, muted(*on[1:])]


def _verdict(decision: Decision, base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    when = f"{t.day(decision.date)}, {decision.owner}: "
    head = about([decision.id], tag(t(WORDS[decision.verdict])), " ", muted(when))
    return [head, *in_its_language(decision, base, decision.reason)]


def new(base: KnowledgeBase) -> View:
    """The records that were not there before, by kind; decisions have a page of their own."""
    found = [record for record in changes(base).new if not isinstance(record, Decision)]
    if not found:
        return view_of(base, [paragraph(words(base)("There is no new record."))])
    return view_of(base, _by_kind(found, base))


def _by_kind(records: Iterable[Document], base: KnowledgeBase) -> list[Block]:
    blocks: list[Block] = []
    listed = list(records)
    for cls in DOCUMENTS:
        of_kind = [record for record in listed if isinstance(record, cls)]
        if of_kind:
            number = tally((record.id for record in of_kind), base)
            blocks.append(heading(2, words(base)(NOUNS[cls.noun]), " (", number, ")"))
            blocks.append(bullets(_line(record, base) for record in of_kind))
    return blocks


def _line(record: Document, base: KnowledgeBase) -> list[Inline]:
    text = in_its_language(record, base, name_of(record, base))
    draft = [" ", tag(words(base)("draft"))] if record.draft else []
    evidence = getattr(record, "evidence", ())
    return [*text, *draft, *([" ", cited(evidence, base)] if evidence else [])]


def revised(base: KnowledgeBase) -> View:
    """What was changed in records that were there, what was added to them, and what is gone."""
    t, found = words(base), changes(base)
    blocks: list[Block] = []
    if found.revised:
        lines = [_notes(record, notes, base) for record, notes in found.revised]
        blocks += [heading(2, t("Revised")), bullets(lines)]
    if found.grown:
        grown = [_added(record, places, base) for record, places in found.grown]
        blocks += [heading(2, t("Something was added")), bullets(grown)]
    if found.withdrawn:
        blocks += [heading(2, t("Withdrawn")), bullets(_gone(x, base) for x in found.withdrawn)]
    return view_of(base, blocks or [paragraph(t("No record was changed."))])


def _notes(record: Document, notes: Iterable[Revision], base: KnowledgeBase) -> list[Inline]:
    said = (f"{words(base).day(note.date)}: {note.what}" for note in notes)
    return [*_line(record, base), *(part for text in said for part in (BREAK, muted(text)))]


def _added(record: Document, places: tuple[str, ...], base: KnowledgeBase) -> list[Inline]:
    text = words(base).counted(
        "one new item: evidence, a figure or a result",
        "{number} new items: evidence, figures, results",
        len(places),
        number=tally(places, base),
    )
    return [*_line(record, base), BREAK, muted(*text)]


def _gone(record: Document, base: KnowledgeBase) -> list[Inline]:
    assert record.withdrawn is not None
    why = f"{words(base).day(record.withdrawn.date)}: {record.withdrawn.reason}"
    return [*in_its_language(record, base, name_of(record, base)), BREAK, muted(why)]


def due(base: KnowledgeBase) -> View:
    """What is to be read again, because its theme's review period is over."""
    t, found = words(base), changes(base)
    if not found.due:
        return view_of(base, [paragraph(t("No review fell due."))])
    lines = [[*_line(record, base), " ", muted(_review(record, base))] for record in found.due]
    return view_of(base, [bullets(lines)])


def _review(record: Lesson | Practice, base: KnowledgeBase) -> Inline:
    return computed(words(base).day(review_due(record, base)), "review", record.id)
