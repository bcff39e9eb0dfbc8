"""Questions with one right option, made from records; wrong options come from their neighbours."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from kb import paths
from kb.appraise import LEVELS, Remedy, case_of, certainty, raising_alone
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, about, computed, muted, paragraph, strong, tag
from kb.parts import Evidence
from kb.paths import Path
from kb.plain import inline_text
from kb.question import LETTERS, Kind, Line, Question, shuffled
from kb.records import Lesson, Partner, Practice, Source
from kb.selection import references
from kb.stems import words as words_of
from kb.view import cited, evidence_line, in_its_language, named, source_title
from kb.wording import PARTS, RAISES, certainty_word, organisation, receipt, role, words

WRONG = 2  # wrong options beside the right one
NEAR = 4  # neighbours from which they are taken
WEIGHED = 3  # pieces of evidence that a question has room for
BEGINNING = 4  # letters by which a name is known in any of its forms: Norway, Norwegian


def choices(path: Path, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Every question of a path with one right option, practice by practice, then by lesson."""
    for practice in paths.practices(path, base):
        yield from _owner(practice, base, seed)
        yield from _part(practice, base, seed)
        yield from _sources(practice, base, seed)
    for lesson in paths.lessons(path, base):
        yield from _lesson(lesson, base, seed)
        yield from _certainty(lesson, base)
        yield from _raise(lesson, base, seed)


def _made(
    kind: Kind, subject: str, prompt: Iterable[Inline], options: Sequence[Iterable[Inline]],
    reason: Iterable[Block], records: Iterable[str], seed: int,
) -> Question:  # fmt: skip
    """A question whose first option is the right one; the seed puts them in order."""
    id = f"{kind}:{subject}"
    shown, letters = shuffled(id, seed, [tuple(option) for option in options])
    return Question(
        id, kind, "choose", tuple(prompt), shown, letters[0], tuple(reason), tuple(records)
    )


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
    """Whether a summary, or who runs and pays, names a partner or its town, in either language."""
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
    others = [PARTS[name] for name in PARTS if name != practice.role]
    wrong = Random(f"{seed} {practice.id}").sample(others, WRONG)
    options = [[t(text)] for text in (PARTS[practice.role], *wrong)]
    ends = [f"{role(practice, base)}. "] if practice.run_by else []
    told = t.parts("Of {partner} the records say: {part}.", **values, part=t(PARTS[practice.role]))
    reason = paragraph(*told, " ", *ends, cited(practice.evidence, base))
    yield _made("part", practice.id, prompt, options, [reason], [practice.id], seed)


