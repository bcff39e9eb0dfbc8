"""One build at a time in a folder of reports; the system frees the lock of one that died."""

import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from filelock import FileLock, Timeout

from kb.disk import publish
from kb.problem import KbError
from kb.report.state import FOLDER
from kb.report.times import ZONE

PREFIX = "kb-build-"


class BusyError(KbError):
    """Another build is at work."""


@contextmanager
def locked(
    out: Path, now: datetime, *, patient: bool, tell: Callable[[str], None]
) -> Iterator[Path]:
    """Hold the lock of a folder of reports, and a temporary folder for the build.

    While another build holds it, the patient wait, told who it is; for others that is a BusyError.
    What a build that died has left is cleared away.
    """
    folder = _writable(out)
    with _held(folder, patient=patient, tell=tell):
        _clear(out, _owner(folder))
        with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as work:
            about = {"process": os.getpid(), "on": platform.node(), "work": work}
            about["since"] = f"{now.astimezone(ZONE):%Y-%m-%d %H:%M}"
            publish(json.dumps(about).encode(), folder / "owner.json")
            yield Path(work)


@contextmanager
def _held(folder: Path, *, patient: bool, tell: Callable[[str], None]) -> Iterator[None]:
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = _named(_owner(folder))
        if not patient:
            raise BusyError(f"{who} is building here; nothing was done") from None
        tell(f"waiting: {who} is building here")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _writable(out: Path) -> Path:
    """The folder of what is known, where something can be written; KbError where nothing can."""
    folder = out / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in (out, folder):
            probe = place / ".probe.new"
            probe.touch()
            probe.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise KbError(f"cannot write to {out} ({reason}); give another folder with --out") from None
    return folder


def _owner(folder: Path) -> dict[str, Any]:
    """Who holds the lock, or held it last."""
    try:
        found: dict[str, Any] = dict(json.loads((folder / "owner.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
    return found


def _named(owner: dict[str, Any]) -> str:
    if not owner:
        return "another build"
    return f"process {owner.get('process')} on {owner.get('on')}, since {owner.get('since')},"


def _clear(out: Path, owner: dict[str, Any]) -> None:
    """Clear away what a build that died has left: its temporary folder, and half written files."""
    work = Path(str(owner.get("work", "")))
    if work.name.startswith(PREFIX) and work.parent == Path(gettempdir()):
        shutil.rmtree(work, ignore_errors=True)
    for folder in (out, out / FOLDER, out / "archive"):
        for half in folder.glob(".*.new"):
            half.unlink(missing_ok=True)
