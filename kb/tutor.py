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
from kb.blocks import Block, Inline, bullets, paragraph, strong, tag
from kb.exercises import EXERCISES, Desk, Expected, evidenced, path_names
from kb.language import ENGLISH, Language, language, languages
from kb.meant import meant, probably
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
from kb.weighing import facts, weighed
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
        lost = me.keep(kept.model_copy(update={"language": code}))
        if lost:
            warnings.warn(lost, stacklevel=2)
    return me


def _known(code: str) -> str:
    """A language that was kept, or English where there is none such."""
    return code if code in languages() else ENGLISH


def _kept(code: str) -> Progress:
    """The progress; if its file was damaged, a warning says where it is now."""
    kept, aside = progress.read()
    if aside:
        t = language(code or _known(kept.language))
        warnings.warn(
            t("The old file could not be read; it is now {file}.", file=aside), stacklevel=3
        )
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
        [own] = [x for x in course.notebooks() if x.name == self.notebook]
        done = sum(f"{self.notebook}/{id}" in kept.exercises for id in own.exercises)
        count = t("{solved} of {all} exercises", solved=done, all=len(own.exercises))
        lines.append([t("Solved in this notebook: {count}.", count=count)])
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
            return self._say(t("Not yet."), "", practising.listed(error.problems))
        if not expected.is_met_by(answer):
            return self._say(t("Not yet."), _hint(expected, answer, t))
        lost = self._solved(course.exercise(what, *of), answer, expected.records)
        return self._say(t("Right."), lost, *expected.reason)

    def _say(self, verdict: str, text: str, *blocks: Block) -> View:
        return view_of(self.base, [paragraph(strong(verdict), " ", text), *blocks])

    def _solved(self, exercise: str, answer: str, records: tuple[str, ...]) -> str:
        kept = self._kept()
        mark = learn.mark(records, self.base, self._desk.day)
        done = {**kept.exercises, f"{self.notebook}/{exercise}": mark}
        path = meant(answer, path_names()) if exercise == "path" else kept.path
        return self.keep(kept.model_copy(update={"exercises": done, "path": path}))

    def keep(self, kept: Progress) -> str:
        """Keep the progress; where that fails, what is to be said of it."""
        try:
            progress.save(kept)
        except KbError as error:
            return words(self.base)("(This could not be kept: {why}.)", why=error)
        return ""

    def ask(self, count: int = 3, seed: int = SEED) -> Panel:
        """The next questions of your path: what was missed, what changed, then what is new."""
        kept = self._kept()
        found = learn.questions(self.base, kept.path or next(iter(paths.PATHS)), seed)
        chosen = learn.to_ask(kept, found, self.base, self._desk.day, count)
        self._asked = {x.id: x for x in found}
        chosen = [self._asked_again(question, kept) for question in chosen]
        shown = [self._shown(question) for question in chosen]
        view = view_of(self.base, shown or [paragraph(self._nothing(kept))])
        return Panel(view, self._controls(chosen) if chosen else None)

    def _asked_again(self, question: Question, kept: Progress) -> Question:
        """The question with a label that says why it is asked again, if it is."""
        if question.id not in kept.questions:
            return question
        t, waits = words(self.base), kept.questions[question.id].box is not None
        why = t("missed before") if waits else t("changed since you learned it")
        return replace(question, prompt=(tag(why), " ", *question.prompt))

    def _nothing(self, kept: Progress) -> str:
        """What is said when there is nothing to ask."""
        t, day = words(self.base), learn.next_day(kept)
        if day is None:
            return t("You know every question of your path.")
        return t("There is nothing to ask today; the next comes back on {day}.", day=t.day(day))

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
                t("Choose one of the options.")
                if question.form == "choose"
                else t("Choose an option for each place, and each option once."),
            )
        right, kept = question.is_right(letters), self._kept()
        lost = self.keep(learn.answered(kept, question, right, self.base, self._desk.day))
        told = [] if right else [t("The answer is {letters}.", letters=question.answer)]
        told += [lost] if lost or right else [t("You will be asked again.")]
        verdict = t("Right.") if right else t("Not yet.")
        return self._say(verdict, " ".join(told), *question.reason)

    def show(self, id: str) -> View:
        """One record, whole; of the copy where there is one and it is sound."""
        try:
            return reading(id, self._now())
        except DataError as error:
            text = words(self.base)("This cannot be read yet.")
            return self._say(text, "", practising.listed(error.problems))

    def says(self, id: str) -> View:
        """What sources say of a practice or for a lesson, numbered: not yet of what kind it is."""
        record = evidenced(id, self.base)
        return self._numbered(
            record, [[item.says, " ", cited([item], self.base)] for item in record.evidence]
        )

    def evidence(self, id: str) -> View:
        """The same with its kind, what it shows, and whose word it is; of a lesson with all that
        its certainty rests on.
        """
        record = evidenced(id, self.base)
        if isinstance(record, Practice):
            return self._numbered(record, [weighed(item, self.base) for item in record.evidence])
        text = paragraph(strong(record.statement))
        blocks = (text, bullets(facts(record, self.base)))
        return view_of(self.base, [of_record(record, self.base, block) for block in blocks])

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


def _hint(expected: Expected, answer: str, t: Language) -> str:
    """The hint for a wrong answer, and what was probably meant where it is misspelt."""
    if not expected.known or meant(answer, expected.known):
        return expected.hint
    name = probably(answer, expected.known)
    near = f"{t('Did you mean: {query}', query=name)}? " if name else ""
    return f"{near}{expected.hint}"
