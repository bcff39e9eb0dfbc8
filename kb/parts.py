"""The pieces that records are made of: evidence, values, judgements and the like."""

import re
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from kb.dates import Edtf, FullDate
from kb.fields import (
    Currency,
    LessonId,
    MetricId,
    Name,
    Part,
    PartnerId,
    Says,
    Sentence,
    SourceId,
    Text,
    ThemeId,
)
from kb.numbers import Count, Number
from kb.problem import shown

Kind = Literal["told", "documented", "measured", "evaluated"]
Shows = Literal["runs", "reach", "effect"]
Stance = Literal["supports", "limits", "contradicts"]
Role = Literal["runs", "co-runs", "contributes", "hosts", "takes part"]
Polarity = Literal["worked", "partly", "did not"]
Verdict = Literal["adopt", "adapt", "trial", "park", "reject"]
Qualifier = Literal["exact", "about", "over", "under", "planned", "expected"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FEWEST = 4  # words: a shorter passage stands in many texts, and could be guessed from its digest


class Labels(Part):
    """One wording in each language."""

    en: Name
    lv: Name


class Seal(Part):
    """Proves a passage of a source without storing it: digest of `words` normalised words."""

    digest: str
    words: int

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, cls):
            return value
        keys = value if isinstance(value, dict) else {}
        text = value if isinstance(value, str) else f"{keys.get('digest')}:{keys.get('words')}"
        if not re.fullmatch(r"[0-9a-f]{16}:[1-9][0-9]{0,5}", text):
            raise ValueError(f"{shown(value)} is not a seal; paste the line that `kb seal` prints")
        digest, _, words = text.partition(":")
        if int(words) < FEWEST:
            raise ValueError(f"{value!r} has under {FEWEST} words; seal a longer phrase")
        return {"digest": digest, "words": words}


class Evidence(Part):
    """What a source says for or against a claim, in our own words, and where it says so."""

    source: SourceId
    at: Name | None = None  # block, page or minute; none where only the whole source is known
    says: Says  # our own words, never the source's sentence
    kind: Kind
    shows: Shows
    stance: Stance = "supports"
    voice: Name | None = None  # whose word it is, where it is not the source's own
    indirect: Text | None = None  # why: another audience or scale
    resolved: Text | None = None  # why a contradiction is settled
    seal: Seal | None = None
    added: FullDate | None = None


SIGNS = {">": "over", "<": "under", "~": "about", "≈": "about"}


def _unqualified(value: object) -> object:
    """How exact a figure is stands beside it."""
    if isinstance(value, str) and (found := re.fullmatch(r"([<>~≈]) ?([0-9].*)", value)):
        remedy = f"write `qualifier: {SIGNS[found[1]]}` and {found[2]}"
        raise ValueError(f"{shown(value)} is not a number; {remedy}")
    return value


class Value(Part):
    """One figure with its year, scope, counting method and source."""

    metric: MetricId
    value: Annotated[Number, BeforeValidator(_unqualified)]
    qualifier: Qualifier = "exact"
    year: Edtf | None = None
    period: Edtf | None = None
    scope: Text | None = None
    method: Text | None = None
    currency: Currency | None = None
    denominator: Text | None = None
    source: SourceId
    inferred: Text | None = None  # how we worked it out, where no source prints it
    use: Text | None = None  # why this one leads where sources disagree
    added: FullDate | None = None

    @property
    def when(self) -> Edtf:
        """Its year, else its period, else `unknown`."""
        return self.year or self.period or Edtf.parse("unknown")


class Replication(Part):
    """The same practice at another organisation."""

    where: Text
    organisation: Name
    since: Edtf | None = None
    source: SourceId
    says: Says
    added: FullDate | None = None


class Funding(Part):
    """Money and who gives it."""

    by: Text
    amount: Number | None = None
    currency: Currency | None = None
    source: SourceId
    inferred: Text | None = None


class Follows(Part):
    """The lesson that a practice of ours seems to follow; always inferred, with the reason."""

    lesson: LessonId
    inferred: Text


class Recommendation(Part):
    """Who (a role) should do what (an imperative)."""

    who: Text
    do: Sentence


class Participants(Part):
    """How many people of which role took part; never names."""

    role: Text
    number: Count | None = None


class Question(Part):
    """What an exchange left open, for the next visit."""

    question: Text
    to: PartnerId | None = None
    theme: ThemeId | None = None  # else the first theme of the exchange


class Judgement(Part):
    """Is this circumstance the same with us as with the partner, and why."""

    is_: Annotated[Literal["same", "different", "unknown"], Field(alias="is")]
    why: Text | None = None


class Fit(Part):
    """Will it work here? The four questions of transfer."""

    population: Judgement
    intervention: Judgement
    environment: Judgement
    transfer: Judgement


class Embedded(Part):
    """Where a decision became routine."""

    what: Text
    source: SourceId


class Outcome(Part):
    """What came of a decision, with evidence."""

    date: FullDate
    result: Polarity
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    added: FullDate | None = None


class Revision(Part):
    """What was changed in a record, and when."""

    date: FullDate
    what: Text


class Withdrawal(Part):
    """Why a record no longer counts; nothing is deleted."""

    date: FullDate
    reason: Text


class Section(Part):
    """A `##` heading of a body with its paragraphs."""

    heading: Name
    paragraphs: tuple[Text, ...]
