"""What people, editors and enemies do to files: each is one line, and nothing is passed over."""

import os
import socket
import sys
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import DOCUMENTS, VOCABULARIES, World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kb
from kb.problem import Problem

PLANES = "practices/paper-planes.md"
FIGURE = {"metric": "visitors", "value": "10", "year": "2018", "source": "blue-book"}


def test_each_kind_of_reference_that_leads_nowhere_is_one_line(world):
    world.change(
        PLANES, partner="a-hall", themes=["a-theme"], values=[{**FIGURE, "metric": "a-metric"}]
    )
    world.change("lessons/fold-first.md", practices=["a-practice"], exchange="an-exchange")
    world.change("decisions/fold-it.md", **{
        "added": "2026-02-01", "lessons": ["a-lesson"], "verdict": "trial", "reason": "R", "owner": "O",
        "date": "2026-02-01", "supersedes": "a-decision",
    })  # fmt: skip
    world.change("exchanges/an-evening.md", **{
        "added": "2026-02-01", "title": "T", "hosts": ["blue-hall"], "guests": ["home-hall"],
        "date": "unknown", "source": "a-source", "themes": ["flying"], "project": "a-project",
    })  # fmt: skip
    messages = [line.split(": ", 1)[1].partition(";")[0] for line in world.check()]
    assert messages == [
        "lesson 'a-lesson' has no file data/lessons/a-lesson.md",
        "decision 'a-decision' has no file data/decisions/a-decision.md",
        "source 'a-source' is not in data/sources.yaml",
        "project 'a-project' has no file data/projects/a-project.md",
        "practice 'a-practice' has no file data/practices/a-practice.md",
        "exchange 'an-exchange' has no file data/exchanges/an-exchange.md",
        "partner 'a-hall' has no file data/partners/a-hall.md",
        "theme 'a-theme' is not in data/themes.yaml",
        "metric 'a-metric' is not in data/metrics.yaml",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Paper planes", "title:", "4: title has no value; write one"),
        ("title: Paper planes", "title: ~", "4: title has no value; write one"),
        ("title: Paper planes", "title: no", "4: no means false to other programs; put it in quotes"),
        ("title: Paper planes", "title: 1.10", "4: 1.10 means a number to other programs; put it in quotes"),
        ("title: Paper planes", "title: 2026-01-01", "4: 2026-01-01 means a date to other programs; put it in quotes"),
        ("title: Paper planes", "title: &a Paper planes", "4: '&a' is no plain text; write it out, or quote it"),
        ("title: Paper planes", "title: *a", "4: '*a' is no plain text; write it out, or quote it"),
        ("title: Paper planes", "title: !!str Paper", "4: '!!str' is a YAML tag; delete it, or quote the text"),
        ("title: Paper planes", "title: !python/object x", "4: '!python/object' is a YAML tag; delete it, or quote the text"),
        ("title: Paper planes", "title:\t\tPaper planes\n\tx: y", "4: a tab stands here; write spaces in its place"),
        ("title: Paper planes", "title: Paper\tplanes", "4: a tab stands here; write spaces in its place"),
        ("They flew", "They\tflew", "17: a tab stands here; write spaces in its place"),
        ("title: Paper planes", "title: 'Paper planes", "4: a quote that begins here is never closed; close it"),
        ("title: Paper planes", "title: Paper\x07 planes", "4: an invisible control character (U+0007) stands here; delete it"),
        ("title: Paper planes", r'title: "Paper\x07 planes"', "4: an invisible control character (U+0007) stands here; delete it"),
        ("title: Paper planes", r'title: "a\0b"', "4: an invisible control character (U+0000) stands here; delete it"),
        ("title: Paper planes", r'title: "a\u2028b"', "4: an invisible control character (U+2028) stands here; delete it"),
        ("title: Paper planes", r'title: "a\u202eb"', "4: an invisible control character (U+202E) stands here; delete it"),
        ("title: Paper planes", "title: a\u202eb", "4: an invisible control character (U+202E) stands here; delete it"),
        ("title: Paper planes", r'title: "a\rb"', "4: an invisible control character (U+000D) stands here; delete it"),
        ("title: Paper planes", r'title: "\u200b"', "4: title is empty; write a text"),
        ("title: Paper planes", r'title: "a\qb"', "4: a backslash stands in double quotes; write single quotes, or two backslashes"),
        ("title: Paper planes", r'title: "\ud800"', "4: a backslash stands in double quotes; write single quotes, or two backslashes"),
        ("title: Paper planes", "title: “Paper planes”", "4: a text in curly quotes; write straight ones, or put straight ones around it"),
        ("title: Paper planes", "title: “Paper planes\"", "4: a text in curly quotes; write straight ones, or put straight ones around it"),
        ("title: Paper planes", "“title”: Paper planes", "4: unknown key '“title”'; did you mean 'title'?"),
        ("title: Paper planes", "Title: Paper planes", "4: unknown key 'Title'; did you mean 'title'?"),
        ("added: '2026-01-02'", "added: “2026-01-02”", "2: added '“2026-01-02”' is not a full date; write year, month and day as 2019-04-30"),
        ("title: Paper planes", "title: Paper planes #1 of all", "4: '#1 of all' is a comment here; quote the text, or put a space behind the #"),
        ("title: Paper planes", "title: Pap\ufffdr planes", "4: a letter was lost where \ufffd stands; write it anew"),
        ("- flying", "- flying\n- flying", "8: 'flying' stands twice in themes; keep one of the two"),
        ("evidence:\n- source", "evidence:\n  source", "9: evidence must be a list; begin each of its entries with `- `"),
        ("shows: reach", "shows: reach\n  seal: {digest: a, words: x}", "14: evidence 1 seal {'digest': 'a', 'words': 'x'} is not a seal; paste the line that `kb seal` prints"),
        ("shows: reach", "shows: reach\n  seal: 0123456789abcdef:٣", "14: evidence 1 seal '0123456789abcdef:٣' is not a seal; paste the line that `kb seal` prints"),
        ("role: runs", "role: runs\ndraft: [true]", "9: draft ['true'] is neither true nor false; write one of them"),
        ("added: '2026-01-02'", "added: [a]", "2: added ['a'] is not a full date; write year, month and day as 2019-04-30"),
        ("role: runs", "role: runs\nperiod: ２０１９", "9: period '２０１９' is not a date; write 2019, 2019-04 or 2019-04-30"),
        ("They flew ", "", "17: the paragraph only cites; write what the source says"),
        ("[@blue-book]", "[@blue-book, @red-news]", "17: a citation has another form; write [@one], or [@one, p. 3; @two]"),
        ("[@blue-book]", "[@blue-book; red-news]", "17: a citation has another form; write [@one], or [@one, p. 3; @two]"),
        ("[@blue-book]", "[@blue-book; ]", "17: a citation has another form; write [@one], or [@one, p. 3; @two]"),
        ("role: runs", "role: " + "x" * 3000, "8: role '" + "x" * 59 + "...' is not known; it can be co-runs, contributes, hosts, runs, takes part"),
        ("title: Paper planes", "title: “Paper: planes”", "4: a colon stands in this text; put the text in quotes"),
        ("title: Paper planes", "title:Paper planes", "4: no colon and space follow the key here; write `key: value`"),
        ("role: runs", "role:runs", "8: no colon and space follow the key here; write `key: value`"),
        ("role: runs", "role runs", "8: no colon and space follow the key here; write `key: value`"),
        ("themes:\n- flying", "themes: [flying", "6: a comma or bracket is missing at the end of this line; add it"),
        ("- source: blue-book", "- {source: blue-book", "10: a comma or bracket is missing at the end of this line; add it"),
        ("- source: blue-book\n  says: It flew.", "- {source: blue-book,\n   says: It flew.\n   stance: supports}", "11: a comma or bracket is missing at the end of this line; add it"),
        ("- source: blue-book\n  says: It flew.", "- {source: blue-book,\n   says: a: b}\n", "11: a colon stands in this text; put the text in quotes"),
        ("role: runs", "role: [runs", "8: a comma or bracket is missing at the end of this line; add it"),
        ("role: runs", "<<<<<<< HEAD\nrole: runs\n=======\nrole: hosts\n>>>>>>> theirs", "8: two versions stand here since a merge; keep one, and delete the lines of marks"),
        ("They flew", "They flew\n=======\nThey sailed", "18: two versions stand here since a merge; keep one, and delete the lines of marks"),
        ("They flew", "They\x00 flew", "17: an invisible control character (U+0000) stands here; delete it"),
        ("title: Paper planes", "title: " + "[" * 3000 + "]" * 3000, "4: more than 20 levels deep; write it flatter"),
        ("title: Paper planes", "\n".join(" " * n + "a:" for n in range(1000)), "24: more than 20 levels deep; write it flatter"),
    ],
)  # fmt: skip
def test_a_hostile_line_is_one_line(world, old, new, problem):
    text = (world.data / PLANES).read_text("utf-8")
    assert old in text
    found = world.write(PLANES, text.replace(old, new)).check()
    assert found == [f"{PLANES}:{problem}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: runs", "role: runs # as they say"),
        ("role: runs", "# as they say\nrole: runs"),
        ("title: Paper planes", "title: 'Paper planes #1'"),
        ("title: Paper planes", "title: Paper#1"),
        ("title: Paper planes", "title: '“Paper planes”'"),
        ("title: Paper planes", "title: The “paper” planes"),
        ("title: Paper planes", "title: Paper\n  planes"),
        ("title: Paper planes", "title : Paper planes"),
        ("summary: Everybody folds a plane.", "summary: >\n  Everybody\n  folds."),
        ("summary: Everybody folds a plane.", "summary: |\n  Everybody\n  folds."),
        ("themes:\n- flying", "themes: [flying,  swimming]"),
        ("role: runs", "role: >\n  runs"),
        ("kind: measured", "kind: |\n    measured\n"),
        ("---\n", "---  \n"),
        ("[@blue-book].", "[@blue-book,\np. 3; @red-news]."),
        ("They flew [@blue-book].", "They flew. [@blue-book]"),
    ],
)
def test_what_can_be_read_in_one_way_only_is_sound(world, old, new):
    text = (world.data / PLANES).read_text("utf-8")
    assert old in text
    assert world.write(PLANES, text.replace(old, new)).check() == []


