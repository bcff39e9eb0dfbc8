"""A job: one notebook that becomes one PDF, what comes of it, and the processes that do it.

Imports nothing heavy: a build that has nothing to make is done before papermill were imported.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

EXECUTED, CELL, LOG = "executed.ipynb", "cell.txt", "log.txt"
PDF, RESULT = "report.pdf", "result.json"
LARGEST = 8 * 2**20  # bytes of an executed notebook: a long report has a tenth of it


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


def read_result(job: Job) -> Result | None:
    """The result of a job that was done; None where its process died before."""
    try:
        return Result(**json.loads((job.folder / RESULT).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def unfinished_cell(job: Job) -> str | None:
    """The id of the cell that failed, or that ran when all ended; None if there is none."""
    try:
        return (job.folder / CELL).read_text("utf-8") or None
    except OSError:
        return None


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
