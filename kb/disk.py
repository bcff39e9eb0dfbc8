"""Write beside, then rename: a reader finds the old file or the new one, never a half."""

from pathlib import Path

from kb.problem import KbError


def publish(content: bytes, path: Path) -> Path:
    """Put a whole file in its place; KbError where that fails, and the old file stays."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        message = f"cannot write {path} ({error.strerror}); close it where it is open and try again"
        raise KbError(message) from None
    return path
