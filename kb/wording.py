"""How the fields of a record read in a report: figures, labels, and the words of closed lists."""

from kb.base import KnowledgeBase
from kb.language import Language, language
from kb.parts import Value
from kb.records import Metric, Practice, Theme

# The words of closed lists, in full so that a catalogue can be made from them.
WORDS = {
    "told": "told",
    "documented": "documented",
    "measured": "measured",
    "evaluated": "evaluated",
    "runs": "runs it",
    "co-runs": "runs it with others",
    "contributes": "contributes to it",
    "hosts": "hosts it",
    "takes part": "takes part in it",
    "worked": "worked",
    "partly": "worked in part",
    "did not": "did not work",
    "supports": "supports",
    "limits": "limits",
    "contradicts": "contradicts",
    "primary": "primary source",
    "secondary": "secondary source",
}
SHOWN = {
    "runs": "shows that it runs",
    "reach": "shows whom it reaches",
    "effect": "shows what it changes",
}
QUALIFIED = {
    "exact": "{number}",
    "about": "about {number}",
    "over": "over {number}",
    "under": "under {number}",
    "planned": "{number} (planned)",
    "expected": "{number} (expected)",
}
SIGNS = {"about": "≈", "over": ">", "under": "<"}  # the same on a chart, where words have no room
UNITS = {"area": "{number} m²", "length": "{number} m", "energy": "{number} kWh/m²"}


def words(base: KnowledgeBase) -> Language:
    """The language that a base is read in."""
    return language(base.language)


def label(item: Theme | Metric, base: KnowledgeBase) -> str:
    """The name of a theme or a metric."""
    return str(getattr(item.label, base.language))


def amount(value: Value, base: KnowledgeBase) -> str:
    """A figure with its unit, currency and qualifier: over 10,000; about NOK 3,400,000; 1988."""
    t, unit = words(base), base.metrics[value.metric].unit
    number = str(value.value) if unit == "year" else t.number(value.value)
    if value.currency:
        number = t("{currency} {number}", currency=value.currency, number=number)
    number = t(UNITS.get(unit, "{number}"), number=number)
    return t(QUALIFIED[value.qualifier], number=number)


def role(practice: Practice, base: KnowledgeBase) -> str:
    """Who runs a practice, where it is not the partner: `run by NTNU; the partner hosts it`."""
    t = words(base)
    if practice.role == "runs":
        return ""
    name = base.partners[practice.partner].name
    return t(
        "run by {organiser}; {partner} {role}",
        organiser=practice.run_by,
        partner=name,
        role=t(WORDS[practice.role]),
    )