@pytest.mark.parametrize(
    ("path", "content", "problems"),
    [
        ("sources.yaml", "references:\n- blue-book\n", ["2: what stands here must be `key: value` lines; write one key a line"]),
        ("sources.yaml", "references:\n-\n", ["2: what stands here has no value; write one or delete the line"]),
        ("sources.yaml", "reference:\n- id: x\n", ["1: unknown key 'reference'; everything stands under 'references'"]),
        ("sources.yaml", "references:\n", ["1: no list under 'references'; begin with `references:`"]),
        ("sources.yaml", "", ["1: no list under 'references'; begin with `references:`"]),
        ("base.yaml", "- a\n", ["1: what stands here must be `key: value` lines; write one key a line"]),
        ("base.yaml", "", ["1: the file is empty; data/README.md says what it holds"]),
        ("base.yaml", "format: 1\ntitle:\n  en: no\n  lv: “Nē”\nours: home-hall\n", [
            "3: no means false to other programs; put it in quotes",
            "4: a text in curly quotes; write straight ones, or put straight ones around it",
        ]),
        ("base.yaml", "format: 1\ntitle: {en: A, lv: [B]}\nours: home-hall\n", ["2: title lv must be one text; write `lv: ...` on one line"]),
        ("themes.yaml", "themes:\n- {id: Flying, label: {en: A, lv: B}, definition: {en: A, lv: B}}\n", ["2: id 'Flying' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"]),
        ("exchanges", "x", ["1: is no folder; put the records into a folder of this name"]),
        ("practices/a\nb.md", "---\na: b\n---\n", ["2: id 'a\\nb' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"]),
        ("practices/old/more.md", "x", ["1: no records are read in a folder here; move its files up to practices/"]),
        ("practices/paper-planes (1).md", "---\na: b\n---\n", ["2: id 'paper-planes (1)' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"]),
        ("practices/papi\u0304ra.md", "---\na: b\n---\n", ["2: id 'papi\u0304ra' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"]),
        ("practices/Paper-Planes.md", "---\na: b\n---\n", ["2: id 'Paper-Planes' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"]),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_one_line(world, path, content, problems):
    found = world.write(path, content).check()
    shown = path.removesuffix("/more.md").replace("\n", "\\n")
    assert found == [f"{shown}:{problem}" for problem in problems]


def test_a_second_document_in_a_file_is_one_line(world):
    text = (world.data / "themes.yaml").read_text("utf-8")
    lines = text.count("\n")
    assert world.write("themes.yaml", f"{text}---\na: b\n").check() == [
        f"themes.yaml:{lines + 1}: a second document begins here; delete the line ---"
    ]


def test_quoted_texts_are_texts(world):
    text = (world.data / PLANES).read_text("utf-8")
    for title in ("'no'", '"1.10"', "'&a'", "'*a'", "a & b", "3 planes", "no planes"):
        assert world.write(PLANES, text.replace("Paper planes", title)).check() == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"---\ntitle: caf\xe9\n---\n", "2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\xff\xfe-\x00-\x00", "1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"---\n" + b"x" * (50 * 2**20), "1: 50 MB are no record; keep a file under 4 MB"),
    ],
)
def test_what_is_no_text_is_one_line(world, content, problem):
    (world.data / PLANES).write_bytes(content)
    assert world.check() == [f"{PLANES}:{problem}"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_that_leaves_the_data_folder_is_one_line(world, tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text((world.data / PLANES).read_text())
    (world.data / PLANES).unlink()
    (world.data / PLANES).symlink_to(outside)
    message = "a link that leads out of the data folder; copy the file here"
    assert world.check() == [f"{PLANES}:1: {message}"]


@pytest.mark.parametrize("name", ["con", "aux", "nul", "lpt1", "com9"])
def test_a_device_name_of_windows_is_no_id(world, name):
    world.records[f"practices/{name}.md"] = DOCUMENTS[PLANES]
    world.save(f"practices/{name}.md")
    rule = "use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"
    assert world.check() == [f"practices/{name}.md:2: id {name!r} is not allowed; {rule}"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"value": "-5"}, "-5 visitors are fewer than none; check the sign"),
        ({"value": "NaN"}, "values 1 value 'NaN' is not a number; write digits, as 1500 or 35.96"),
        ({"value": "1" * 19}, "values 1 value has more than 18 digits; round it"),
        ({"value": "1" * 5000}, "values 1 value has more than 18 digits; round it"),
        ({"value": "1" * 15}, "values 1 value has more than 14 digits before the point; round it"),
        ({"value": "0.12345"}, "values 1 value has more than 4 decimal places; round it"),
        ({"value": ["1"]}, "values 1 value ['1'] is not a number; write digits, as 1500 or 35.96"),
        ({"value": "1,500"}, "values 1 value '1,500' is not a number; write 1500, or 1.5000 if these are decimals"),
        ({"value": "14.000"}, "values 1 value '14.000' can be read in two ways; write 14000, or 14.0000 if these are decimals"),
        ({"value": "-1.509"}, "values 1 value '-1.509' can be read in two ways; write -1509, or -1.5090 if these are decimals"),
        ({"value": "1.234.567"}, "values 1 value '1.234.567' is not a number; write 1234567"),
        ({"value": "14 000"}, "values 1 value '14 000' is not a number; write 14000"),
        ({"value": "14\u00a0000"}, "values 1 value '14 000' (with a no-break space) is not a number; write 14000"),
        ({"value": "<2000"}, "values 1 value '<2000' is not a number; write `qualifier: under` and 2000"),
        ({"value": "~ 2000"}, "values 1 value '~ 2000' is not a number; write `qualifier: about` and 2000"),
        ({"value": "10,5"}, "values 1 value '10,5' is not a number; write 10.5"),
        ({"value": "10.5"}, "10.5 visitors are no whole number; write one without a point"),
        ({"value": "0.125"}, "0.125 visitors are no whole number; write one without a point"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_one_line(world, fields, problem):
    found = world.change("partners/blue-hall.md", values=[{**FIGURE, **fields}]).check()
    assert [line.split(": ", 1)[1] for line in found] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"value": "-5"}, "10: -5 visitors are fewer than none; check the sign"),
        ({"value": "2.5"}, "10: 2.5 visitors are no whole number; write one without a point"),
        ({"currency": "EUR"}, "13: metric 'visitors' is not money; delete the currency"),
    ],
)
def test_what_is_wrong_with_a_figure_is_told_at_its_own_line(world, fields, problem):
    found = world.change("partners/blue-hall.md", values=[{**FIGURE, **fields}]).check()
    assert found == [f"partners/blue-hall.md:{problem}"]


