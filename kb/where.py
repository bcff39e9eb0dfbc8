"""Where the data folder is: given, named, the nearest one upwards, or the checkout's."""

import os
from contextlib import suppress
from pathlib import Path

from kb.problem import KbError
from kb.records import DOCUMENTS, VOCABULARIES

CHECKOUT = Path(__file__).parents[1]


def find_data(given: Path | str | None = None) -> Path:
    """The data folder: the given one, else KB_DATA, else the nearest upwards, else the checkout's.

    KbError if it is not a data folder.
    """
    named = given or os.environ.get("KB_DATA")
    folder = Path(named) if named else _nearest()
    source = "" if given or not named else " (named by KB_DATA)"
    try:
        what = "has no base.yaml" if folder.is_dir() else "is no folder"
        found = (folder / "base.yaml").is_file()
        other = "" if found else next((path.name for path in sorted(folder.glob("base.y*"))), "")
    except OSError as error:
        found, what, other = False, f"cannot be read ({error.strerror})", ""
    if not found:
        remedy = "give a data folder with --data or KB_DATA"
        remedy = f"rename {other} to base.yaml" if other else remedy
        raise KbError(f"{folder}{source} {what}; {remedy}")
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) and folder != here else folder


def _nearest() -> Path:
    folders = [folder / "data" for folder in (Path.cwd(), *Path.cwd().parents, CHECKOUT)]
    for folder in folders:
        with suppress(OSError):  # a folder that gives nothing out is passed by
            if any(folder.glob("base.y*")) or _has_records(folder):
                return folder
    return CHECKOUT / "data"


def _has_records(folder: Path) -> bool:
    """Whether a folder without base.yaml was meant as one of records: it has two of the parts."""
    parts = [f"{cls.noun}s" for cls in DOCUMENTS]
    parts += [f"{cls.noun}s.yaml" for cls in VOCABULARIES]
    return sum((folder / part).exists() for part in parts) > 1
