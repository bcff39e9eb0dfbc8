"""A question to be answered in a notebook, with mouse or keyboard: native controls with names.

Where there is no front end to show controls, the question stands as text, to be answered in a cell.
"""

from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets as widgets

from kb.blocks import Block, html, paragraph
from kb.language import Language
from kb.plain import inline_text
from kb.problem import KbError
from kb.question import Question
from kb.view import View

LONGEST = 70  # letters of an option that a control has room for; the text above has all of it
WIDE = {"width": "auto", "max_width": "60em"}


class Panel:
    """Questions with their controls; left as the last line of a cell, it shows itself."""

    def __init__(self, view: View, parts: Iterable[widgets.Widget]) -> None:
        self.view = view
        self.box = widgets.VBox(list(parts), layout=WIDE)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = self.view._repr_mimebundle_()
        return {**data, **self.box._repr_mimebundle_()}, metadata


def controls(
    question: Question, shown: Block, t: Language, said: Callable[[str], tuple[Block, ...]]
) -> widgets.VBox:
    """A question, the controls to answer it, and what `said` tells of the answer, at once."""
    choices = _choices(question, t)
    button = widgets.Button(description=t("Check the answer"), button_style="primary")
    told = widgets.HTML(_live(()))

    def check(_: widgets.Button) -> None:
        try:
            told.value = _live(said("".join(choice.value or "" for choice in choices)))
        except KbError as error:  # nobody sees what is raised here
            told.value = _live([paragraph(str(error))])

    button.on_click(check)
    return widgets.VBox([widgets.HTML(html([shown])), *choices, button, told], layout=WIDE)


def _choices(question: Question, t: Language) -> list[widgets.Widget]:
    """Radio buttons to choose one; else a list for each place."""
    named = [(_short(question, place), letter) for place, letter in enumerate(question.letters)]
    if question.form == "choose":
        return [
            widgets.RadioButtons(options=named, value=None, description=t("Answer"), layout=WIDE)
        ]
    names = [f"{number}." for number in range(1, len(question.answer) + 1)]
    if question.form == "match":
        names = [inline_text(line) for line in question.given]
    options = [("–", ""), *named]
    style = {"description_width": "18em"}
    return [
        widgets.Dropdown(options=options, value="", description=name, style=style, layout=WIDE)
        for name in names
    ]


def fits(question: Question) -> bool:
    """Whether controls have room for every option, so that no text need repeat them."""
    return all(len(inline_text(option)) <= LONGEST for option in question.options)


def _short(question: Question, place: int) -> str:
    text = inline_text(question.options[place])
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
    return f"{question.letters[place]}  {cut}"


def _live(blocks: Iterable[Block]) -> str:
    """What is read aloud as soon as it is there."""
    return f'<div role="status" aria-live="polite">{html(blocks)}</div>'
