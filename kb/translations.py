"""Translations: does one repeat its original, text by text, and say the same of its sources?"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kb.fields import Loc, citations, digest_of_texts, texts
from kb.files import TranslationEntry
from kb.language import language
from kb.names import normal
from kb.problem import Problem, did_you_mean, nearest, shown
from kb.records import Document
from kb.shape import Finding, name_of, read_as
from kb.yamltext import why_unquoted

NOT_DONE = "0" * 16  # the digest of no texts
BODY = ("body",)
NAMES = 6  # words: so long may a name be that stays as it is
_DIGEST = re.compile("[0-9a-f]{16}")


def check_translation(
    entry: TranslationEntry, documents: Mapping[str, Document], broken: Container[str]
) -> Iterator[Problem]:
    """Every problem of a translation; a broken original has its own problem and hides ours.

    `documents` are all originals by id, `broken` the ids of those that could not be read. Of two
    rules about one place the first speaks. Where the original's texts have changed since, all is
    a warning: the record is shown in English.
    """
    original = documents.get(entry.original)
    if original and not _is_at_home(entry, original):
        home = f"data/{original.noun}s/"
        message = f"{entry.original}.md stands in {home}; move its translation there"
        yield entry.place.problem((), message)
    elif original:
        stale = list(_stale(entry, original))
        told: set[Loc] = set()
        for rule in () if entry.about.of == NOT_DONE else RULES:
            found = [one for one in rule(entry, original) if not _is_within(one[0], told)]
            told |= {loc for loc, _ in found}
            for loc, message in found:
                yield replace(entry.place.problem(loc, message), warning=bool(stale))
        yield from stale
    elif normal(entry.original) not in broken:
        remedy = did_you_mean(entry.original, documents)
        yield entry.place.problem((), f"the original {entry.original}.md is missing{remedy}")


def _is_at_home(entry: TranslationEntry, original: Document) -> bool:
    return entry.place.path.parent.name == f"{original.noun}s"


def _is_within(loc: Loc, places: set[Loc]) -> bool:
    return any(loc[:n] in places for n in range(1, len(loc) + 1))


def mirrors(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """A translation repeats its original's texts key by key, no more and no fewer."""
    theirs = set(texts(original))
    ours = {loc for loc in entry.texts if loc[-1] != "heading"}
    lacking = {_apart(loc, ours) for loc in theirs - ours}
    foreign = {_apart(loc, theirs) for loc in ours - theirs}
    lists = {at[:-1] for at in lacking | foreign if isinstance(at[-1], int)} - {BODY}
    uneven = {loc for loc in lists if _length(loc, ours) != _length(loc, theirs)}
    for loc in sorted(uneven, key=str):
        here, there = _length(loc, ours), _length(loc, theirs)
        what = f"{name_of(loc)} holds {here}, in {entry.original}.md it holds {there}"
        even = f"{what}; translate each, in the same order"
        other = f"{name_of(loc)} has another form than in {entry.original}.md; write it as there"
        yield loc, even if here and there else other
    foreign, lacking = (
        {at for at in found if uneven.isdisjoint((at, at[:-1]))} for found in (foreign, lacking)
    )
    for loc in sorted((at for at in foreign if at[:-1] != BODY), key=str):
        beside = {at[-1] for at in lacking if at[:-1] == loc[:-1] and isinstance(at[-1], str)}
        if isinstance(loc[-1], str) and (near := nearest(loc[-1], beside)):
            lacking.remove((*loc[:-1], near))
            yield loc, f"unknown key {shown(loc[-1])}; did you mean {near!r}?"
        else:
            yield loc, f"{name_of(loc)} is no text of {entry.original}.md; delete it"
    for loc in sorted(lacking, key=str):
        below = [one for one in theirs if one[: len(loc)] == loc]
        name = name_of(below[0] if len(below) == 1 else loc)
        yield loc, f"{name} of {entry.original}.md is not translated; add it"


def _apart(loc: Loc, others: set[Loc]) -> Loc:
    """Where on the way to a text others stop to go along: the key or the entry that they lack."""
    ways = (loc[:n] for n in range(1, len(loc)))
    return next((way for way in ways if not any(o[: len(way)] == way for o in others)), loc)


