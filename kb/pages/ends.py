"""What stands at both ends of a report: its opening, open questions, sources, how it was made."""

from collections.abc import Iterable
from importlib.metadata import version

from kb import audit
from kb.base import KnowledgeBase
from kb.blocks import (
    Block,
    Inline,
    bullets,
    columns,
    computed,
    cover,
    heading,
    paragraph,
    shows,
    sources,
    strong,
    table,
    whole,
)
from kb.fingerprint import digest
from kb.parts import Question
from kb.view import View, day_of, in_its_language, named, source_entry, tally, view_of
from kb.wording import CHECKS, words


def opening(
    base: KnowledgeBase,
    title: str,
    subtitle: Iterable[Inline],
    *,
    readers: str,
    numbers: Iterable[tuple[Inline, str]] = (),
    about: Iterable[str] = (),
    page: bool = True,
    sourced: bool = True,
) -> View:
    """The title page of a report, or (`page` false) the head of its first page; `about` are the
    ids of the records that the title names. It says what numbers after claims are if there are any.
    """
    t = words(base)
    facts: list[tuple[str, list[Inline]]] = [(t("State of"), [day_of(base.as_of, base)])]
    if base.before:
        facts.append((t("Compared with"), [day_of(base.before.as_of, base)]))
    facts.append((t("For"), [readers]))
    if sourced:
        how = t("the number after a figure or claim leads to its source")
        facts.append((t("How to read it"), [how]))
    if base.machine_made:
        facts.append((t("Translation"), [t("made by machine, unchecked")]))
    day, footer = base.as_of.isoformat(), base.ours.name
    block = cover(
        title, subtitle, numbers=numbers, facts=facts, day=day, footer=footer, page=page
    )  # fmt: skip
    return view_of(base, [shows(block, base.settings.ours, *about)])


def questions(base: KnowledgeBase) -> View:
    """What exchanges left open, for the next visit: the exchange with most questions first."""
    found = [exchange for exchange in base.exchanges.values() if exchange.open_questions]
    if not found:
        return view_of(base, [paragraph(words(base)("No exchange left a question open."))])
    blocks: list[Block] = []
    for exchange in sorted(found, key=lambda x: -len(x.open_questions)):
        lines = [_question(question, base) for question in exchange.open_questions]
        half = -(-len(lines) // 2)
        parts = columns([bullets(part)] for part in (lines[:half], lines[half:]) if part)
        blocks.append(heading(2, *in_its_language(exchange, base, exchange.title)))
        blocks.append(shows(parts, exchange.id))
    return view_of(base, blocks)


def _question(question: Question, base: KnowledgeBase) -> list[Inline]:
    asked = base.partners.get(question.to or "")
    return [strong(named(asked, base), ": "), question.question] if asked else [question.question]


def source_list(base: KnowledgeBase) -> View:
    """The sources of a report; the PDF keeps and numbers those that it cites."""
    entries = [(source.id, source_entry(source, base)) for source in base.sources.values()]
    return view_of(base, [shows(sources(entries), *base.sources)])


def last_page(base: KnowledgeBase) -> View:
    """How far the report can be relied on, and how it was made, on one page."""
    return view_of(base, [whole(*_audit(base), *provenance(base).blocks)])


def _audit(base: KnowledgeBase) -> list[Block]:
    """Of the records of the report, how many stand how firmly."""
    t = words(base)
    rows = [
        [
            [paragraph(t(CHECKS[check.name]))],
            [paragraph(tally(check.found, base), " / ", tally(check.all, base))],
            [paragraph(computed(f"{check.percent} %", "share", *check.found, "/", *check.all))],
        ]
        for check in audit.checks(base)
        if check.all
    ]
    if not rows:
        return [paragraph(t("There is nothing to count yet."))]
    caption = t("How firmly the records behind this report stand")
    head = [t("What is counted"), t("How many"), t("Share")]
    return [table([caption], head, rows, [3, 1, 0.6])]


def provenance(base: KnowledgeBase) -> View:
    """How the report was made, so that it can be made again."""
    t = words(base)
    names = t.joined(named(partner, base) for partner in base.partners.values())
    themes = t.joined(named(theme, base) for theme in base.themes.values())
    programs = [f"{name} {version(name)}" for name in ("daugavpils-kb", "typst", "matplotlib")]
    rows: list[tuple[str, list[Inline]]] = [
        (t("Partners"), names),
        (t("Themes"), themes),
        (t("State of"), [day_of(base.as_of, base)]),
        (t("Digest of the records"), [computed(digest(base), "digest")]),
        (t("Programs"), [computed(t.listed(programs), "program")]),
    ]
    how = t(
        "The facts, the evidence and the sources are records typed as text; the program selected, "
        "counted, compared and set them. What is not known is said to be so, and what we worked "
        "out ourselves says so in a footnote."
    )
    made = [part for name, value in rows for part in (strong(f"{name}: "), *value, ". ")]
    return view_of(base, [paragraph(how), paragraph(*made)])
