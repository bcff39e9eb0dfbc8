"""Write beside, then rename: a reader finds the old file or the new one, never a half."""

import os
from contextlib import suppress
from pathlib import Path

from kb.problem import KbError


def publish(content: bytes, path: Path) -> Path:
    """Put a whole file in its place; KbError where that fails, and the old file stays."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        with beside.open("r+b") as file:  # on the disk before its name is, or a power cut halves it
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):  # of a file system that is read only
            beside.unlink(missing_ok=True)
        raise KbError(f"cannot write {path} ({error.strerror}); {_remedy(error)}") from None
    return path


def _remedy(error: OSError) -> str:
    """What helps: on Windows a file that is open elsewhere is one that may not be written."""
    if isinstance(error, PermissionError):
        return "close it where it is open, or get the right to write in its folder"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "make its folder, or give another"
    return "make room there, or get the right to write in its folder"