@pytest.mark.parametrize(
    "text",
    ["1e3", "1_000", "010", "+5", ".5", "0x10", "1.", "0b1", "１０", "٣", "1e400", "Infinity", "--5", "5%", "1;5", "twelve"],
)  # fmt: skip
def test_a_number_is_typed_in_digits_alone(world, text):
    themes, metrics = (
        deepcopy(VOCABULARIES[f"{name}.yaml"][name]) for name in ("themes", "metrics")
    )
    metrics[0]["unit"] = "share"
    themes[0]["half_life_months"] = text
    world.change("themes.yaml", themes=themes).change("metrics.yaml", metrics=metrics)
    world.change("base.yaml", format=text)
    world.change("partners/blue-hall.md", values=[{**FIGURE, "value": text}])
    world.change("projects/to-fly.md", added="2026-02-01", title="T", programme="P", period="2020", source="blue-book",
                 funding=[{"by": "B", "amount": text, "source": "blue-book"}])  # fmt: skip
    world.change("exchanges/a-visit.md", added="2026-02-01", title="T", hosts=["blue-hall"], date="2020", source="blue-book",
                 themes=["flying"], participants=[{"role": "R", "number": text}])  # fmt: skip
    assert [line.split(": ", 1)[1] for line in world.check()] == [
        f"format {text!r} is not a whole number; write digits alone",
        f"participants 1 number {text!r} is not a whole number; write digits alone",
        f"values 1 value {text!r} is not a number; write digits, as 1500 or 35.96",
        f"funding 1 amount {text!r} is not a number; write digits, as 1500 or 35.96",
        f"half_life_months {text!r} is not a whole number; write digits alone",
    ]


