"""Every mistake in a data folder is one line: where, what, and what to do."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import DOCUMENTS, EVIDENCE, World

import kb
from kb.problem import KbError
from kb.where import find_data

PLANES = "practices/paper-planes.md"
LESSON = "lessons/fold-first.md"


def test_the_invented_world_is_sound(world):
    assert world.check() == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"themes": ["schols"]}, "7: theme 'schols' is not in data/themes.yaml; it can be flying, swimming"),
        ({"themes": ["flyin"]}, "7: theme 'flyin' is not in data/themes.yaml; did you mean 'flying'?"),
        ({"themes": "flying"}, "6: themes must be a list; write [flying]"),
        ({"themes": []}, "6: themes is an empty list; it needs at least 1"),
        ({"period": "2019-13"}, "14: period '2019-13' is not a date; write 2019, 2019-04 or 2019-04-30"),
        ({"period": "next year"}, "14: period 'next year' is not a date; write 2019, 2019-04 or 2019-04-30"),
        ({"period": "2021/2019"}, "14: period '2021/2019' ends before it begins; swap the two dates"),
        ({"added": "2026-01"}, "2: added '2026-01' is not a full date; write year, month and day as 2019-04-30"),
        ({"sumary": "x"}, "14: unknown key 'sumary'; did you mean 'summary'?"),
        ({"summary": None}, "2: key 'summary' is missing; add a line `summary: ...`"),
        ({"summary": "x" * 161}, "5: summary is too long; cut it to 160 characters"),
        ({"summary": ["one", "two"]}, "5: summary must be one text; write `summary: ...` on one line"),
        ({"role": "run"}, "8: role 'run' is not known; did you mean 'runs'?"),
        ({"partner": "blu-hall"}, "3: partner 'blu-hall' has no file data/partners/blu-hall.md; did you mean 'blue-hall'?"),
        ({"role": "hosts"}, "8: role is 'hosts' but run_by is missing; add who runs it"),
        ({"follows": {"lesson": "fold-first", "inferred": "x"}}, "14: only practices of 'home-hall' follow a lesson; delete it"),
        ({"evidence": [{**EVIDENCE, "knd": "told"}]}, "14: unknown key 'knd'; did you mean 'kind'?"),
        ({"evidence": [{**EVIDENCE, "source": "blue-boo"}]}, "10: source 'blue-boo' is not in data/sources.yaml; did you mean 'blue-book'?"),
        ({"evidence": [{**EVIDENCE, "kind": "proved"}]}, "12: evidence 1 kind 'proved' is not known; it can be documented, evaluated, measured, told"),
        ({"values": [{"metric": "visitors", "value": "many", "year": "2019", "source": "blue-book"}]},
         "16: values 1 value 'many' is not a number; write digits, as 1500 or 35.96"),
        ({"values": [{"metric": "visitors", "value": "5", "source": "blue-book"}]},
         "15: the figure has neither year nor period; add `year: 2019` or `year: unknown`"),
        ({"values": [{"metric": "budget", "value": "5", "year": "2019", "source": "blue-book"}]},
         "15: the sum has no currency; add one like `currency: EUR`"),
        ({"evidence": [EVIDENCE, EVIDENCE]}, "14: evidence 2 repeats evidence 1; keep one of the two"),
        ({"evidence": [{**EVIDENCE, "seal": f"{'0' * 16}:3"}]}, "14: evidence 1 seal '0000000000000000:3' has under 4 words; seal a longer phrase"),
        ({"revised": [{"date": "2026-01-01", "what": "x"}]}, "15: revised 1 date 2026-01-01 is before the record was added, 2026-01-02; correct one of the two"),
        ({"withdrawn": {"date": "2026-01-01", "reason": "x"}}, "15: withdrawn date 2026-01-01 is before the record was added, 2026-01-02; correct one of the two"),
        ({"id": "x"}, "14: unknown key 'id'; delete it, the file's name is the id"),
        ({"body": "## Resluts\n\nThey flew [@blue-book].\n"}, "15: heading 'Resluts' is not known; did you mean 'Results'?"),
        ({"body": "## Results\n\nThey flew.\n"}, "17: the paragraph does not end with a citation; add one like [@source-id]"),
        ({"body": "## Results\n\nThey [@blue-book] flew.\n"}, "17: the paragraph does not end with a citation; add one like [@source-id]"),
        ({"body": "## Results\n\nThey flew [@blu-book].\n"}, "17: source 'blu-book' is not in data/sources.yaml; did you mean 'blue-book'?"),
        ({"body": "## Results\n\nA [@blue-book].\n\n## Results\n\nB [@blue-book].\n"}, "19: heading 'Results' stands twice; join the two parts"),
        ({"body": "## Results\n"}, "15: nothing stands under 'Results'; write a paragraph or delete it"),
        ({"body": "# Results\n\nA [@blue-book].\n"}, "15: heading '# Results' has the wrong form; write `## Results`"),
        ({"body": "They flew [@blue-book].\n"}, "15: text before the first heading; put a line like `## Context` above it"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_practice_is_one_line(world, change, problem):
    assert world.change(PLANES, **change).errors() == [f"{PLANES}:{problem}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: no front matter; begin with a line ---, then `key: value` lines, then a line ---"),
        ("Just text.\n", "1: no front matter; begin with a line ---, then `key: value` lines, then a line ---"),
        ("---\ntitle: A\n", "1: the front matter is never closed; add a line --- below its last key"),
        ("---\n- a\n---\n", "2: the front matter is not a list of `key: value` lines; write one key a line"),
        ("---\ntitle: 'A\nrole: runs\n---\n", "2: a quote that begins here is never closed; close it"),
        ("---\ntitle: a: b\n---\n", "2: a colon stands in this text; put the text in quotes"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_line_and_breaks_nothing_else(world, text, problem):
    assert world.write(PLANES, text).check() == [f"{PLANES}:{problem}"]


def test_a_duplicate_key_hides_nothing_else(world):
    text = (
        (world.data / PLANES)
        .read_text("utf-8")
        .replace("role: runs", "role: runs\ntitle: More planes")
    )
    assert world.write(PLANES, text.replace("- flying", "- flyin")).check() == [
        f"{PLANES}:7: theme 'flyin' is not in data/themes.yaml; did you mean 'flying'?",
        f"{PLANES}:9: duplicate key 'title', first in line 4; keep one of the two",
    ]


@pytest.mark.parametrize("name", ["themes", "metrics", "sources"])
def test_a_broken_vocabulary_is_one_problem(world, name):
    assert world.write(f"{name}.yaml", "a: 'b\n").check() == [
        f"{name}.yaml:1: a quote that begins here is never closed; close it"
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"practices": []}, "5: the lesson comes from nowhere; add practices or an exchange"),
        ({"evidence": []}, "6: a lesson needs evidence; add it, or mark it `draft: true`"),
        ({"recommendation": None}, "6: a lesson needs a recommendation; add it, or mark it `draft: true`"),
        ({"body": "## Results\n\nA [@blue-book].\n"}, "17: a lesson has no body; move this text into its fields"),
        ({"draft": "perhaps"}, "15: draft 'perhaps' is neither true nor false; write one of them"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_lesson_is_one_line(world, fields, problem):
    found = world.change(LESSON, **fields).check()
    assert [line.split(": ", 1)[1] for line in found] == [problem.split(": ", 1)[1]]
    assert found[0].startswith(f"{LESSON}:")


def test_an_exchange_of_nobody_is_one_line(world):
    evening = {
        "added": "2026-02-01", "title": "T", "date": "unknown", "source": "blue-book", "themes": ["flying"],
    }  # fmt: skip
    path = "exchanges/an-evening.md"
    assert world.change(path, **evening, others=["Passers-by"]).check() == []
    assert world.change(path, others=[]).check() == [
        f"{path}:3: the exchange is of nobody; add hosts, guests or others"
    ]
    world.change(path, hosts=["blue-hall"], guests=["home-hall", "blue-hall"], met=["home-hall"])
    assert world.check() == [
        f"{path}:13: 'blue-hall' stands on both sides of the exchange; keep it on one",
        f"{path}:15: 'home-hall' stands on both sides of the exchange; keep it on one",
    ]


def test_the_golden_folder_holds_every_mistake_with_its_line():
    """tests/mistakes/: one mistake a file, named for it, and expected.txt with what check says."""
    folder = Path(__file__).parent / "mistakes"
    _, problems = kb.check(folder / "data", date(2026, 3, 1))
    root = (folder / "data").resolve()
    found = [str(replace(p, path=p.path.resolve().relative_to(root))) for p in problems]
    assert found == (folder / "expected.txt").read_text("utf-8").splitlines()


def test_a_draft_may_lack_evidence_and_recommendation(world):
    world.change(LESSON, draft=True, evidence=[], recommendation=None)
    assert world.check() == []


def test_all_problems_of_a_folder_come_in_one_run(world):
    world.change(PLANES, themes=["flyin"], sumary="x")
    world.change(LESSON, practices=["paper-plans"], polarity="yes")
    world.write("lessons/fold-last.md", "no front matter")
    (world.data / "metrics.yaml").unlink()
    assert world.check() == [
        "lessons/fold-first.md:4: practice 'paper-plans' has no file data/practices/paper-plans.md; check the spelling",
        "lessons/fold-first.md:5: polarity 'yes' is not known; it can be did not, partly, worked",
        "lessons/fold-last.md:1: no front matter; begin with a line ---, then `key: value` lines, then a line ---",
        "metrics.yaml:1: this file is missing; data/README.md says what it holds",
        "practices/paper-planes.md:7: theme 'flyin' is not in data/themes.yaml; did you mean 'flying'?",
        "practices/paper-planes.md:14: unknown key 'sumary'; did you mean 'summary'?",
    ]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("practices/Paper Planes!.md", "2: id 'Paper Planes!' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"),
        ("practices/a-photo.jpg", "1: no practice is called so; move this file out of the data folder"),
        ("practises/more.md", "1: no records are read here; did you mean 'practices'?"),
        ("theme.yaml", "1: this file is not read; did you mean 'themes.yaml'?"),
    ],
)  # fmt: skip
def test_nothing_is_passed_over_in_silence(world, path, problem):
    world.records[path] = DOCUMENTS[PLANES]
    world.save(path)
    where = path if path.endswith((".jpg", ".yaml")) else path.removesuffix("/more.md")
    assert world.check() == [f"{where}:{problem}"]


def test_an_id_is_unique_over_all_kinds_of_record(world):
    world.records["lessons/paper-planes.md"] = DOCUMENTS[LESSON]
    world.save("lessons/paper-planes.md")
    assert world.check() == [
        "lessons/paper-planes.md:2: id 'paper-planes' is already taken by "
        "practices/paper-planes.md; rename this file"
    ]


def test_the_files_of_an_editor_on_windows_are_read(world):
    path = world.data / PLANES
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert world.check() == []


def test_a_reference_to_a_broken_record_is_no_second_problem(world):
    found = world.change("partners/blue-hall.md", city=None).check()
    assert found == ["partners/blue-hall.md:2: key 'city' is missing; add a line `city: ...`"]


def test_the_data_folder_is_given_or_named_or_the_nearest_upwards(world, monkeypatch, tmp_path):
    monkeypatch.delenv("KB_DATA", raising=False)
    other = World(tmp_path / "other").data
    (world.data.parent / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(world.data.parent / "a" / "b")
    assert find_data() == world.data
    monkeypatch.chdir(world.data.parent)
    assert find_data() == Path("data")
    monkeypatch.setenv("KB_DATA", str(other))
    assert find_data() == Path("other/data")
    assert find_data(world.data) == Path("data")


@pytest.mark.parametrize(
    ("folder", "what"), [("nowhere", "is no folder"), ("", "has no base.yaml")]
)
def test_a_wrong_data_folder_is_one_clear_line(tmp_path, folder, what):
    path = tmp_path / folder
    with pytest.raises(KbError) as error:
        find_data(path)
    assert str(error.value) == f"{path} {what}; give a data folder with --data or KB_DATA"
