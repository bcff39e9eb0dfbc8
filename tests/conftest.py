"""A small invented world to test in, and the rule for tests that need a system program."""

import multiprocessing
import os
import shutil
import sys
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4 as nbf
import pytest
import yaml

import kb
from kb.report.orders import Request
from kb.report.plan import Edition
from kb.report.run import Watch, build
from kb.report.schedule import notebooks_folder
from kb.report.summary import Summary
from kb.report.times import ZONE

PROGRAMS = {
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdffonts": "poppler-utils",
    "make": "make",
    "git": "git",
    "chromium": "chromium",
    "cron": "cron",
    "useradd": "passwd",
}
left_out: list[str] = []
reported: list[str] = []  # figures that a run tells at its end


def pytest_configure() -> None:
    """With KB_START_METHOD=spawn, processes begin as they do on Windows and macOS."""
    if method := os.environ.get("KB_START_METHOD"):
        multiprocessing.set_start_method(method)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out where a program it needs is absent; with CI=true that is a failure."""
    for program in (name for mark in item.iter_markers("needs") for name in mark.args):
        if shutil.which(program) is None:
            line = f"{item.nodeid} needs {program} (Debian package {PROGRAMS[program]})"
            if os.environ.get("CI") == "true":
                pytest.fail(line)
            left_out.append(line)
            pytest.skip(line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in left_out:
        terminalreporter.write_line(f"left out: {line}")
    for line in reported:
        terminalreporter.write_line(line)


def save_notebook(path: Path, *sources: str) -> Path:
    """A report notebook: a cell of parameters, then one cell for each further source."""
    first, *rest = sources
    cells = [nbf.new_code_cell(first, id="parameters", metadata={"tags": ["parameters"]})]
    cells += [nbf.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(rest, 1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbf.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


FOR = {"en": "Pilots", "lv": "Pilotiem"}
ENTRY = {"name": "flights", "notebook": "flights", "when": "0 6 * * MON", "for": FOR}
PARAMETERS = (
    "partners: list[str] = []  # whom\nthemes: list[str] = []  # on what\n"
    'language: str = "en"  # in\nas_of: str = ""  # on which day'
)


def save_schedule(folder: Path, *entries: dict[str, Any], **sources: str) -> Path:
    """A folder of notebooks with a schedule of these entries; each source is a notebook's cell."""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        save_notebook(folder / "reports" / f"{name}.ipynb", PARAMETERS, source)
    text = yaml.dump({"reports": list(entries)}, Dumper=Plain, sort_keys=False, allow_unicode=True)
    (folder / "schedule.yaml").write_text(text, "utf-8")
    return folder


NOW = datetime(2026, 5, 1, 12, tzinfo=ZONE)
QUIET = Watch(lambda text: None, lambda now, number: None, lambda one: None)


class Centre:
    """A world with notebooks, a schedule and a folder of reports; `build` builds there."""

    def __init__(self, folder: Path) -> None:
        self.world, self.notebooks, self.out = World(folder), folder / "notebooks", folder / "out"
        self.data, self.now = self.world.data, NOW

    def schedule(self, *entries: dict[str, Any], **sources: str) -> "Centre":
        """Plan these entries of these notebooks; without entries each notebook, in English."""
        each = [ENTRY | {"name": name, "notebook": name} for name in sources]
        save_schedule(self.notebooks, *(entries or each), **sources)
        return self

    def build(self, *names: str, now: datetime = NOW, watch: Watch = QUIET, **more: Any) -> Summary:
        return build(self.request(*names, now=now, **more), watch)

    def request(self, *names: str, now: datetime = NOW, **more: Any) -> Request:
        more = {"at_once": 2} | more
        return Request(self.data, self.out, self.notebooks, now, names, **more)

    def made(self, *names: str, **more: Any) -> list[str]:
        """The names of what a build made; it must not have failed."""
        summary = self.build(*names, **more)
        assert (summary.failed, summary.problems) == ([], [])
        return sorted(one.name for one in summary.made)

    def files(self) -> list[str]:
        """What lies in the folder of reports, for people."""
        kinds = (".pdf", ".ipynb")
        return sorted(path.name for path in self.out.iterdir() if path.suffix in kinds)

    def command(self, *arguments: str) -> list[str]:
        """The kb command in a process of its own."""
        folders = ["--data", self.data, "--out", self.out, "--notebooks", self.notebooks]
        return [sys.executable, "-m", "kb", *map(str, [*arguments, *folders])]


def built(edition: Edition, data: Path, out: Path) -> Path:
    """The PDF of one edition, made by hand with what was given for it."""
    pdf = out / f"{edition.name}.pdf"
    now = datetime.now(ZONE)
    request = Request(data, out, notebooks_folder(), now, (edition.report.name,), edition.given)
    summary = build(request, QUIET)
    assert str(summary) == "1 made, 0 as they should be"
    return pdf


