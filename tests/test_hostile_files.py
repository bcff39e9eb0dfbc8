"""What people, editors and enemies do to files: each is one line, and nothing is passed over."""

import os
import sys

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
        "date": "unknown", "source": "a-source", "themes": [], "project": "a-project",
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
        ("title: Paper planes", "title:", "4: title has no value; write one or delete the line"),
        ("title: Paper planes", "title: ~", "4: title has no value; write one or delete the line"),
        ("title: Paper planes", "title: no", "4: no is no text to other programs; put it in quotes"),
        ("title: Paper planes", "title: 1.10", "4: 1.10 is no text to other programs; put it in quotes"),
        ("title: Paper planes", "title: 2026-01-01", "4: 2026-01-01 is no text to other programs; put it in quotes"),
        ("title: Paper planes", "title: &a Paper planes", "4: '&a' is no plain text; write it out, or quote it"),
        ("title: Paper planes", "title: *a", "4: '*a' is no plain text; write it out, or quote it"),
        ("title: Paper planes", "title: !!str Paper", "4: 'tag:yaml.org,2002:str' is a YAML tag; delete it, or quote the text"),
        ("title: Paper planes", "title: !python/object x", "4: '!python/object' is a YAML tag; delete it, or quote the text"),
        ("title: Paper planes", "title:\t\tPaper planes\n\tx: y", "5: broken YAML: a tab stands here; write spaces in its place"),
        ("title: Paper planes", "title: 'Paper planes", "4: broken YAML: a quote that begins here is never closed; close it"),
        ("title: Paper planes", "title: Paper\x07 planes", "4: an invisible control character (U+0007) stands here; delete it"),
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
        ({"value": "1e400"}, "values 1 value has more than 18 digits; round it"),
        ({"value": "1,500"}, "values 1 value '1,500' is not a number; write digits, as 1500 or 35.96"),
        ({"year": "2027"}, "the figure is of 2027, after the record's last change on 2026-01-01; add a revision, or mark it planned or expected"),
        ({"year": "2027", "qualifier": "planned"}, None),
        ({"year": "2026"}, None),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_one_line(world, fields, problem):
    found = world.change("partners/blue-hall.md", values=[{**FIGURE, **fields}]).check()
    assert [line.split(": ", 1)[1] for line in found] == ([problem] if problem else [])


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
    assert base is not None or problems
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + 2
    assert all(problem.line <= lines for problem in problems if problem.path == file)


def test_rights_that_are_missing_are_one_line(world):
    if (
        os.geteuid() == 0
    ):  # root reads everything; a folder in the file's place cannot be read by anyone
        (world.data / "metrics.yaml").unlink()
        (world.data / "metrics.yaml").mkdir()
    else:
        (world.data / "metrics.yaml").chmod(0)
    first = next(line for line in world.check() if line.startswith("metrics.yaml"))
    assert first.startswith("metrics.yaml:1: cannot be read (")
