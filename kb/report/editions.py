"""Puts finished editions where people look for them: each whole, or the last one stays."""

import glob
from contextlib import suppress
from datetime import date
from pathlib import Path

from kb.disk import publish
from kb.problem import KbError
from kb.report.plan import Edition

ARCHIVE = "archive"
KEPT = 12  # dated editions of each report


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


def copy_to(folder: Path, paths: list[Path]) -> list[Path]:
    """Copy finished files to another folder, such as a shared drive: those that differ there."""
    if not folder.is_dir():
        raise KbError(f"{folder} is no folder, so nothing was copied there; is the drive there?")
    found = [(path.read_bytes(), folder / path.name) for path in paths]
    return [publish(content, to) for content, to in found if not _holds(to, content)]


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
