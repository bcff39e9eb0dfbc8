"""Progress: one readable file of one's own; what is damaged is set aside, not lost."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import World
from reporting import fuller

from kb import learn, progress
from kb.cli import main
from kb.problem import KbError
from kb.progress import Mark, Progress

DAY = date(2026, 5, 1)


def kb_onboard(*arguments, world=None):
    data = ["--data", str(world.data)] if world else []
    return CliRunner().invoke(main, ["onboard", *arguments, *data])


def test_progress_is_kept_in_one_readable_file(home):
    kept = Progress(path="educator", questions={"a:b": Mark(day=DAY, box=0, due=DAY)})
    progress.save(kept)
    assert [path.name for path in home.iterdir()] == ["progress.json"]
    assert json.loads((home / "progress.json").read_text("utf-8")) == {
        "version": 1,
        "path": "educator",
        "questions": {"a:b": {"day": "2026-05-01", "box": 0, "due": "2026-05-01"}},
    }
    assert progress.read() == (kept, None)


def test_without_a_file_there_is_no_progress_and_none_is_made(home):
    assert progress.read() == (Progress(), None)
    assert not home.exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2}', '{"points": 3}', '{"questions": {"a": 1}}', "\0\xff"]
)
def test_a_damaged_or_other_file_is_set_aside_whole(home, text):
    home.mkdir()
    (home / "progress.json").write_bytes(text.encode("latin-1"))
    assert progress.read() == (Progress(), home / "progress-damaged-1.json")
    assert (home / "progress-damaged-1.json").read_bytes() == text.encode("latin-1")
    assert not (home / "progress.json").exists()


def test_each_damaged_file_has_a_name_of_its_own(home):
    home.mkdir()
    for text in ("one", "two"):
        (home / "progress.json").write_text(text)
        progress.read()
    assert [(home / f"progress-damaged-{n}.json").read_text() for n in (1, 2)] == ["one", "two"]


def test_a_folder_that_cannot_be_made_is_told_with_a_remedy(home):
    home.write_text("a file is in the way")
    with pytest.raises(KbError, match="set KB_HOME"):
        progress.save(Progress())


def test_kb_onboard_tells_the_path_what_is_done_what_comes_next(world: World, home):
    shown = kb_onboard("--path", "event-organiser", world=fuller(world)).stdout.splitlines()
    assert shown[:2] == ["Path: Organiser of events (event-organiser)", f"Kept in: {home / 'progress.json'}"]  # fmt: skip
    assert shown[3] == "[ ] Start here · 0 of 2 exercises"
    assert "Next: notebooks/onboarding/00-start-here.ipynb (open it with make lab)" in shown
    assert progress.read()[0].path == "event-organiser"


def test_kb_onboard_tells_what_changed_since_it_was_learned(world: World):
    base = fuller(world).load().slice(as_of=date.today().isoformat())
    question = next(x for x in learn.questions(base, "educator") if x.kind == "certainty")
    progress.save(learn.answered(Progress(), question, True, base, DAY))
    assert "Changed since" not in kb_onboard(world=world).stdout
    id = question.records[0]
    world.change(f"lessons/{id}.md", statement="Another.", revised=[{"date": "2026-05-03", "what": "All of it"}])  # fmt: skip
    assert f"- {id}, learned on 1 May 2026: All of it." in kb_onboard(world=world).stdout
    assert f"- {id}, iemācījāties: 2026. gada 1. maijs; All of it. (angliski)" in kb_onboard("--language", "lv", world=world).stdout  # fmt: skip
    [told] = json.loads(kb_onboard("--json", world=world).stdout)["changed"]
    assert (told["id"], told["learned"], told["gone"]) == (id, "2026-05-01", False)


def test_kb_onboard_says_that_a_damaged_file_was_set_aside(world: World, home):
    home.mkdir()
    (home / "progress.json").write_text("{")
    done = kb_onboard(world=world)
    assert done.exit_code == 0
    assert f"it is now {home / 'progress-damaged-1.json'}" in done.stderr


def test_kb_onboard_forgets(world: World, home):
    kb_onboard("--path", "educator", world=world)
    (home / "scratch" / "x").mkdir(parents=True)
    assert kb_onboard("--forget").stdout == f"{home / 'progress.json'}: deleted\n"
    assert list(home.iterdir()) == []
    assert kb_onboard("--forget").stdout.endswith("there was nothing to delete\n")


def test_kb_onboard_forgets_what_was_set_aside_too(world: World, home):
    home.mkdir()
    (home / "progress.json").write_text("{")
    progress.read()
    kb_onboard("--forget")
    assert list(home.iterdir()) == []


def test_what_cannot_be_deleted_is_told_in_one_line(world: World, home, monkeypatch):
    kb_onboard("--path", "educator", world=world)

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    done = kb_onboard("--forget")
    assert done.exit_code == 1
    assert done.stderr == (
        f"cannot delete {home / 'progress.json'} (Permission denied); "
        "get the right to write in its folder\n"
    )


def test_an_unknown_path_in_the_file_is_told(world: World):
    progress.save(Progress(path="astronaut"))
    done = kb_onboard(world=world)
    assert done.stderr == "There is no path 'astronaut'; choose one with --path.\n"
    assert done.stdout.startswith("Path: Educator")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--path", "educater"], "there is no path 'educater'; did you mean 'educator'?\n"),
        (["--language", "xx"], "language 'xx' is not available yet; it can be en, lv\n"),
    ],
)
def test_kb_onboard_names_what_is_wrong_and_keeps_nothing(world: World, home, arguments, message):
    done = kb_onboard(*arguments, world=world)
    assert (done.exit_code, done.stderr) == (1, message)
    assert not home.exists()
