"""Words as search compares them: without diacritics, case and the endings of English and Latvian.

The Latvian endings are those of Lucene's light stemmer (after K. Krēsliņš, 1996), on words without
diacritics. A stem joins the forms of one word; a root joins a family of words, and is a beginning.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
SHORTEST_STEM, SHORTEST_ROOT = 2, 5  # letters
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"})
LATVIAN_ENDINGS = (
    "iem", "ais", "ies", "ai", "ei", "am", "em", "im", "us", "as", "es", "os", "is", "ie",
    "u", "a", "i", "e", "o", "s",
)  # fmt: skip
LATVIAN_FAMILY = (
    "inasan", "osan", "asan", "esan", "isan", "san", "otaj", "ataj", "etaj", "itaj", "taj",
    "ajum", "ejum", "ijum", "um", "niek", "niec", "isk", "ib", "ig", "aj", "at", "et", "it", "ot",
)  # fmt: skip
ENGLISH_FAMILY = (
    "ational", "ization", "ation", "ition", "ement", "ment", "ness", "ship", "ance", "ence", "able",
    "ible", "ist", "ion", "ful", "ous", "ive", "ity", "ing", "er", "or", "al", "ic", "ly",
)  # fmt: skip

SIMPLE = """
a about across after again all also among an and any are as at be because been before being between
both but by can could did do does done during each enough every few for from get getting got had
has have he her his how i if in into is it its just like made make may me more most much my need no
nor not of off on once one only or other others our out over own she should since so some such than
that the their them then there these they this those through to too under until up us very was we
were what when where whether which while who whom whose why will with within without would you your
aiz ap ar arī bet bez bija bijis būt caur caurs cik cita citas citi citu cits dēļ es gada gadā
gan ik ikviens ir ja jau jo jā jābūt ka kad kamēr kas katra katrs kā kāda kādas kādi kādu kāds
kāpēc ko kopš kur kura kurā kuri kurš labi laika laikā lai līdz ļoti man mums mēs mūsu nav ne no pa
par pat pie pirms priekš pret pēc savs savu so starp šajā šis šo šī tad tai tajā tas te tie tikai
to tomēr tos tur tā tādēļ tāpēc tās un uz vai vairāk varam var varētu vien viena viens virs visi
visu viss viņa viņi viņu viņš vēl zem
"""
"""Words that say nothing of the subject."""


class Word(NamedTuple):
    """A word of a text, and where it stands there."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text, folded."""
    for found in WORD.finditer(text):
        yield Word(fold(found[0]), found.start(), found.end())


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word in small letters without diacritics: Tehnoloģijām as tehnologijam."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if letter.isalnum()).translate(LETTERS)


@lru_cache(maxsize=100_000)
def latvian(word: str) -> str:
    """The stem of a folded Latvian word: skolotajiem and skolotaju as skolotaj."""
    ending = next((e for e in LATVIAN_ENDINGS if _leaves_a_stem(word, e)), "")
    stem = word.removesuffix(ending)
    if stem[-2:] in ("pj", "bj", "mj", "vj"):
        stem = stem[:-1]
    return f"{stem[:-1]}{HARD.get(stem[-1:], stem[-1:])}" if ending else stem


HARD = {"t": "s", "d": "z"}  # what Latvian turns them into: biļete, biļešu


def _leaves_a_stem(word: str, ending: str) -> bool:
    stem = word.removesuffix(ending)
    return stem != word and len(stem) >= SHORTEST_STEM and re.search("[aeiouy]", stem) is not None


@lru_cache(maxsize=100_000)
def english(word: str) -> str:
    """The stem of a folded English word: companies as company, tested and testing as test."""
    stem = word
    if len(word) > SHORTEST_STEM and word.endswith("s") and word[-2] not in "su":
        stem = re.sub(r"(ss|x|z|ch|sh)e$", r"\1", word[:-1])
        stem = re.sub(r"ie$", "y", stem)
    cut = re.fullmatch(r"(.*[aeiouy].*?)(?:ing|ed)", stem)
    if cut and len(cut[1]) >= SHORTEST_STEM:
        stem = re.sub(r"([bdfgmnprt])\1$", r"\1", cut[1])
    stem = stem[:-1] if len(stem) > SHORTEST_STEM and stem.endswith("e") else stem
    return re.sub("ter$", "tr", stem)  # center as centre


def stem(word: str, language: str) -> str:
    """The stem of a folded word in a text of this language."""
    return latvian(word) if language == "lv" else english(word)


def stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word whose language is not known."""
    return tuple(dict.fromkeys((english(word), latvian(word))))


def roots(word: str) -> tuple[str, ...]:
    """With what the words of the same family begin; none where nothing can be cut off."""
    return tuple(dict.fromkeys([
        *_root(latvian(word), LATVIAN_FAMILY), *_root(english(word), ENGLISH_FAMILY)
    ]))  # fmt: skip


def _root(stem: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        root = stem.removesuffix(ending)
        if root != stem and len(root) >= SHORTEST_ROOT:
            yield root
            return


SIMPLE_WORDS = frozenset(word.text for word in words(SIMPLE))
SIMPLE_STEMS = frozenset(stem for word in SIMPLE_WORDS for stem in stems(word))
