"""Puts finished editions where people look for them: each whole, or the last one stays."""

import glob
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from kb.disk import publish
from kb.problem import KbError
from kb.report.plan import Edition

ARCHIVE = "archive"
KEPT = 12  # dated editions of each report
COARSE = 2  # seconds: no drive keeps the time of a file less exactly


def publish_pdf(pdf: bytes, path: Path, day: str) -> Path:
    """Publish a PDF; where the last one is open elsewhere, beside it, to be mended next time."""
    beside = path.with_name(f"{path.stem}.new-{day}.pdf")
    try:
        publish(pdf, path)
    except KbError as error:
        if not isinstance(error.__context__, PermissionError) or not path.exists():
            raise
        return publish(pdf, beside)
    for old in path.parent.glob(f"{glob.escape(path.stem)}.new-*.pdf"):
        with suppress(OSError):  # open elsewhere: gone next time
            old.unlink()
    return path


def archive_pdf(pdf: bytes, out: Path, edition: Edition, day: date) -> Path:
    """Keep a dated edition, `comparison-2026-12-01-lv.pdf`, and of its kind the newest KEPT."""
    before, after = _around_the_day(edition)
    folder = out / ARCHIVE
    folder.mkdir(exist_ok=True)
    path = publish(pdf, folder / f"{before}-{day.isoformat()}{after}.pdf")
    digit = "[0-9]"
    days = f"-{digit * 4}-{digit * 2}-{digit * 2}"
    kept = sorted(folder.glob(f"{glob.escape(before)}{days}{glob.escape(after)}.pdf"))
    for old in kept[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return path


def _around_the_day(edition: Edition) -> tuple[str, str]:
    """An edition's name, parted where its day goes: before its language."""
    language = edition.parameters.get("language")
    after = f"-{language}" if language and edition.name.endswith(f"-{language}") else ""
    return edition.name.removesuffix(after), after


def failed_notebook(out: Path, name: str) -> Path:
    """Where the notebook of a report that failed is kept."""
    return out / f"{name}.failed.ipynb"


def copy_to(folder: Path, paths: Iterable[Path]) -> list[Path]:
    """Copy finished files to another folder, such as a shared drive: those that are newer here."""
    if not folder.is_dir():
        raise KbError(f"{folder} is no folder, so nothing was copied there; is the drive there?")
    return [_copy(path, folder / path.name) for path in paths if not _holds(folder, path)]


def _copy(path: Path, to: Path) -> Path:
    made = path.stat().st_mtime
    publish(path.read_bytes(), to)
    os.utime(to, (made, made))
    return to


def _holds(folder: Path, path: Path) -> bool:
    """Whether a folder has a file as it is: of the same size and time, within what drives keep."""
    try:
        there, here = (folder / path.name).stat(), path.stat()
    except OSError:
        return False
    return there.st_size == here.st_size and abs(there.st_mtime - here.st_mtime) <= COARSE
