"""What becomes of a job that was done: a published edition, or a failure that can be seen again."""

import json
from contextlib import suppress
from pathlib import Path
from shlex import quote

from kb.disk import publish
from kb.problem import KbError
from kb.report.editions import archive_pdf, failed_notebook, publish_pdf
from kb.report.job import EXECUTED, LARGEST, PDF, Job, unfinished_cell
from kb.report.keys import Change, Key, differences
from kb.report.orders import Order, Request
from kb.report.pool import Done
from kb.report.state import Made, read_made, write_made
from kb.report.summary import Failed, Finished
from kb.report.times import ZONE


def outcome(order: Order, done: Done, request: Request) -> Finished | Failed:
    """Publish the PDF of a job, or keep what shows why there is none."""
    error = done.result.error
    if not error:
        try:
            return _published(order, done, request)
        except (KbError, OSError) as failed:
            error = str(failed)
    return Failed(
        order.name,
        str(request.notebooks / "reports" / order.edition.report.notebook.name),
        unfinished_cell(done.job),
        error,
        command(order, request.options),
        _keep(done.job, request.out),
    )


def _published(order: Order, done: Done, request: Request) -> Finished:
    """Each step alone leaves all whole; the last one tells that the edition is as it should be."""
    pdf = (done.job.folder / PDF).read_bytes()
    day, name = request.now.astimezone(ZONE).date(), f"{order.name}.pdf"
    path = publish_pdf(pdf, request.out / name, day.isoformat())
    if order.key is not None:
        archive_pdf(pdf, request.out, order.edition, day)
        if path.name == name:
            made = Made(
                key=order.key, size=len(pdf), title=done.result.title, made=request.now,
                changes=_changes(request.out, order.name, order.key),
            )  # fmt: skip
            write_made(request.out, order.name, made)
    with suppress(OSError):  # open elsewhere: gone next time
        failed_notebook(request.out, order.name).unlink(missing_ok=True)
    return Finished(order.name, path, done.seconds, order.reasons)


def _changes(out: Path, name: str, key: Key) -> tuple[Change, ...]:
    """What changed since the last edition; if nothing did, since the one before."""
    last = read_made(out, name)
    return tuple(differences(last.key, key)) or last.changes if last else ()


def _keep(job: Job, out: Path) -> Path | None:
    """Keep the notebook as it ran; where it is half written or cannot be, the summary is enough."""
    executed = job.folder / EXECUTED
    with suppress(KbError, OSError, ValueError):
        if executed.stat().st_size <= LARGEST:
            content = executed.read_bytes()
            json.loads(content)
            return publish(content, failed_notebook(out, job.name))
    return None


def command(order: Order, options: str) -> str:
    """What to type to make a report again by itself."""
    if order.key is not None:
        return f"kb build {order.name}{options}"
    given = [f" -p {quote(f'{name}={value}')}" for name, value in order.edition.given.items()]
    return f"kb build {order.edition.report.name}{''.join(given)}{options}"
