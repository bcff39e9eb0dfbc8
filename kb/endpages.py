"""What stands at the end of every report: open questions, sources, and how it was made."""

from importlib.metadata import version

from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, bullets, columns, heading, paragraph, sources, strong
from kb.fingerprint import digest
from kb.parts import Question
from kb.view import View, in_its_language, source_entry, view_of
from kb.wording import label, words


def questions(base: KnowledgeBase) -> View:
    """What exchanges left open, for the next visit: the exchange with most questions first."""
    found = [exchange for exchange in base.exchanges.values() if exchange.open_questions]
    if not found:
        none = words(base)("No exchange left a question open.")
        return view_of(base, [paragraph(none)], [])
    blocks: list[Block] = []
    for exchange in sorted(found, key=lambda x: -len(x.open_questions)):
        lines = [_question(question, base) for question in exchange.open_questions]
        half = -(-len(lines) // 2)
        parts = (lines[:half], lines[half:])
        blocks.append(heading(2, *in_its_language(exchange, base, exchange.title)))
        blocks.append(columns([bullets(part)] for part in parts if part))
    return view_of(base, blocks, [exchange.id for exchange in found])


def _question(question: Question, base: KnowledgeBase) -> list[Inline]:
    asked = base.partners.get(question.to or "")
    return [strong(f"{asked.name}: "), question.question] if asked else [question.question]


def source_list(base: KnowledgeBase) -> View:
    """The sources of a report; the PDF keeps and numbers those that it cites."""
    entries = [(source.id, source_entry(source, base)) for source in base.sources.values()]
    return view_of(base, [sources(entries)], base.sources)


def provenance(base: KnowledgeBase) -> View:
    """How the report was made, so that it can be made again."""
    t = words(base)
    names = t.listed(partner.name for partner in base.partners.values())
    themes = t.listed(label(theme, base) for theme in base.themes.values())
    program = f"daugavpils-kb {version('daugavpils-kb')}"
    rows = [
        (t("Partners"), names),
        (t("Themes"), themes),
        (t("State of"), t.day(base.as_of)),
        (t("Digest of the records"), digest(base)),
        (t("Program"), program),
    ]
    how = t(
        "The facts, the evidence and the sources are records typed as text; the program selected, "
        "counted, compared and set them. What is not known is left blank, and what we worked out "
        "ourselves says so in a footnote."
    )
    made = [part for name, value in rows for part in (strong(f"{name}: "), f"{value}. ")]
    return view_of(base, [paragraph(how), paragraph(*made)], [])
