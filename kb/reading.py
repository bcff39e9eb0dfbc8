"""One record, whole, to be read: facts, evidence, receipt, status, text, and links both ways."""

from collections.abc import Iterator
from dataclasses import asdict

from kb.appraise import certainty, standing
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    bullets,
    cite,
    heading,
    muted,
    paragraph,
    shows,
    strong,
)
from kb.fields import Citation
from kb.freshness import review_due
from kb.linked import find, leads_to, named_by
from kb.markdown import inlines
from kb.parts import Value
from kb.records import (
    Decision,
    Exchange,
    Lesson,
    Metric,
    Partner,
    Practice,
    Project,
    Record,
    Source,
    Theme,
)
from kb.view import (
    View,
    badges,
    evidence_line,
    figure_line,
    in_its_language,
    source_entry,
    view_of,
    worked_out,
)
from kb.wording import (
    MEASURES,
    NOUNS,
    QUALITIES,
    ROLES,
    WORDS,
    certainty_word,
    label,
    name_of,
    organisation,
    receipt_lines,
    remedies,
    words,
)

Fact = tuple[str, str | list[Inline] | None]


def reading(id: str, base: KnowledgeBase, *, links: bool = True) -> View:
    """Everything that is known of one record; KbError if there is none with this id. Without
    `links`, what it is linked to is left to whoever shows it.
    """
    record = find(id, base)
    blocks = [
        heading(1, *in_its_language(record, base, name_of(record, base))),
        paragraph(muted(" · ".join(_labels(record, base)))),
        *_facts(record, base),
        *_evidence(record, base),
        *_figures(record, base),
        *_body(record, base),
        *_history(record, base),
        *(_links(record, base) if links else ()),
    ]
    return view_of(base, [shows(block, id) for block in blocks])


def as_data(id: str, base: KnowledgeBase) -> dict[str, object]:
    """One record for a program: its fields as typed and, of a lesson, what is computed."""
    record = find(id, base)
    fields = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    answer: dict[str, object] = {"type": record.noun, "record": fields}
    if isinstance(record, Lesson):
        sure = certainty(record, base)
        answer["certainty"] = {**asdict(sure), "word": sure.word}
        answer["status"] = standing(record, base).status
        answer["review_due"] = review_due(record, base).isoformat()
    return answer


def _labels(record: Record, base: KnowledgeBase) -> list[str]:
    t = words(base)
    found = [t(NOUNS[record.noun]), record.id]
    if isinstance(record, Lesson):
        found += badges(record, base)
    elif getattr(record, "draft", False):
        found.append(t("draft"))
    if gone := getattr(record, "withdrawn", None):
        found.append(t("withdrawn on {day}: {why}", day=t.day(gone.date), why=gone.reason))
    if record.id in base.machine_made:
        found.append(t("made by machine, unchecked"))
    return found


