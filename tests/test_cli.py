"""The kb command as a person meets it."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli import main


def kb(*arguments):
    return CliRunner(catch_exceptions=False).invoke(main, [str(argument) for argument in arguments])


def test_check_says_that_all_is_sound(world):
    done = kb("check", "--data", world.data)
    assert (done.exit_code, done.stdout) == (
        0,
        f"{world.data} is sound: 2 partners, 0 projects, 0 exchanges, 1 practice, 1 lesson, "
        "0 decisions, 2 sources\n",
    )


def test_check_prints_every_problem_and_exits_1(world):
    world.change("practices/paper-planes.md", themes=["flyin"], role="run")
    done = kb("check", "--data", world.data)
    path = world.data / "practices" / "paper-planes.md"
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{path}:7: theme 'flyin' is not in data/themes.yaml; did you mean 'flying'?",
        f"{path}:8: role 'run' is not known; did you mean 'runs'?",
    ]
    assert done.stderr == "2 problems\n"


def test_check_answers_a_program_in_json(world):
    world.change("practices/paper-planes.md", themes=["flyin"])
    done = kb("check", "--json", "--data", world.data)
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert answer["problems"] == [{
        "path": str(world.data / "practices" / "paper-planes.md"), "line": 7,
        "message": "theme 'flyin' is not in data/themes.yaml; did you mean 'flying'?",
        "warning": False,
    }]  # fmt: skip
    assert answer["records"]["partner"] == 2


@pytest.mark.parametrize("encoding", ["cp1252", "cp1257", "utf-8"])
def test_a_terminal_without_the_letters_is_no_traceback(world, encoding):
    world.change("practices/paper-planes.md", themes=["lidošanaя"])
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "kb", "check", "--data", world.data]
    done = subprocess.run(command, env=environment, capture_output=True)
    shown = "lidošana" + ("я" if encoding == "utf-8" else "\\u044f")
    assert done.returncode == 1
    assert f"theme '{shown}' is not in data/themes.yaml" in done.stdout.decode(encoding)


def test_the_data_folder_may_be_named_in_the_environment(world, monkeypatch):
    monkeypatch.setenv("KB_DATA", str(world.data))
    assert kb("check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "--data", "nowhere"],
            "nowhere is no folder; give a data folder with --data or KB_DATA",
        ),
        (
            ["build", "--data", "nowhere"],
            "nowhere is no folder; give a data folder with --data or KB_DATA",
        ),
        (
            ["check", "--data", "x" * 300],
            f"{'x' * 300} cannot be read (File name too long); give a data folder with --data or KB_DATA",
        ),
        (["build", "comparisn"], "there is no report 'comparisn'; did you mean 'comparison'?"),
        (["build", "-p", "language=xx"], "language 'xx' is not available yet; it can be en, lv"),
        (
            ["build", "-p", "theme=flying"],
            "no report has a parameter 'theme'; did you mean 'themes'?",
        ),
        (
            ["build", "comparison", "-p", "theme=flying"],
            "report 'comparison' has no parameter 'theme'; did you mean 'themes'?",
        ),
    ],
)
def test_an_expected_failure_is_one_clear_line_and_exit_1(arguments, message):
    done = kb(*arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", message + "\n")


def test_build_with_problems_in_the_data_builds_nothing(world, tmp_path):
    world.change("practices/paper-planes.md", role="run")
    done = kb("build", "--data", world.data, "--out", tmp_path / "out")
    path = world.data / "practices" / "paper-planes.md"
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"{path}:8: role 'run' is not known; did you mean 'runs'?\n"
        "Nothing was built; earlier reports stay as they are.\n"
    )
    assert not (tmp_path / "out").exists()


def test_an_unwritable_output_is_one_clear_line(world, tmp_path):
    (tmp_path / "file").write_text("in the way")
    out = tmp_path / "file" / "out"
    done = kb("build", "-p", "partners=", "--data", world.data, "--out", out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        done.stderr == f"cannot write to {out} (Not a directory); give another folder with --out\n"
    )


def test_only_a_build_says_that_nothing_was_built(world):
    world.change("practices/paper-planes.md", role="run")
    path = world.data / "practices" / "paper-planes.md"
    done = kb("show", "paper-planes", "--data", world.data)
    assert done.stderr == f"{path}:8: role 'run' is not known; did you mean 'runs'?\n"


def test_a_variable_that_names_no_data_folder_is_named(monkeypatch):
    monkeypatch.setenv("KB_DATA", "nowhere")
    done = kb("check")
    remedy = "give a data folder with --data or KB_DATA"
    assert (done.exit_code, done.stderr) == (
        1, f"nowhere (named by KB_DATA) is no folder; {remedy}\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "remedy"),
    [("base.yml", "rename base.yml to base.yaml"), (None, "give a data folder with --data or KB_DATA")],
)  # fmt: skip
def test_a_project_without_base_yaml_is_not_passed_by(world, monkeypatch, other, remedy):
    monkeypatch.delenv("KB_DATA", raising=False)
    base = world.data / "base.yaml"
    base.rename(world.data / other) if other else base.unlink()
    monkeypatch.chdir(world.data.parent)
    done = kb("check")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"{world.data} has no base.yaml; {remedy}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others on Windows")
@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.EACCES, "close it where it is open, or get the right to write in its folder"),
        (errno.ENOSPC, "make room there, or get the right to write in its folder"),
    ],
)
def test_a_translation_that_cannot_be_written_says_why(world, monkeypatch, code, remedy):
    def refuse(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    done = kb("translate", "paper-planes", "--data", world.data)
    path = world.data / "practices" / "paper-planes.lv.md"
    assert done.stderr == f"cannot write {path} ({os.strerror(code)}); {remedy}\n"


@pytest.mark.parametrize(
    "arguments", [["check", "--dat", "x"], ["bild"], ["build", "-p", "language"]]
)
def test_wrong_usage_is_exit_2(arguments):
    assert kb(*arguments).exit_code == 2


@pytest.mark.parametrize("arguments", [[], *([name] for name in main.commands)])
def test_help_says_what_a_command_does_and_what_each_option_means(arguments):
    done = kb(*arguments, "--help")
    assert done.exit_code == 0
    command = main.commands[arguments[0]] if arguments else main
    for option in command.params:
        if option.param_type_name == "option":
            assert f"{option.opts[0]}" in done.stdout
            assert " ".join(option.help.split()) in " ".join(done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("command", [["-m", "kb"], ["-m", "jupyter", "kb"]])
def test_the_command_has_other_names(command, world):
    bin = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": bin + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, *command, "check", "--data", world.data],
        env=environment,
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"is sound" in done.stdout
