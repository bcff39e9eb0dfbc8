"""Narrowing by labels, and the numbers beside them."""

import pytest

from kb.facets import counts, fits

PLANES = ("type:practice", "partner:blue-hall", "theme:flying")
BOATS = ("type:practice", "partner:blue-hall", "theme:swimming")
LESSON = ("type:lesson", "partner:blue-hall", "theme:flying", "certainty:2", "status:identified")


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ((), [PLANES, BOATS, LESSON]),
        (("theme:flying",), [PLANES, LESSON]),
        (("theme:flying", "theme:swimming"), [PLANES, BOATS, LESSON]),
        (("theme:flying", "type:practice"), [PLANES]),
        (("certainty:2", "certainty:3"), [LESSON]),
        (("status:learned",), []),
    ],
)
def test_one_choice_of_each_facet_is_enough(chosen, shown):
    assert [labels for labels in (PLANES, BOATS, LESSON) if fits(labels, chosen)] == shown


def test_a_number_beside_a_choice_is_what_choosing_it_too_would_show():
    found = counts([PLANES, BOATS, LESSON], ["theme:flying"])
    assert (found["theme:flying"], found["theme:swimming"]) == (2, 1)  # its own facet stays open
    assert (found["type:practice"], found["type:lesson"]) == (1, 1)  # others are narrowed by it
    assert found["status:identified"] == 1
