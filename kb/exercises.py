"""The exercises of the notebooks: what is right today, by the records, and why.

The text of an exercise stands in its notebook; here is what makes an answer right. `EXERCISES` has
them by the name that a notebook calls them by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kb import compare
from kb.appraise import LEVELS, case_of, certainty, raising_alone, standing
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, bullets, paragraph
from kb.language import language, languages
from kb.meant import Known, everywhere, folded, meant, number
from kb.parts import KINDS, Evidence
from kb.paths import PATHS
from kb.records import Lesson, Practice
from kb.search import Index
from kb.selection import check_known
from kb.stems import stems
from kb.view import cited, evidence_line, figure_line, in_its_language, named
from kb.weighing import why
from kb.wording import PART_WORDS, PARTS, RAISES, REMEDIES, SHOWN, STATUSES, WORDS, role, words

GENERAL = frozenset(["city", "town", "municipality", "pilseta", "pasvaldiba"])
"""Words of names that by themselves name nobody."""
ALSO: dict[str, list[str]] = {
    "runs": [],
    "reach": ["aptvērums"],
    "effect": ["effects", "iedarbība"],
}
"""What else the notebooks call what evidence shows."""


@dataclass(frozen=True)
class Desk:
    """What an exercise works with: the records, the day, and the copy to practise in, if any."""

    base: KnowledgeBase
    day: date
    copy: Path | None = None


@dataclass(frozen=True)
class Expected:
    """What is right, the reason, a hint for those who are wrong, and the records that all this
    rests on. `right` are the ids of what is right among all that is `known` as an answer; where
    nothing is, the answer as it was typed.
    """

    right: tuple[str, ...]
    reason: tuple[Block, ...]
    hint: str
    records: tuple[str, ...] = ()
    known: Known = field(default_factory=dict)

    def is_met_by(self, answer: str) -> bool:
        """Whether an answer is right, in either language and however it is spelt."""
        return (meant(answer, self.known) if self.known else answer) in self.right


def _practice(id: str, base: KnowledgeBase) -> Practice:
    check_known("practice", [id], base.practices)
    return base.practices[id]


def _lesson(id: str, base: KnowledgeBase) -> Lesson:
    check_known("lesson", [id], base.lessons)
    return base.lessons[id]


def _partners(desk: Desk, answer: str) -> Expected:
    """How many partners we learn from."""
    base, t = desk.base, words(desk.base)
    others = [x for id, x in base.partners.items() if id != base.settings.ours]
    names = t.parts("We learn from {partners}.", partners=t.joined(named(x, base) for x in others))
    hint = t("Count the partners in the list, without our own centre.")
    right = (answer,) if number(answer) == str(len(others)) else ()
    return Expected(right, (paragraph(*names),), hint, tuple(x.id for x in others))


def path_names() -> Known:
    """What the paths are called in every language."""
    return everywhere({path.id: path.name for path in PATHS.values()})


def _path(desk: Desk, _: str) -> Expected:
    """The path that somebody chooses; each is right."""
    t, known = words(desk.base), path_names()
    reason = paragraph(t("Your questions will begin with the themes of your work."))
    return Expected((*PATHS,), (reason,), _can_be(known, desk), known=known)


def _can_be(known: Known, desk: Desk) -> str:
    """All that can be answered, with what it is called in the reader's language."""
    t, place = words(desk.base), languages().index(desk.base.language)
    pairs = [(id, [*names][place]) for id, names in known.items()]
    each = t.either(id if id == text else f"{id} ({text})" for id, text in pairs)
    return t("It can be {words}.", words=each)


def partner_names(base: KnowledgeBase) -> Known:
    """What partners are called, and what and where they are, in the language of the base and in
    English.
    """
    return {
        id: [
            text
            for it in (base.partners[id], base.whole.partners[id])
            for text in (it.name, it.native_name, it.city, it.country, it.kind)
        ]
        for id in base.partners
    }


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
    hint = t("Look under whose name it stands; write the name or the id of the partner.")
    return Expected((own.id,), (reason,), hint, (practice.id,), partner_names(base))


