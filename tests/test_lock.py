"""One build at a time, and what one that died has left."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import NOW

from kb.problem import KbError
from kb.report.lock import BusyError, locked


def test_the_second_is_told_who_holds_the_lock(tmp_path):
    with locked(tmp_path, NOW) as work:
        assert work.is_dir()
        with pytest.raises(BusyError) as error, locked(tmp_path, NOW):
            pass
    assert str(error.value) == (
        f"process {os.getpid()} on {platform.node()}, since 2026-05-01 12:00, "
        f"is building in {tmp_path}"
    )
    assert not work.exists()
    with locked(tmp_path, NOW):
        pass


HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from kb.report.lock import locked
with locked(Path(sys.argv[1]), datetime.now(UTC)) as work:
    (work / "data").mkdir()
    print(work, flush=True)
    time.sleep(60)
"""


def test_a_lock_whose_owner_died_is_taken_over_and_its_leavings_cleared(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    left = Path(holder.stdout.readline().strip())
    with pytest.raises(BusyError, match=f"process {holder.pid} on "), locked(tmp_path, NOW):
        pass
    holder.kill()
    holder.wait()
    (tmp_path / ".report.pdf.new").write_bytes(b"half")
    (tmp_path / ".notes.txt.new").write_bytes(b"somebody's own")
    assert left.is_dir()
    with locked(tmp_path, NOW):
        assert not left.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".notes.txt.new", ".state"]


@pytest.mark.parametrize("owner", ["", "[1]", '{"work": 1}', '{"work": "/"}', '{"work": "FOLDER"}'])
def test_a_damaged_note_on_the_owner_removes_nothing_else(tmp_path, owner):
    """Only a folder of a build, among the temporary ones, is ever removed."""
    mine = tmp_path / "kb-build-mine"
    mine.mkdir()
    (tmp_path / ".state").mkdir()
    (tmp_path / ".state" / "owner.json").write_text(owner.replace("FOLDER", str(mine)))
    assert Path(tempfile.gettempdir()) != tmp_path
    with locked(tmp_path, NOW):
        assert mine.is_dir()
    assert "work" in json.loads((tmp_path / ".state" / "owner.json").read_text())


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    out = tmp_path / "file" / "out"
    with pytest.raises(KbError) as error, locked(out, NOW):
        pass
    assert (
        str(error.value)
        == f"cannot write to {out} (Not a directory); give another folder with --out"
    )
