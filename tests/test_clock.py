"""The entry in a crontab, and what is to be pasted for other clocks."""

import os
import stat
import sys

import pytest
from click.testing import CliRunner

from kb.cli import main
from kb.problem import KbError
from kb.report.clock import (
    BEGIN,
    END,
    cron_entry,
    entry_of,
    for_systemd,
    for_windows,
    with_entry,
)

COMMAND = ["/opt/kb/bin/python", "-m", "kb", "build", "--due", "--out", "/srv/100 % ours"]


def kb(*arguments):
    return CliRunner(catch_exceptions=False).invoke(main, [str(one) for one in arguments])


@pytest.mark.parametrize(
    ("every", "times"), [(1, "* * * * *"), (10, "*/10 * * * *"), (60, "0 * * * *")]
)
def test_an_entry_calls_what_is_due(every, times):
    assert cron_entry(COMMAND, every) == (
        rf"{times} /opt/kb/bin/python -m kb build --due --out '/srv/100 \% ours' >/dev/null"
    )


OTHERS = "MAILTO=me\n# mine\n5 4 * * * true\n"
BLOCK = f"{BEGIN}\nX\n{END}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", BLOCK),
        (OTHERS, OTHERS + BLOCK),
        (OTHERS.rstrip("\n"), OTHERS + BLOCK),
        (f"{BEGIN}\nold\nolder\n{END}\n{OTHERS}", BLOCK + OTHERS),
        (OTHERS + BLOCK, OTHERS + BLOCK),
    ],
)
def test_there_is_one_entry_and_the_other_lines_stay(before, after):
    assert with_entry(before, "X") == after
    assert entry_of(after) == "X"
    others = after.replace(BLOCK, "")
    assert with_entry(after, "") == others
    assert entry_of(others) == ""


@pytest.mark.parametrize("crontab", [f"{BEGIN}\nX\n", f"{END}\n", f"{END}\n{BEGIN}\n", BLOCK * 2])
def test_markers_that_do_not_pair_are_left_to_a_person(crontab):
    with pytest.raises(KbError, match="no longer pair; mend with `crontab -e`"):
        with_entry(crontab, "Y")


def test_what_is_pasted_for_systemd():
    text = for_systemd(COMMAND, 10)
    assert "ExecStart=/opt/kb/bin/python -m kb build --due --out '/srv/100 %% ours'\n" in text
    assert "OnCalendar=*:0/10\nPersistent=true\n" in text


def test_what_is_pasted_for_windows():
    command = [r"C:\kb\python.exe", "-m", "kb", "build", "--due", "--out", r"D:\my reports"]
    assert for_windows(command, 10) == (
        r'schtasks /Create /TN "kb build" /SC MINUTE /MO 10 '
        r'/TR "C:\kb\python.exe -m kb build --due --out \"D:\my reports\""' + "\n"
    )


@pytest.fixture
def crontab(tmp_path, monkeypatch):
    """A crontab program that keeps its text in a file."""
    program, text = tmp_path / "bin" / "crontab", tmp_path / "crontab.txt"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\ntext = pathlib.Path({str(text)!r})\n"
        "if sys.argv[1] == '-': text.write_text(sys.stdin.read())\n"
        "elif sys.argv[1] == '-r': text.unlink()\n"
        "elif text.exists(): print(text.read_text(), end='')\n"
        "else: sys.exit('no crontab for me')\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return text


@pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
def test_the_command_installs_shows_and_removes_the_entry(centre, crontab):
    where = ["--data", centre.data, "--out", centre.out]
    entry = (
        f"*/5 * * * * {sys.executable} -m kb build --due --data {centre.data} --out {centre.out} "
        "--on-failure 'mail -s kb' >/dev/null\n"
    )
    crontab.write_text(OTHERS)
    done = kb("schedule", "install", "--every", 5, "--on-failure", "mail -s kb", *where)
    assert (done.exit_code, done.stdout) == (0, entry)
    assert crontab.read_text() == f"{OTHERS}{BEGIN}\n{entry}{END}\n"
    assert kb("schedule", "show").stdout == entry
    for _ in range(2):
        assert kb("schedule", "remove").stdout == "no entry in your crontab any more\n"
    assert crontab.read_text() == OTHERS
    nothing = "no entry in your crontab; `kb schedule install` makes one\n"
    assert kb("schedule", "show").stdout == nothing


@pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
def test_the_last_entry_takes_the_crontab_with_it(centre, crontab):
    assert kb("schedule", "install", "--data", centre.data).exit_code == 0
    assert kb("schedule", "remove").exit_code == 0
    assert not crontab.exists()


def test_without_cron_it_says_what_else_there_is(centre, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = kb("schedule", "install", "--data", centre.data)
    assert (done.exit_code, done.stderr) == (
        1,
        "there is no crontab on this system; `kb schedule show --for systemd` or `--for windows` "
        "prints what to paste elsewhere\n",
    )
    for system, begin in (("systemd", "# ~/.config/systemd"), ("windows", "schtasks /Create")):
        text = kb("schedule", "show", "--for", system, "--data", centre.data).stdout
        assert text.startswith(begin)


def test_an_hour_is_parted_evenly():
    done = kb("schedule", "install", "--every", 7)
    assert done.exit_code == 2
    assert "7 does not part an hour; take one of [1, 2, 3, 4, 5, 6, 10, 12" in done.stderr
