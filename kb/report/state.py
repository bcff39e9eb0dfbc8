"""What is known of the editions that were made: it lies beside them.

A file here that is damaged or missing only means that an edition is made anew.
"""

from pathlib import Path
from typing import TypeVar

from pydantic import AwareDatetime, Field, ValidationError

from kb.disk import publish
from kb.fields import Part
from kb.report.keys import Change, Key, differences

FOLDER = ".state"
P = TypeVar("P", bound=Part)


class Made(Part):
    """An edition that was made: from what, when, and what changed since the one before."""

    key: Key
    size: int  # bytes of the PDF
    title: str
    made: AwareDatetime
    changes: tuple[Change, ...] = ()


class Failure(Part):
    """A report that failed: when, and the digest of the key that it failed with."""

    at: AwareDatetime
    key: str


class Times(Part):
    """When each edition was last made or found as it should be, and what failed since."""

    success: dict[str, AwareDatetime] = Field(default_factory=dict)
    failure: dict[str, Failure] = Field(default_factory=dict)


def read_made(out: Path, name: str) -> Made | None:
    """What is known of an edition; None if nothing is."""
    return _read(Made, _place(out, name))


def write_made(out: Path, name: str, made: Made) -> None:
    """Remember an edition that was published."""
    _write(made, _place(out, name))


def read_times(out: Path) -> Times:
    """When editions were made or failed; of those that are not in it nothing is known."""
    return _read(Times, out / FOLDER / "times.json") or Times()


def write_times(out: Path, times: Times) -> None:
    """Remember when editions were made or failed."""
    _write(times, out / FOLDER / "times.json")


def reasons(made: Made | None, key: Key, pdf: Path) -> list[str]:
    """Why an edition is to be made: none where it is what it would become."""
    if made is None:
        return ["nothing is known of how it was made" if pdf.exists() else "it was never made"]
    try:
        size = pdf.stat().st_size
    except OSError:
        return ["its PDF is gone"]
    if size != made.size:
        return ["its PDF is another than was made"]
    return [f"{one.kind} {one.name} {one.how}" for one in differences(made.key, key)]


def _place(out: Path, name: str) -> Path:
    return out / FOLDER / f"{name}.made.json"


def _read(cls: type[P], path: Path) -> P | None:
    try:
        return cls.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(part: Part, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    publish(part.model_dump_json().encode(), path)
