"""What each part of the search brings: nDCG@10 without it, in English and Latvian.

`python tests/search/ablation.py` prints the table; with `held`, for the queries that were not tuned
on, with `more` or `third`, for those that came later. The last rows search records of which every second, or none, is in Latvian.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from measure import measured

import kb
from kb import bilingual, entries, search, vocabulary
from kb.bilingual import dictionary
from kb.search import Index

BASE = kb.load(Path(__file__).parents[2] / "data")
HALF = replace(BASE, translations=BASE.translations[::2])
ENGLISH_ONLY = replace(BASE, translations=())
MEANINGS = dictionary(BASE, BASE.in_language("lv"))
Patches = list[AbstractContextManager[object]]


def same(word: str, _: str = "") -> str:
    return word


def alone(word: str) -> tuple[str, ...]:
    return (word,)


def no_stems() -> Patches:
    return [
        patch.object(vocabulary, "stem", same),
        patch.object(vocabulary, "stems", alone),
        patch.object(search, "english", same),
        patch.object(search, "latvian", same),
    ]


def constant(name: str, value: object) -> Callable[[], Patches]:
    return lambda: [patch.object(search, name, value)]


def nothing(module: object, name: str, value: object = ()) -> Callable[[], Patches]:
    return lambda: [patch.object(module, name, lambda *_, **__: value)]


def guess_nothing() -> Patches:
    return [patch.object(vocabulary.Vocabulary, "nearest", lambda *_: ())]


EVEN = dict.fromkeys(search.WEIGHTS, 1.0) | {"label": 0.0}
PARTS: dict[str, Callable[[], Patches]] = {
    "whole": list,
    "no stems": no_stems,
    "no roots (families of words)": nothing(vocabulary, "roots"),
    "no guessing of mistyped words": guess_nothing,
    "no thesaurus": nothing(bilingual, "thesaurus", {}),
    "nothing learned from translations": nothing(bilingual, "_best", {}),
    "neither of the two": nothing(search, "dictionary", {}),
    "nothing of what others say (themes, partners, links)": nothing(entries, "_about"),
    "nothing of what is cited from sources": nothing(entries, "_said", {}),
    "all fields alike": constant("WEIGHTS", EVEN),
    "all kinds of record alike": constant("KINDS", {}),
    "no reward for having more of the words": constant("COVERAGE", 0.0),
    "simple words count too": lambda: [patch("kb.asking.SIMPLE_WORDS", frozenset())],
}
BASES = {
    "every second translation": (HALF, None),
    "every second translation, no dictionary": (HALF, {}),
    "English alone, dictionary from elsewhere": (ENGLISH_ONLY, MEANINGS),
    "English alone, no dictionary": (ENGLISH_ONLY, {}),
}


def row(name: str, base: kb.KnowledgeBase, patches: Patches, split: str) -> str:
    with ExitStack() as stack:
        for one in patches:
            stack.enter_context(one)
        index = Index.of(base)
        found = measured(
            lambda query, code: [hit.id for hit in index.find(query, code, 10).hits], split
        )
    return f"{name:54} {found['en']:.3f} {found['lv']:.3f}"


def main(split: str) -> None:
    print(f"{f'nDCG@10, {split}':54}    en    lv")
    for name, patches in PARTS.items():
        print(row(name, BASE, patches(), split))
    for name, (base, meanings) in BASES.items():
        given = nothing(search, "dictionary", meanings)() if meanings is not None else []
        print(row(name, base, given, split))


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "tune")
