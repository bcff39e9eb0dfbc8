"""The unit of work: one notebook becomes one PDF, in a process of its own.

Nothing of it reaches the reports: all that it makes is in the job's folder, and whoever gave the
job looks there. So a process that dies, at any moment, leaves nothing half made.
"""

import json
import multiprocessing
import os
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from threading import Thread

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from pypdf import PdfReader
from traitlets.config import Config

from kb.problem import KbError
from kb.report.job import EXECUTED, LARGEST, LOG, PDF, RESULT, Job, Result, end, unfinished_cell
from kb.report.pdf import document, to_pdf

LONGEST_SOCKET = 103  # bytes of the name of a socket: the fewest that a system takes (macOS)
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
