"""A translation repeats its original, text by text."""

import pytest
from conftest import EVIDENCE, LATVIAN

from kb.fields import digest_of_texts

PLANES = "practices/paper-planes.md"


def digest(world):
    return digest_of_texts(world.load().practices["paper-planes"])


def test_a_stale_translation_is_a_warning_that_stops_nothing(world):
    world.write("practices/paper-planes.lv.md", LATVIAN.replace("DIGEST", digest(world)))
    world.change(PLANES, title="Paper jets")
    now = digest(world)
    assert world.check() == [
        "practices/paper-planes.lv.md:2: warning: the texts of paper-planes.md have changed; "
        f"translate anew, then `of: {now}`"
    ]
    assert world.load().practices["paper-planes"].title == "Paper jets"


def test_spaces_at_the_end_of_a_line_change_no_text(world):
    text = (world.data / PLANES).read_text("utf-8")
    seen = set()
    for summary in ("|\n  Everybody\n  folds.", "|\n  Everybody  \n  folds. ", "Everybody folds."):
        world.write(PLANES, text.replace("Everybody folds a plane.", summary))
        seen.add(digest(world))
    assert len(seen) == 1


def test_what_a_stale_translation_lacks_is_a_warning_too(world):
    world.write("practices/paper-planes.lv.md", LATVIAN.replace("DIGEST", digest(world)))
    world.change(PLANES, audience=["pilots"])
    assert [line.partition(": ")[2].partition(";")[0] for line in world.check()] == [
        "warning: audience 1 of paper-planes.md is not translated",
        "warning: the texts of paper-planes.md have changed",
    ]
    assert world.load().practices["paper-planes"].audience == ("pilots",)


def test_a_sentence_that_was_forgotten_is_one_line(world):
    summary = "Everybody folds a plane and flies it the same day."
    world.change(PLANES, summary=summary)
    text = LATVIAN.replace("DIGEST", digest(world)).replace("Katrs saloka lidmašīnu.", summary)
    assert world.write("practices/paper-planes.lv.md", text).check() == [
        "practices/paper-planes.lv.md:5: summary is still in English; translate it"
    ]


@pytest.mark.parametrize(
    ("scopes", "translated", "problem"),
    [
        (["the hall", "the hall"], ["zāle", "zāle"], None),
        (["the hall", "the hall"], ["zāle", "halle"], "values 2 scope is elsewhere 'zāle'; translate it alike"),
        (["the hall", "the room"], ["zāle", "zāle"], "values 2 scope 'zāle' is also 'the hall'; tell them apart"),
    ],
)  # fmt: skip
def test_what_makes_a_series_is_translated_alike(world, scopes, translated, problem):
    figure = {"metric": "visitors", "value": "10", "source": "blue-book"}
    values = [{**figure, "year": f"201{n}", "scope": scope} for n, scope in enumerate(scopes)]
    world.change(PLANES, values=values)
    lines = "".join(f"- scope: {scope}\n" for scope in translated)
    text = LATVIAN.replace("DIGEST", digest(world)).replace("---\n##", f"values:\n{lines}---\n##")
    found = world.write("practices/paper-planes.lv.md", text).check()
    assert [line.split(": ", 1)[1] for line in found] == ([problem] if problem else [])


