"""Does jobs side by side, each in a process of its own, within their limits."""

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

import psutil

from kb.report.job import Job, Result, end, read_result, tree

TICK = 0.5  # seconds between two looks at what the processes take


@dataclass(frozen=True)
class Done:
    """A job, what came of it, and how many seconds it took."""

    job: Job
    result: Result
    seconds: float


@dataclass
class _Running:
    job: Job
    process: BaseProcess
    began: float
    stopped: str = ""  # why we ended it

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began


def run(
    jobs: Iterable[Job], at_once: int, tell: Callable[[dict[str, float]], None]
) -> Iterator[Done]:
    """Do jobs, at most so many at once, and yield each when it is done; none stops the others.

    `tell` is called time and again with those that are being done, and the seconds they take.
    """
    context, waiting, running = _context(), deque(jobs), list[_Running]()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(_start(waiting.popleft(), context))
            tell({one.job.name: one.seconds for one in running})
            wait([one.process.sentinel for one in running], TICK)
            for one in running:
                _hold_to_limits(one)
            ended = [one for one in running if one.process.exitcode is not None]
            running = [one for one in running if one not in ended]
            yield from map(_done, ended)
    finally:
        for one in running:
            end(one.process.pid or 0)


def _context() -> BaseContext:
    """How processes begin: where that is safe, forked from one that has imported all.

    KB_START_METHOD names another way, so that one system can try what others do.
    """
    usual, *_ = multiprocessing.get_all_start_methods()
    forks = usual != "spawn"  # as on Windows and macOS
    method = os.environ.get("KB_START_METHOD") or ("forkserver" if forks else "spawn")
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["kb.report.work"])
    return context


def _start(job: Job, context: BaseContext) -> _Running:
    job.folder.mkdir(parents=True)
    process = context.Process(target=_work, args=(job,), name=job.name)  # type: ignore[attr-defined]
    process.start()
    return _Running(job, process, time.monotonic())


def _work(job: Job) -> None:
    """In the process of a job: import what does it, which the others never need."""
    from kb.report.work import make

    make(job)


def _hold_to_limits(one: _Running) -> None:
    """End a job that takes too long or too much memory."""
    if one.seconds > one.job.seconds:
        one.stopped = f"it took longer than {one.job.seconds / 60:g} minutes"
    elif _megabytes(one.process.pid or 0) > one.job.megabytes:
        one.stopped = f"it took more than {one.job.megabytes:g} MB of memory"
    if one.stopped:
        end(one.process.pid or 0)
        one.process.join()


def _megabytes(pid: int) -> float:
    """The memory that a process and all that it started take."""
    total = 0
    for process in tree(pid):
        with suppress(psutil.Error):  # gone meanwhile
            total += process.memory_info().rss
    return total / 2**20


def _done(one: _Running) -> Done:
    result = None if one.stopped else read_result(one.job)
    code = one.process.exitcode
    died = f"its process died (exit code {code})"
    return Done(one.job, result or Result(error=one.stopped or died), one.seconds)
