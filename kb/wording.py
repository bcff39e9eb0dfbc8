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
    "worked": "worked",
    "partly": "worked in part",
    "did not": "did not work",
    "supports": "supports",
    "limits": "limits",
    "contradicts": "contradicts",
}
ROLES = {
    "contributes": "this partner contributes",
    "hosts": "this partner hosts it",
    "takes part": "this partner takes part",
}
SHOWN = {"runs": "it runs", "reach": "reach", "effect": "effect"}
QUALIFIED = {
    "exact": "{number}",
    "about": "about {number}",
    "over": "over {number}",
    "under": "under {number}",
    "planned": "{number} planned",
    "expected": "{number} expected",
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
    """Who runs a practice, where it is not the partner alone, and what the partner does in it."""
    t = words(base)
    if not practice.run_by:
        return ""
    run = t("Run by {organiser}", organiser=practice.run_by)
    part = t(ROLES[practice.role]) if practice.role in ROLES else ""
    return t("{run}; {part}", run=run, part=part) if part else run
