"""Narrowing what was found by its labels: a record shows if it has a chosen label of each facet."""

from collections import Counter
from collections.abc import Collection, Iterable

FACETS = ("type", "partner", "theme", "certainty", "status")
Labels = Collection[str]  # of a record, such as theme:schools; what a facet is called stands first


def facet(label: str) -> str:
    """The facet of a label: theme, of theme:schools."""
    return label.partition(":")[0]


def fits(labels: Labels, chosen: Labels) -> bool:
    """Whether a record with these labels has, of every facet with choices, one that is chosen."""
    asked = {facet(label) for label in chosen}
    return asked == {facet(label) for label in labels if label in chosen}


def counts(found: Iterable[Labels], chosen: Labels) -> Counter[str]:
    """How many records each label would show, while the choices in other facets stay."""
    others = {name: [x for x in chosen if facet(x) != name] for name in FACETS}
    number = Counter[str]()
    for labels in found:
        open_to = {name for name in FACETS if fits(labels, others[name])}
        number.update(label for label in set(labels) if facet(label) in open_to)
    return number
