"""What the notebooks of the onboarding call: exercises, questions, and the copy to practise in."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import kb
from kb import answers, course, learn, paths, practising, progress, scratch
from kb.base import KnowledgeBase
from kb.blocks import Block, Inline, bullets, paragraph, strong
from kb.choices import weighed
from kb.exercises import EXERCISES, Desk, evidenced, folded
from kb.language import ENGLISH, language, languages
from kb.pages.learning import asked
from kb.panel import Controls, Panel
from kb.practising import PRACTISING
from kb.problem import DataError, KbError, did_you_mean
from kb.progress import Progress
from kb.question import Question
from kb.reading import reading
from kb.records import Lesson, Practice
from kb.search import Index
from kb.view import View, cited, of_record, view_of
from kb.wording import words

SEED = 1
ALL = {**EXERCISES, **PRACTISING}


def begin(notebook: str, language: str = "", today: date | None = None) -> "Tutor":
    """Begin or go on with a notebook; `today` is the day on which it is done. The language is kept;
    none given means the one that is.
    """
    code = language.strip().casefold()
    kb.language.language(code or ENGLISH)  # an error where there is none, before any is kept
    day, kept = today or date.today(), _kept(code)
    code = code or _known(kept.language)
    me = Tutor(notebook, kb.load().slice(language=code, as_of=day.isoformat()), day)
    if code != kept.language:
        progress.save(kept.model_copy(update={"language": code}))
    return me


def _known(code: str) -> str:
    """A language that was kept, or English where there is none such."""
    return code if code in languages() else ENGLISH


def _kept(code: str) -> Progress:
    """The progress; if its file was damaged, a warning says where it is now."""
    kept, aside = progress.read()
    if aside:
        t = language(code or _known(kept.language))
        warnings.warn(t("The old file was damaged; it is now {file}.", file=aside), stacklevel=3)
    return kept


class Tutor:
    """Somebody at a notebook: what is asked is kept in their progress, as soon as it is answered.

    `base` are the records in the language of the notebook.
    """

    def __init__(self, notebook: str, base: KnowledgeBase, day: date) -> None:
        known = [x.name for x in course.notebooks()]
        if notebook not in known:
            raise KbError(f"there is no notebook {notebook!r}{did_you_mean(notebook, known)}")
        self.notebook, self.base = notebook, base
        self._desk = Desk(base, day)
        self._asked: Mapping[str, Question] = {}

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return self._welcome()._repr_mimebundle_()

    def _welcome(self) -> View:
        t, kept = words(self.base), self._kept()
        lines = [[t("What you do is kept in {file}, and nowhere else.", file=progress.file())]]
        done = sum(id.startswith(f"{self.notebook}/") for id in kept.exercises)
        lines.append([t("Exercises solved in this notebook: {number}.", number=done)])
        return view_of(self.base, [bullets(lines)])

    def _kept(self) -> Progress:
        return _kept(self.base.language)

    def check(self, what: str, *about: str) -> View:
        """Check the answer of an exercise, which comes last; kept if it is right."""
        t, (*of, answer) = words(self.base), about
        if what not in ALL:
            raise KbError(f"there is no exercise {what!r}{did_you_mean(what, ALL)}")
        if answer.strip(" .…") == "":
            return self._say(
                t("Not answered yet."),
                t("Write your answer in place of the dots, then run the cell again."),
            )
        try:
            expected = ALL[what](replace(self._desk, base=self._now(what)), *of, answer)
        except DataError as error:
            return self._say(t("Not yet."), str(error))
        if not expected.is_met_by(answer):
            return self._say(t("Not yet."), expected.hint)
        self._solved(course.exercise(what, *of), answer, expected.records)
        return self._say(t("Right."), "", *expected.reason)

    def _say(self, verdict: str, text: str, *blocks: Block) -> View:
        return view_of(self.base, [paragraph(strong(verdict), " ", text), *blocks])

    def _solved(self, exercise: str, answer: str, records: tuple[str, ...]) -> None:
        kept = self._kept()
        mark = learn.mark(records, self.base, self._desk.day)
        done = {**kept.exercises, f"{self.notebook}/{exercise}": mark}
        path = _path(answer) if exercise == "path" else kept.path
        progress.save(kept.model_copy(update={"exercises": done, "path": path}))

    def ask(self, count: int = 3, seed: int = SEED) -> Panel:
        """The next questions of your path: what was missed, what changed, then what is new."""
        kept = self._kept()
        found = learn.questions(self.base, kept.path or next(iter(paths.PATHS)), seed)
        chosen = learn.to_ask(kept, found, self.base, self._desk.day, count)
        self._asked = {x.id: x for x in (*found, *chosen)}
        shown = [self._shown(question) for question in chosen]
        none = paragraph(words(self.base)("There is nothing to ask today; come back tomorrow."))
        view = view_of(self.base, shown or [none])
        return Panel(view, self._controls(chosen) if chosen else None)

    def _shown(self, question: Question) -> Block:
        """A question, and the line that answers it where there are no controls."""
        block = asked(question, self.base)
        line: Block = {"block": "code", "body": [f'me.answer("{question.id}", "...")']}
        return {**block, "body": [*block["body"], line]}

    def _controls(self, chosen: Sequence[Question]) -> Controls:
        return Controls(chosen, words(self.base), lambda *answer: self.answer(*answer).blocks)

    def answer(self, id: str, letters: str) -> View:
        """Answer a question that was asked; what was missed comes back on another day."""
        t = words(self.base)
        if id not in self._asked:
            raise KbError(f"question {id!r} was not asked{did_you_mean(id, self._asked)}")
        question = self._asked[id]
        if not question.is_answer(letters):
            return self._say(
                t("Not answered yet."),
                t("Choose from the letters {letters}.", letters=question.letters),
            )
        right, kept = question.is_right(letters), self._kept()
        progress.save(learn.answered(kept, question, right, self.base, self._desk.day))
        told = (
            ""
            if right
            else t("The answer is {letters}. You will be asked again.", letters=question.answer)
        )
        return self._say(t("Right.") if right else t("Not yet."), told, *question.reason)

    def show(self, id: str) -> View:
        """One record, whole; of the copy where there is one and it is sound."""
        try:
            return reading(id, self._now())
        except KbError as error:
            return self._say(words(self.base)("This cannot be read yet."), str(error))

    def says(self, id: str) -> View:
        """What sources say of a practice or for a lesson, numbered: not yet of what kind it is."""
        record = evidenced(id, self.base)
        return self._numbered(
            record, [[item.says, " ", cited([item], self.base)] for item in record.evidence]
        )

    def evidence(self, id: str) -> View:
        """The same with its kind, what it shows, and whose word it is."""
        record = evidenced(id, self.base)
        return self._numbered(record, [weighed(item, self.base) for item in record.evidence])

    def _numbered(self, record: Practice | Lesson, lines: list[list[Inline]]) -> View:
        items = [[paragraph(*line)] for line in lines]
        block: Block = {"block": "list", "ordered": True, "items": items}
        return view_of(self.base, [of_record(record, self.base, block)])

    @cached_property
    def _index(self) -> Index:
        return Index.of(self.base.whole)

    def search(self, query: str) -> View:
        """What answers a question best."""
        found = self._index.find(query, self.base.language, 5)
        return view_of(self.base, answers.as_blocks(found, self.base))

    def practise(self, id: str = "", *fields: str) -> View:
        """Make a fresh copy of the data to practise in, with some fields of a record empty."""
        copy = scratch.copy(self.notebook, self._desk.day, id)
        if id:
            scratch.blank(practising.file_of(id, copy), *fields)
        self._desk = replace(self._desk, copy=copy)
        t = words(self.base)
        text = t(
            "A copy of the data for you: {folder}. The real data stay as they are.", folder=copy
        )
        return view_of(self.base, [paragraph(text)])

    def problems(self, id: str) -> View:
        """What the check says of a record of the copy."""
        return practising.what_is_wrong(id, self._desk)

    def file(self, id: str) -> View:
        """The file of a record of the copy, as it stands."""
        return practising.file_text(id, self._desk)

    def _now(self, what: str = "") -> KnowledgeBase:
        """The records that are shown: those of the copy, as it stands, where there is one. What is
        written into the copy need not find it sound.
        """
        copy, day = self._desk.copy, self._desk.day.isoformat()
        if copy is None or what in PRACTISING:
            return self.base
        return kb.load(copy).slice(language=self.base.language, as_of=day)


def _path(answer: str) -> str:
    """The id of the path that was named in either language."""
    names = {id: (id, path.name, language("lv")(path.name)) for id, path in paths.PATHS.items()}
    return next(id for id, known in names.items() if folded(answer) in map(folded, known))
