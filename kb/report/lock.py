"""One build at a time in a folder of reports; the system frees the lock of one that died."""

import json
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from filelock import FileLock, Timeout

from kb.disk import publish
from kb.problem import KbError
from kb.report.editions import ARCHIVE
from kb.report.state import FOLDER
from kb.report.times import ZONE

WRITTEN = ("pdf", "json", "html", "ipynb")  # what a build writes beside, then renames
PREFIX, LOCK, OWNER = "kb-build-", "lock", "owner.json"


class BusyError(KbError):
    """Another build is at work."""


@contextmanager
def locked(out: Path, now: datetime) -> Iterator[Path]:
    """Hold the lock of a folder of reports, and a temporary folder for the build.

    BusyError says who holds it already. What a build that died has left is cleared away.
    """
    folder = _writable(out)
    try:
        held = FileLock(folder / LOCK).acquire(timeout=0)
    except Timeout:
        raise BusyError(f"{_named(_owner(folder))} is building in {out}") from None
    with held, TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as work:
        _clear(out, _owner(folder))
        about = {"process": os.getpid(), "on": platform.node(), "work": work}
        about["since"] = f"{now.astimezone(ZONE):%Y-%m-%d %H:%M}"
        publish(json.dumps(about).encode(), folder / OWNER)
        yield Path(work)


def wait_for(out: Path) -> None:
    """Wait until nobody holds the lock."""
    with FileLock(out / FOLDER / LOCK):
        return


def _writable(out: Path) -> Path:
    """The folder of what is known, where something can be written; KbError where nothing can."""
    folder = out / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in (out, folder):
            probe = place / ".probe.json.new"
            probe.touch()
            probe.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise KbError(f"cannot write to {out} ({reason}); give another folder with --out") from None
    return folder


def _owner(folder: Path) -> dict[str, Any]:
    """Who holds the lock, or held it last."""
    try:
        found: dict[str, Any] = dict(json.loads((folder / OWNER).read_text("utf-8")))
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
    for folder, kind in product((out, out / FOLDER, out / ARCHIVE), WRITTEN):
        for half in folder.glob(f".*.{kind}.new"):
            half.unlink(missing_ok=True)