@pytest.mark.parametrize(
    "text", ["0", "7", "1500", "35.96", "0.5", "0.125", "1.5090", "10000000000000"]
)
def test_plain_digits_are_a_number(world, text):
    metrics = [{**metric, "unit": "share"} for metric in VOCABULARIES["metrics.yaml"]["metrics"]]
    world.change("metrics.yaml", metrics=metrics)
    assert world.change("partners/blue-hall.md", values=[{**FIGURE, "value": text}]).check() == []


@pytest.mark.parametrize(
    ("months", "problem"),
    [
        ("-3", "half_life_months -3 is too low; the lowest is 1"),
        ("0", "half_life_months 0 is too low; the lowest is 1"),
        ("1201", "half_life_months 1201 is too high; the highest is 1200"),
        ("9" * 5000, "half_life_months has too many digits; check it"),
        ("", "half_life_months '' is not a whole number; write digits alone"),
    ],
)
def test_a_half_life_is_one_to_1200_months(world, months, problem):
    themes = deepcopy(VOCABULARIES["themes.yaml"]["themes"])
    themes[0]["half_life_months"] = months
    assert world.change("themes.yaml", themes=themes).check() == [f"themes.yaml:9: {problem}"]


EMPTY = [
    "",
    " ",
    "\u00a0",
    "\u200b\u200b",
    "\u00ad",
    "\u2060",
    "\u3164",
    "\u2800",
    "\u180e",
    "\u034f",
    "\ufe0f",
    "\U000e0020",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_text_that_nobody_can_see_is_empty(world, text):
    empty = f"'{text}'"
    planes = (
        (world.data / PLANES).read_text("utf-8").replace("title: Paper planes", f"title: {empty}")
    )
    hall = (
        (world.data / "partners/home-hall.md")
        .read_text("utf-8")
        .replace("native_name: X", f"native_name: {empty}")
    )
    world.write(PLANES, planes).write("partners/home-hall.md", hall)
    assert world.check() == [
        "partners/home-hall.md:3: native_name is empty; write a text",
        f"{PLANES}:4: title is empty; write a text",
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"language": "LV"}, "18: language 'LV' has the wrong form; write two small letters, as lv"),
        ({"language": "lav"}, "18: language 'lav' has the wrong form; write two small letters, as lv"),
        ({"URL": "www.red.example"}, "18: URL 'www.red.example' has the wrong form; begin it with https:// and leave out spaces"),
        ({"URL": "https://red.example/a b"}, "18: URL 'https://red.example/a b' has the wrong form; begin it with https:// and leave out spaces"),
        ({"author": [{"given": "G"}]}, "11: an author without a name; add `family: ...` or `literal: ...`"),
        ({"author": [{"literal": "G"}, {"family": "F"}]}, None),
        ({"archive": None}, "11: nobody can find this source; add `URL: ...` or `archive: ...`"),
        ({"archive": None, "URL": "https://red.example"}, None),
    ],
)  # fmt: skip
def test_a_mistake_in_a_source_is_one_line(world, fields, problem):
    first, second = VOCABULARIES["sources.yaml"]["references"]
    source = {key: value for key, value in {**second, **fields}.items() if value is not None}
    found = world.change("sources.yaml", references=[first, source]).check()
    assert [line.split(": ", 1)[1] for line in found] == (
        [problem.split(": ", 1)[1]] if problem else []
    )


