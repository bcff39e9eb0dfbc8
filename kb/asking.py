"""What somebody asks for: words, phrases in quotes, and filters; any text is a question."""

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kb.problem import nearest
from kb.stems import SIMPLE_WORDS, fold, stems, words

LONGEST, MOST, WORD_LETTERS = 1_000, 24, 40  # letters of a question, words in it, letters of a word
NAMES = {
    "theme": "theme", "tema": "theme", "partner": "partner", "partneris": "partner",
    "status": "status", "statuss": "status", "type": "type", "veids": "type",
    "certainty": "certainty", "ticamiba": "certainty",
}  # fmt: skip
"""What a filter can be called in English and in Latvian, folded."""
PIECE = re.compile(
    r"""(?P<name>[^\W\d_]+)\s?(?P<sign>>=|<=|[:=<>])\s?(?P<value>"[^"]*"|[^\s"]+)"""
    r"""|"(?P<phrase>[^"]*)"|(?P<other>[^\s"]+|")"""
)
QUOTES = str.maketrans(dict.fromkeys("„“”«»", '"'))  # what programs make of a straight one
COMPARED = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq,
    ":": operator.eq,
}  # fmt: skip
LEVELS = range(5)  # of certainty


class Filter(NamedTuple):
    """What a record must be: theme, :, schools; or certainty, >=, 2."""

    name: str
    sign: str
    value: str


@dataclass(frozen=True)
class Question:
    """The words to look for (folded), the phrases that must be there, and the filters."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    filters: tuple[Filter, ...] = ()


def question(text: str) -> Question:
    """Understand a text; what is no filter and no phrase is words."""
    pieces = list(PIECE.finditer(text[:LONGEST].translate(QUOTES)))
    filters = tuple(found for piece in pieces if (found := _filter(piece)))
    phrases = tuple(phrase for piece in pieces if (phrase := _folded(piece["phrase"] or "")))
    loose = " ".join(piece[0] for piece in pieces if not _filter(piece) and not piece["phrase"])
    typed = tuple(dict.fromkeys(_folded(loose)))[:MOST]
    telling = tuple(word for word in typed if word not in SIMPLE_WORDS)
    return Question(telling or typed, phrases[:MOST], filters[:MOST])


def _filter(piece: re.Match[str]) -> Filter | None:
    name = NAMES.get(fold(piece["name"] or ""))
    return Filter(name, piece["sign"], piece["value"].strip('"')) if name else None


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.text[:WORD_LETTERS] for word in words(text))


def labels_of(wanted: Filter, known: Mapping[str, str]) -> list[str]:
    """The labels that a filter lets through, of those known with what else they are called.

    A value is an id, or words with which the id or another name begins: theme:school, tema:skol.
    """
    if wanted.name == "certainty":
        compare, level = COMPARED[wanted.sign], wanted.value
        return [f"certainty:{n}" for n in LEVELS if level.isdecimal() and compare(n, int(level))]
    exact = f"{wanted.name}:{wanted.value.casefold().replace(' ', '-')}"
    if exact in known:
        return [exact]
    typed = _folded(wanted.value)
    return [
        label
        for label, called in known.items()
        if typed and _called(label, called, wanted.name, typed)
    ]


def _called(label: str, called: str, name: str, typed: tuple[str, ...]) -> bool:
    kind, _, id = label.partition(":")
    names = _folded(f"{id} {called}")
    return kind == name and all(any(_is_form(word, one) for one in names) for word in typed)


def _is_form(typed: str, word: str) -> bool:
    """Whether a word begins as it was typed, or is another form of what was typed."""
    return word.startswith(typed) or not {*stems(typed)}.isdisjoint(stems(word))


def nearest_label(wanted: Filter, known: Mapping[str, str]) -> str | None:
    """The id that the value of a filter was probably meant to be."""
    ids = [label.partition(":")[2] for label in known if label.startswith(f"{wanted.name}:")]
    return nearest(wanted.value, ids)
