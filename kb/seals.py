"""Seals prove that a passage stands in a source without storing a word of it.

A seal is the digest of N consecutive normalised words, and N (in the spirit of the W3C Web
Annotation's text quote, without the quote). Texts stay outside the repository.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from kb.parts import FEWEST, Evidence, Seal
from kb.problem import KbError
from kb.records import Lesson

_JOINERS = frozenset("\u034f" + "".join(map(chr, range(0xFE00, 0xFE10))))  # variation selectors


@dataclass(frozen=True)
class Word:
    """A normalised word, and the block of the text (from 1) that it stands in."""

    text: str
    block: int


def normalised(text: str) -> list[str]:
    """The words of a text as seals see them.

    Unicode NFKC and case folding; soft hyphens and other invisible signs go; white space, quotes
    and all punctuation part words. So a text may be wrapped or quoted anew and stays the same,
    while one changed, added or missing word does not.
    """
    seen = "".join(letter for letter in text if not _invisible(letter))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return "".join(map(_letter, folded)).split()


def _invisible(letter: str) -> bool:
    """Signs that keep a letter and its accent apart, so they go before the two are joined."""
    return unicodedata.category(letter) == "Cf" or letter in _JOINERS


def _letter(letter: str) -> str:
    return letter if unicodedata.category(letter)[0] in "LMN" else " "


def words_of(text: str) -> list[Word]:
    """The words of a text with their blocks; a block is text between blank lines."""
    blocks = re.split(r"\n[^\S\n]*\n\s*", "\n".join(text.lstrip("\ufeff").splitlines()).strip())
    return [Word(word, n) for n, block in enumerate(blocks, 1) for word in normalised(block)]


def seal(words: list[str]) -> Seal:
    """The seal of a passage."""
    digest = sha256(" ".join(words).encode()).hexdigest()[:16]
    return Seal(digest=digest, words=len(words))


def places(wanted: Seal, words: list[Word]) -> list[int]:
    """The blocks in which a sealed passage begins, one for each time that it stands in the text."""
    texts = [word.text for word in words]
    starts = range(len(texts) - wanted.words + 1)
    return [words[n].block for n in starts if seal(texts[n : n + wanted.words]) == wanted]


def make(phrase: str, text: str) -> tuple[Seal, list[int]]:
    """The seal of a phrase, and the blocks of the text where it stands.

    KbError if the phrase is shorter than FEWEST words or does not stand in the text.
    """
    words = normalised(phrase)
    if len(words) < FEWEST:
        raise KbError(f"the phrase has {len(words)} words; give at least {FEWEST} in a row")
    made = seal(words)
    blocks = list(dict.fromkeys(places(made, words_of(text))))
    if not blocks:
        raise KbError("the text does not hold these words in a row; copy the phrase from the text")
    return made, blocks


@dataclass(frozen=True)
class Checked:
    """What became of a seal: `found` where it was noted, `moved` or `gone`.

    Or its source's text is not held (`no text`), or cannot be read (`unreadable`, for a `reason`).
    `lessons` are those that lose support with a seal that is gone.
    """

    record: str
    number: int  # which piece of the record's evidence, from 1
    source: str
    at: str | None
    status: Literal["found", "moved", "gone", "no text", "unreadable"]
    blocks: tuple[int, ...] = ()
    lessons: tuple[str, ...] = ()
    reason: str | None = None


def verify(
    evidence: Iterable[tuple[str, int, Evidence]], folder: Path, lessons: Collection[Lesson] = ()
) -> list[Checked]:
    """Look for every seal in `folder/<source>.txt`; KbError if there is none of the texts.

    `evidence` are record ids, the number of a piece in its record, and the piece; `lessons` those
    that may lean on it.
    """
    if not folder.is_dir():
        raise KbError(f"{folder} is no folder; give the folder with the sources' texts")
    sealed = [(id, number, item) for id, number, item in evidence if item.seal]
    paths = {item.source: folder / f"{item.source}.txt" for _, _, item in sealed}
    texts = {id: _held(path) for id, path in paths.items()}
    if all(held is None for held in texts.values()):
        names = ", ".join(path.name for path in paths.values()) or "no seal is in the data"
        raise KbError(f"{folder} holds none of the sealed texts ({names}); give their folder")
    checked = [_checked(id, number, item, texts[item.source]) for id, number, item in sealed]
    gone = {item.record for item in checked if item.status == "gone"}
    lost = {record: _leaning(record, lessons) for record in gone}
    return [replace(c, lessons=lost[c.record]) if c.status == "gone" else c for c in checked]


def _checked(id: str, number: int, item: Evidence, words: list[Word] | str | None) -> Checked:
    about = (id, number, item.source, item.at)
    if words is None or item.seal is None:
        return Checked(*about, "no text")
    if isinstance(words, str):
        return Checked(*about, "unreadable", reason=words)
    blocks = tuple(dict.fromkeys(places(item.seal, words)))
    noted = re.search(r"block (\d+)", item.at or "")
    if not blocks:
        return Checked(*about, "gone")
    moved = noted is not None and int(noted[1]) not in blocks
    return Checked(*about, "moved" if moved else "found", blocks)


def _leaning(record: str, lessons: Collection[Lesson]) -> tuple[str, ...]:
    """The lessons that lean on a record's evidence: itself, and those built on a practice.

    One that was withdrawn leans on nothing any more.
    """
    standing = (lesson for lesson in lessons if not lesson.withdrawn)
    return tuple(x.id for x in standing if record == x.id or record in x.practices)


def _held(path: Path) -> list[Word] | str | None:
    """The words of a text, None where it is not held, or why it cannot be read."""
    try:
        if path.is_file():
            return words_of(read(path))
        return f"{path} is no plain file; put a text file in its place" if path.exists() else None
    except KbError as error:
        return str(error)
    except OSError as error:  # whether it is there cannot be told
        return f"{path} cannot be read ({error.strerror}); check the file and its rights"


def read(path: Path) -> str:
    """The text of a file; KbError if it is no UTF-8 text."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"{path}:{line}: a letter is not UTF-8; save the file as UTF-8 text"
        raise KbError(message) from None
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); check the file and its rights"
        raise KbError(message) from None


def remedy(item: Checked, noun: str) -> str | None:
    """What follows from what became of a seal."""
    if item.status == "moved":
        return f"now in block {item.blocks[0]}, change `at`"
    if item.status != "gone":
        return item.reason
    lost = f"this {noun} loses support"
    if noun != "practice":
        return lost
    built = f"built on it are: {', '.join(item.lessons)}" if item.lessons else ""
    return f"{lost}; {built or 'no lesson is built on it'}"
