"""How a record appears in a notebook and, by the same blocks, in the PDF.

A view holds blocks and the ids of the records they show; left as the last line of a cell, it
displays itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kb.appraise import certainty, standing
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    MIME,
    Block,
    Inline,
    bullets,
    card,
    cite,
    emphasis,
    foreign,
    html,
    link,
    muted,
    note,
    paragraph,
    strong,
    tag,
)
from kb.fields import Citation
from kb.freshness import stale
from kb.language import ENGLISH
from kb.parts import Evidence, Value
from kb.records import Lesson, Practice, Record, Source
from kb.wording import (
    POLARITIES,
    SHOWN,
    STATUSES,
    WORDS,
    amount,
    certainty_word,
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
    """Blocks to show, and the ids of the records that stand in them."""

    blocks: tuple[Block, ...]
    records: tuple[str, ...]
    language: str = "en"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = {"language": self.language, "blocks": list(self.blocks)}
        text = f"<{len(self.blocks)} blocks on {', '.join(self.records)}>"
        data = {MIME: bundle, "text/html": html(self.blocks), "text/plain": text}
        return data, {"kb": {"records": list(self.records)}}


def view_of(base: KnowledgeBase, blocks: Iterable[Block], records: Iterable[str]) -> View:
    """A view of these blocks, in the language that the base is read in."""
    return View(tuple(blocks), tuple(dict.fromkeys(records)), base.language)


def cited(evidence: Iterable[Evidence], base: KnowledgeBase) -> Inline:
    """The citations of some evidence."""
    return cite(*(Citation(item.source, item.at and place(item.at, base)) for item in evidence))


def in_its_language(record: Record, base: KnowledgeBase, *body: Inline) -> list[Inline]:
    """A text of a record; where it is not translated, marked as English."""
    if record.id not in base.english:
        return list(body)
    return [foreign(ENGLISH, *body), " ", tag(words(base)("in English"))]


def unknown(base: KnowledgeBase) -> Block:
    """An honest blank."""
    return paragraph(muted(words(base)("not known")))


def figure_line(value: Value, base: KnowledgeBase, *, method: bool) -> Block:
    """A figure with its date, source and scope and, where it matters, the method of counting."""
    detail = " · ".join(filter(None, [value.scope, value.method if method else None]))
    when = [f" ({words(base).years(value.when)})"] if value.year or value.period else []
    small: list[Inline] = [BREAK, muted(detail)] if detail else []
    return paragraph(strong(amount(value, base)), *when, " ", *proof(value, base), *small)


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
    return paragraph(*text, *worked_out(practice.inferred, base), *small)


def lesson_card(lesson: Lesson, base: KnowledgeBase) -> Block:
    """A lesson with what it proposes, how sure it is and why, its evidence, and where it holds."""
    t, sure = words(base), certainty(lesson, base)
    proposal = lesson.recommendation
    body = [paragraph(strong(f"{proposal.who}: "), proposal.do)] if proposal else []
    body.append(bullets(evidence_line(item, base) for item in lesson.evidence))
    origin = "; ".join(base.practices[id].title for id in lesson.practices if id in base.practices)
    rise = f"{remedies(sure, base)}." if sure.remedies else ""
    notes: tuple[tuple[tuple[str, str | None], ...], ...] = (
        ((t("Holds when"), lesson.applies_when), (t("Not when"), lesson.not_when)),
        ((t("Certainty"), f"{receipt(sure, base)}."), (t("It would rise with"), rise)),
        ((t("From"), origin),),
    )
    for pairs in notes:
        line = [x for title, text in pairs if text for x in (strong(f"{title}: "), f"{text} ")]
        body += [paragraph(muted(*line))] if line else []
    title = in_its_language(lesson, base, lesson.statement)
    return card(
        [*title, *(part for word in badges(lesson, base) for part in (" ", tag(word)))], body
    )


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
    return [tag(kind), " ", *stance, item.says, " ", cited([item], base), *notes]


def source_entry(source: Source, base: KnowledgeBase) -> list[Inline]:
    """A source as the list of sources gives it."""
    t = words(base)
    names = [a.literal or ", ".join(filter(None, [a.family, a.given])) for a in source.author]
    described = source.lv.title if base.language == "lv" else None
    title: Inline = emphasis(described or source.title)
    written = ENGLISH if source.title.startswith("[") else source.language  # [our description]
    if written and written != base.language and not described:
        title = foreign(written, title)
    where: list[Inline] = [". ", source.archive or ""]
    if source.URL:
        where = [". ", link(source.URL, _address(source.URL))]
    issued = t("undated") if source.issued.text == "unknown" else t.date(source.issued)
    end = "" if source.title.endswith((".", "…", "?", "!")) else "."
    said = f"{end} {organisation(source.publisher, base)}, {issued}"
    said += f" ({t('primary')})" if source.grade == "primary" else ""
    return [*([f"{'; '.join(names)}. "] if names else []), title, said, *where]


def _address(url: str) -> str:
    """An address as it is read: without what every address has, and cut where nobody types on."""
    short = unquote(url).partition("://")[2].removeprefix("www.").rstrip("/")
    return short if len(short) <= ADDRESS else f"{short[:ADDRESS]}…"
