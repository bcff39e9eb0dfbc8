"""The unit of work: one notebook becomes one PDF, in a process of its own.

Nothing of it reaches the reports: all that it makes is in the job's folder, and whoever gave the
job looks there. So a process that dies, at any moment, leaves nothing half made.
"""

import json
import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
import papermill
import psutil
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from pypdf import PdfReader
from traitlets.config import Config

from kb.problem import KbError
from kb.report.pdf import document, to_pdf

LONGEST_SOCKET = 103  # bytes of the name of a socket: the fewest that a system takes (macOS)
LARGEST = 8 * 2**20  # bytes of an executed notebook: a long report has a tenth of it
CUT = 10_000  # characters of an output that are kept of a notebook that is too large
STARTS = 3  # where kernels talk through ports, two that start together may take the same
EXECUTED, PDF, RESULT, LOG = "executed.ipynb", "report.pdf", "result.json", "log.txt"


@dataclass(frozen=True)
class Job:
    """A notebook to run with these parameters in the folder `cwd`, on these data."""

    name: str
    notebook: Path
    parameters: Mapping[str, Any]
    cwd: Path
    data: Path
    folder: Path  # for this job alone
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Result:
    """What came of a job: the title of its PDF, or what went wrong."""

    title: str = ""
    error: str = ""


def make(job: Job) -> None:
    """Do a job, in a process that is there for nothing else; its Result is RESULT in its folder."""
    _end_with_parent()
    _redirect_output(job.folder / LOG)
    os.environ.update(KB_DATA=str(job.data), IPYTHONDIR=str(job.folder / "ipython"))
    text = json.dumps(asdict(_result(job)))
    beside = job.folder / f"{RESULT}.new"
    beside.write_text(text, "utf-8")
    beside.replace(job.folder / RESULT)


def read_result(job: Job) -> Result | None:
    """The result of a job that was done; None where its process died before."""
    try:
        return Result(**json.loads((job.folder / RESULT).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


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
    """Run the notebook with papermill, which writes it after each cell."""
    executed = job.folder / EXECUTED
    for start in range(STARTS):
        try:
            papermill.execute_notebook(
                str(job.notebook),
                str(executed),
                parameters=dict(job.parameters),
                kernel_name="python3",
                cwd=str(job.cwd),
                progress_bar=False,
                config=_private_kernel(job.folder),
            )
        except PapermillExecutionError:
            raise
        except RuntimeError:
            if start + 1 == STARTS or unfinished_cell(executed):
                raise
        else:
            break
    if executed.stat().st_size > LARGEST:
        _cut_outputs(executed)
        raise KbError(f"its outputs are more than {LARGEST // 2**20} MB; print less")
    return executed


def unfinished_cell(executed: Path) -> str | None:
    """The id of the cell that failed, or that ran when all ended; None if there is none."""
    try:
        cells = json.loads(executed.read_text("utf-8"))["cells"]
        return next((cell["id"] for cell in cells if _is_unfinished(cell)), None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_unfinished(cell: Mapping[str, Any]) -> bool:
    """Papermill says when a cell began, nbclient when its reply came."""
    if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
        return False
    about = cell["metadata"].get("papermill", {})
    replied = "shell.execute_reply" in cell["metadata"].get("execution", {})
    return about.get("status") == "failed" or (bool(about.get("start_time")) and not replied)


def _private_kernel(folder: Path) -> Config:
    """Where the system has it, a kernel talks through files in our folder, not through ports."""
    ipc = {"transport": "ipc", "ip": str(folder / "k")}
    has_room = len(os.fsencode(f"{ipc['ip']}-1")) <= LONGEST_SOCKET
    return Config({"KernelManager": ipc if os.name != "nt" and has_room else {}})


def _cut_outputs(executed: Path) -> None:
    """Cut what is too long, so that what is kept can be opened; its cells failed."""
    notebook = nbformat.read(executed, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if len(output.get("text", "")) > CUT:
                output["text"] = f"{output['text'][:CUT]}\n... cut"
                cell.metadata.papermill.status = "failed"
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


def end(pid: int) -> None:
    """End a process with all that it started, at once; those that are gone already are no error."""
    for process in reversed(tree(pid)):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
