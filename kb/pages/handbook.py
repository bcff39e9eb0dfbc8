"""The handbook for new colleagues: the centre, its partners, what each does best, what we took from
it, and how to read evidence.
"""

from collections.abc import Iterable

from kb import compare
from kb.appraise import WITHOUT_EFFECT, WITHOUT_EVALUATION
from kb.base import KnowledgeBase
from kb.blocks import (
    BREAK,
    Block,
    Inline,
    about,
    bullets,
    cite,
    columns,
    computed,
    foreign,
    heading,
    lead,
    link,
    muted,
    paragraph,
    shows,
    strong,
    table,
    tag,
    whole,
)
from kb.fields import Citation
from kb.pages.answer import best_of, counts, others
from kb.pages.ends import opening
from kb.pages.profiles import portrait
from kb.parts import KINDS, Value
from kb.records import Exchange, Metric, Partner, Project, Theme
from kb.view import (
    View,
    cited,
    figure_line,
    in_its_language,
    named,
    practice_text,
    tally,
    view_of,
)
from kb.wording import CERTAINTIES, COUNTING, KIND_MEANS, STATUS_MEANS, STATUSES, WORDS, words

BEST = 6  # practices of each partner
LESSONS = 12  # lessons that a newcomer reads first
KEY_FIGURES = 6


def cover(base: KnowledgeBase) -> View:
    """The title page of the handbook."""
    t, ours = words(base), named(base.ours, base)
    names = t.joined(named(partner, base) for partner in others(base))
    subtitle = t.parts("{ours} and those it learns from: {partners}", ours=ours, partners=names)
    return opening(
        base,
        t("Handbook for new colleagues"),
        subtitle if names else [ours],
        readers=t("everybody who begins to work with us"),
        numbers=counts(base),
    )


def our_centre(base: KnowledgeBase) -> View:
    """What our centre is, and what it does that is recorded."""
    t, ours = words(base), base.ours
    own = compare.practices_of(base, ours.id)
    blocks = [*_who(ours, base), *portrait(ours, base)]
    if own:
        blocks.append(heading(2, t("What we do")))
        blocks.append(bullets(practice_text(it, base)["body"] for it in own))
    return view_of(base, [shows(block, ours.id) for block in blocks])


def partners(base: KnowledgeBase) -> View:
    """Each partner: who it is, its figures, its story, and what it does best."""
    blocks: list[Block] = []
    for partner in others(base):
        told = [*_who(partner, base), *portrait(partner, base), best_of(base, partner, BEST)]
        who, *more = [shows(block, partner.id) for block in told]
        blocks += [whole(heading(2, named(partner, base)), who), *more]
    none = paragraph(words(base)("No partner is recorded yet."))
    return view_of(base, blocks or [none])


def _who(partner: Partner, base: KnowledgeBase) -> list[Block]:
    """A partner in two columns: what and where it is, and its newest figures."""
    t = words(base)
    own: list[Inline] = [partner.native_name]
    if partner.language:
        own = [foreign(partner.language, partner.native_name)]
    facts: list[tuple[str, list[Inline]]] = [
        (t("In its own language"), own if partner.native_name != partner.name else []),
        (t("Kind"), [partner.kind]),
        (t("Place"), [f"{partner.city}, {partner.country}"]),
        (t("Legal form"), [partner.legal_form] if partner.legal_form else []),
        (t("Address on the web"), [link(partner.website)] if partner.website else []),
    ]
    left = bullets([strong(f"{name}: "), *value] for name, value in facts if value)
    column = list(base.partners).index(partner.id)
    figures = [(m, row[column][0]) for m, row in compare.profile(base) if row[column]]
    right = bullets(_key_figure(*pair, base) for pair in figures[:KEY_FIGURES])
    made = columns([[left], [right]] if figures else [[left]])
    return [shows(made, *compare.owners(base, partner))]


def _key_figure(metric: Metric, value: Value, base: KnowledgeBase) -> list[Inline]:
    return [named(metric, base), ": ", *figure_line(value, base, method=False)["body"]]


def themes(base: KnowledgeBase) -> View:
    """What each theme means, and the best evidenced practice on it."""
    t = words(base)
    rows = [
        [
            [paragraph(strong(named(theme, base)))],
            [paragraph(about([theme.id], str(getattr(theme.definition, base.language))))],
            [paragraph(*_example(theme, base))],
        ]
        for theme in base.themes.values()
    ]
    caption = t("The themes, each with the best evidenced practice of a partner")
    head = [t("Theme"), t("Meaning"), t("An example")]
    return view_of(base, [table([caption], head, rows, [0.8, 1.3, 1.3])])


