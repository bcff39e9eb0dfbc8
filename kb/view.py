"""How a record appears in a notebook and, by the same blocks, in the PDF.

A view holds blocks, which know the records they show; left as the last line of a cell, it displays
itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote

from kb.appraise import certainty, standing
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    MIME,
    Block,
    Inline,
    about,
    bullets,
    card,
    cite,
    computed,
    emphasis,
    figure,
    foreign,
    html,
    ids_in,
    link,
    muted,
    note,
    paragraph,
    shows,
    spoken,
    strong,
    tag,
)
from kb.charts import Chart
from kb.fields import Citation
from kb.freshness import stale
from kb.language import ENGLISH
from kb.parts import Evidence, Value
from kb.plain import inline_text
from kb.records import Lesson, Practice, Record, Source
from kb.wording import (
    POLARITIES,
    SHOWN,
    STATUSES,
    WORDS,
    amount,
    certainty_word,
    name_of,
    organisation,
    place,
    receipt,
    remedies,
    role,
    words,
)

ADDRESS = 38  # characters of an address that are printed; the link has all of it


@dataclass(frozen=True)
class View:
    """Blocks to show; each says which records stand in it."""

    blocks: tuple[Block, ...]
    language: str = "en"

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of the records that the blocks show."""
        return _once(ids_in(self.blocks))

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = {"language": self.language, "blocks": list(self.blocks)}
        text = f"<{len(self.blocks)} blocks on {', '.join(self.records)}>"
        data = {MIME: bundle, "text/html": html(self.blocks, self.language), "text/plain": text}
        each = [list(_once(ids_in(block))) for block in self.blocks]
        return data, {"kb": {"records": list(self.records), "blocks": each}}


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def view_of(base: KnowledgeBase, blocks: Iterable[Block]) -> View:
    """A view of these blocks, in the language that the base is read in."""
    return View(tuple(blocks), base.language)


def tally(ids: Iterable[str], base: KnowledgeBase) -> Inline:
    """How many records, or things in records, these are."""
    found = _once(ids)
    return computed(words(base).number(len(found)), "count", *found)


def named(record: Record, base: KnowledgeBase) -> Inline:
    """What a record is called: its name, title or label."""
    return about([record.id], *in_its_language(record, base, name_of(record, base)))


def day_of(day: date, base: KnowledgeBase) -> Inline:
    """A day that the report speaks of."""
    return computed(words(base).day(day), "day")


def evidence_ids(record: Practice | Lesson) -> list[str]:
    """The places of a record's evidence."""
    return [f"{record.id}/evidence/{n}" for n in range(len(record.evidence))]


def cited(evidence: Iterable[Evidence], base: KnowledgeBase) -> Inline:
    """The citations of some evidence."""
    return cite(*(Citation(item.source, item.at and place(item.at, base)) for item in evidence))


def in_its_language(record: Record, base: KnowledgeBase, *body: Inline) -> list[Inline]:
    """A text of a record; where it is not translated, marked as English."""
    if record.id not in base.english:
        return [about([record.id], *body)]
    text = about([record.id], foreign(ENGLISH, *body))
    return [text, " ", tag(words(base)("in English"))]


def picture(chart: Chart, finding: list[Inline], caption: str) -> Block:
    """A chart with its caption; its alternative text gives the finding, then the numbers."""
    alt = f"{inline_text(finding)} {chart.alt}"
    counted = [part for part in finding if isinstance(part, dict) and "how" in part]
    made = figure(chart.svg, alt, [caption], [*chart.numbers, *counted])
    return shows(made, *chart.records, *ids_in(finding))


def of_record(record: Record, base: KnowledgeBase, block: Block) -> Block:
    """A block on one record; marked as English where the record is not translated."""
    made = shows(block, record.id)
    return spoken(made, ENGLISH) if record.id in base.english else made


def unknown(base: KnowledgeBase) -> Block:
    """An honest blank."""
    return paragraph(muted(words(base)("not known")))


def figure_line(value: Value, base: KnowledgeBase, *, method: bool) -> Block:
    """A figure with its date, source and scope and, where it matters, the method of counting."""
    of = value.denominator and words(base)("of {all}", all=value.denominator)
    detail = " · ".join(filter(None, [of, value.scope, value.method if method else None]))
    when: list[Inline] = [" (", when_of(value, base), ")"] if value.year or value.period else []
    small: list[Inline] = [BREAK, muted(detail)] if detail else []
    return paragraph(strong(shown(value, base)), *when, " ", *proof(value, base), *small)


def shown(value: Value, base: KnowledgeBase) -> Inline:
    """A figure with its unit and qualifier, tied to its place in its record."""
    return computed(amount(value, base), "figure", _place(value, base))


def when_of(value: Value, base: KnowledgeBase) -> Inline:
    """The time of a figure, of a period only its years."""
    return computed(words(base).years(value.when), "when", _place(value, base))


def _place(part: Value | Evidence, base: KnowledgeBase) -> str:
    """Where in the base a value or a piece of evidence stands: `newton-room/values/0`."""
    name = "values" if isinstance(part, Value) else "evidence"
    return next(
        (
            f"{record.id}/{name}/{number}"
            for record in base.documents().values()
            for number, item in enumerate(getattr(record, name, ()))
            if item is part
        ),
        "",
    )


def proof(value: Value, base: KnowledgeBase) -> list[Inline]:
    """A figure's source and, where we worked it out, the footnote that says how."""
    return [cite(Citation(value.source)), *worked_out(value.inferred, base)]


