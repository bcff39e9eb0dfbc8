"""The exercises of the notebooks: what is right today, by the records, and why.

The text of an exercise stands in its notebook; here is what makes an answer right. `EXERCISES` has
them by the name that a notebook calls them by.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb import compare
from kb.appraise import case_of, certainty, raising_alone, standing
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, bullets, paragraph
from kb.choices import why
from kb.parts import KINDS, Evidence
from kb.paths import PATHS
from kb.records import Lesson, Practice
from kb.search import Index
from kb.selection import check_known
from kb.stems import words as words_of
from kb.view import cited, evidence_line, figure_line, in_its_language, named
from kb.wording import PARTS, RAISES, REMEDIES, SHOWN, STATUSES, WORDS, name_of, role, words


@dataclass(frozen=True)
class Desk:
    """What an exercise works with: the records, the day, and the copy to practise in, if any."""

    base: KnowledgeBase
    day: date
    copy: Path | None = None


@dataclass(frozen=True)
class Expected:
    """The answers that are right, the reason, a hint for those who are wrong, and the records that
    all this rests on.
    """

    answers: tuple[str, ...]
    reason: tuple[Block, ...]
    hint: str
    records: tuple[str, ...] = ()

    def is_met_by(self, answer: str) -> bool:
        """Whether an answer is right, in either language and however it is spelt."""
        return folded(answer) in map(folded, self.answers)


def folded(answer: str) -> str:
    """An answer as answers are compared: without case, diacritics, hyphens; 83,131 as 83131."""
    if answer and not any(map(str.isalpha, answer)):
        return "".join(filter(str.isdigit, answer))
    return " ".join(word.text for word in words_of(answer))


def _practice(id: str, base: KnowledgeBase) -> Practice:
    check_known("practice", [id], base.practices)
    return base.practices[id]


def _lesson(id: str, base: KnowledgeBase) -> Lesson:
    check_known("lesson", [id], base.lessons)
    return base.lessons[id]


def _partners(desk: Desk, _: str) -> Expected:
    """How many partners we learn from."""
    base, t = desk.base, words(desk.base)
    others = [x for id, x in base.partners.items() if id != base.settings.ours]
    names = t.parts("We learn from {partners}.", partners=t.joined(named(x, base) for x in others))
    hint = t("Count the partners in the list, without our own centre.")
    return Expected((str(len(others)),), (paragraph(*names),), hint, tuple(x.id for x in others))


def _path(desk: Desk, _: str) -> Expected:
    """The path that somebody chooses; each is right."""
    t = words(desk.base)
    names = [t(path.name) for path in PATHS.values()]
    reason = paragraph(t("Your questions will begin with the themes of your work."))
    return Expected((*PATHS, *names), (reason,), t("It can be {paths}.", paths=t.listed(PATHS)))


def _partner(desk: Desk, id: str, _: str) -> Expected:
    """Whose practice it is."""
    base, practice = desk.base, _practice(id, desk.base)
    own, t = base.partners[practice.partner], words(desk.base)
    text = t.parts(
        "“{practice}” is a practice of {partner}",
        practice=named(practice, base),
        partner=named(own, base),
    )
    reason = paragraph(*text, ". ", cited(practice.evidence, base))
    hint = t("Look under the title of the practice; write the name or the id of the partner.")
    return Expected((own.id, own.name, own.native_name), (reason,), hint, (practice.id,))


def _figure(desk: Desk, id: str, metric: str, year: str, _: str) -> Expected:
    """A partner's figure of a year."""
    base, partner = desk.base, desk.base.partners[id]
    found = [
        x for x in compare.figures(base, partner) if x.metric == metric and str(x.when.year) == year
    ]
    lines = [figure_line(value, base, method=True)["body"] for value in found]
    hint = words(base)("Look for the year in the figures of this partner; write the digits.")
    return Expected(tuple(str(x.value) for x in found), (bullets(lines),), hint, (partner.id,))


def _part(desk: Desk, id: str, _: str) -> Expected:
    """What part the partner has in a practice."""
    base, t, practice = desk.base, words(desk.base), _practice(id, desk.base)
    told = [f"{role(practice, base)}. "] if practice.run_by else []
    own = named(base.partners[practice.partner], base)
    text = t.parts(
        "Of {partner} the records say: {part}.", partner=own, part=t(PARTS[practice.role])
    )
    reason = paragraph(*text, " ", *told, cited(practice.evidence, base))
    parts = "; ".join(f"{name} ({t(text)})" for name, text in PARTS.items())
    hint = t("It can be: {words}.", words=parts)
    return Expected((practice.role, t(PARTS[practice.role])), (reason,), hint, (practice.id,))


def _payer(desk: Desk, id: str, answer: str) -> Expected:
    """Who pays for a practice, in either language; the part of a name that says it is enough."""
    base, t, practice = desk.base, words(desk.base), _practice(id, desk.base)
    names = (*practice.funded_by, *base.whole.practices[id].funded_by)
    said = set(folded(answer).split())
    right = any(said <= {*folded(name).split()} for name in names) and any(len(x) > 4 for x in said)
    row, told = t("Paid by"), ", ".join(practice.funded_by)
    reason = paragraph(named(practice, base), f". {row}: {told} ", cited(practice.evidence, base))
    hint = t("Look at the row “{row}” in the column of this practice.", row=row)
    return Expected((answer,) if right else names, (reason,), hint, (id,))


def evidenced(id: str, base: KnowledgeBase) -> Practice | Lesson:
    """The practice or lesson with this id; KbError where there is none."""
    known: Mapping[str, Practice | Lesson] = {**base.practices, **base.lessons}
    check_known("practice or lesson", [id], known)
    return known[id]


