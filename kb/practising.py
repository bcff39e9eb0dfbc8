"""The exercises in the copy of the data: fields to fill in, and a report to make."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from kb import scratch
from kb.blocks import Block, bullets, paragraph
from kb.exercises import Desk, Expected, folded
from kb.problem import KbError, Problem
from kb.view import View, view_of
from kb.where import CHECKOUT
from kb.wording import words

INVENTED = {"kind": "measured", "shows": "reach", "source": "moon-log"}
"""What the visit note tells, where every word of a closed list would be sound."""


def file_of(id: str, folder: Path) -> Path:
    """The file of a record in the copy; KbError where there is none."""
    found = sorted(folder.glob(f"*/{id}.md"))
    if not found:
        raise KbError(f"the copy has no record {id!r}; run the cells from the top")
    return found[0]


def _needed(desk: Desk) -> Path:
    if desk.copy is None:
        raise KbError("there is no copy to practise in yet; run the cells from the top")
    return desk.copy


def field(desk: Desk, id: str, name: str, answer: str) -> Expected:
    """Write an answer into a field; right if the record's check says nothing of that line, and the
    note tells it.
    """
    t, file = words(desk.base), file_of(id, _needed(desk))
    line = scratch.fill(file, name, answer)
    found = [x for x in scratch.problems(_needed(desk), file, desk.day) if x.line == line]
    told = name not in INVENTED or folded(answer) == folded(INVENTED[name])
    sound = not found and told and _makes_sense(name, answer, desk.day)
    hint = " ".join([*map(in_short, found), t(HINTS.get(name, HINTS[""]))])
    reason = paragraph(t("Written: {line}", line=f"{file.name}:{line}: {name}: {answer}"))
    return Expected((answer,) if sound else (), (reason,), hint)


def _makes_sense(name: str, answer: str, day: date) -> bool:
    """What no check of records asks, but a colleague would."""
    if name == "statement":
        return re.search(r"\d", answer) is not None
    return name != "review_on" or answer > day.isoformat()


HINTS = {
    "": "Read the note again.",
    "statement": "Say what one can do, and how much: a number of the note belongs into it.",
    "kind": "The note has a count over a time: is that told, documented, measured or evaluated?",
    "shows": "That many came shows neither that it works nor only that it runs.",
    "verdict": "It can be adopt, adapt, trial, park or reject.",
    "review_on": "Write a full day that is still to come, such as 2030-06-01.",
}


def in_short(problem: Problem) -> str:
    """A problem as it is printed, without the way to the copy."""
    return f"{problem.path.name}:{problem.line}: {problem.message}."


def report(desk: Desk, practice: str) -> Expected:
    """Make the case study of a practice of the copy as a PDF."""
    from kb.report.orders import Request
    from kb.report.run import Watch, build
    from kb.report.times import ZONE

    t, folder = words(desk.base), _needed(desk)
    given = {"practice": practice, "language": desk.base.language}
    noon = datetime.combine(desk.day, time(12), ZONE)
    request = Request(
        folder, folder.parent / "reports", CHECKOUT / "notebooks", noon, ("case_study",), given
    )
    try:
        done = build(request, Watch(_unseen, _unseen, _unseen))
    except KbError as error:
        return Expected((), (), str(error))
    if done.failed:
        return Expected((), (), str(done.failed[0]))
    text = t("Your PDF: {path}", path=", ".join(str(made.path) for made in done.made))
    return Expected((practice,), (paragraph(text),), "")


def _unseen(*_: object) -> None:
    """Nobody watches a build in a notebook."""


PRACTISING: dict[str, Callable[..., Expected]] = {"field": field, "report": report}


def what_is_wrong(id: str, desk: Desk) -> View:
    """What the check says of a record of the copy, with the lines."""
    folder = _needed(desk)
    found = scratch.problems(folder, file_of(id, folder), desk.day)
    sound: Block = paragraph(words(desk.base)("The check finds nothing wrong with this record."))
    return view_of(desk.base, [bullets([in_short(x)] for x in found) if found else sound])


def file_text(id: str, desk: Desk) -> View:
    """The file of a record of the copy, as it stands."""
    text = file_of(id, _needed(desk)).read_text("utf-8").rstrip()
    return view_of(desk.base, [{"block": "code", "body": [text]}])
