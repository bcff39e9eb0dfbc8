"""Questions with one right option, made from records; wrong options come from their neighbours."""

import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from kb import paths, weighing
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, about, paragraph, strong
from kb.lures import WRONG, alike, beside
from kb.parts import Evidence, Role, Shows
from kb.paths import Path
from kb.plain import inline_text
from kb.question import Kind, Line, Question, shuffled
from kb.records import Lesson, Partner, Practice, Source
from kb.selection import references
from kb.stems import words as words_of
from kb.view import cited, evidence_line, in_its_language, named, source_title
from kb.wording import PARTS, organisation, role, words

ALIKE: tuple[Role, ...] = ("contributes", "takes part")  # one of them at most among the options
CLAIMS: dict[Shows, str] = {  # what may be claimed, the least first
    "runs": "what is done or how things stand, and no more",
    "reach": "whom it reaches or how many, but not what changes for them",
    "effect": "what changes for those who take part",
}
LIMITS = {
    "applies_when": "Under which condition does this lesson hold? {lesson}",
    "not_when": "Under which condition does this lesson not hold? {lesson}",
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONEY = re.compile(r"\b[A-Z]{3} \d")  # NOK 840,000
BEGINNING = 4  # letters by which a name is known in any of its forms: Norway, Norwegian


def choices(path: Path, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Every question of a path with one right option, practice by practice, then by lesson."""
    for practice in paths.practices(path, base):
        yield from _owner(practice, base, seed)
        yield from _part(practice, base, seed)
        yield from _claim(practice, base, seed)
        yield from _sources(practice, base, seed)
    for lesson in paths.lessons(path, base):
        yield from _lesson(lesson, base, seed)
        yield from _claim(lesson, base, seed)
        yield from _limits(lesson, base, seed)
        yield from weighing.questions(lesson, base, seed)


def _made(
    kind: Kind, subject: str, prompt: Iterable[Inline], options: Sequence[Iterable[Inline]],
    reason: Iterable[Block], records: Iterable[str], seed: int,
    given: Iterable[Iterable[Inline]] = (),
) -> Question:  # fmt: skip
    """A question whose first option is the right one; the seed puts them in order."""
    id = f"{kind}:{subject}"
    shown, letters = shuffled(id, seed, [tuple(option) for option in options])
    return Question(
        id, kind, "choose", tuple(prompt), shown, letters[0], tuple(reason), tuple(records),
        tuple(map(tuple, given)),
    )  # fmt: skip


def _owner(practice: Practice, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Whose practice it is; not where its summary tells, or where several do it."""
    t, told, own = words(base), practice.summary, base.partners[practice.partner]
    others = [partner for partner in base.partners.values() if partner is not own]
    alone = practice.role == "runs" and not practice.replications
    if not alone or not others or _tells(practice.id, base):
        return
    prompt = t.parts("Whose practice is this? {summary}", summary=_text(practice, base, told))
    proof = t.parts(
        "“{practice}” is a practice of {partner}",
        practice=named(practice, base),
        partner=named(own, base),
    )
    reason = paragraph(*proof, ". ", cited(practice.evidence, base))
    options = [[named(partner, base)] for partner in (own, *others)]
    yield _made("owner", practice.id, prompt, options, [reason], [practice.id], seed)


def _tells(practice: str, base: KnowledgeBase) -> bool:
    """Whether a summary, or who runs and pays, names a partner or its town, in either language, or
    whether a sum of money shows the country.
    """
    if MONEY.search(base.whole.practices[practice].summary):
        return True
    return any(
        _names(partner, f"{it.summary} {it.run_by or ''} {' '.join(it.funded_by)}")
        for read in (base, base.whole)
        for it in [read.practices[practice]]
        for partner in read.partners.values()
    )


def _names(partner: Partner, text: str) -> bool:
    known = f"{partner.name} {partner.native_name} {partner.city} {partner.country}"
    names = (word for word in known.split() if word[0].isupper() and len(word) > BEGINNING)
    beginnings = tuple(word.text[:BEGINNING] for name in names for word in words_of(name))
    return any(word.text.startswith(beginnings) for word in words_of(text))


def _part(practice: Practice, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """What part the partner has in a practice, where that is more than that it runs it alone."""
    t, partner = words(base), base.partners[practice.partner]
    if practice.role == "runs" and not practice.run_by:
        return
    values = {"partner": named(partner, base), "practice": named(practice, base)}
    prompt = t.parts("{partner} and “{practice}”: what may we say of this partner?", **values)
    told: list[list[Inline]] = [_text(practice, base, practice.summary)]
    if practice.run_by:
        told.append([about([practice.id], t("Run by {organiser}", organiser=practice.run_by))])
    chance = Random(f"{seed} {practice.id}")
    others = [name for name in PARTS if name != practice.role]
    if practice.role in ALIKE:
        others = [name for name in others if name not in ALIKE]
    else:
        others.remove(chance.choice(ALIKE))
    options = [[t(PARTS[name])] for name in (practice.role, *chance.sample(others, WRONG))]
    ends = [f"{role(practice, base)}. "] if practice.run_by else []
    said = t.parts("Of {partner} the records say: {part}.", **values, part=t(PARTS[practice.role]))
    reason = paragraph(*said, " ", *ends, cited(practice.evidence, base))
    yield _made("part", practice.id, prompt, options, [reason], [practice.id], seed, told)


def _claim(record: Practice | Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """What may be claimed by a piece of evidence: the one that shows most."""
    t = words(base)
    support = [item for item in record.evidence if item.stance == "supports"]
    item = max(support, key=lambda item: list(CLAIMS).index(item.shows), default=None)
    if item is None or (isinstance(record, Lesson) and item.shows != "effect"):
        return
    prompt = t.parts("What may be claimed by this? {says}", says=_text(record, base, item.says))
    others = [t(CLAIMS[shows]) for shows in CLAIMS if shows != item.shows]
    options = [[text] for text in (t(CLAIMS[item.shows]), *others)]
    reason = paragraph(about([record.id], *evidence_line(item, base)))
    yield _made("claim", record.id, prompt, options, [reason], [record.id], seed)


def _lesson(lesson: Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Which lesson was drawn from a practice; the wrong ones come from other practices."""
    t = words(base)
    practice = next((base.practices[id] for id in lesson.practices if id in base.practices), None)
    if practice is None:
        return
    wrong = beside(
        base.whole.practices[practice.id].title,
        lesson,
        _neighbours(lesson, practice, base),
        lambda x: base.whole.lessons[x.id].statement,
        Random(f"{seed} {lesson.id}"),
    )
    prompt = t.parts("Which lesson do we draw from “{practice}”?", practice=named(practice, base))
    options = [_text(x, base, x.statement) for x in (lesson, *wrong)]
    whose = named(base.partners[practice.partner], base)
    text = _text(lesson, base, strong(lesson.statement))
    reason = paragraph(*text, " (", whose, ") ", cited(lesson.evidence, base))
    if wrong:
        records = [lesson.id, practice.id]
        yield _made("lesson", lesson.id, prompt, options, [reason], records, seed)


def _neighbours(lesson: Lesson, practice: Practice, base: KnowledgeBase) -> list[Lesson]:
    """Lessons of other practices: first those of the same partner, then those on like themes."""
    own = set(base.themes_of(lesson))

    def distance(other: Lesson) -> tuple[bool, int, str]:
        near = any(base.practices[id].partner == practice.partner for id in other.practices)
        return not near, -len(own & {*base.themes_of(other)}), other.id

    others = [
        other
        for other in base.lessons.values()
        if other.practices and not other.draft and other.statement != lesson.statement
        if practice.id not in other.practices
    ]
    return sorted(others, key=distance)


def _limits(lesson: Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """When a lesson holds, and when not; the wrong conditions are those of others."""
    for field in LIMITS:
        if getattr(lesson, field):
            yield from _limit(lesson, field, base, seed)


def _limit(lesson: Lesson, field: str, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    own, whole = getattr(lesson, field), base.whole.lessons
    others = [
        other
        for other in base.lessons.values()
        if not other.draft and getattr(other, field) not in (None, own)
        if not {*other.practices} & {*lesson.practices}
        if not alike(getattr(whole[lesson.id], field), getattr(whole[other.id], field))
    ]
    wrong = beside(
        whole[lesson.id].statement,
        lesson,
        sorted(others, key=lambda x: x.id),
        lambda x: str(getattr(whole[x.id], field)),
        Random(f"{seed} {lesson.id} {field}"),
    )
    if not wrong:
        return
    prompt = words(base).parts(LIMITS[field], lesson=_text(lesson, base, lesson.statement))
    options = [_text(x, base, getattr(x, field)) for x in (lesson, *wrong)]
    reason = paragraph(*_text(lesson, base, own), " ", cited(lesson.evidence, base))
    yield _made("limit", f"{lesson.id}/{field}", prompt, options, [reason], [lesson.id], seed)


def _sources(practice: Practice, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Which source says so, for the first thing that each source of a practice says."""
    firsts = {item.source: item for item in reversed(practice.evidence)}
    for source, item in sorted(firsts.items()):
        at = practice.evidence.index(item)
        issued, told = base.sources[source].issued.year, YEAR.findall(item.says)
        if issued and any(int(year) > issued for year in told):
            continue  # a page that was brought up to date: its day would mislead
        wrong = beside(
            base.whole.practices[practice.id].evidence[at].says,
            base.sources[source],
            _other_sources(practice, item, base),
            lambda x: inline_text(source_line(x, base.whole)),
            Random(f"{seed} {practice.id} {source}"),
        )
        if wrong:
            yield _source(practice, item, [base.sources[source], *wrong], base, seed)


def _source(
    practice: Practice, item: Evidence, sources: list[Source], base: KnowledgeBase, seed: int
) -> Question:
    t = words(base)
    says = _text(practice, base, item.says)
    prompt = t.parts("From which source do our records have this? {says}", says=says)
    reason = paragraph(about([practice.id], *evidence_line(item, base)))
    options = [source_line(source, base) for source in sources]
    subject = f"{practice.id}/{item.source}"
    return _made("source", subject, prompt, options, [reason], [practice.id, item.source], seed)


def _other_sources(practice: Practice, item: Evidence, base: KnowledgeBase) -> list[Source]:
    """Sources of other practices: first of the same partner's, then of those on the same themes;
    none that this one or its lessons cite, none that is called the same.
    """
    lessons = [x for x in base.lessons.values() if practice.id in x.practices]
    own = {id for record in (practice, *lessons) for id in references(record)}

    def distance(other: Practice) -> tuple[bool, int, str]:
        themes = {*practice.themes} & {*other.themes}
        return other.partner != practice.partner, -len(themes), other.id

    near = sorted(base.practices.values(), key=distance)
    ids = dict.fromkeys(x.source for p in near if not p.draft for x in p.evidence)
    label = inline_text(source_line(base.sources[item.source], base))
    found: dict[str, Source] = {}
    for source in (base.sources[id] for id in ids if id not in own):
        found.setdefault(inline_text(source_line(source, base)), source)
    return [source for text, source in found.items() if text != label]


def source_line(source: Source, base: KnowledgeBase) -> Line:
    """A source in one line: title, publisher and date."""
    t = words(base)
    issued = t("undated") if source.issued.text == "unknown" else t.date(source.issued)
    where = f" ({organisation(source.publisher, base)}, {issued})"
    return (about([source.id], source_title(source, base), where),)


def _text(record: Practice | Lesson, base: KnowledgeBase, *body: Inline) -> list[Inline]:
    return in_its_language(record, base, *body)
