"""What a file of records is called, and what another name was probably meant to be."""

import re
from pathlib import Path

ID = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9-]{3,60}")
ID_RULE = "use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"
IGNORED = {"README.md", "Thumbs.db", "desktop.ini"}
TRANSLATED = {"lv"}  # the languages of translations
TEXTS = {"md", "txt", "text", "markdown", "bak", "old", "orig", "rtf", "doc", "docx"}


def normal(id: str) -> str:
    """An id as it was meant: small letters, and - for spaces and underscores."""
    return re.sub(r"[\s_]+", "-", id.strip().casefold())


def stem(path: Path) -> str:
    """What of a file's name would be the id."""
    return normal(path.name.split(".")[0])


def is_record(path: Path) -> bool:
    """Is this the name of a record (`a.md`) or of a translation (`a.lv.md`)?"""
    _, *languages = path.name.removesuffix(".md").split(".")
    return path.suffix == ".md" and len(languages) <= 1 and TRANSLATED.issuperset(languages)


def misnamed(path: Path, noun: str) -> str:
    """What to do about something in a folder of records that is not called as one."""
    first, *rest = path.name.split(".")
    first, words = normal(first), [word.casefold() for word in rest]
    if path.is_dir():
        return f"no records are read in a folder here; move its files up to {noun}s/"
    code = next((word for word in words if word not in TEXTS), None)
    if code in TRANSLATED:
        what, right = "the translation", f"{first}.{code}.md"
    elif code is None:
        what, right = f"a {noun}", f"{first}.md"
    elif re.fullmatch("[a-z]{2,3}", code) and words[1:] == ["md"]:
        known = ", ".join(f"{first}.{one}.md" for one in sorted(TRANSLATED))
        there = f"translations are only called {known}"
        return f"no translation into {code!r} is read; {there}, so rename or move this file"
    else:
        return f"no {noun} is called so; move this file out of the data folder"
    if path.with_name(right).exists() and not path.samefile(path.with_name(right)):
        return f"{right} stands beside this file, which is not read; move it out of the data folder"
    return f"{what} must be called {right}; rename this file, or move it out of the data folder"