def _facts(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    for name, value in facts(record, base):
        if value:
            yield paragraph(strong(f"{name}: "), *([value] if isinstance(value, str) else value))


def facts(record: Record, base: KnowledgeBase) -> Iterator[Fact]:
    """The names and values of what stands in a record's fields; None where nothing does."""
    return {  # type: ignore[no-any-return]
        Partner: _partner, Project: _project, Exchange: _exchange, Practice: _practice,
        Lesson: _lesson, Decision: _decision, Source: _source, Theme: _theme, Metric: _metric,
    }[type(record)](record, base)  # type: ignore[operator]  # fmt: skip


def _partner(partner: Partner, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    own = partner.native_name
    yield t("In its own language"), own if own != partner.name else None
    yield t("Kind"), partner.kind
    yield t("Place"), f"{partner.city}, {partner.country}"
    yield t("Legal form"), partner.legal_form
    yield t("Address on the web"), partner.website


def _project(project: Project, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    yield t("Number"), project.number
    yield t("Programme"), project.programme
    yield t("Period"), [t.date(project.period), " ", cite(Citation(project.source))]
    for given in project.funding:
        amount = t.number(given.amount) if given.amount is not None else t("not known")
        money = t("{currency} {number}", currency=given.currency or "", number=amount).strip()
        proof = [" ", cite(Citation(given.source)), *worked_out(given.inferred, base)]
        yield given.by, [money, *proof]


def _exchange(exchange: Exchange, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    for name, ids in ((t("Hosts"), exchange.hosts), (t("Guests"), exchange.guests)):
        yield name, ", ".join(_named(ids, base))
    yield t("Met"), ", ".join(_named(exchange.met, base))
    yield t("Also there"), ", ".join(exchange.others)
    yield t("Date"), [t.date(exchange.date), " ", cite(Citation(exchange.source))]
    yield t("Worked out by us"), exchange.inferred
    people = (f"{x.role} ({x.number})" if x.number else x.role for x in exchange.participants)
    yield t("Took part"), ", ".join(people)
    for question in exchange.open_questions:
        whom = ", ".join(_named((question.to,), base)) if question.to else ""
        yield t("Open question"), f"{question.question} ({whom})" if whom else question.question


def _practice(practice: Practice, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    yield t("In short"), practice.summary
    yield t("Partner"), ", ".join(_named((practice.partner,), base))
    yield t("Run by"), practice.run_by
    yield t("Role"), t(ROLES[practice.role]) if practice.role in ROLES else None
    yield t("Paid by"), ", ".join(practice.funded_by)
    yield t("Period"), t.date(practice.period) if practice.period else None
    yield t("Worked out by us"), practice.inferred
    yield t("For"), ", ".join(practice.audience)
    yield t("Themes"), ", ".join(_themes(practice.themes, base))
    if practice.follows:
        why = worked_out(practice.follows.inferred, base)
        yield t("Seems to follow"), [*_named((practice.follows.lesson,), base), *why]
    for item in practice.replications:
        source = cite(Citation(item.source))
        yield (
            t("Also at {name}", name=organisation(item.organisation, base)),
            [f"{item.where}. {item.says} ", source],
        )


def _lesson(lesson: Lesson, base: KnowledgeBase) -> Iterator[Fact]:
    t, now, sure = words(base), standing(lesson, base), certainty(lesson, base)
    if lesson.recommendation:
        yield lesson.recommendation.who, lesson.recommendation.do
    yield t("Holds when"), lesson.applies_when
    yield t("Not when"), lesson.not_when
    yield t("At the event"), lesson.event
    yield t("Themes"), ", ".join(_themes(base.themes_of(lesson), base))
    steps = [part for line in receipt_lines(sure, base) for part in (BREAK, line)]
    yield t("Certainty"), [f"{certainty_word(sure, base)} ({sure.level}/4)", *steps]
    yield t("It would rise with"), remedies(sure, base)
    decision = name_of(now.decision, base) if now.decision else None
    yield t("Decision"), decision
    yield t("Review due"), t.day(review_due(lesson, base))


def _decision(decision: Decision, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    yield t("Verdict"), t(WORDS[decision.verdict])
    yield t("Answerable"), decision.owner
    yield t("Date"), t.day(decision.date)
    yield t("Action"), decision.action
    for name, day in (
        (t("Due"), decision.due),
        (t("Started"), decision.started),
        (t("Review due"), decision.review_on),
    ):
        yield name, t.day(day) if day else None
    for question, judged in decision.fit or ():
        why = f": {judged.why}" if judged.why else ""
        yield t(QUALITIES[question]), f"{t(WORDS[judged.is_])}{why}"
    if known := decision.embedded_in:
        yield t("Now routine"), [f"{known.what} ", cite(Citation(known.source))]
    for outcome in decision.outcomes:
        proof = [part for item in outcome.evidence for part in (BREAK, *evidence_line(item, base))]
        yield t("Outcome"), [f"{t(WORDS[outcome.result])}, {t.day(outcome.date)}", *proof]


def _source(source: Source, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    yield t("Entry"), source_entry(source, base)
    yield t("Voice"), organisation(source.voice, base)
    yield t("Note"), (source.lv.note if base.language == "lv" else None) or source.note


def _theme(theme: Theme, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    yield t("Meaning"), str(getattr(theme.definition, base.language))
    yield t("Other words"), ", ".join(getattr(theme.alternative, base.language))
    yield t("Wider theme"), ", ".join(_themes((theme.broader or "",), base))
    yield (
        t("Review of its lessons"),
        t.count("after one month", "after {number} months", theme.half_life_months),
    )


def _metric(metric: Metric, base: KnowledgeBase) -> Iterator[Fact]:
    t = words(base)
    yield t("Meaning"), str(getattr(metric.definition, base.language))
    yield t("Unit"), t(MEASURES[metric.unit])


def _named(ids: tuple[str, ...], base: KnowledgeBase) -> list[str]:
    return [name_of(find(id, base), base) for id in ids if _there(id, base)]


def _themes(ids: tuple[str, ...], base: KnowledgeBase) -> list[str]:
    return [label(base.themes[id], base) for id in ids if id in base.themes]


def _there(id: str, base: KnowledgeBase) -> bool:
    return any(id in base.of_kind(noun) for noun in NOUNS)


def _evidence(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    if isinstance(record, Practice | Lesson) and record.evidence:
        yield heading(2, words(base)("Evidence"))
        yield bullets(evidence_line(item, base) for item in record.evidence)


def _figures(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    values: tuple[Value, ...] = getattr(record, "values", ())
    if values:
        yield heading(2, words(base)("Figures"))
    for value in values:
        line = figure_line(value, base, method=True)
        name = label(base.metrics[value.metric], base)
        yield {**line, "body": [f"{name}: ", *line["body"]]}


def _body(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    for section in getattr(record, "body", ()):
        yield heading(2, words(base)(section.heading))
        yield from (paragraph(*inlines(text)) for text in section.paragraphs)


def _history(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    t, revised = words(base), getattr(record, "revised", ())
    if revised:
        yield heading(2, t("Revised"))
        yield bullets([f"{t.day(item.date)}: {item.what}"] for item in revised)


def _links(record: Record, base: KnowledgeBase) -> Iterator[Block]:
    t, outward, inward = words(base), leads_to(record, base), named_by(record, base)
    for title, found in ((t("Leads to"), outward), (t("Named by"), inward)):
        if found:
            yield heading(2, title)
            yield bullets(
                [f"{t(NOUNS[other.noun])} ", strong(other.id), f": {name_of(other, base)}"]
                for other in found
            )
