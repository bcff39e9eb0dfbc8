"""The explorer as a widget of a notebook: takes what is asked, and gives the parts of the page."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import traitlets
from anywidget import AnyWidget

from kb import unanswered
from kb.base import KnowledgeBase
from kb.explore import Asked, Library
from kb.language import ENGLISH
from kb.pages import explorer as page
from kb.where import find_data

HERE = Path(__file__).parent


class Explorer(AnyWidget):
    """Search, filter, read and compare the records of a base as they are known on a day, today if
    none is given.
    """

    _esm = (HERE / "explorer.js").read_text("utf-8")
    _css = "".join((HERE / name).read_text("utf-8") for name in ("widget.css", "explorer.css"))
    asked = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    head = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    facets = traitlets.Unicode().tag(sync=True)
    results = traitlets.Unicode().tag(sync=True)
    reading = traitlets.Unicode().tag(sync=True)
    pins = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, base: KnowledgeBase, as_of: date | None = None, language: str = ENGLISH
    ) -> None:
        reports = find_data().resolve().parent / "reports"
        self._library = Library(base, as_of or date.today(), reports)
        self._before: Asked | None = None
        super().__init__(asked=asdict(Asked(language=language)), _dom_classes=("kb-widget",))

    @traitlets.observe("asked")
    def _answer(self, change: dict[str, Any]) -> None:
        """Answer what is asked now; of the page only what it changes is made anew."""
        asked, library = self._library.asked(change["new"]), self._library
        before, self._before = self._before, asked
        if before and before.settled != asked.settled and library.lacks(asked.settled):
            unanswered.keep(asked.settled, date.today())
        parts: dict[str, Any] = dict(page.answer(asked, library))
        if before is None or before.language != asked.language:
            parts["words"] = page.words_of(asked.language)
            parts["head"] = page.head(asked, library)
        if before is None or _compared(before) != _compared(asked):
            parts["pins"] = page.pinned(asked, library)
            parts["reading"] = page.opened(asked, library)
        elif before.open != asked.open:
            parts["reading"] = page.opened(asked, library)
        with self.hold_sync():
            for name, value in {**parts, "answered": self.answered + 1}.items():
                setattr(self, name, value)


def _compared(asked: Asked) -> tuple[object, ...]:
    """What the practices side by side, and the button that sets one there, depend on."""
    return asked.pins, asked.language
