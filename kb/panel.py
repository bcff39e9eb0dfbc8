"""Questions to be answered in a notebook, by mouse or keyboard: native controls with names.

Where there is no front end to show controls, a question stands as text, to be answered in a cell.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import traitlets
from anywidget import AnyWidget

from kb.blocks import Block, Inline, html, paragraph, templates
from kb.language import Language
from kb.plain import inline_text
from kb.problem import KbError
from kb.question import Question
from kb.view import View

HERE = Path(__file__).parent
LONGEST = 70  # letters of an option that a list has room for; the text above has all of it
CLASSES = ("kb-widget", "kb-questions")

Said = Callable[[str, str], Iterable[Block]]
"""What is told of an answer: of the id of a question and the letters."""


class Controls(AnyWidget):
    """Questions with the controls to answer them, and what was told of each answer."""

    _esm = (HERE / "panel.js").read_text("utf-8")
    _css = "".join((HERE / name).read_text("utf-8") for name in ("widget.css", "panel.css"))
    language = traitlets.Unicode().tag(sync=True)
    page = traitlets.Unicode().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)  # by the question's id, how often, and the last as HTML

    def __init__(self, questions: Sequence[Question], t: Language, said: Said) -> None:
        self._said = said
        page = _page(questions, t)
        super().__init__(page=page, language=t.code, _dom_classes=CLASSES)
        self.on_msg(self._answered)

    def _answered(self, _: Any, sent: dict[str, str], __: Any) -> None:
        """Tell of an answer at once; an error too, as nobody sees what is raised here."""
        id = sent["question"]
        try:
            blocks = self._said(id, sent["letters"])
        except KbError as error:
            blocks = [paragraph(str(error))]
        times, _html = self.told.get(id, (0, ""))
        self.told = {**self.told, id: (times + 1, html(blocks))}


class Panel:
    """A view of questions with their controls; left as the last line of a cell, it shows itself."""

    def __init__(self, view: View, controls: Controls | None) -> None:
        self.view, self.controls = view, controls

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = self.view._repr_mimebundle_()
        shown = self.controls._repr_mimebundle_() if self.controls else None
        return {**(shown[0] if shown else {}), **data}, metadata


def _page(questions: Sequence[Question], t: Language) -> str:
    asked = [
        {
            "it": question,
            "whole": question.form != "choose" and not _fits(question),
            "options": list(zip(question.letters, question.options, strict=True)),
            "shorts": list(_shorts(question)),
            "places": list(_places(question, t)),
        }
        for question in questions
    ]
    template = templates().get_template("panel.html.j2")
    return template.render(asked=asked, check=t("Check the answer"))


def _places(question: Question, t: Language) -> Iterator[Sequence[Inline]]:
    """What is answered one by one: each thing that is given, or each place of an order."""
    if question.form == "match":
        yield from question.given
    elif question.form == "order":
        yield from ([t("Place {number}", number=n)] for n in range(1, len(question.answer) + 1))


def _fits(question: Question) -> bool:
    """Whether lists have room for every option, so that no text need repeat them."""
    return all(len(inline_text(option)) <= LONGEST for option in question.options)


def _shorts(question: Question) -> Iterator[tuple[str, str]]:
    """The options for a list, which no browser breaks into lines."""
    for letter, option in zip(question.letters, question.options, strict=True):
        text = inline_text(option)
        cut = text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
        yield letter, f"{letter}  {cut}"