def worked_out(why: str | None, base: KnowledgeBase) -> list[Inline]:
    """A footnote that says how we worked something out, where we did."""
    return [note(words(base)("Worked out: {why}", why=why))] if why else []


def practice_text(practice: Practice, base: KnowledgeBase) -> Block:
    """A practice in a few lines: title, summary, sources, and who runs it."""
    organiser = role(practice, base)
    small: list[Inline] = [BREAK, muted(organiser)] if organiser else []
    title = in_its_language(practice, base, strong(practice.title))
    text = [*title, BREAK, practice.summary, " ", cited(practice.evidence, base)]
    text += [*worked_out(practice.inferred, base), *small]
    return of_record(practice, base, paragraph(*text))


def lesson_card(
    lesson: Lesson, base: KnowledgeBase, number: int | None = None, *, brief: bool = False
) -> Block:
    """A lesson with what it proposes, how sure it is and why, its evidence, and where it holds.

    `number` is its number in the report; a `brief` card only cites the evidence.
    """
    t, sure = words(base), certainty(lesson, base)
    proposal = lesson.recommendation
    body = [paragraph(strong(f"{proposal.who}: "), proposal.do)] if proposal else []
    if not brief:
        body.append(bullets(evidence_line(item, base) for item in lesson.evidence))
    origin = [base.practices[id] for id in lesson.practices if id in base.practices]
    titles = [part for practice in origin for part in ("; ", named(practice, base))][1:]
    steps = computed(f"{receipt(sure, base)}.", "receipt", lesson.id)
    rise = f"{remedies(sure, base)}." if sure.remedies else ""
    notes: tuple[tuple[tuple[str, list[Inline] | None], ...], ...] = (
        ((t("Holds when"), _some(lesson.applies_when)), (t("Not when"), _some(lesson.not_when))),
        ((t("Certainty"), [steps]), (t("It would rise with"), _some(rise))),
        ((t("From"), titles),),
    )
    for pairs in notes:
        line = [x for title, text in pairs if text for x in (strong(f"{title}: "), *text, " ")]
        body += [paragraph(muted(*line))] if line else []
    first = [muted(computed(str(number), "place", lesson.id)), "  "] if number else []
    title = [*first, *in_its_language(lesson, base, lesson.statement)]
    title += [" ", cited(lesson.evidence, base)] if brief else []
    labels = (part for word in badges(lesson, base) for part in (" ", tag(word)))
    return of_record(lesson, base, card([*title, *labels], body))


def _some(text: str | None) -> list[Inline]:
    return [text] if text else []


def badges(lesson: Lesson, base: KnowledgeBase) -> list[str]:
    """What stands behind a lesson in small labels: outcome, certainty, status, age."""
    t, now = words(base), standing(lesson, base)
    result = f": {t(WORDS[now.outcome.result])}" if now.outcome else ""
    labels = [
        t(POLARITIES[lesson.polarity]),
        certainty_word(certainty(lesson, base), base),
        f"{t(STATUSES[now.status])}{result}",
    ]
    return [*labels, t("review due")] if stale(lesson, base) else labels


def evidence_line(item: Evidence, base: KnowledgeBase) -> list[Inline]:
    """A piece of evidence: its kind, what it says, its source, what it shows."""
    t = words(base)
    kind = f"{t(WORDS[item.kind])} · {t(SHOWN[item.shows])}"
    stance = [] if item.stance == "supports" else [tag(t(WORDS[item.stance])), " "]
    more = [
        text
        for text, given in (
            (t("Voice: {name}", name=organisation(item.voice or "", base)), item.voice),
            (t("Indirect: {why}", why=item.indirect), item.indirect),
            (t("Settled: {why}", why=item.resolved), item.resolved),
        )
        if given
    ]
    notes = [part for text in more for part in (" ", muted(text))]
    line: list[Inline] = [tag(kind), " ", *stance, item.says, " ", cited([item], base), *notes]
    place = _place(item, base)  # none for the evidence of an outcome
    return [about([place], *line)] if place else line


def source_entry(source: Source, base: KnowledgeBase) -> list[Inline]:
    """A source as the list of sources gives it."""
    t = words(base)
    names = [a.literal or ", ".join(filter(None, [a.family, a.given])) for a in source.author]
    title = source_title(source, base)
    where: list[Inline] = [". ", source.archive or ""]
    if source.URL:
        where = [". ", link(source.URL, printed(source.URL))]
    issued = t("undated") if source.issued.text == "unknown" else t.date(source.issued)
    end = "" if source.title.endswith((".", "…", "?", "!")) else "."
    said = f"{end} {organisation(source.publisher, base)}, {issued}"
    said += f" ({t('primary')})" if source.grade == "primary" else ""
    return [*([f"{'; '.join(names)}. "] if names else []), title, said, *where]


def source_title(source: Source, base: KnowledgeBase) -> Inline:
    """What a source is called, marked with the language that it is written in."""
    described = source.lv.title if base.language == "lv" else None
    title = emphasis(described or source.title)
    written = ENGLISH if source.title.startswith("[") else source.language  # [our description]
    if written and written != base.language and not described:
        return foreign(written, title)
    return title


def printed(url: str) -> str:
    """A web address as it is read: without what all have, and cut where nobody types on."""
    short = unquote(url).partition("://")[2].removeprefix("www.").rstrip("/")
    if len(short) <= ADDRESS:
        return short
    words = re.match(r".{12,}[/?&=_.-]", short[: ADDRESS + 1])
    return f"{words[0] if words else short[:ADDRESS]}…"