def test_a_currency_is_three_capitals(world):
    for currency in ("eur", "€", "EURO", "Eur"):
        figure = {**FIGURE, "metric": "budget", "currency": currency}
        assert world.change("partners/blue-hall.md", values=[figure]).check() == [
            f"partners/blue-hall.md:13: values 1 currency {currency!r} has the wrong form; write three capitals, as EUR"
        ]


def test_circles_are_named_at_each_of_their_records(world):
    themes = VOCABULARIES["themes.yaml"]["themes"]
    circle = [{**themes[0], "broader": "swimming"}, {**themes[1], "broader": "flying"}]
    assert world.change("themes.yaml", themes=circle).check() == [
        "themes.yaml:9: theme 'flying' is broader than itself; break the circle",
        "themes.yaml:17: theme 'swimming' is broader than itself; break the circle",
    ]
    decision = {"added": "2026-02-01", "lessons": ["fold-first"], "verdict": "trial", "reason": "R",
                "owner": "O", "date": "2026-02-01"}  # fmt: skip
    world.change("themes.yaml", themes=themes)
    world.change("decisions/first.md", **decision, supersedes="second")
    world.change("decisions/second.md", **decision, supersedes="first")
    assert [line.split(": ", 1)[1] for line in world.check()] == [
        "decision 'first' supersedes itself; break the circle",
        "decision 'second' supersedes itself; break the circle",
    ]


