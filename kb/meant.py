"""What a typed answer means: an id, a name or enough of one, in any language; a number, however it
is written.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kb.language import language, languages
from kb.problem import nearest
from kb.stems import SIMPLE_WORDS, stems
from kb.stems import words as words_of

Known = Mapping[str, Iterable[str]]
"""What can be answered, by its id: each with what else it is called."""
DIGITS = re.compile(r"\d(?:[\d\s.,’']*\d)?")
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve",
    "nulle viens divi trīs četri pieci seši septiņi astoņi deviņi desmit vienpadsmit divpadsmit",
)
NEAR = 0.75  # how like a name an answer must be to have been meant


def folded(text: str) -> str:
    """A text as answers are compared: without case, diacritics, hyphens and quotes."""
    return " ".join(word.text for word in words_of(text))


def everywhere(texts: Mapping[Any, str]) -> dict[str, list[str]]:
    """Words of a closed list with what they are called in every language."""
    return {id: [language(code)(text) for code in languages()] for id, text in texts.items()}


def meant(answer: str, known: Known) -> str | None:
    """The id of what an answer means: it is its id or a name of it, or each of its words belongs to
    that name and not all of them to another. None where nothing or more than one is meant.
    """
    said = folded(answer)
    exact = [id for id, names in known.items() if said in map(folded, (id, *names))]
    if exact:
        return exact[0]
    telling = [{*stems(word)} for word in said.split() if word not in SIMPLE_WORDS]
    part = [id for id, names in known.items() if telling and _all_in(telling, (id, *names))]
    return part[0] if len(part) == 1 else None


def _all_in(telling: Iterable[set[str]], names: Iterable[str]) -> bool:
    have = {stem for name in names for word in words_of(name) for stem in stems(word.text)}
    return all(word & have for word in telling)


def probably(answer: str, known: Known) -> str | None:
    """The name that was probably meant where an answer is misspelt."""
    names = {folded(name): name for id, more in known.items() for name in (*more, id)}
    near = nearest(folded(answer), names, NEAR)
    return near and names[near]


def number(answer: str) -> str:
    """The digits of the first number in an answer: 83131 for `83 131 visitors`, 2 for `two`."""
    if found := DIGITS.search(answer):
        return "".join(filter(str.isdigit, found[0]))
    said = {stem for word in words_of(answer) for stem in stems(word.text)}
    for names in NUMBERS:
        for value, name in enumerate(names.split()):
            if not said.isdisjoint(stems(folded(name))):
                return str(value)
    return ""
