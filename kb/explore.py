"""What a person has asked of the explorer, and where its answers come from; knows no browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.language import ENGLISH, languages
from kb.pages.side_by_side import MOST
from kb.problem import KbError
from kb.report.plan import edition, reports
from kb.search import Found, Index

PAGE = 20  # results that are shown at first, and more of each time
SHORTEST = 3  # letters; a word that begins with fewer is too much of a guess
REPORT = "case_study"


@dataclass(frozen=True)
class Asked:
    """What a person has typed, chosen, opened and set side by side, and in which language."""

    query: str = ""
    chosen: tuple[str, ...] = ()  # labels such as theme:schools
    language: str = ENGLISH
    open: str = ""  # the id of the record that is read
    pins: tuple[str, ...] = ()  # ids of the practices side by side
    pages: int = 1  # of results
    settled: str = ""  # the last query that stood unchanged for a while


class Library:
    """All that was known on a day, in each language and searchable; `folder` holds the PDFs."""

    def __init__(self, base: KnowledgeBase, as_of: date, folder: Path) -> None:
        self.day = as_of.isoformat()
        self.bases = {code: base.known_on(self.day, code) for code in languages()}
        self.index = Index.of(self.bases[ENGLISH])
        self._ids = frozenset(record.id for record in self.bases[ENGLISH].records())
        everything = self.index.browse(ENGLISH, 1).labels
        self._labels = frozenset(label for labels in everything for label in labels)
        self._folder, self._report = folder, reports()[REPORT]

    def asked(self, values: Mapping[str, Any]) -> Asked:
        """What a browser sent, without what is not known here; the first four pins."""
        code, open, pins = (values.get(name) for name in ("language", "open", "pins"))
        practices = self.bases[ENGLISH].practices
        return Asked(
            query=str(values.get("query", "")),
            chosen=tuple(label for label in values.get("chosen", ()) if label in self._labels),
            language=code if code in self.bases else ENGLISH,
            open=open if open in self._ids else "",
            pins=tuple(id for id in dict.fromkeys(pins or ()) if id in practices)[:MOST],
            pages=max(1, int(values.get("pages", 1))),
            settled=str(values.get("settled", "")),
        )

    def found(self, asked: Asked) -> Found:
        """What answers; everything, while too little is typed to look for."""
        limit = PAGE * asked.pages
        if len(asked.query.strip()) < SHORTEST:
            return self.index.browse(asked.language, limit, asked.chosen)
        return self.index.find(asked.query, asked.language, limit, asked.chosen)

    def lacks(self, query: str) -> bool:
        """Whether nothing at all answers a query, without any filters."""
        return len(query.strip()) >= SHORTEST and not self.index.find(query, limit=1).hits

    def case_studies(self, practice: str, language: str) -> list[Path]:
        """Where the PDF of a practice is, if it is made: by the schedule or on demand; none of one
        that has none.
        """
        given = {"practice": practice, "language": language}
        try:
            made = edition(self._report, self.bases[ENGLISH], given, self.day).name
        except KbError:  # a draft, or one that was withdrawn
            return []
        scheduled = f"case-study-{practice}-{language}"
        return [self._folder / f"{name}.pdf" for name in dict.fromkeys((scheduled, made))]
