"""A build: what is not as it should be is made, side by side, and published whole or not at all."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import kb
from kb.base import KnowledgeBase
from kb.disk import publish
from kb.problem import KbError
from kb.report import pool
from kb.report.choice import Choice
from kb.report.editions import copy_to
from kb.report.index import index_page
from kb.report.job import Job
from kb.report.keys import digest
from kb.report.lock import BusyError, locked, wait_for
from kb.report.orders import Order, Request, choice_of, orders
from kb.report.outcome import outcome
from kb.report.state import Failure, Times, read_times, write_times
from kb.report.summary import Failed, Finished, Summary, write_summary
from kb.report.times import ZONE


@dataclass(frozen=True)
class Watch:
    """Who is told what happens: in words, what runs since how many seconds and how many there are
    to make, and what has finished.
    """

    say: Callable[[str], None]
    running: Callable[[Mapping[str, float], int], None]
    finished: Callable[[Finished | Failed], None]


def build(request: Request, watch: Watch) -> Summary:
    """Make what is asked for and is not as it should be; the rest stays as it is.

    While another build is at work in the same folder, this one waits, unless it makes what is due:
    then it is a BusyError. KbError and DataError come before the first report.
    """
    told = False
    while True:
        base = _load(request, request.data)
        choice = choice_of(request, base, request.notebooks)
        try:
            with locked(request.out, request.now) as work:
                return _build(request, watch, choice, base, work)
        except BusyError as busy:
            if request.due:
                raise
            if not told:
                watch.say(f"{busy}; waiting for it to end")
            told = True
            wait_for(request.out)


def _load(request: Request, data: Path) -> KnowledgeBase:
    return kb.load(data, request.now.astimezone(ZONE).date())


def _build(
    request: Request, watch: Watch, choice: Choice, base: KnowledgeBase, work: Path
) -> Summary:
    """A build of one that holds the lock; all it makes is of one copy, so it tells one state."""
    began, summary, times = time.monotonic(), Summary(request.now), read_times(request.out)
    wanted, summary.current = orders(choice, base, request, times)
    if wanted:
        choice, base = _copied(request, work)
        wanted, summary.current = orders(choice, base, request, times)
    for result in _outcomes(wanted, request, watch, work):
        summary.add(result)
        watch.finished(result)
    _remember(times, summary, wanted)
    summary.seconds = time.monotonic() - began
    _write_all(request, times, summary, choice, base)
    return summary


def _copied(request: Request, work: Path) -> tuple[Choice, KnowledgeBase]:
    """The data and the notebooks, copied, and what is asked for of these."""
    copies = {request.data: work / "data", request.notebooks: work / "notebooks"}
    strays = shutil.ignore_patterns(".*", "~*")
    try:
        for source, copy in copies.items():
            shutil.copytree(source, copy, ignore=strays, ignore_dangling_symlinks=True)
        base = _load(request, work / "data")
        return choice_of(request, base, work / "notebooks"), base
    except KbError as error:  # somebody changed something since it was read a moment ago
        text = str(error)
        for source, copy in copies.items():
            text = text.replace(str(copy), str(source))
        raise KbError(text) from None
    except OSError as error:
        raise KbError(f"cannot copy the data to {work} ({error}); make room there") from None


def _outcomes(
    wanted: list[Order], request: Request, watch: Watch, work: Path
) -> Iterator[Finished | Failed]:
    by_name = {order.name: order for order in wanted}
    jobs = [_job(order, number, request, work) for number, order in enumerate(wanted, 1)]
    for done in pool.run(jobs, request.at_once, lambda now: watch.running(now, len(jobs))):
        yield outcome(by_name[done.job.name], done, request)
        shutil.rmtree(done.job.folder, ignore_errors=True)


def _job(order: Order, number: int, request: Request, work: Path) -> Job:
    edition, place = order.edition, request.notebooks.resolve() / "reports"
    return Job(
        order.name, edition.report.notebook, edition.parameters, place,
        work / "data", work / str(number), order.minutes * 60, order.megabytes,
    )  # fmt: skip


def _remember(times: Times, summary: Summary, wanted: Iterable[Order]) -> None:
    """Note when editions were as they should be, and which are not, with what key.

    One whose PDF was open elsewhere, so that it lies beside, is not: it is to be made again.
    """
    keys = {order.name: order.key for order in wanted if order.key is not None}
    right = {one.name for one in summary.made if one.path.stem == one.name}
    for name in {*summary.current, *(right & keys.keys())}:
        times.success[name] = summary.began
        times.failure.pop(name, None)
    for name in keys.keys() - right:
        times.failure[name] = Failure(at=summary.began, key=digest(keys[name]))


def _write_all(
    request: Request, times: Times, summary: Summary, choice: Choice, base: KnowledgeBase
) -> None:
    """Write the times, the page of editions and the summary; what cannot be written is told."""
    for write in (
        lambda: write_times(request.out, times),
        lambda: _write_index(request.out, choice, base),
        lambda: _share(request, summary, choice),
        lambda: write_summary(request.out, summary),
    ):
        try:
            write()
        except KbError as error:
            summary.problems.append(str(error))


def _write_index(out: Path, choice: Choice, base: KnowledgeBase) -> None:
    if choice.schedule:
        publish(index_page(choice.schedule, out, base).encode(), out / "index.html")


def _share(request: Request, summary: Summary, choice: Choice) -> None:
    """Copy all there is to the shared folder, also what it missed while its drive was away."""
    if request.share and (summary.made or summary.current):
        paths = [request.out / f"{one.name}.pdf" for one in choice.schedule]
        paths += [*(one.path for one in summary.made), request.out / "index.html"]
        copy_to(request.share, [path for path in dict.fromkeys(paths) if path.exists()])