def test_a_broken_original_is_no_missing_one(world):
    world.write("practices/paper-planes.lv.md", LATVIAN.replace("DIGEST", digest(world)))
    assert world.change(PLANES, role="run").check() == [
        f"{PLANES}:8: role 'run' is not known; did you mean 'runs'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("", "", []),
        ("summary: Katrs saloka lidmašīnu.\n", "", ["2: summary of paper-planes.md is not translated; add it"]),
        ("title:", "role: rīko\ntitle:", ["4: role is no text of paper-planes.md; delete it"]),
        ("## Rezultāti", "## Results", ["9: heading 'Results' is not that of paper-planes.md; write `## Rezultāti`"]),
        ("[@blue-book].", "[@blue-book].\n\n## Resursi", ["13: heading 'Resursi' is not that of paper-planes.md; delete it"]),
        ("of: DIGEST", "of: none", ["2: of 'none' is no digest; write `of: 2cabf8960d12cc53`"]),
        ("translated_by: machine\n", "", ["2: key 'translated_by' is missing; add a line `translated_by: ...`"]),
        ("Papīra lidmašīnas", "''", ["4: title is empty; write a text"]),
        ("Papīra lidmašīnas", "\u200b", ["4: title is empty; write a text"]),
        ("Papīra lidmašīnas", "x" * 101, ["4: title is too long; cut it to 100 characters"]),
        ("Papīra lidmašīnas", "1.10", ["4: 1.10 means a number to other programs; put it in quotes"]),
        ("  - says: Tā lidoja.", "  says: Tā lidoja.", ["6: evidence has another form than in paper-planes.md; write it as there"]),
        ("\n  - says: Tā lidoja.", " Tā lidoja.", ["6: evidence has another form than in paper-planes.md; write it as there"]),
        ("Papīra lidmašīnas", "[a, b]", ["4: title has another form than in paper-planes.md; write it as there"]),
        ("translated_by", "translated_bi", ["3: unknown key 'translated_bi'; did you mean 'translated_by'?"]),
        ("of:", "off:", ["2: unknown key 'off'; did you mean 'of'?"]),
        ("title:", "TITLE:", ["4: unknown key 'TITLE'; did you mean 'title'?"]),
        ("summary:", "sumary:", ["5: unknown key 'sumary'; did you mean 'summary'?"]),
        ("- says:", "- sais:", ["7: unknown key 'sais'; did you mean 'says'?"]),
        ("evidence:", "evidnce:", ["6: unknown key 'evidnce'; did you mean 'evidence'?"]),
        ("evidence:\n  - says: Tā lidoja.\n", "", ["2: evidence 1 says of paper-planes.md is not translated; add it"]),
        ("  - says: Tā lidoja.", "  - says: Tā lidoja.\n  - says: Vēl.\n  - says: Vēl.", ["6: evidence holds 3, in paper-planes.md it holds 1; translate each, in the same order"]),
        ("[@blue-book]", "[@red-news]", ["11: the paragraph cites red-news, in paper-planes.md it cites blue-book; cite the same in the same order"]),
        (" [@blue-book]", "", ["11: the paragraph cites nothing, in paper-planes.md it cites blue-book; cite the same in the same order"]),
        ("[@blue-book]", "[@blue-book; @red-news]", ["11: the paragraph cites blue-book, red-news, in paper-planes.md it cites blue-book; cite the same in the same order"]),
        ("lidoja [@blue-book].", "[@blue-book].\n\nLidoja [@blue-book].", ["9: body 1 paragraphs holds 2, in paper-planes.md it holds 1; translate each, in the same order"]),
        ("Tās lidoja [@blue-book].", "Tās.\n\nLidoja [@blue-book].", ["9: body 1 paragraphs holds 2, in paper-planes.md it holds 1; translate each, in the same order"]),
        ("[@blue-book].", "[@blue-book].\n\n## Resursi\n\nVēl [@red-news].", ["13: heading 'Resursi' is not that of paper-planes.md; delete it"]),
    ],
)  # fmt: skip
def test_a_translation_mirrors_its_original(world, old, new, problems):
    path = "practices/paper-planes.lv.md"
    text = (LATVIAN.replace(old, new) if old else LATVIAN).replace("DIGEST", digest(world))
    found = world.write(path, text).check()
    assert [line.removeprefix(f"{path}:") for line in found] == problems


