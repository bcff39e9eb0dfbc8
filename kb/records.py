"""What a person types: the types of records. Frozen, typed, knows no files."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kb.dates import Edtf, FullDate
from kb.fields import (
    DecisionId,
    ExchangeId,
    LanguageCode,
    LessonId,
    MetricId,
    Name,
    Part,
    PartnerId,
    PracticeId,
    ProjectId,
    Sentence,
    SourceId,
    Summary,
    Text,
    ThemeId,
    Title,
    Url,
)
from kb.numbers import Count
from kb.parts import (
    Embedded,
    Evidence,
    Fit,
    Follows,
    Funding,
    Labels,
    Outcome,
    Participants,
    Polarity,
    Question,
    Recommendation,
    Replication,
    Revision,
    Role,
    Section,
    Value,
    Verdict,
    Withdrawal,
)

FORMAT = 1
"""The version of the data's format that this program reads and writes."""


class Record(Part):
    """A whole record. `id` is the file's name, or the entry's own in a vocabulary."""

    noun: ClassVar[str]
    headings: ClassVar[tuple[str, ...]] = ()  # the closed list of a body's headings
    id: str


class Document(Record):
    """A record with a file of its own."""

    added: FullDate
    revised: tuple[Revision, ...] = ()
    withdrawn: Withdrawal | None = None
    draft: bool = False
    body: tuple[Section, ...] = ()


class Author(Part):
    """An author in CSL: a person's two names, or one literal name."""

    family: Name | None = None
    given: Name | None = None
    literal: Name | None = None


class SourceWords(Part):
    """Our own words about a source in another language: a described title, and the note."""

    title: Name | None = None
    note: Name | None = None


class Source(Record):
    """A publication, in CSL-YAML with two fields of our own: `voice` and `grade`."""

    noun = "source"
    type: Literal[
        "webpage", "article-newspaper", "article-magazine", "article-journal", "report",
        "legislation", "entry-encyclopedia", "post-weblog", "software", "speech", "thesis",
    ]  # fmt: skip
    title: Name
    issued: Edtf
    publisher: Name
    URL: Url | None = None
    archive: Name | None = None
    voice: Name
    grade: Literal["primary", "secondary"] = "secondary"
    author: tuple[Author, ...] = ()
    language: LanguageCode | None = None
    accessed: Edtf | None = None
    note: Name | None = None
    lv: SourceWords = SourceWords()


class Partner(Document):
    """An organisation: a partner, or the centre itself (`ours` in base.yaml)."""

    noun = "partner"
    headings = ("History", "Building", "Organisation", "Funding", "Networks")
    name: Text
    native_name: Name
    city: Text
    country: Text
    kind: Text
    language: LanguageCode | None = None  # of its native name
    website: Url | None = None
    legal_form: Text | None = None
    values: tuple[Value, ...] = ()


class Project(Document):
    """A funding project."""

    noun = "project"
    headings = ("Aim", "Activities", "Results", "Funding")
    title: Text
    number: Name | None = None
    programme: Text
    period: Edtf
    source: SourceId
    funding: tuple[Funding, ...] = ()
    partners: tuple[PartnerId, ...] = ()
    values: tuple[Value, ...] = ()


class Exchange(Document):
    """A visit or a meeting at which experience was exchanged."""

    noun = "exchange"
    headings = ("Context", "What was shared")
    title: Title
    hosts: tuple[PartnerId, ...] = ()
    guests: tuple[PartnerId, ...] = ()
    met: tuple[PartnerId, ...] = ()  # others whom the guests met, where sources do not say more
    others: tuple[Text, ...] = ()  # hosts and guests that have no record of their own
    date: Edtf
    inferred: Text | None = None  # what of date and place we worked out, and how
    source: SourceId
    themes: Annotated[tuple[ThemeId, ...], Field(min_length=1)]
    project: ProjectId | None = None
    participants: tuple[Participants, ...] = ()
    open_questions: tuple[Question, ...] = ()


class Practice(Document):
    """What an organisation does: the case study."""

    noun = "practice"
    headings = (
        "Context", "Problem", "How it works", "Who takes part", "Resources", "Results",
        "Difficulties", "Success factors", "Transfer", "Further reading",
    )  # fmt: skip
    partner: PartnerId
    title: Title
    summary: Summary
    themes: Annotated[tuple[ThemeId, ...], Field(min_length=1, max_length=3)]
    role: Role
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    run_by: Text | None = None
    funded_by: tuple[Text, ...] = ()
    period: Edtf | None = None
    audience: tuple[Text, ...] = ()
    values: tuple[Value, ...] = ()
    replications: tuple[Replication, ...] = ()
    follows: Follows | None = None
    inferred: Text | None = None  # what of role and period we worked out, and how


class Lesson(Document):
    """What we take from a practice or an exchange."""

    noun = "lesson"
    practices: tuple[PracticeId, ...] = ()
    exchange: ExchangeId | None = None
    statement: Sentence
    recommendation: Recommendation | None = None
    polarity: Polarity
    evidence: tuple[Evidence, ...] = ()
    event: Text | None = None
    applies_when: Text | None = None
    not_when: Text | None = None
    themes: tuple[ThemeId, ...] = ()


class Decision(Document):
    """What we do with a lesson."""

    noun = "decision"
    lessons: Annotated[tuple[LessonId, ...], Field(min_length=1)]
    verdict: Verdict
    reason: Text
    owner: Text  # a role, never a name
    date: FullDate
    fit: Fit | None = None
    action: Text | None = None
    due: FullDate | None = None
    started: FullDate | None = None
    review_on: FullDate | None = None
    embedded_in: Embedded | None = None
    outcomes: tuple[Outcome, ...] = ()
    supersedes: DecisionId | None = None


class Alternatives(Part):
    """Other words for a theme, which search finds too."""

    en: tuple[Name, ...] = ()
    lv: tuple[Name, ...] = ()


class Theme(Record):
    """A subject of practices and lessons (a SKOS concept)."""

    noun = "theme"
    label: Labels
    definition: Labels
    alternative: Alternatives = Alternatives()
    broader: ThemeId | None = None
    half_life_months: Annotated[Count, Field(le=1200)] = 24


class Metric(Record):
    """A quantity that partners are compared by. A visit and a visitor are different metrics."""

    noun = "metric"
    label: Labels
    unit: Literal["count", "year", "area", "length", "money", "energy", "share"]
    definition: Labels
    per: tuple[MetricId, ...] = ()  # by which other metrics it is divided, to be compared
    each: Labels | None = None  # what one of it is called in such a quotient: per visitor


class Settings(Part):
    """data/base.yaml: the format of the data, its title, which partner is ours, and names of
    organisations in the other language.
    """

    format: Annotated[Count, Field(le=FORMAT)]
    title: Labels
    ours: PartnerId
    names: tuple[Labels, ...] = ()


class Translation(Part):
    """What a translation says of itself; its texts mirror the original's keys."""

    of: Name  # the digest of the texts that it translates
    translated_by: Name
    checked: bool = False


VOCABULARIES: tuple[type[Record], ...] = (Source, Theme, Metric)
DOCUMENTS: tuple[type[Document], ...] = (Partner, Project, Exchange, Practice, Lesson, Decision)
