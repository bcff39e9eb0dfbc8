"""The case study of one practice: what, how, what it takes, results, evidence, lessons, and whom
to ask.
"""

from collections.abc import Iterator

from kb import compare
from kb.base import KnowledgeBase
from kb.blocks import (
    Block,
    Inline,
    about,
    bullets,
    cite,
    entries,
    heading,
    lead,
    link,
    muted,
    paragraph,
    shows,
    strong,
    table,
)
from kb.fields import Citation
from kb.markdown import inlines
from kb.pages.ends import opening
from kb.parts import Section, Value
from kb.records import Exchange, Practice
from kb.view import (
    View,
    cited,
    evidence_line,
    in_its_language,
    lesson_card,
    named,
    of_record,
    printed,
    proof,
    view_of,
    worked_out,
)
from kb.wording import ROLES, amount, name_of, organisation, words

STORY = ("Context", "Problem", "How it works", "Who takes part", "Resources")
AFTER = ("Difficulties", "Success factors", "Transfer", "Further reading")
ASKED = ("Resources", "Results", "Difficulties", "Transfer")  # what a reader looks for


def cover(base: KnowledgeBase, practice: str) -> View:
    """The head of the first page: what it is, and whose."""
    t, about_it = words(base), base.practices[practice]
    partner = base.partners[about_it.partner]
    place = about([partner.id], f"{partner.city}, {partner.country}")
    return opening(
        base,
        about_it.title,
        [named(partner, base), " · ", place],
        readers=t("educators and organisers of events"),
        about=[practice],
        page=False,
    )


def in_short(base: KnowledgeBase, practice: str) -> View:
    """The practice in a sentence, its facts, and how it works, as far as the sources say."""
    it = base.practices[practice]
    summary = [*in_its_language(it, base, it.summary), " ", cited(it.evidence, base)]
    facts = entries((name, [paragraph(*value)]) for name, value in _facts(it, base))
    blocks = [lead(*summary), facts, *_sections(it, STORY, base)]
    return view_of(base, [of_record(it, base, block) for block in blocks])


def _facts(it: Practice, base: KnowledgeBase) -> Iterator[tuple[str, list[Inline]]]:
    """What stands in its fields; who runs and pays is said to be unknown where it is."""
    t = words(base)
    unknown = t("not known")
    runs = it.run_by or base.partners[it.partner].name
    yield t("Run by"), [runs, *worked_out(it.inferred, base)]
    if it.role in ROLES:
        yield t("Role"), [t(ROLES[it.role])]
    yield t("Paid by"), [", ".join(it.funded_by) or unknown]
    yield t("Period"), [t.date(it.period) if it.period else unknown]
    yield t("For"), [", ".join(it.audience) or unknown]
    yield t("Themes"), t.joined(named(base.themes[id], base) for id in it.themes)


def _sections(it: Practice, names: tuple[str, ...], base: KnowledgeBase) -> Iterator[Block]:
    found = {section.heading: section for section in it.body}
    for name in names:
        if name in found:
            yield heading(2, words(base)(name))
            yield from _texts(it, found[name], base)


def _texts(it: Practice, section: Section, base: KnowledgeBase) -> Iterator[Block]:
    for text in section.paragraphs:
        yield paragraph(*in_its_language(it, base, *inlines(text)))


def results(base: KnowledgeBase, practice: str) -> View:
    """What came of it in words and in figures, each with what it is a part of; what was hard; and
    what our sources do not say.
    """
    t, it = words(base), base.practices[practice]
    blocks = [
        text
        for section in it.body
        if section.heading == "Results"
        for text in _texts(it, section, base)
    ]
    if it.values:
        rows = [_figure(value, base) for value in it.values]
        head = [t("Quantity"), t("Figure"), t("Of how many"), t("When")]
        caption = t("The figures of this practice, and what each is a part of")
        blocks.append(table([caption], head, rows, [1.3, 1.3, 1, 0.7]))
    else:
        blocks.append(paragraph(muted(t("No figures are recorded."))))
    blocks += _sections(it, AFTER, base)
    missing = [t(name) for name in ASKED if name not in {section.heading for section in it.body}]
    if missing:
        text = t("Our sources say nothing on: {headings}.", headings=t.listed(missing))
        blocks.append(paragraph(muted(text)))
    return view_of(base, [of_record(it, base, block) for block in blocks])