def _lesson(lesson: Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Which lesson was drawn from a practice; the wrong ones come from those of other partners."""
    t = words(base)
    practice = next((base.practices[id] for id in lesson.practices if id in base.practices), None)
    wrong = _neighbours(lesson, practice, base, seed) if practice else []
    if practice is None or len(wrong) < WRONG:
        return
    of = {
        "practice": named(practice, base),
        "partner": named(base.partners[practice.partner], base),
    }
    prompt = t.parts("Which lesson do we draw from “{practice}” ({partner})?", **of)
    options = [_text(x, base, x.statement) for x in (lesson, *wrong)]
    text = _text(lesson, base, strong(lesson.statement))
    reason = paragraph(*text, " ", cited(lesson.evidence, base))
    yield _made("lesson", lesson.id, prompt, options, [reason], [lesson.id, practice.id], seed)


def _neighbours(lesson: Lesson, practice: Practice, base: KnowledgeBase, seed: int) -> list[Lesson]:
    """Lessons on the nearest themes, but drawn from practices of other partners alone."""
    own = set(base.themes_of(lesson))
    partners = {base.practices[id].partner for id in lesson.practices if id in base.practices}
    others = [
        other
        for other in base.lessons.values()
        if other.practices and not other.draft and other.statement != lesson.statement
        if partners.isdisjoint(base.practices[id].partner for id in other.practices)
    ]
    near = sorted(others, key=lambda x: (-len(own & {*base.themes_of(x)}), x.id))[:NEAR]
    return Random(f"{seed} {practice.id}").sample(near, min(WRONG, len(near)))


def _sources(practice: Practice, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """Which source says so, for the first thing that each source of a practice says."""
    firsts = {item.source: item for item in reversed(practice.evidence)}
    for source, item in sorted(firsts.items()):
        wrong = _other_sources(practice, item, base)
        chosen = Random(f"{seed} {practice.id} {source}").sample(wrong, min(WRONG, len(wrong)))
        if len(chosen) == WRONG:
            yield _source(practice, item, [base.sources[source], *chosen], base, seed)


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
    """Sources of other practices on the same themes; none that this one or its lessons cite, none
    that is called the same.
    """
    lessons = [x for x in base.lessons.values() if practice.id in x.practices]
    own = {id for record in (practice, *lessons) for id in references(record)}
    near = sorted(
        base.practices.values(), key=lambda p: (-len({*practice.themes} & {*p.themes}), p.id)
    )
    ids = dict.fromkeys(x.source for p in near if not p.draft for x in p.evidence)
    label = inline_text(source_line(base.sources[item.source], base))
    found: dict[str, Source] = {}
    for source in (base.sources[id] for id in ids if id not in own):
        found.setdefault(inline_text(source_line(source, base)), source)
    return [source for text, source in found.items() if text != label][:NEAR]


def source_line(source: Source, base: KnowledgeBase) -> Line:
    """A source in one line: title, publisher and date."""
    t = words(base)
    issued = t("undated") if source.issued.text == "unknown" else t.date(source.issued)
    where = f" ({organisation(source.publisher, base)}, {issued})"
    return (about([source.id], source_title(source, base), where),)


def _certainty(lesson: Lesson, base: KnowledgeBase) -> Iterator[Question]:
    """How certain a lesson is, by the evidence that is shown."""
    t = words(base)
    if len(lesson.evidence) > WEIGHED or not lesson.evidence:
        return
    sure = certainty(lesson, base)
    text = _text(lesson, base, lesson.statement)
    options = tuple((t.word("certainty", level),) for level in LEVELS)
    yield Question(
        id=f"certainty:{lesson.id}",
        kind="certainty",
        form="choose",
        prompt=(
            *t.parts("How certain is this lesson by the evidence below? {lesson}", lesson=text),
        ),
        given=tuple((about([lesson.id], *weighed(item, base)),) for item in lesson.evidence),
        options=options,
        answer=LETTERS[sure.level],
        reason=(why(lesson, base),),
        records=(lesson.id,),
    )


def weighed(item: Evidence, base: KnowledgeBase) -> list[Inline]:
    """A piece of evidence with whose word it is, as one needs it to weigh it."""
    line, voice = evidence_line(item, base), base.sources[item.source].voice
    if item.voice:
        return line
    name = organisation(voice, base)
    return [*line, " ", about([item.source], muted(words(base)("Voice: {name}", name=name)))]


def why(lesson: Lesson, base: KnowledgeBase) -> Block:
    """How certain a lesson is, with its receipt and its sources."""
    sure = certainty(lesson, base)
    steps = computed(f"{receipt(sure, base)}.", "receipt", lesson.id)
    label = tag(certainty_word(sure, base))
    return paragraph(label, " ", steps, " ", cited(lesson.evidence, base))


def _raise(lesson: Lesson, base: KnowledgeBase, seed: int) -> Iterator[Question]:
    """What would raise the certainty of a lesson by itself; the wrong options would not."""
    t, helps = words(base), raising_alone(case_of(lesson, base.whole))
    chance = Random(f"{seed} {lesson.id}")
    wrong = [remedy for remedy in RAISES if remedy not in helps]
    if not helps or len(wrong) < WRONG:
        return
    options: list[Remedy] = [chance.choice(helps), *chance.sample(wrong, WRONG)]
    text = _text(lesson, base, lesson.statement)
    prompt = t.parts("What would by itself make this lesson more certain? {lesson}", lesson=text)
    each = "; ".join(t(RAISES[remedy]) for remedy in helps)
    answer = paragraph(t("Each of these alone would: {remedies}.", remedies=each))
    reason = [why(lesson, base), answer]
    lines = [[t(RAISES[remedy])] for remedy in options]
    yield _made("raise", lesson.id, prompt, lines, reason, [lesson.id], seed)


def _text(record: Practice | Lesson, base: KnowledgeBase, *body: Inline) -> list[Inline]:
    return in_its_language(record, base, *body)
