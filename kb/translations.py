"""Translations: does one repeat its original, text by text, and say the same of its sources?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kb.base import KnowledgeBase
from kb.fields import Loc, citations, digest_of_texts, texts
from kb.files import TranslationEntry
from kb.language import language
from kb.names import normal
from kb.problem import Problem, did_you_mean, shown
from kb.records import DOCUMENTS, Document
from kb.shape import Finding, name_of, read_as
from kb.yamltext import why_unquoted

NOT_DONE = "0" * 16  # the digest of no texts
NAMES = 6  # words: so long may a name be that stays as it is
_DIGEST = re.compile("[0-9a-f]{16}")


def check_translation(entry: TranslationEntry, base: KnowledgeBase) -> Iterator[Problem]:
    """Every problem of a translation; a broken original has its own problem and hides ours.

    Where the original's texts have changed since, all is a warning: the record is shown in English.
    """
    documents = {id: r for cls in DOCUMENTS for id, r in base.of_kind(cls.noun).items()}
    original = documents.get(entry.original)
    if isinstance(original, Document) and not _is_at_home(entry, original):
        home = f"data/{original.noun}s/"
        message = f"{entry.original}.md stands in {home}; move its translation there"
        yield entry.place.problem((), message)
    elif isinstance(original, Document):
        stale = list(_stale(entry, original))
        for rule in () if entry.about.of == NOT_DONE else RULES:
            for loc, message in rule(entry, original):
                yield replace(entry.place.problem(loc, message), warning=bool(stale))
        yield from stale
    elif normal(entry.original) not in base.broken:
        remedy = did_you_mean(entry.original, documents)
        yield entry.place.problem((), f"the original {entry.original}.md is missing{remedy}")


def _is_at_home(entry: TranslationEntry, original: Document) -> bool:
    return entry.place.path.parent.name == f"{original.noun}s"


def mirrors(entry: TranslationEntry, original: Document) -> Iterator[Finding]:
    """A translation repeats its original's texts key by key, no more and no fewer."""
    own = set(texts(original))
    for loc in entry.texts:
        if loc not in own and loc[-1] != "heading":
            yield loc, f"{name_of(loc)} is no text of {entry.original}.md; delete it"
    for loc in sorted(own - set(entry.texts), key=str):
        yield loc, f"{name_of(loc)} of {entry.original}.md is not translated; add it"


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
