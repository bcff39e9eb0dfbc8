"""Seals prove that a passage stands in a source without storing a word of it.

A seal is the digest of N consecutive normalised words, and N (in the spirit of the W3C Web
Annotation's text quote, without the quote). Texts stay outside the repository.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from kb.parts import Seal
from kb.problem import KbError

FEWEST = 4  # words: a shorter passage stands in many texts, and could be guessed from its digest


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
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(map(_letter, folded)).split()


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    return letter if category[0] in "LMN" else "" if category == "Cf" else " "


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
    made = seal(normalised(phrase))
    if made.words < FEWEST:
        raise KbError(f"the phrase has {made.words} words; give at least {FEWEST} in a row")
    blocks = places(made, words_of(text))
    if not blocks:
        raise KbError("the text does not hold these words in a row; copy the phrase from the text")
    return made, blocks