EVIDENCE = {"source": "blue-book", "says": "It flew.", "kind": "measured", "shows": "reach"}
LABEL = {"en": "Flying", "lv": "Lidošana"}
VOCABULARIES: dict[str, Any] = {
    "base.yaml": {"format": 1, "title": LABEL, "ours": "home-hall"},
    "sources.yaml": {
        "references": [
            {"id": "blue-book", "type": "report", "title": "The Blue Book", "issued": "2019",
             "publisher": "Blue Press", "voice": "Blue Hall", "grade": "primary",
             "URL": "https://blue.example/book"},
            {"id": "red-news", "type": "article-newspaper", "title": "Rauða blaðið",
             "issued": "2020-04", "publisher": "Red News", "voice": "Red News", "language": "is",
             "archive": "Red Library"},
        ]
    },
    "themes.yaml": {
        "themes": [
            {"id": "flying", "label": LABEL, "definition": LABEL},
            {"id": "swimming", "label": {"en": "Swimming", "lv": "Peldēšana"}, "definition": LABEL},
        ]
    },
    "metrics.yaml": {
        "metrics": [
            {"id": "visitors", "label": {"en": "Visitors", "lv": "Apmeklētāji"}, "unit": "count",
             "definition": LABEL},
            {"id": "budget", "label": {"en": "Budget", "lv": "Budžets"}, "unit": "money",
             "definition": LABEL},
        ]
    },
}  # fmt: skip
PARTNER = {"added": "2026-01-01", "native_name": "X", "city": "Nowhere", "country": "Noland",
           "kind": "hall"}  # fmt: skip
DOCUMENTS: dict[str, Any] = {
    "partners/blue-hall.md": {
        **PARTNER, "name": "Blue Hall",
        "values": [
            {"metric": "visitors", "value": "1000", "year": "2018", "source": "blue-book"},
            {"metric": "visitors", "value": "2500", "year": "2019", "source": "blue-book"},
        ],
        "body": "## History\n\nIt began blue [@blue-book, p. 3].\n",
    },
    "partners/home-hall.md": {**PARTNER, "name": "Home Hall"},
    "practices/paper-planes.md": {
        "added": "2026-01-02", "partner": "blue-hall", "title": "Paper planes",
        "summary": "Everybody folds a plane.", "themes": ["flying"], "role": "runs",
        "evidence": [EVIDENCE], "body": "## Results\n\nThey flew [@blue-book].\n",
    },
    "lessons/fold-first.md": {
        "added": "2026-01-03", "practices": ["paper-planes"], "polarity": "worked",
        "statement": "Who folds first flies longest.", "evidence": [EVIDENCE],
        "recommendation": {"who": "Pilot", "do": "Fold before you fly."},
    },
}  # fmt: skip


LATVIAN = """---
of: DIGEST
translated_by: machine
title: Papīra lidmašīnas
summary: Katrs saloka lidmašīnu.
evidence:
  - says: Tā lidoja.
---
## Rezultāti

Tās lidoja [@blue-book].
"""
"""A translation of the invented practice; DIGEST stands for the digest of its texts."""


class Plain(yaml.SafeDumper):
    """YAML without anchors and aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class World:
    """A data folder of invented records; `change` edits one, `check` says what is wrong."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.records = deepcopy(VOCABULARIES | DOCUMENTS)
        for path in self.records:
            self.save(path)

    def save(self, path: str) -> None:
        record = dict(self.records[path])
        body = record.pop("body", "")
        text = yaml.dump(record, Dumper=Plain, sort_keys=False, allow_unicode=True)
        self.write(path, text if path.endswith(".yaml") else f"---\n{text}---\n{body}")

    def write(self, path: str, text: str) -> "World":
        file = self.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return self

    def change(self, path: str, **fields: Any) -> "World":
        """Change keys of a record (None deletes one), or begin a new one."""
        record = self.records.setdefault(path, {})
        for key, value in fields.items():
            record[key] = value
            if value is None:
                del record[key]
        self.save(path)
        return self

    def check(self, today: date | None = None) -> list[str]:
        """The problems, with paths as below data/."""
        _, problems = kb.check(self.data, today)
        return [str(replace(p, path=p.path.relative_to(self.data))) for p in problems]

    def errors(self, today: date | None = None) -> list[str]:
        """The problems that are no warnings."""
        return [line for line in self.check(today) if ": warning: " not in line]

    def load(self) -> kb.KnowledgeBase:
        return kb.load(self.data)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder for programs; no test writes into the real one."""
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)