def _length(way: Loc, locs: set[Loc]) -> int:
    """How many entries a list has, up to the last with a text to be translated; of others none."""
    steps = [loc[len(way)] for loc in locs if loc[: len(way)] == way and len(loc) > len(way)]
    return max((step + 1 for step in steps if isinstance(step, int)), default=0)


def headings_are_translated(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """A translation has the headings of its original, in their order and in its own words."""
    words = language(entry.language)
    wanted: dict[Loc, str] = {
        ("body", n, "heading"): words(x.heading) for n, x in enumerate(original.body)
    }
    for loc, heading in entry.texts.items():
        if loc[-1] == "heading" and heading != wanted.get(loc, ""):
            remedy = f"write `## {wanted[loc]}`" if loc in wanted else "delete it"
            yield loc, f"heading {shown(heading)} is not that of {entry.original}.md; {remedy}"


def is_in_its_language(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """A sentence that is still the English one was forgotten; a name may stay the same."""
    for loc, text in texts(original).items():
        if entry.texts.get(loc) == text and len(text.split()) > NAMES:
            yield loc, f"{name_of(loc)} is still in English; translate it"


def has_the_shape(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """A translated text is as its field asks: not empty, not too long, quoted where need be."""
    own = texts(original)
    data: Any = original.model_dump(mode="json", by_alias=True, exclude_none=True)
    for loc, text in entry.texts.items():
        if loc in own:
            _put(data, loc, text)
            if loc in entry.place.unquoted:
                yield loc, why_unquoted(text)
    yield from read_as(type(original), data)[1]


def _put(data: Any, loc: Loc, text: str) -> None:
    for step in loc[:-1]:
        data = data[step]
    data[loc[-1]] = text


def names_the_same_alike(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """Figures of one scope and method stay one series: what is the same there is translated alike,
    and what differs is not.
    """
    for field in ("scope", "method"):
        own = {loc: text for loc, text in texts(original).items() if loc[-1] == field}
        there: dict[str, str] = {}
        back: dict[str, str] = {}
        for loc, text in own.items():
            if (found := entry.texts.get(loc)) is None:
                continue
            if there.setdefault(text, found) != found:
                yield loc, f"{name_of(loc)} is elsewhere {shown(there[text])}; translate it alike"
            elif back.setdefault(found, text) != text:
                message = (
                    f"{name_of(loc)} {shown(found)} is also {shown(back[found])}; tell them apart"
                )
                yield loc, message


def cites_the_same(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """A translated paragraph cites the sources of its original, in the same order."""
    for loc, text in texts(original).items():
        if loc[0] == "body" and loc in entry.texts:
            ours, theirs = _cited(entry.texts[loc]), _cited(text)
            if ours != theirs:
                message = f"the paragraph cites {ours}, in {entry.original}.md it cites {theirs}"
                yield loc, f"{message}; cite the same in the same order"


def _cited(text: str) -> str:
    return ", ".join(citation.source for citation in citations(text)) or "nothing"


def digest_is_one(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """`of:` is the digest of the texts that were translated, so that a stale one is found."""
    if not _DIGEST.fullmatch(of := entry.about.of):
        yield ("of",), f"of {shown(of)} is no digest; write `of: {digest_of_texts(original)}`"


RULES = (
    mirrors,
    headings_are_translated,
    is_in_its_language,
    has_the_shape,
    names_the_same_alike,
    cites_the_same,
    digest_is_one,
)


def _stale(entry: TranslationEntry, original: Document) -> Iterator[Problem]:
    """A translation that is not done, or of texts that have changed since, is to be done (anew)."""
    now = digest_of_texts(original)
    if entry.about.of == NOT_DONE:
        message = f"not translated yet; put its texts into {entry.language!r}, then `of: {now}`"
        yield replace(entry.place.problem(("of",), message), warning=True)
        return
    if _DIGEST.fullmatch(entry.about.of) and entry.about.of != now:
        message = f"the texts of {entry.original}.md have changed; translate anew, then `of: {now}`"
        yield replace(entry.place.problem(("of",), message), warning=True)
