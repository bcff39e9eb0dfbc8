"""A real cron daemon, for a throw-away user: a report that is due appears."""

import os
import shutil
import subprocess
import sys
import time

import pytest

USER = "kb-cron-test"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("cron", "useradd"),
    pytest.mark.skipif(
        getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can make a user"
    ),
]


@pytest.fixture
def crontab(tmp_path, monkeypatch):
    """A user of our rights with a crontab of its own, which `crontab` edits; gone afterwards."""
    real = shutil.which("crontab")
    make = ["useradd", "--non-unique", "--uid", str(os.getuid()), "--no-create-home"]
    subprocess.run([*make, "--home-dir", str(tmp_path), USER], check=True)
    wrapper = tmp_path / "bin" / "crontab"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexec {real} -u {USER} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")
    daemon = subprocess.Popen(["cron", "-f"])  # ends at once where one runs already
    yield lambda argument: subprocess.run([wrapper, argument], capture_output=True, text=True)
    daemon.kill()
    daemon.wait()
    subprocess.run([real, "-u", USER, "-r"], capture_output=True)
    subprocess.run(["userdel", "--force", USER], check=True, capture_output=True)


def test_a_report_that_is_due_appears_within_the_minute(centre, crontab, tmp_path):
    lines = f'MAILTO=""\nPYTHONPATH={os.pathsep.join(filter(None, sys.path))}\n'
    (tmp_path / "before.txt").write_text(lines)
    assert crontab(str(tmp_path / "before.txt")).returncode == 0
    centre.schedule(small="1")
    subprocess.run(centre.command("schedule", "install", "--every", "1"), check=True)
    until = time.monotonic() + 150
    while not (centre.out / "build.json").exists() and time.monotonic() < until:
        time.sleep(0.5)
    assert centre.files() == ["small-en.pdf"]
    done = subprocess.run([sys.executable, "-m", "kb", "schedule", "remove"])
    assert done.returncode == 0
    assert crontab("-l").stdout == lines