def test_a_decision_supersedes_no_later_one(world):
    decision = {"added": "2026-02-02", "lessons": ["fold-first"], "verdict": "trial", "reason": "R",
                "owner": "O", "date": "2026-02-02"}  # fmt: skip
    world.change("decisions/first.md", **{**decision, "date": "2026-02-01"}, supersedes="second")
    world.change("decisions/second.md", **decision)
    assert world.check() == [
        "decisions/first.md:9: it supersedes 'second' of a later day, 2026-02-02; correct one of the "
        "dates, or let that one supersede it"
    ]


def test_a_newer_format_names_the_way_out(world):
    world.change("base.yaml", format=2)
    assert world.check() == [
        "base.yaml:1: format 2 is newer than what this program reads; install the newer kb (there, "
        "`kb upgrade` brings older folders to its format)"
    ]


@st.composite
def damaged(draw):
    """A valid file of the invented world with a few random changes."""
    path = draw(st.sampled_from([*DOCUMENTS, *VOCABULARIES]))
    changes = draw(
        st.lists(
            st.tuples(st.integers(0, 2**16), st.integers(0, 40), PIECES), min_size=1, max_size=4
        )
    )
    return path, changes


PIECES = st.one_of(
    st.sampled_from(["---\n", "- ", ": ", "[", "{", "}", "\t", "'", '"', "&a ", "*a", "!!int ", "#", "|\n", "\n", "\0", "%", "@", "~", "null", "\ufeff", "\r", "\u2028", "[@x]", "## X\n"]),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_no_damage_gives_anything_but_problems(tmp_path_factory, damage):
    path, changes = damage
    world = World(tmp_path_factory.mktemp("damaged"))
    file = world.data / path
    text = file.read_text("utf-8")
    for where, length, piece in changes:
        start = where % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    base, problems = kb.check(world.data)
    assert all(isinstance(problem, Problem) and problem.line >= 1 for problem in problems)
    assert all(len(str(p).splitlines()) == 1 and "; " in p.message for p in problems)
    assert not [p.message for p in problems if p.message.endswith("; see data/README.md")]
    assert base is not None or problems
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + 2
    assert all(problem.line <= lines for problem in problems if problem.path == file)


QUOTE = "a quote that begins here is never closed; close it, or indent the lines below it"


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: Paper planes\nsummary: Everybody folds a plane.", "title: 'Paper planes\nsummary: 'Everybody folds a plane.'", 4),
        ("title: Paper planes\nsummary: Everybody folds a plane.", "title: 'Paper planes\nsummary: Everybody folds a plane.'", 4),
        ("title: Paper planes\nsummary: Everybody folds a plane.", "title: 'Paper planes\nsummary: It's folded.", 4),
        ("says: It flew.\n  kind: measured", "says: 'It flew.\n  kind: 'measured'", 11),
        ("says: It flew.\n  kind: measured", "says: 'It flew.\n  kind: measured'", 11),
        ("themes:\n- flying\nrole: runs", "themes: ['flying]\nrole: 'runs'", 6),
        ("- flying\nrole: runs", "- 'flying\nrole: runs'", 7),
    ],
)  # fmt: skip
def test_an_unclosed_quote_is_named_where_it_begins(world, quote, old, new, line):
    text = (world.data / PLANES).read_text("utf-8")
    assert old in text
    found = world.write(PLANES, text.replace(old, new.replace("'", quote))).check()
    assert found == [f"{PLANES}:{line}: {QUOTE}"]


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_text_may_go_on_where_it_is_indented(world, quote):
    text = (world.data / PLANES).read_text("utf-8")
    text = text.replace("Everybody folds a plane.", f"{quote}Everybody folds\n\n  a plane.{quote}")
    text = text.replace("says: It flew.", f"says: {quote}It\n    flew.{quote}")
    assert (
        world.write(PLANES, text.replace("- flying", f"- {quote}flying\n  {quote}")).check() == []
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["partners", "practices", "lessons"])
def test_a_linked_folder_that_leaves_the_data_folder_is_one_line(world, tmp_path, name):
    (world.data / name).rename(tmp_path / "outside")
    (world.data / name).symlink_to(tmp_path / "outside")
    message = "a link that leads out of the data folder; copy the folder here"
    assert world.check() == [f"{name}:1: {message}"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")
@pytest.mark.parametrize("path", [PLANES, "practices/more.lv.md", "themes.yaml"])
@pytest.mark.parametrize("kind", ["fifo", "socket", "folder"])
def test_what_is_no_plain_file_is_one_line_and_does_not_hang(world, path, kind, monkeypatch):
    file = world.data / path
    file.unlink(missing_ok=True)
    monkeypatch.chdir(file.parent)  # the address of a socket must be short
    if kind == "socket":
        socket.socket(socket.AF_UNIX).bind(file.name)
    else:
        os.mkfifo(file.name) if kind == "fifo" else file.mkdir()
    assert world.check()[-1] == f"{path}:1: is no plain file; put a text file in its place"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("nowhere.md", "a link that leads nowhere; delete it, or mend where it leads"),
        ("paper-planes.md", "cannot be read (Too many levels of symbolic links); check the file and its rights"),
        ("/dev/zero", "a link that leads out of the data folder; copy the file here"),
    ],
)  # fmt: skip
def test_a_link_to_nothing_is_one_line(world, target, message):
    (world.data / PLANES).unlink()
    (world.data / PLANES).symlink_to(target)
    assert world.check() == [f"{PLANES}:1: {message}"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others on Windows")
@pytest.mark.parametrize("path", ["metrics.yaml", PLANES, "practices"])
def test_rights_that_are_missing_are_one_line(path):
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        world = World(Path(folder))
        (world.data / path).chmod(0)
        with nobody():
            found = [line for line in world.check() if line.startswith(f"{path}:")]
        (world.data / path).chmod(0o755)
    assert found == [f"{path}:1: cannot be read (Permission denied); check the file and its rights"]


@contextmanager
def nobody():
    """Root may read everything, so it steps aside for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