def _piece(desk: Desk, id: str, number: str) -> tuple[Practice | Lesson, Evidence]:
    record = evidenced(id, desk.base)
    return record, record.evidence[int(number) - 1]


def _kind(desk: Desk, id: str, number: str, _: str) -> Expected:
    """Of what kind a piece of evidence is."""
    t, (record, item) = words(desk.base), _piece(desk, id, number)
    reason = paragraph(*evidence_line(item, desk.base))
    hint = t("It can be: {words}.", words=_both(KINDS, desk))
    return Expected((item.kind, t(WORDS[item.kind])), (reason,), hint, (record.id,))


def _shows(desk: Desk, id: str, number: str, _: str) -> Expected:
    """What a piece of evidence shows: that it runs, whom it reaches, or what it changes."""
    t, (record, item) = words(desk.base), _piece(desk, id, number)
    reason = paragraph(*evidence_line(item, desk.base))
    hint = t(
        "It can be runs, reach or effect: that many come is no effect, what changes for them is."
    )
    return Expected((item.shows, t(SHOWN[item.shows])), (reason,), hint, (record.id,))


def _source(desk: Desk, id: str, number: str, _: str) -> Expected:
    """Which source a piece of evidence has."""
    record, item = _piece(desk, id, number)
    hint = words(desk.base)("The id of the source stands in brackets after what it says.")
    reason = paragraph(*evidence_line(item, desk.base))
    return Expected((item.source,), (reason,), hint, (record.id, item.source))


def _both(names: Iterable[str], desk: Desk) -> str:
    """Words that may be answered, with what they are called in the reader's language."""
    t = words(desk.base)
    texts: Mapping[str, str] = WORDS
    found = {name: t(texts[name]) for name in names}
    return ", ".join(n if n == text else f"{n} ({text})" for n, text in found.items())


def _certainty(desk: Desk, id: str, _: str) -> Expected:
    """How certain a lesson is, in a word or as a level."""
    base, t, lesson = desk.base, words(desk.base), _lesson(id, desk.base)
    sure = certainty(lesson, base)
    hint = t("Begin with the strongest kind of evidence, then take away what the receipt takes.")
    answers = (sure.word, t.word("certainty", sure.word), str(sure.level))
    return Expected(answers, (why(lesson, base),), hint, (lesson.id,))


def _raise(desk: Desk, id: str, _: str) -> Expected:
    """What would by itself make a lesson more certain."""
    base, t, lesson = desk.base, words(desk.base), _lesson(id, desk.base)
    helps = raising_alone(case_of(lesson, base.whole))
    each = "; ".join(t(RAISES[x]) for x in helps)
    reason = (
        why(lesson, base),
        paragraph(t("Each of these alone would: {remedies}.", remedies=each)),
    )
    known = "; ".join(f"{x} ({t(REMEDIES[x])})" for x in RAISES)
    hint = t("It can be: {words}.", words=known)
    return Expected((*helps, *(t(REMEDIES[x]) for x in helps)), reason, hint, (lesson.id,))


def _query(desk: Desk, id: str, answer: str) -> Expected:
    """Any question that brings a record to the first place; its own id is none."""
    base, t = desk.base, words(desk.base)
    hits = Index.of(base.whole).find(answer, base.language, 3).hits
    first = bool(hits) and hits[0].id == id != answer.strip()
    found = [[f"{hit.title} ({hit.id})"] for hit in hits]
    hint = t(
        "The first that was found: {record}. Take words of the record that is wanted.",
        record=hits[0].id if hits else t("nothing"),
    )
    return Expected((answer,) if first else (), (bullets(found),), hint, (id,))


def _gap(desk: Desk, _: str) -> Expected:
    """A theme on which a partner has a practice and we have none."""
    base, t, gaps = desk.base, words(desk.base), compare.gaps(desk.base)
    names = [[named(theme, base)] for theme in gaps]
    answers = (*(x.id for x in gaps), *(name_of(x, base) for x in gaps))
    hint = t("Look for a row of the table in which only our own centre has no practice.")
    return Expected(answers, (bullets(names),), hint, tuple(x.id for x in gaps))


def _most(desk: Desk, theme: str, _: str) -> Expected:
    """Who has most practices on a theme; all where several have as many."""
    base, row = desk.base, compare.coverage(desk.base).loc[theme]
    best = [x for id, x in base.partners.items() if row[id] == row.max()]
    lines = [[named(partner, base)] for partner in best]
    hint = words(base)("Compare the numbers in the row of this theme.")
    names = (name for x in best for name in (x.id, x.name, x.native_name))
    return Expected(tuple(names), (bullets(lines),), hint, (theme, *(x.id for x in best)))


def _status(desk: Desk, id: str, _: str) -> Expected:
    """What has become of a lesson."""
    base, t, lesson = desk.base, words(desk.base), _lesson(id, desk.base)
    now = standing(lesson, base).status
    text: list[Inline] = [*in_its_language(lesson, base, lesson.statement), f" {t(STATUSES[now])}."]
    hint = t("It can be: {words}.", words=", ".join(map(t, STATUSES.values())))
    return Expected((now, t(STATUSES[now])), (paragraph(*text),), hint)


EXERCISES: dict[str, Callable[..., Expected]] = {
    "partners": _partners, "path": _path, "partner": _partner, "figure": _figure, "part": _part,
    "kind": _kind, "shows": _shows, "source": _source, "certainty": _certainty, "raise": _raise,
    "query": _query, "payer": _payer, "gap": _gap, "most": _most, "status": _status,
}  # fmt: skip
