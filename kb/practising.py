"""The exercises in the copy of the data: fields to fill in, and a report to make."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from kb import scratch
from kb.blocks import Block, bullets, paragraph
from kb.exercises import ALSO, Desk, Expected, level_names
from kb.meant import everywhere, folded, meant
from kb.parts import KINDS, Verdict
from kb.problem import KbError, Problem
from kb.stems import stems
from kb.view import View, view_of
from kb.where import CHECKOUT
from kb.wording import SHOWN, WORDS, words

INVENTED = {"kind": "measured", "shows": "reach", "source": "moon-log", "verdict": "trial"}
"""What the visit note and the decision tell, where every word of a closed list would be sound."""
COUNTED, NUMBERS = "412", {"412", "12", "9", "1"}  # of the note
SHORTEST = 5  # words of a statement that says what one can do
CLOSED: dict[str, Mapping[Any, str]] = {
    "kind": {kind: WORDS[kind] for kind in KINDS},
    "shows": SHOWN,
    "verdict": {verdict: WORDS[verdict] for verdict in get_args(Verdict)},
}
ROLES = """manager lead leader head director coordinator officer organiser designer educator teacher
guide board vadītājs vadītāja direktors direktore koordinators koordinatore speciālists speciāliste
rīkotājs rīkotāja izglītotājs pedagogs skolotājs metodiķis metodiķe dizainers dizainere valde"""
"""With such a word an owner is a role and not somebody's name."""
OF_ROLES = """project education event exhibition visitor services career programme centre
projekta projektu izglītības pasākumu ekspozīcijas karjeras programmu centra apmeklētāju"""
ABOUT = ("bus autobuss", "pupil class skolēns klase")
"""What a statement on the note speaks of: of each line a word."""
BUS = "free-moon-bus"


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
    known = everywhere(CLOSED.get(name, {}))
    names = {id: [*said, *ALSO.get(id, ()), *level_names(id)] for id, said in known.items()}
    value = (meant(answer, names) if names else None) or answer.strip()
    line = scratch.fill(file, name, value)
    found = [x for x in scratch.problems(_needed(desk), file, desk.day) if x.line == line]
    told = name not in INVENTED or value == INVENTED[name]
    sound = not found and told and _makes_sense(name, value, desk.day)
    hint = " ".join([*map(in_short, found), t(HINTS.get(name, HINTS[""]))])
    reason = paragraph(t("Written: {line}", line=f"{file.name}:{line}: {name}: {value}"))
    more = [paragraph(t(text)) for text in [UNCHECKED.get(name)] if text]
    return Expected((answer,) if sound else (), (reason, *more), hint)


UNCHECKED = {
    "statement": "The program looked for the number and for what it counts. Whether the sentence "
    "claims more than that so many came, only people can tell: read it again beside the note.",
}


def _makes_sense(name: str, answer: str, day: date) -> bool:
    """What no check of records asks, but a colleague would."""
    if name == "statement":
        numbers = set(re.findall(r"\d+", answer))
        said = all(_has_one_of(texts, answer) for texts in ABOUT)
        return said and COUNTED in numbers <= NUMBERS and len(answer.split()) >= SHORTEST
    if name == "owner":
        later = [word for word in answer.split()[1:] if word[:1].isupper()]
        names = [word for word in later if not _has_one_of(f"{ROLES} {OF_ROLES}", word)]
        return _has_one_of(ROLES, answer) and not names
    return name != "review_on" or answer > day.isoformat()


def _has_one_of(texts: str, answer: str) -> bool:
    """Whether one of these words is in an answer, in any form."""
    known = {stem for word in folded(texts).split() for stem in stems(word)}
    return any(not known.isdisjoint(stems(word)) for word in folded(answer).split())


HINTS = {
    "": "Read the note again.",
    "statement": "Say in a sentence what one can do with a bus for classes, and how many pupils "
    "came: the number of the note belongs into it, in digits, and no number that is not there.",
    "owner": "The owner is a role, such as project manager, and never somebody's name.",
    "kind": "The note has a count over a time: is that told, documented, measured or evaluated?",
    "shows": "That many came shows neither that it works nor only that it runs.",
    "verdict": "It can be adopt, adapt, trial, park or reject. One ride a week is a small "
    "beginning, to see whether classes come: which of them is that?",
    "review_on": "Write a full day that is still to come, such as 2030-06-01.",
}


def in_short(problem: Problem) -> str:
    """A problem as it is printed, without the way to the copy."""
    end = "" if problem.message.endswith(("?", ".", "!")) else "."
    return f"{problem.path.name}:{problem.line}: {problem.message}{end}"


def listed(problems: Iterable[Problem]) -> Block:
    """Problems as a list."""
    return bullets([in_short(x)] for x in problems)


def report(desk: Desk, practice: str) -> Expected:
    """Make the case study of a practice of the copy as a PDF."""
    from kb.report.orders import Request
    from kb.report.run import Watch, build
    from kb.report.times import ZONE

    t, folder = words(desk.base), _needed(desk)
    if meant(practice, {BUS: ()}) is None:
        hint = t("Write the id of the practice that was invented: {id}.", id=BUS)
        return Expected((), (), hint)
    given = {"practice": BUS, "language": desk.base.language}
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
    [made] = done.made
    _display(made.path)
    text = t("Your PDF stands above; it is kept in {path}.", path=made.path)
    return Expected((practice,), (paragraph(text),), "")


def _display(pdf: Path) -> None:
    """Show a PDF in the notebook: JupyterLab opens no file outside its own folder."""
    if InteractiveShell.initialized():
        display({"application/pdf": b64encode(pdf.read_bytes()).decode()}, raw=True)  # type: ignore[no-untyped-call]


def _unseen(*_: object) -> None:
    """Nobody watches a build in a notebook."""


PRACTISING: dict[str, Callable[..., Expected]] = {"field": field, "report": report}


def what_is_wrong(id: str, desk: Desk) -> View:
    """What the check says of a record of the copy, with the lines."""
    folder = _needed(desk)
    found = scratch.problems(folder, file_of(id, folder), desk.day)
    sound: Block = paragraph(words(desk.base)("The check finds nothing wrong with this record."))
    return view_of(desk.base, [listed(found) if found else sound])


def file_text(id: str, desk: Desk) -> View:
    """The file of a record of the copy, as it stands."""
    text = file_of(id, _needed(desk)).read_text("utf-8").rstrip()
    return view_of(desk.base, [{"block": "code", "body": [text]}])
