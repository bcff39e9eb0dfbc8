"""Questions as they are shown and printed, their answers, and the mentor's checklist."""

from collections.abc import Iterable, Iterator

from kb import course, learn, paths
from kb.base import KnowledgeBase
from kb.blocks import (
    Block,
    Inline,
    about,
    card,
    columns,
    computed,
    heading,
    muted,
    paragraph,
    room,
    shows,
    strong,
    ticks,
    whole,
)
from kb.pages.ends import opening
from kb.question import Question, how_to
from kb.view import View, named, view_of
from kb.wording import words

TO_READ = 16  # practices on a checklist
ROOM = 6  # lines to write on for each question of the mentor


def asked(question: Question, base: KnowledgeBase, number: Iterable[Inline] = ()) -> Block:
    """A question with its options, each under its letter; `number` stands before it."""
    given: Block = {
        "block": "list",
        "ordered": question.form == "match",
        "items": [[paragraph(*line)] for line in question.given],
    }
    options = (
        paragraph(strong(letter), "  ", *option)
        for letter, option in zip(question.letters, question.options, strict=True)
    )
    how = paragraph(muted(how_to(question, words(base))))
    body = [*([given] if question.given else []), *options, how]
    return shows(card([*number, *question.prompt], body), *question.records)


def on_paper(base: KnowledgeBase) -> View:
    """Some questions of all paths, to be answered with a pencil."""
    found = learn.on_paper(base)
    none = paragraph(words(base)("There is nothing to ask yet."))
    blocks = [whole(asked(x, base, _number(n, x))) for n, x in enumerate(found, 1)]
    return view_of(base, blocks or [none])


def answers(base: KnowledgeBase) -> View:
    """The answers to the questions on paper, each with its reason and its sources."""
    found = enumerate(learn.on_paper(base), 1)
    blocks = [
        shows(card([*_number(n, x), strong(x.answer)], x.reason), *x.records) for n, x in found
    ]
    return view_of(base, blocks or [paragraph(words(base)("There is nothing to ask yet."))])


def _number(number: int, question: Question) -> list[Inline]:
    return [muted(computed(str(number), "question", *question.records)), "  "]


def checklist_cover(base: KnowledgeBase, path: str) -> View:
    """The head of the checklist: for whom it is."""
    t, role = words(base), paths.path_of(path)
    return opening(
        base,
        t("The first afternoon of a new colleague"),
        [t("Path: {path}", path=t(role.name))],
        readers=t("the mentor: tick what the new colleague can do"),
        page=False,
        sourced=False,
    )


def to_do(base: KnowledgeBase) -> View:
    """The notebooks with their goals, each with a box to tick, in two columns."""
    found = course.notebooks()
    half = -(-len(found) // 2)
    parts = (found[:half], found[half:])
    t = words(base)
    names = columns(
        [[paragraph(title), room(1)] for title in (t("New colleague"), t("Mentor, day"))]
    )
    goals = columns([x for one in part for x in _goals(one, base)] for part in parts)
    return view_of(base, [names, goals])


def _goals(notebook: course.Notebook, base: KnowledgeBase) -> Iterator[Block]:
    yield heading(2, notebook.title[base.language])
    yield ticks([goal] for goal in notebook.goals[base.language])


def to_read(base: KnowledgeBase, path: str) -> View:
    """The practices that a colleague of this path reads first, theme by theme."""
    role = paths.path_of(path)
    found = paths.first(role, base)[:TO_READ]
    lines = [[named(x, base), muted(" · ", named(base.partners[x.partner], base))] for x in found]
    themes = words(base).joined(
        about([id], named(base.themes[id], base)) for id in paths.themes(role, base)
    )
    none = paragraph(words(base)("There is no practice on it yet."))
    return view_of(base, [paragraph(muted(*themes)), ticks(lines) if lines else none])


def to_talk(base: KnowledgeBase) -> View:
    """What mentor and colleague talk about, with room to write, on one page."""
    t = words(base)
    questions = (
        t("What surprised you, and what did you not believe?"),
        t("Which practice would you try here first, and what speaks against it?"),
        t("What does the knowledge base not know that you know?"),
    )
    talk = whole(*(block for text in questions for block in (paragraph(text), room(ROOM))))
    return view_of(base, [talk])