def _figure(value: Value, base: KnowledgeBase) -> list[list[Block]]:
    t, metric = words(base), base.metrics[value.metric]
    scope: list[Inline] = [": ", value.scope] if value.scope else []
    return [
        [paragraph(strong(named(metric, base)), *scope)],
        [paragraph(amount(value, base), " ", *proof(value, base))],
        [paragraph(value.denominator or muted(t("not known")))],
        [paragraph(t.years(value.when))],
    ]


def evidence(base: KnowledgeBase, practice: str) -> View:
    """Each piece of evidence for the practice, and where else it is done."""
    t, it = words(base), base.practices[practice]
    blocks = [bullets(evidence_line(item, base) for item in it.evidence)]
    if it.replications:
        elsewhere = [
            [
                strong(organisation(item.organisation, base)),
                f", {item.where}. {item.says} ",
                cite(Citation(item.source)),
            ]
            for item in it.replications
        ]
        blocks += [heading(2, t("The same at others")), bullets(elsewhere)]
    return view_of(base, [of_record(it, base, block) for block in blocks])


def lessons(base: KnowledgeBase) -> View:
    """What we took from it, how certain that is, and why."""
    found = compare.lessons(base)
    none = paragraph(words(base)("There is no lesson from it yet."))
    return view_of(base, [lesson_card(lesson, base, brief=True) for lesson in found] or [none])


def alike(base: KnowledgeBase, practice: str) -> View:
    """What other partners, and we, do on the same themes."""
    t = words(base)
    found = [it for it in base.practices.values() if it.id != practice]
    if not found:
        return view_of(base, [paragraph(t("No other partner has a practice on these themes."))])
    return view_of(base, [bullets(_alike(it, base) for it in found)])


def _alike(it: Practice, base: KnowledgeBase) -> list[Inline]:
    title = in_its_language(it, base, strong(it.title))
    partner = named(base.partners[it.partner], base)
    return [*title, f". {it.summary} ", muted("(", partner, ")"), " ", cited(it.evidence, base)]


def whom_to_ask(base: KnowledgeBase, practice: str) -> View:
    """Roles and addresses, never names: at the partner, of ours who met them, and here."""
    t, it = words(base), base.practices[practice]
    partner = base.partners[it.partner]
    found: list[list[Inline]] = [[strong(t("There"), ": "), *_there(it, base)]]
    found += [_met(exchange, base) for exchange in base.exchanges.values()]
    roles = [x.recommendation.who for x in compare.lessons(base) if x.recommendation]
    if roles:
        ids = [lesson.id for lesson in compare.lessons(base)]
        who = about(ids, t.listed(dict.fromkeys(roles)))
        found.append(
            [strong(t("Here"), ": "), *t.parts("whom the lessons speak to: {roles}", roles=who)]
        )
    return view_of(base, [shows(bullets(found), it.id, partner.id)])


def _there(it: Practice, base: KnowledgeBase) -> list[Inline]:
    t, partner = words(base), base.partners[it.partner]
    whom = it.run_by or partner.name
    if not partner.website:
        return [t("{whom}; no role and no address is recorded", whom=whom)]
    address = link(partner.website, printed(partner.website))
    return t.parts(
        "{whom}; no role is recorded, the address is {address}", whom=whom, address=address
    )


def _met(exchange: Exchange, base: KnowledgeBase) -> list[Inline]:
    """An exchange with the partner on these themes, and who took part in it."""
    t = words(base)
    roles = t.listed(person.role for person in exchange.participants) or t("roles not recorded")
    title = in_its_language(exchange, base, name_of(exchange, base))
    when = f" ({t.date(exchange.date)}): {roles} "
    return [strong(t("Met them")), ": ", *title, when, cite(Citation(exchange.source))]