def _example(theme: Theme, base: KnowledgeBase) -> list[Inline]:
    found = [
        practice
        for partner in others(base)
        for practice in compare.practices_of(base, partner.id)
        if theme.id in practice.themes
    ]
    main = [practice for practice in found if compare.main_theme(practice, base) == theme.id]
    best = compare.best_evidenced(main or found, base)
    if best is None:
        return [muted(words(base)("No partner has one yet."))]
    whose = muted(named(base.partners[best.partner], base))
    return [named(best, base), " ", cited(best.evidence, base), BREAK, whose]


def lessons(base: KnowledgeBase) -> View:
    """What we took from it: the most certain lessons, and what they propose to whom."""
    t, found = words(base), compare.lessons(base)
    if not found:
        return view_of(base, [paragraph(t("There is no lesson yet."))])
    text = t.parts(
        "These are the most certain of {all} lessons; the comparison report has all of them with "
        "their evidence.",
        all=tally((lesson.id for lesson in found), base),
    )
    lines = []
    for lesson in found[:LESSONS]:
        line = [*in_its_language(lesson, base, strong(lesson.statement)), " "]
        line += [cited(lesson.evidence, base)]
        if proposal := lesson.recommendation:
            line += [BREAK, about([lesson.id], f"{proposal.who}: {proposal.do}")]
        lines.append(line)
    return view_of(base, [lead(*text), bullets(lines)])


def meetings(base: KnowledgeBase) -> View:
    """When we met our partners, and the projects that paid for it."""
    t = words(base)
    exchanges = sorted(base.exchanges.values(), key=lambda exchange: exchange.date)
    projects = sorted(base.projects.values(), key=lambda project: project.period)
    blocks: list[Block] = []
    if exchanges:
        blocks += [heading(2, t("Exchanges")), bullets(_exchange(x, base) for x in exchanges)]
    if projects:
        blocks += [heading(2, t("Projects")), bullets(_project(x, base) for x in projects)]
    return view_of(base, blocks or [paragraph(t("No exchange is recorded yet."))])


def _exchange(exchange: Exchange, base: KnowledgeBase) -> list[Inline]:
    t = words(base)
    title = in_its_language(exchange, base, strong(exchange.title))
    when = [f" ({t.date(exchange.date)}) ", cite(Citation(exchange.source))]
    themes = [named(base.themes[id], base) for id in exchange.themes if id in base.themes]
    listed = [part for theme in themes for part in ("; ", theme)][1:]
    return [*title, *when, BREAK, muted(*listed)]


def _project(project: Project, base: KnowledgeBase) -> list[Inline]:
    title = in_its_language(project, base, strong(project.title))
    when = f" ({words(base).date(project.period)}) "
    return [*title, when, cite(Citation(project.source)), BREAK, muted(project.programme)]


def how_to_read(base: KnowledgeBase) -> View:
    """The words of evidence, certainty and status, so that a new colleague can weigh a claim."""
    t = words(base)
    kinds = ((t(WORDS[kind]), t(KIND_MEANS[kind])) for kind in KINDS)
    levels = ((t.word("certainty", level), t(text)) for level, text in CERTAINTIES.items())
    states = ((t(STATUSES[status]), t(text)) for status, text in STATUS_MEANS.items())
    blocks = [
        paragraph(t("People type facts, evidence and decisions; the program counts from them how "
                    "certain a lesson is, and what has become of it.")),
        *_glossary(t("How we know something"), kinds),
        *_glossary(t("How certain a lesson is"), levels),
        heading(2, t("How it is counted")),
        *counting(base).blocks,
        *_glossary(t("What has become of a lesson"), states),
    ]  # fmt: skip
    return view_of(base, blocks)


def counting(base: KnowledgeBase) -> View:
    """The rules by which the certainty of a lesson is counted."""
    t = words(base)
    numbers: dict[str, str] = {
        **{kind: str(level) for level, kind in enumerate(KINDS, 1)},
        "less": "−1",
        "more": "+1",
        "without_evaluation": str(WITHOUT_EVALUATION),
        "without_effect": str(WITHOUT_EFFECT),
    }
    shown = {name: computed(text, "rule") for name, text in numbers.items()}
    rules = [[paragraph(*t.parts(rule, **shown))] for rule in COUNTING]
    return view_of(base, [{"block": "list", "ordered": True, "items": rules}])


def _glossary(title: str, pairs: Iterable[tuple[str, str]]) -> list[Block]:
    return [heading(2, title), bullets([tag(word), " ", text] for word, text in pairs)]