def _figure(desk: Desk, id: str, metric: str, year: str, answer: str) -> Expected:
    """A partner's figure of a year."""
    base, partner = desk.base, desk.base.partners[id]
    found = [
        x for x in compare.figures(base, partner) if x.metric == metric and str(x.when.year) == year
    ]
    lines = [figure_line(value, base, method=True)["body"] for value in found]
    hint = words(base)("Look for the year in the figures of this partner; write the digits.")
    said = number(answer.replace(year, "", 1) if answer.strip() != year else answer)
    right = (answer,) if said in {number(str(x.value)) for x in found} else ()
    return Expected(right, (bullets(lines),), hint, (partner.id,))


def _part(desk: Desk, id: str, _: str) -> Expected:
    """What part the partner has in a practice."""
    base, t, practice = desk.base, words(desk.base), _practice(id, desk.base)
    told = [f"{role(practice, base)}. "] if practice.run_by else []
    own = named(base.partners[practice.partner], base)
    text = t.parts(
        "Of {partner} the records say: {part}.", partner=own, part=t(PARTS[practice.role])
    )
    reason = paragraph(*text, " ", *told, cited(practice.evidence, base))
    short, long = everywhere(PART_WORDS), everywhere(PARTS)
    known: Known = {name: [*long[name], *short[name]] for name in PARTS}
    return Expected((practice.role,), (reason,), _can_be(known, desk), (practice.id,), known)


def _payer(desk: Desk, id: str, answer: str) -> Expected:
    """Who pays for a practice, in either language; the part of a name that says it is enough."""
    base, t, practice = desk.base, words(desk.base), _practice(id, desk.base)
    names = (*practice.funded_by, *base.whole.practices[id].funded_by)
    general = {stem for word in GENERAL for stem in stems(word)}
    said = [word for word in folded(answer).split() if general.isdisjoint(stems(word))]
    right = meant(" ".join(said), {"it": names}) is not None
    row, told = t("Paid by"), ", ".join(practice.funded_by)
    reason = paragraph(named(practice, base), f". {row}: {told} ", cited(practice.evidence, base))
    hint = t("Look at the row “{row}” in the column of this practice.", row=row)
    return Expected((answer,) if right else (), (reason,), hint, (id,))


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
    record, item = _piece(desk, id, number)
    reason = paragraph(*evidence_line(item, desk.base))
    names = everywhere({kind: WORDS[kind] for kind in KINDS})
    known = {kind: [*said, *level_names(kind)] for kind, said in names.items()}
    return Expected((item.kind,), (reason,), _can_be(known, desk), (record.id,), known)


def _shows(desk: Desk, id: str, number: str, _: str) -> Expected:
    """What a piece of evidence shows: that it runs, whom it reaches, or what it changes."""
    record, item = _piece(desk, id, number)
    reason = paragraph(*evidence_line(item, desk.base))
    hint = words(desk.base)(
        "It can be runs, reach or effect: that many come is no effect, what changes for them is."
    )
    known: Known = {shows: [*said, *ALSO[shows]] for shows, said in everywhere(SHOWN).items()}
    return Expected((item.shows,), (reason,), hint, (record.id,), known)


def _source(desk: Desk, id: str, number: str, _: str) -> Expected:
    """Which source a piece of evidence has."""
    record, item = _piece(desk, id, number)
    hint = words(desk.base)("The id of the source stands in brackets after what it says.")
    reason = paragraph(*evidence_line(item, desk.base))
    known = {id: [source.title] for id, source in desk.base.sources.items()}
    return Expected((item.source,), (reason,), hint, (record.id, item.source), known)


def level_names(level: str) -> list[str]:
    """What a level of certainty is called in every language."""
    return [language(code).word("certainty", level) for code in languages()]