def test_a_list_of_another_length_is_one_line(world):
    evidence = [{**EVIDENCE, "says": f"It flew {n} times."} for n in range(3)]
    world.change(PLANES, evidence=evidence, audience=["pilots", "crews"])
    path = "practices/paper-planes.lv.md"
    assert world.write(path, LATVIAN.replace("DIGEST", digest(world))).check() == [
        f"{path}:2: audience of paper-planes.md is not translated; add it",
        f"{path}:6: evidence holds 1, in paper-planes.md it holds 3; translate each, in the same order",
    ]


def test_an_entry_without_a_text_is_counted_too(world):
    figure = {"metric": "visitors", "value": "10", "source": "blue-book"}
    scopes = ({"scope": "the hall"}, {}, {"scope": "the room"})
    world.change(PLANES, values=[{**figure, "year": f"201{n}", **x} for n, x in enumerate(scopes)])
    path = "practices/paper-planes.lv.md"
    text = LATVIAN.replace("DIGEST", digest(world))
    lines = "values:\n- scope: zāle\n- {}\n- scope: telpa\n"
    assert world.write(path, text.replace("---\n##", f"{lines}---\n##")).check() == []
    shorter = lines.replace("- {}\n", "")
    assert world.write(path, text.replace("---\n##", f"{shorter}---\n##")).check() == [
        f"{path}:8: values holds 2, in paper-planes.md it holds 3; translate each, in the same order"
    ]
    other = lines.replace("- {}", "- scope: laukums")
    assert world.write(path, text.replace("---\n##", f"{other}---\n##")).check() == [
        f"{path}:10: values 2 is no text of paper-planes.md; delete it"
    ]


def test_pages_and_places_of_citations_may_differ_but_not_their_order(world):
    two = "## Results\n\nThey flew [@blue-book, p. 3; @red-news].\n"
    world.change(PLANES, body=two)
    text = LATVIAN.replace("DIGEST", digest(world))
    path = "practices/paper-planes.lv.md"
    same, other = "[@blue-book, 3. lpp.; @red-news]", "[@red-news; @blue-book]"
    assert world.write(path, text.replace("[@blue-book]", same)).check() == []
    assert world.write(path, text.replace("[@blue-book]", other)).check() == [
        f"{path}:11: the paragraph cites red-news, blue-book, in paper-planes.md it cites "
        "blue-book, red-news; cite the same in the same order"
    ]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("practices/paper-planes.fr.md", "1: no translation into 'fr' is read; translations are only called paper-planes.lv.md, so rename or move this file"),
        ("practices/paper-planes.old.lv.md", "1: the translation must be called paper-planes.lv.md; rename this file, or move it out of the data folder"),
        ("lessons/paper-planes.lv.md", "2: paper-planes.md stands in data/practices/; move its translation there"),
        ("practices/con.lv.md", "2: id 'con' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"),
        ("practices/CON.lv.md", "2: id 'CON' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"),
    ],
)  # fmt: skip
def test_a_translation_in_a_wrong_place_is_one_line(world, path, problem):
    assert world.write(path, LATVIAN.replace("DIGEST", digest(world))).check() == [
        f"{path}:{problem}"
    ]


def test_every_kind_of_value_of_an_original_leaves_its_translation_sound(world):
    figure = {
        "metric": "visitors",
        "value": "10",
        "year": "2018~",
        "source": "blue-book",
        "scope": "s",
    }
    evidence = [{**EVIDENCE, "seal": f"{'0' * 16}:4", "added": "2026-01-02"}]
    world.change(PLANES, period="2012/..", values=[figure], evidence=evidence)
    text = LATVIAN.replace("DIGEST", digest(world)).replace(
        "---\n##", "values:\n  - scope: s\n---\n##"
    )
    assert world.write("practices/paper-planes.lv.md", text).check() == []


def test_a_translation_needs_an_original(world):
    world.write("practices/paper-plane.lv.md", LATVIAN.replace("DIGEST", "0" * 16))
    assert world.check() == [
        "practices/paper-plane.lv.md:2: the original paper-plane.md is missing; did you mean 'paper-planes'?"
    ]  # fmt: skip
