"""What somebody has learned: one readable file in their own folder, sent nowhere.

A damaged file, or one of another version, is set aside under a name of its own, never lost.
"""

import json
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from kb import home
from kb.disk import publish
from kb.fields import Part
from kb.language import ENGLISH
from kb.problem import KbError

ASIDE = "progress-damaged-{}.json"  # what a damaged file is called where it is set aside


class Mark(Part):
    """Something that was answered: when, on which records (with their digests as they were then),
    and, where it was missed, in which box it waits and until when.
    """

    day: date
    records: dict[str, str] = Field(default_factory=dict)
    box: int | None = None
    due: date | None = None

    @property
    def known(self) -> bool:
        """Whether the last answer was right."""
        return self.box != 0


class Progress(Part):
    """What one person has done: the path, solved exercises and answered questions, by their ids;
    and in which language they read.
    """

    version: Literal[1] = 1
    language: str = ENGLISH
    path: str = ""
    exercises: dict[str, Mark] = Field(default_factory=dict)
    questions: dict[str, Mark] = Field(default_factory=dict)


def file() -> Path:
    """Where the progress is kept."""
    return home.folder() / "progress.json"


def read() -> tuple[Progress, Path | None]:
    """The progress, and where a damaged file was put if there was one."""
    try:
        return Progress.model_validate_json(file().read_bytes()), None
    except FileNotFoundError:
        return Progress(), None
    except (OSError, ValidationError):
        return Progress(), _set_aside()


def _set_aside() -> Path:
    taken = {path.name for path in file().parent.glob(ASIDE.format("*"))}
    free = next(n for n in range(1, len(taken) + 2) if ASIDE.format(n) not in taken)
    aside = file().with_name(ASIDE.format(free))
    try:
        return file().replace(aside)
    except OSError as error:
        raise KbError(f"cannot read {file()} ({error.strerror}); move it elsewhere") from None


def save(progress: Progress) -> None:
    """Keep the progress, in the place of what was kept before."""
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KbError(f"cannot make {file().parent} ({error.strerror}); set KB_HOME") from None
    kept = progress.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps({"version": progress.version, **kept}, indent=1, ensure_ascii=False)
    publish(f"{text}\n".encode(), file())


def forget() -> bool:
    """Delete what is kept, and damaged files that were set aside; whether there was anything."""
    found = [path for path in (file(), *file().parent.glob(ASIDE.format("*"))) if path.exists()]
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            remedy = "get the right to write in its folder"
            raise KbError(f"cannot delete {path} ({error.strerror}); {remedy}") from None
    return bool(found)