def _certainty(desk: Desk, id: str, _: str) -> Expected:
    """How certain a lesson is, in a word or as a level."""
    base, t, lesson = desk.base, words(desk.base), _lesson(id, desk.base)
    hint = t("Begin with the strongest kind of evidence, then go through the rules one by one.")
    known: Known = {
        level: [str(n), f"level {n}", f"{n}. līmenis", *level_names(level)]
        for n, level in enumerate(LEVELS)
    }
    right = (certainty(lesson, base).word,)
    return Expected(right, (why(lesson, base),), hint, (lesson.id,), known)


def _raise(desk: Desk, id: str, _: str) -> Expected:
    """What would by itself make a lesson more certain."""
    base, t, lesson = desk.base, words(desk.base), _lesson(id, desk.base)
    helps = raising_alone(case_of(lesson, base.whole))
    each = "; ".join(t(RAISES[x]) for x in helps)
    reason = (
        why(lesson, base),
        paragraph(t("Each of these alone would: {remedies}.", remedies=each)),
    )
    short, long = everywhere(REMEDIES), everywhere(RAISES)
    known: Known = {x: [*short[x], *long[x], *ALSO.get(x, ())] for x in RAISES}
    return Expected((*helps,), reason, _can_be(known, desk), (lesson.id,), known)


def _query(desk: Desk, id: str, answer: str) -> Expected:
    """Any question that brings a record to the first place; with its own id it is none."""
    base, t = desk.base, words(desk.base)
    hits = Index.of(base.whole).find(answer, base.language, 3).hits
    first = bool(hits) and hits[0].id == id and id not in answer.casefold()
    found = [[f"{hit.title} ({hit.id})"] for hit in hits]
    hint = t(
        "The first that was found: {record}. Take words of the record that is wanted.",
        record=hits[0].id if hits else t("nothing"),
    )
    return Expected((answer,) if first else (), (bullets(found),), hint, (id,))


def _gap(desk: Desk, _: str) -> Expected:
    """A theme on which a partner has a practice and we have none."""
    base, t, gaps = desk.base, words(desk.base), compare.gaps(desk.base)
    names, ids = [[named(theme, base)] for theme in gaps], tuple(theme.id for theme in gaps)
    hint = t("Look for a row of the table in which only our own centre has no practice.")
    known = {id: [getattr(x.label, code) for code in languages()] for id, x in base.themes.items()}
    return Expected(ids, (bullets(names),), hint, ids, known)


def _most(desk: Desk, theme: str, _: str) -> Expected:
    """Who has most practices on a theme; all where several have as many."""
    base, row = desk.base, compare.coverage(desk.base).loc[theme]
    best = [x for id, x in base.partners.items() if row[id] == row.max()]
    lines, ids = [[named(partner, base)] for partner in best], tuple(x.id for x in best)
    hint = words(base)("Compare the numbers in the row of this theme.")
    return Expected(ids, (bullets(lines),), hint, (theme, *ids), partner_names(base))


def _status(desk: Desk, id: str, _: str) -> Expected:
    """What has become of a lesson."""
    base, t, lesson = desk.base, words(desk.base), _lesson(id, desk.base)
    now, known = standing(lesson, base).status, everywhere(STATUSES)
    text: list[Inline] = [*in_its_language(lesson, base, lesson.statement), f" {t(STATUSES[now])}."]
    return Expected((now,), (paragraph(*text),), _can_be(known, desk), known=known)


EXERCISES: dict[str, Callable[..., Expected]] = {
    "partners": _partners, "path": _path, "partner": _partner, "figure": _figure, "part": _part,
    "kind": _kind, "shows": _shows, "source": _source, "certainty": _certainty, "raise": _raise,
    "query": _query, "payer": _payer, "gap": _gap, "most": _most, "status": _status,
}  # fmt: skip
