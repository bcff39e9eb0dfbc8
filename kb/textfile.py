"""A file as text: what can be read, and why the rest cannot. Knows nothing of records."""

import re
import stat
from pathlib import Path

from kb.problem import Problem

LARGEST = 4 * 2**20  # bytes: a record is a page or two
CONTROL = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufff8"
    r"\U00010000-\U0010ffff]"
)
LOST = "\ufffd"  # what programs write for a letter that they could not read
MARKS = ("<<<<<<<", "=======", ">>>>>>>")  # the middle one may also underline a heading
CONFLICT = re.compile(r"^(?:(?:<{7}|>{7})(?: .*)?|={7}(?=\n.*\S))$", re.MULTILINE)


def control_sign(text: str) -> tuple[int, str] | None:
    """Where the first sign that no one can see but programs obey stands, and what to do."""
    if not (odd := CONTROL.search(text)):
        return None
    if odd[0] == LOST:
        return odd.start(), f"a letter was lost where {LOST} stands; write it anew"
    code = f"U+{ord(odd[0]):04X}"
    return odd.start(), f"an invisible control character ({code}) stands here; delete it"


def read_text(path: Path, root: Path) -> str | Problem:
    """The text of a file below the folder `root`, or a Problem that says why there is none."""
    try:
        if wrong := _no_text(path, root):
            return Problem(path, 1, wrong)
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Problem(path, 1, _missing(path))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"byte {error.object[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        return Problem(path, line, message)
    except (OSError, RuntimeError) as error:
        return unreadable(path, error)
    return _at(path, text, control_sign(text) or _conflict(text) or _tab(text)) or text


def _missing(path: Path) -> str:
    if path.is_symlink():
        return "a link that leads nowhere; delete it, or mend where it leads"
    return "this file is missing; data/README.md says what it holds"


def unreadable(path: Path, error: Exception) -> Problem:
    """What the system says of a file or folder that it does not give out."""
    reason = getattr(error, "strerror", None) or error
    return Problem(path, 1, f"cannot be read ({reason}); check the file and its rights")


def leads_out(path: Path, root: Path) -> str | None:
    """A link to something outside would not be there for others."""
    if path.resolve().is_relative_to(root.resolve()):
        return None
    what = "folder" if path.is_dir() else "file"
    return f"a link that leads out of the data folder; copy the {what} here"


def _no_text(path: Path, root: Path) -> str | None:
    about = path.stat()
    if out := leads_out(path, root):
        return out
    if not stat.S_ISREG(about.st_mode):
        return "is no plain file; put a text file in its place"
    if about.st_size > LARGEST:
        size = about.st_size // 2**20
        return f"{size} MB are no record; keep a file under {LARGEST // 2**20} MB"
    return None


def _tab(text: str) -> tuple[int, str] | None:
    """A tab is as wide as each program likes, so what it indents or parts is not told."""
    place = text.find("\t")
    return (place, "a tab stands here; write spaces in its place") if place >= 0 else None


def _conflict(text: str) -> tuple[int, str] | None:
    """The marks that git leaves where two people changed the same lines."""
    if any(mark in text for mark in MARKS) and (found := CONFLICT.search(text)):
        message = "two versions stand here since a merge; keep one, and delete the lines of marks"
        return found.start(), message
    return None


def _at(path: Path, text: str, found: tuple[int, str] | None) -> Problem | None:
    return Problem(path, text.count("\n", 0, found[0]) + 1, found[1]) if found else None
