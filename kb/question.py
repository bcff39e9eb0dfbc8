"""A question that teaches: what is asked, what can be answered, and why the answer is right.

Every answer is a row of letters, whatever the form: one letter to choose; the letters in order; for
a match, the letter that belongs to each of the given things in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from kb.blocks import Block, Inline
from kb.language import Language

Form = Literal["choose", "order", "match"]
Kind = Literal[
    "owner", "figures", "themes", "part", "claim", "lesson", "limit", "years", "source",
    "certainty", "raise", "surest",
]  # fmt: skip
"""What is asked, from easy to hard."""
Line = tuple[Inline, ...]
T = TypeVar("T")
LETTERS = "abcdefghij"


@dataclass(frozen=True)
class Question:
    """A question with its options and the one right answer.

    `given` stands above the options: evidence to weigh, or what is to be matched. `reason` says why
    the answer is right, with its sources; `records` are the ids of those that it rests on.
    """

    id: str
    kind: Kind
    form: Form
    prompt: Line
    options: tuple[Line, ...]
    answer: str
    reason: tuple[Block, ...]
    records: tuple[str, ...]
    given: tuple[Line, ...] = ()

    @property
    def letters(self) -> str:
        """The letters of the options."""
        return LETTERS[: len(self.options)]

    def is_right(self, answer: str) -> bool:
        """Whether an answer is the right one, however it is spaced."""
        return plain(answer) == self.answer

    def is_answer(self, answer: str) -> bool:
        """Whether it is an answer at all: as many letters as are asked for, each an option's and
        none twice.
        """
        found = plain(answer)
        return len({*found} & {*self.letters}) == len(found) == len(self.answer)


def plain(answer: str) -> str:
    """The letters of an answer: `B, a)` as `ba`."""
    return "".join(filter(str.isalpha, answer.casefold()))


def shuffled(id: str, seed: int, items: Sequence[T]) -> tuple[tuple[T, ...], str]:
    """The items as the seed puts them, and the letters that lead back to their first order."""
    order = Random(f"{seed} {id}").sample(range(len(items)), len(items))
    back = "".join(LETTERS[order.index(place)] for place in range(len(items)))
    return tuple(items[place] for place in order), back


def how_to(question: Question, t: Language) -> str:
    """How a question is answered, in words."""
    if question.form == "choose":
        return t("Choose one letter.")
    if question.form == "order":
        return t("Answer with the letters in the right order.")
    return t("Answer with the letter that belongs to each number, in turn.")
