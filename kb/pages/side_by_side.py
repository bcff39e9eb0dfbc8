"""A few practices beside each other, fact by fact."""

from collections.abc import Iterator, Sequence

from kb import compare
from kb.appraise import certainty
from kb.asof import exists
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, bullets, muted, paragraph, strong, table, tag
from kb.markdown import inlines
from kb.reading import facts
from kb.records import Lesson, Practice
from kb.view import View, figure_line, in_its_language, unknown, view_of
from kb.wording import WORDS, certainty_word, label, words

MOST = 4  # practices that a screen has room for
SECTIONS = ("Resources", "Results", "Difficulties", "Success factors")
SOUGHT = ("Paid by", "Period", "For", "Figures", *SECTIONS)
"""What every practice has, so that where it is missing it is not known."""
Cell = list[Block]


def side_by_side(ids: Sequence[str], base: KnowledgeBase) -> View:
    """A table with a column for each practice and a row for whatever is known of one of them."""
    shown = [base.practices[id] for id in ids]
    columns = [dict(_cells(practice, base)) for practice in shown]
    names = dict.fromkeys(name for column in columns for name in column)
    t, none = words(base), paragraph(muted("–"))
    blank = dict.fromkeys(names, none) | {t(name): unknown(base) for name in SOUGHT}
    rows = [
        [[paragraph(strong(name))], *(column.get(name) or [blank[name]] for column in columns)]
        for name in names
    ]
    heads = [practice.title for practice in shown]
    return view_of(base, [table([t("Practices side by side")], [t("Fact"), *heads], rows)])


def _cells(practice: Practice, base: KnowledgeBase) -> Iterator[tuple[str, Cell]]:
    """What is known of a practice, each under its name; all practices have the first ones."""
    t = words(base)
    for name, known in facts(practice, base):
        own = base.partners[practice.partner].name if name == t("Run by") else None
        value = known or own  # who else runs it is only typed where the partner does not
        said = [value] if isinstance(value, str) else value or []
        yield name, [paragraph(*said)] if value else []
    yield t("Figures"), [_figure(n, practice, base) for n in range(len(practice.values))]
    for section in (s for s in practice.body if s.heading in SECTIONS):
        yield t(section.heading), [paragraph(*inlines(text)) for text in section.paragraphs]
    kind = t(WORDS[compare.strongest_kind(practice, base)])
    yield t("Strongest evidence"), [paragraph(tag(kind))] if practice.evidence else []
    found = [x for x in base.lessons.values() if practice.id in x.practices]
    lines = [_lesson(x, base) for x in found if exists(x, base.as_of) and not x.draft]
    yield t("Lessons"), [bullets(lines)] if lines else []


def _figure(number: int, practice: Practice, base: KnowledgeBase) -> Block:
    value = practice.values[number]
    line = figure_line(value, base, method=False)
    return {**line, "body": [f"{label(base.metrics[value.metric], base)}: ", *line["body"]]}


def _lesson(lesson: Lesson, base: KnowledgeBase) -> list[Inline]:
    sure = certainty_word(certainty(lesson, base), base)
    return [*in_its_language(lesson, base, lesson.statement), " ", tag(sure)]
