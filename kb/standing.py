"""Where a new colleague stands: what is done, what comes next, what changed meanwhile."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb import course, learn, paths, progress
from kb.base import KnowledgeBase
from kb.language import language
from kb.learn import Changed
from kb.paths import PATHS
from kb.progress import Progress

ENDS = (".", "?", "!")  # of a sentence


@dataclass(frozen=True)
class Stage:
    """A notebook of the course, and how many of its exercises are solved."""

    name: str
    title: str
    file: str
    solved: int
    exercises: int

    @property
    def done(self) -> bool:
        """Whether every exercise is solved."""
        return self.solved == self.exercises


@dataclass(frozen=True)
class Standing:
    """All that `kb onboard` tells."""

    path: str
    stages: tuple[Stage, ...]
    questions: int
    known: int
    waiting: int
    comes_back: date | None
    changed: tuple[Changed, ...]
    file: Path

    @property
    def next(self) -> Stage | None:
        """The first notebook that is not done."""
        return next((stage for stage in self.stages if not stage.done), None)


def standing(kept: Progress, base: KnowledgeBase) -> Standing:
    """Where somebody stands, by their progress and the records of today."""
    path = kept.path if kept.path in PATHS else next(iter(PATHS))
    asked = {x.id for x in learn.questions(base, path)}
    marks = {id: mark for id, mark in kept.questions.items() if id in asked}
    return Standing(
        path=path,
        stages=tuple(_stage(x, kept, base.language) for x in course.notebooks()),
        questions=len(asked),
        known=sum(mark.box is None for mark in marks.values()),
        waiting=sum(mark.box is not None for mark in marks.values()),
        comes_back=learn.next_day(kept),
        changed=tuple(learn.changed(kept, base)),
        file=progress.file(),
    )


def _stage(notebook: course.Notebook, kept: Progress, code: str) -> Stage:
    solved = sum(f"{notebook.name}/{id}" in kept.exercises for id in notebook.exercises)
    file = f"notebooks/onboarding/{notebook.file.name}"
    return Stage(notebook.name, notebook.title[code], file, solved, len(notebook.exercises))


def as_text(it: Standing, code: str) -> list[str]:
    """What is told to people."""
    t = language(code)
    name = t(paths.path_of(it.path).name)
    lines = [t("Path: {path}", path=f"{name} ({it.path})"), t("Kept in: {file}", file=it.file), ""]
    for stage in it.stages:
        box = "[x]" if stage.done else "[ ]"
        count = t("{solved} of {all} exercises", solved=stage.solved, all=stage.exercises)
        lines.append(f"{box} {stage.title} · {count}")
    known = t("Questions known: {known} of {all}", known=it.known, all=it.questions)
    back = t("the next on {day}", day=t.day(it.comes_back)) if it.comes_back else ""
    waiting = t("missed and to come back: {waiting}", waiting=it.waiting)
    lines += ["", "; ".join(filter(None, [known, waiting, back]))]
    if it.next:
        lines.append(t("Next: {file} (open it with make lab)", file=it.next.file))
    else:
        lines.append(t("All notebooks are done. More questions: me.ask() in any of them."))
    return [*lines, *_changes(it, code)]


def _changes(it: Standing, code: str) -> list[str]:
    t = language(code)
    lines = ["", t("Changed since you learned it:")] if it.changed else []
    for one in it.changed:
        told = (x.what if x.what.endswith(ENDS) else f"{x.what}." for x in one.revised)
        what = " ".join(told)
        what += f" ({t('in English')})" if what and one.english else ""
        what = what or t("see kb show {id}", id=one.id)
        what = t("it is no longer in the data") if one.gone else what
        lines.append(
            t("- {id}, learned on {day}: {what}", id=one.id, day=t.day(one.learned), what=what)
        )
    return lines


def as_data(it: Standing) -> dict[str, Any]:
    """The same for a program."""
    told = asdict(it)
    told["changed"] = [
        {
            "id": x.id,
            "learned": x.learned.isoformat(),
            "gone": x.gone,
            "revised": [r.model_dump(mode="json") for r in x.revised],
        }
        for x in it.changed
    ]
    told["file"] = str(it.file)
    told["comes_back"] = it.comes_back and it.comes_back.isoformat()
    return {**told, "next": it.next and it.next.name}
