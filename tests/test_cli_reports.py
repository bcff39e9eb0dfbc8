"""kb build, plan and why as a person meets them."""

import json
import sys

import pytest
from click.testing import CliRunner
from conftest import ENTRY

from kb import cli_reports
from kb.cli import main
from kb.report import pool
from kb.report.job import EXECUTED, PDF, Result


@pytest.fixture
def kb(centre, monkeypatch):
    """The command on the invented centre; a stand-in makes the PDFs, and fails `wrong-en`."""

    def run(jobs, at_once, tell):
        for job in jobs:
            job.folder.mkdir()
            tell({job.name: 1.5})
            (job.folder / PDF).write_bytes(b"PDF of " + job.name.encode())
            (job.folder / EXECUTED).write_text("{}")
            error = "ValueError: no" if job.name == "wrong-en" else ""
            yield pool.Done(job, Result(job.name, error), 1.5)

    monkeypatch.setattr(pool, "run", run)
    monkeypatch.setattr(cli_reports, "clock", lambda: centre.now)
    folders = ["--data", centre.data, "--out", centre.out, "--notebooks", centre.notebooks]

    def command(*arguments):
        words = map(str, (*arguments, *folders))
        return CliRunner(catch_exceptions=False).invoke(main, list(words))

    return command


def test_a_build_tells_what_it_made_and_then_that_there_is_nothing(centre, kb):
    centre.schedule(flights="1")
    done = kb("build")
    assert (done.exit_code, done.stdout) == (0, f"{centre.out / 'flights-en.pdf'}\n")
    done = kb("build")
    assert (done.exit_code, done.stdout) == (0, "nothing to make: 1 as they should be\n")


def test_a_failure_is_told_with_the_command_that_shows_it_again(centre, kb, tmp_path):
    centre.schedule(wrong="1", right="2")
    told = tmp_path / "told.txt"
    script = f"import sys, os; print(sys.stdin.read(), os.environ['KB_SUMMARY'], file=open({str(told)!r}, 'w'))"
    (tmp_path / "tell.py").write_text(script)
    done = kb("build", "--on-failure", f'"{sys.executable}" "{tmp_path / "tell.py"}"')
    summary = (
        "wrong-en failed: ValueError: no\n"
        f"  in {centre.notebooks / 'reports' / 'wrong.ipynb'}\n"
        f"  its notebook as it ran: {centre.out / 'wrong-en.failed.ipynb'}\n"
        f"  to try again: kb build wrong-en --data {centre.data} --out {centre.out} "
        f"--notebooks {centre.notebooks}\n"
        "1 made, 0 as they should be, 1 failed"
    )
    assert (done.exit_code, done.stderr) == (1, f"{summary}\n")
    assert done.stdout == f"{centre.out / 'right-en.pdf'}\n"
    assert told.read_text() == f"{summary} {centre.out / 'build.json'}\n"


def test_a_program_reads_what_a_build_did(centre, kb):
    centre.schedule(wrong="1", right="2")
    done = kb("build", "--json")
    answer = json.loads(done.stdout)
    assert answer == json.loads((centre.out / "build.json").read_text())
    assert answer["made"] == [{
        "name": "right-en", "path": str(centre.out / "right-en.pdf"), "seconds": 1.5,
        "reasons": ["it was never made"],
    }]  # fmt: skip
    assert (answer["exit_code"], answer["began"]) == (1, "2026-05-01T12:00:00+03:00")


def test_an_error_in_the_data_is_handed_over_too(centre, kb, tmp_path):
    centre.schedule(right="2")
    centre.world.change("practices/paper-planes.md", role="run")
    (tmp_path / "tell.py").write_text("import sys; print(sys.stdin.read()); sys.exit(3)")
    command = f'"{sys.executable}" "{tmp_path / "tell.py"}"'
    done = kb("build", "--on-failure", command)
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"the command of --on-failure failed (exit code 3): {command}",
        f"{centre.data / 'practices' / 'paper-planes.md'}:8: role 'run' is not known; did you mean 'runs'?",
        "Nothing was built; earlier reports stay as they are.",
    ]  # fmt: skip
    assert not centre.out.exists()


def test_an_error_in_the_data_stands_in_the_summary_beside_the_last_editions(centre, kb):
    centre.schedule(right="2")
    assert kb("build").exit_code == 0
    centre.world.change("practices/paper-planes.md", role="run")
    assert kb("build").exit_code == 1
    path = centre.data / "practices" / "paper-planes.md"
    summary = json.loads((centre.out / "build.json").read_text())
    assert (summary["problems"], summary["exit_code"]) == (
        [f"{path}:8: role 'run' is not known; did you mean 'runs'?"], 1
    )  # fmt: skip
    assert centre.files() == ["right-en.pdf"]


def test_finished_editions_are_copied_to_a_shared_drive(centre, kb, tmp_path):
    centre.schedule(one="1", two="2")
    drive = tmp_path / "drive"
    done = kb("build", "one", "--publish", drive)
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        1, f"{drive} is no folder, so nothing was copied there; is the drive there?"
    )  # fmt: skip
    drive.mkdir()
    assert kb("build", "two", "--publish", drive).exit_code == 0
    names = ["index.html", "one-en.pdf", "two-en.pdf"]
    assert sorted(path.name for path in drive.iterdir()) == names
    (drive / "one-en.pdf").write_bytes(b"half")
    assert kb("build", "--publish", drive).exit_code == 0
    assert (drive / "one-en.pdf").read_bytes() == b"PDF of one-en"


def test_the_plan_and_why_are_lines_or_json(centre, kb):
    centre.schedule(ENTRY, ENTRY | {"name": "daily", "when": "0 6 * * *"}, flights="1")
    kb("build", "daily")
    centre.world.change("lessons/fold-first.md", statement="Who folds last lands last.")
    assert kb("plan").stdout.splitlines() == [
        "flights-en  not made yet  never made             due now                for: Pilots",
        "daily-en    out of date   last 2026-05-01 12:00  next 2026-05-02 06:00  for: Pilots",
    ]
    assert kb("why", "daily").stdout == "daily-en is out of date:\n  record fold-first changed\n"
    [flights, daily] = json.loads(kb("plan", "--json").stdout)["reports"]
    assert (flights["due"], flights["last"]) == (True, None)
    assert daily["last"] == "2026-05-01 12:00:00+03:00"
    assert json.loads(kb("why", "--json", "daily-en").stdout) == {
        "daily-en": {"state": "out of date", "reasons": ["record fold-first changed"]}
    }


@pytest.mark.parametrize("command", ["plan", "why"])
def test_plan_and_why_need_a_schedule(centre, kb, command):
    centre.schedule(flights="1")
    (centre.notebooks / "schedule.yaml").unlink()
    done = kb(command)
    assert (done.exit_code, done.stderr) == (
        1, f"{centre.notebooks / 'schedule.yaml'} plans nothing of it; the README says how\n"
    )  # fmt: skip


def test_what_is_wrong_with_a_schedule_is_told_as_of_the_data(centre, kb):
    centre.schedule(ENTRY | {"when": "0 6 31 2 *"}, flights="1")
    for command in ("build", "plan", "why"):
        done = kb(command)
        assert done.exit_code == 1
        assert done.stderr.startswith(
            f"{centre.notebooks / 'schedule.yaml'}:4: when '0 6 31 2 *' is"
        )


def test_due_and_parameters_do_not_go_together(centre, kb):
    done = kb("build", "--due", "-p", "language=lv")
    assert done.exit_code == 2
    assert "--due is for the schedule, -p for reports by hand; take one" in done.stderr
