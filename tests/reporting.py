"""Reports for tests: a fuller invented world, and notebooks run quickly, without a kernel."""

import ast
import os
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4 as nbf
from conftest import DOCUMENTS, EVIDENCE, PARTNER, VOCABULARIES, World
from nbformat import NotebookNode

from kb.report.plan import Edition, plan

TODAY = "2026-05-01"
NEWS = {
    **EVIDENCE,
    "source": "red-news",
    "voice": "Green Hall",
    "kind": "documented",
    "shows": "effect",
}


def fuller(world: World) -> World:
    """The invented world with a second partner, an exchange, a project, decisions of every kind,
    figures that conflict and figures that may be divided.
    """
    lesson, planes = DOCUMENTS["lessons/fold-first.md"], DOCUMENTS["practices/paper-planes.md"]
    metrics = VOCABULARIES["metrics.yaml"]["metrics"]
    world.change("metrics.yaml", metrics=[
        {**metrics[0], "each": {"en": "per visitor", "lv": "uz apmeklētāju"}},
        {**metrics[1], "per": ["visitors"]},
    ])  # fmt: skip
    figures = DOCUMENTS["partners/blue-hall.md"]["values"]
    other = {**figures[0], "value": "1200", "source": "red-news"}
    budget = {
        "metric": "budget",
        "value": "25000",
        "currency": "EUR",
        "year": "2019",
        "source": "blue-book",
    }
    world.change(
        "partners/blue-hall.md", values=[*figures, other, budget], website="https://blue.example/"
    )
    world.change("partners/red-hall.md", **PARTNER, name="Red Hall", language="is")
    world.change("practices/long-swim.md", **{
        **planes, "partner": "red-hall", "title": "A long swim", "themes": ["swimming", "flying"],
        "evidence": [NEWS], "body": "", "added": "2026-02-01", "inferred": "Read from a photograph.",
        "replications": [{"where": "Nowhere", "organisation": "Green Hall", "source": "red-news", "says": "They swam too."}],
    })  # fmt: skip
    world.change(
        "practices/own-kites.md",
        **{**planes, "partner": "home-hall", "title": "Kites of our own", "body": ""},
    )
    against = {**NEWS, "stance": "contradicts", "says": "It fell."}
    world.change("lessons/swim-far.md", **{
        **lesson, "practices": ["long-swim"], "statement": "Who swims far comes late.",
        "evidence": [NEWS, against], "added": "2026-02-02", "polarity": "partly",
    })  # fmt: skip
    for name, statement in (
        ("kites-fall", "Kites fall in rain."),
        ("planes-sink", "Planes of paper sink."),
        ("wait-and-see", "Wait for the wind."),
    ):
        world.change(
            f"lessons/{name}.md", **{**lesson, "statement": statement, "polarity": "did not"}
        )
    world.change("lessons/half-said.md", added="2026-03-01", draft=True, practices=["paper-planes"],
                 polarity="worked", statement="Half said.")  # fmt: skip
    decision = {
        "added": "2026-03-02",
        "date": "2026-03-02",
        "owner": "Pilot",
        "reason": "It is cheap.",
    }
    outcome = {"date": "2026-04-20", "result": "worked", "evidence": [NEWS], "added": "2026-04-20"}
    unknown = {"is": "unknown"}
    fit = {
        "population": {"is": "same", "why": "Pilots too."},
        "intervention": unknown,
        "environment": unknown,
        "transfer": unknown,
    }
    world.change("decisions/fold-it.md", **decision, lessons=["fold-first"], verdict="trial", fit=fit,
                 started="2026-03-05", review_on="2026-04-25", outcomes=[outcome])  # fmt: skip
    world.change("decisions/no-kites.md", **decision, lessons=["kites-fall"], verdict="reject")
    world.change(
        "decisions/later.md",
        **{**decision, "due": "2026-04-10"},
        lessons=["planes-sink"],
        verdict="park",
    )
    world.change("projects/wings.md", added="2026-01-05", title="Wings", programme="Sky", period="2020/2022",
                 source="blue-book", partners=["blue-hall", "home-hall"])  # fmt: skip
    world.change("exchanges/first-flight.md", added="2026-01-06", title="The first flight", hosts=["blue-hall"],
                 guests=["home-hall"], date="2025-09", source="red-news", themes=["flying"],
                 participants=[{"role": "pilots", "number": 3}],
                 open_questions=[{"question": "How far does it fly?", "to": "blue-hall"}, {"question": "Why?"}])  # fmt: skip
    return world


@contextmanager
def data_folder(data: Path) -> Any:
    before = os.environ.get("KB_DATA")
    os.environ["KB_DATA"] = str(data)
    try:
        yield
    finally:
        os.environ.pop("KB_DATA")
        if before is not None:
            os.environ["KB_DATA"] = before


def edition_of(world: World, name: str, **parameters: str) -> Edition:
    """The edition of a report of the checkout, with these parameters as typed on a command line."""
    given = {"language": "en", **OF_THE_WORLD[name], **parameters}
    [edition] = plan(world.load(), [name], given, TODAY)
    return edition


OF_THE_WORLD = {
    "comparison": {"partners": "blue-hall", "since": "2026-02-15"},
    "case_study": {"practice": "paper-planes"},
    "changes": {"partners": "blue-hall", "since": "2026-02-15"},
    "visit_plan": {"host": "blue-hall"},
    "handbook": {},
    "checklist": {},
}
"""The reports, with parameters that fit the invented world."""


def executed(edition: Edition, data: Path) -> NotebookNode:
    """The notebook of an edition with what its cells show, as a kernel would run it."""
    notebook = nbformat.read(edition.report.notebook, as_version=4)
    space: dict[str, Any] = {}
    with data_folder(data):
        for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
            *first, last = ast.parse(cell.source).body
            exec(compile(ast.Module(first, []), cell.id, "exec"), space)
            if not isinstance(last, ast.Expr):
                exec(compile(ast.Module([last], []), cell.id, "exec"), space)
            else:
                shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), space)
                bundle, metadata = shown._repr_mimebundle_()
                cell.outputs = [nbf.new_output("execute_result", bundle, metadata=metadata)]
            if "parameters" in cell.metadata.get("tags", ()):
                space |= edition.parameters
    return notebook
