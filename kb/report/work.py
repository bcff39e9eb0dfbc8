"""The unit of work: one notebook becomes one PDF, in a process of its own.

Nothing of it reaches the reports: all that it makes is in the job's folder, and whoever gave the
job looks there. So a process that dies, at any moment, leaves nothing half made.
"""

import json
import multiprocessing
import os
import time
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from pypdf import PdfReader
from traitlets.config import Config

from kb.problem import KbError
from kb.report.job import (
    CELL,
    EXECUTED,
    LARGEST,
    LOG,
    PDF,
    RESULT,
    Job,
    Result,
    end,
    unfinished_cell,
)
from kb.report.pdf import document, to_pdf

LONGEST_SOCKET = 103  # bytes of the name of a socket: the fewest that a system takes (macOS)
PAUSE = 1.0  # seconds at least between two times that a running notebook is written
CUT = 10_000  # characters of an output that are kept of a notebook that is too large
STARTS = 3  # where kernels talk through ports, two that start together may take the same


def make(job: Job) -> None:
    """Do a job, in a process that is there for nothing else; its Result is RESULT in its folder."""
    _end_with_parent()
    _redirect_output(job.folder / LOG)
    own = {"IPYTHONDIR": "ipython", "JUPYTER_RUNTIME_DIR": "jupyter"}  # none of a user's settings
    os.environ.update({name: str(job.folder / folder) for name, folder in own.items()})
    os.environ["KB_DATA"] = str(job.data)
    text = json.dumps(asdict(_result(job)))
    beside = job.folder / f"{RESULT}.new"
    beside.write_text(text, "utf-8")
    beside.replace(job.folder / RESULT)


def _result(job: Job) -> Result:
    try:
        return Result(title=_make(job))
    except PapermillExecutionError as error:
        return Result(error=_first_line(f"{error.ename}: {error.evalue}"))
    except DeadKernelError:
        return Result(error="the kernel died, perhaps for lack of memory")
    except Exception as error:  # whatever it is, it is told, and the other reports are made
        return Result(error=_first_line(str(error) or type(error).__name__))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:CUT]


def _make(job: Job) -> str:
    executed = _execute(job)
    data = document(nbformat.read(executed, as_version=4), job.name)
    pdf = to_pdf(data)
    if not PdfReader(BytesIO(pdf)).pages:
        raise KbError("the PDF has no pages")
    (job.folder / PDF).write_bytes(pdf)
    return str(data["title"])


def _execute(job: Job) -> Path:
    """Run the notebook with papermill, noting the id of the cell that runs."""
    executed = job.folder / EXECUTED
    for start in range(STARTS):
        try:
            _run(job, executed)
        except RuntimeError:
            if start + 1 == STARTS or unfinished_cell(job):
                raise
        else:
            break
    if executed.stat().st_size > LARGEST:
        _cut_outputs(executed, job)
        raise KbError(f"its outputs are more than {LARGEST // 2**20} MB; print less")
    _note(job, "")
    return executed


def _run(job: Job, executed: Path) -> None:
    papermill.execute_notebook(
        str(job.notebook),
        str(executed),
        parameters=dict(job.parameters),
        engine_name=SparingEngine.name,
        kernel_name="python3",
        cwd=str(job.cwd),
        progress_bar=False,
        config=_private_kernel(job.folder),
        on_cell_start=lambda cell, cell_index: _note(job, cell.id),  # noqa: ARG005 (by its name)
    )


def _note(job: Job, cell: str) -> None:
    (job.folder / CELL).write_text(cell, "utf-8")


class SparingEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Papermill's engine; but it writes the notebook once a second, not twice for every cell."""

    name = "kb-sparing"

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **more: Any) -> Any:
        """Run the cells; whatever ends them, the notebook is written as it is then."""
        save, last = nb_man.save, [0.0]

        def sparing(**now: Any) -> None:
            if time.monotonic() - last[0] >= PAUSE:
                last[0] = time.monotonic()
                save(**now)

        nb_man.save = sparing
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **more)
        finally:
            save()


papermill_engines.register(SparingEngine.name, SparingEngine)


def _private_kernel(folder: Path) -> Config:
    """Where the system has it, a kernel talks through files in our folder, not through ports."""
    ipc = {"transport": "ipc", "ip": str(folder / "k")}
    has_room = len(os.fsencode(f"{ipc['ip']}-1")) <= LONGEST_SOCKET
    return Config({"KernelManager": ipc if os.name != "nt" and has_room else {}})


def _cut_outputs(executed: Path, job: Job) -> None:
    """Cut what is too long, so that what is kept can be opened; the first such cell failed."""
    notebook = nbformat.read(executed, as_version=4)
    long = [
        (cell, output)
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if len(output.get("text", "")) > CUT
    ]
    for cell, output in reversed(long):
        output["text"] = f"{output['text'][:CUT]}\n... cut"
        _note(job, cell.id)
    nbformat.write(notebook, executed)


def _redirect_output(log: Path) -> None:
    """What a kernel and its libraries print past the notebook goes to a file."""
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _end_with_parent() -> None:
    """When the build dies, this process ends too, with its kernel."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        end(os.getpid())

    Thread(target=follow, daemon=True).start()
