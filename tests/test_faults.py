"""What goes wrong in years of unattended builds, done on purpose: nothing of it loses an edition."""

import errno
import os
import random
import subprocess
import time
from io import BytesIO
from pathlib import Path
from threading import Thread, Timer

import psutil
import pytest
from conftest import ENTRY
from pypdf import PdfReader

from kb.problem import KbError
from kb.report import editions, job, pool, work

pytestmark = pytest.mark.slow
WORKERS = 10 if os.environ.get("KB_START_METHOD") else 50  # those that spawn take a while to begin

FAULTS = {
    "raises": ("1 / 0", "ZeroDivisionError: division by zero"),
    "segfaults": ("import ctypes; ctypes.string_at(0)", "the kernel died, perhaps for lack of memory"),
    "exits": ("import os; os._exit(0)", "the kernel died, perhaps for lack of memory"),
    "leaves": ("import sys; sys.exit(1)", "SystemExit: 1"),
    "loops": ("while True: pass", "it took longer than 0.25 minutes"),
    "eats": ("import time; x = b'x' * 10**9; time.sleep(60)", "it took more than 600 MB of memory"),
    "prints": ("print('x' * 10**8)", "its outputs are more than 8 MB; print less"),
    "murders": ("import os, signal; os.kill(os.getppid(), signal.SIGKILL)", "its process died (exit code -9)"),
}  # fmt: skip


def opens(path: Path) -> bool:
    return len(PdfReader(BytesIO(path.read_bytes())).pages) > 0


def test_a_notebook_that_fails_in_any_way_stops_no_other_and_loses_no_edition(centre):
    names = [*FAULTS, "sound"]
    entries = [ENTRY | {"name": name, "notebook": name} for name in names]
    centre.schedule(*entries, **dict.fromkeys(names, "1"))
    assert len(centre.made()) == len(names)
    before = {path.name: path.read_bytes() for path in centre.out.glob("*.pdf")}
    limits = {"loops": {"minutes": 0.25}, "eats": {"megabytes": 600}}
    limited = [entry | limits.get(entry["name"], {}) for entry in entries]
    centre.schedule(*limited, **{name: source for name, (source, _) in FAULTS.items()}, sound="2")
    summary = centre.build()
    assert [one.name for one in summary.made] == ["sound-en"]
    told = {one.name: (one.error, one.cell) for one in summary.failed}
    assert told == {f"{name}-en": (error, "cell-1") for name, (_, error) in FAULTS.items()}
    for path in centre.out.glob("*.pdf"):
        assert (path.read_bytes() == before[path.name]) is (path.name != "sound-en.pdf")
    for one in summary.failed:
        assert one.kept is not None
        assert one.kept.stat().st_size < 10**5
    centre.schedule(*entries, **dict.fromkeys(names, "3"))
    assert len(centre.made()) == len(names)
    assert centre.files() == sorted(f"{name}-en.pdf" for name in names)


def test_data_that_change_during_a_build_are_in_the_next_one(centre):
    typing = centre.data / "lessons" / "fold-first.md"
    text = typing.read_text("utf-8").replace("Who folds first", "Who folds last")
    source = f"import pathlib; pathlib.Path({str(typing)!r}).write_text({text!r})"
    centre.schedule(typing=source, other="1")
    assert centre.made(at_once=1) == ["other-en", "typing-en"]
    assert centre.made() == ["other-en", "typing-en"]
    assert centre.made() == []


def full(monkeypatch, folder: Path) -> None:
    """A disk that is full after half of a file."""
    write = Path.write_bytes

    def half(self, content):
        if folder in self.parents:
            write(self, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", half)


def test_a_full_disk_leaves_the_last_editions(centre, monkeypatch):
    assert centre.schedule(one="1").made() == ["one-en"]
    before = (centre.out / "one-en.pdf").read_bytes()
    centre.schedule(one="2")
    with monkeypatch.context() as patch:
        full(patch, centre.out)
        with pytest.raises(KbError, match=r"cannot write .*No space left on device"):
            centre.build()
    with monkeypatch.context() as patch:
        full(patch, centre.out / editions.ARCHIVE)
        summary = centre.build()
        assert [one.error.partition(" (")[2] for one in summary.failed] == [
            "No space left on device); make room there, or get the right to write in its folder"
        ]
    assert opens(centre.out / "one-en.pdf")
    assert centre.made() == ["one-en"]
    assert (centre.out / "one-en.pdf").read_bytes() != before or opens(centre.out / "one-en.pdf")
    assert list(centre.out.rglob(".*.new")) == []


def test_a_folder_that_cannot_be_written_stops_all_before_the_first_report(centre, monkeypatch):
    assert centre.schedule(one="1").made() == ["one-en"]
    centre.schedule(one="2")

    def refuse(self, **_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", refuse)
        with pytest.raises(KbError) as error:
            centre.build()
    assert str(error.value) == (
        f"cannot write to {centre.out} (Read-only file system); give another folder with --out"
    )
    assert opens(centre.out / "one-en.pdf")
    assert centre.made() == ["one-en"]


def test_a_pdf_that_has_no_pages_is_not_published(centre, monkeypatch, tmp_path):
    monkeypatch.setattr(work, "_execute", lambda _: tmp_path / "executed.ipynb")
    monkeypatch.setattr(work.nbformat, "read", lambda *_, **__: None)
    monkeypatch.setattr(work, "document", lambda *_: {"title": "x"})
    for pdf in (b"", b"%PDF-1.7 nothing"):
        monkeypatch.setattr(work, "to_pdf", lambda _, pdf=pdf: pdf)
        made = work._result(
            job.Job("x", tmp_path, {}, tmp_path, tmp_path, tmp_path, seconds=1, megabytes=1)
        )
        assert made.title == ""
        assert made.error
        assert not (tmp_path / job.PDF).exists()


def test_two_builds_at_once_make_nothing_twice(centre):
    centre.schedule(**{f"one{n}": "import time; time.sleep(1)" for n in range(4)})
    first = subprocess.Popen(centre.command("build"), stdout=subprocess.PIPE, text=True)
    while not (centre.out / ".state" / "owner.json").exists():
        time.sleep(0.05)
    due = subprocess.run(centre.command("build", "--due"), capture_output=True, text=True)
    assert (due.returncode, due.stderr) == (0, "")
    assert due.stdout.startswith(f"process {first.pid} on ")
    assert due.stdout.endswith(f" is building in {centre.out}; nothing to do for this one\n")
    second = subprocess.run(centre.command("build"), capture_output=True, text=True)
    assert second.stderr.startswith(f"process {first.pid} on ")
    assert second.stderr.endswith(f" is building in {centre.out}; waiting for it to end\n")
    assert second.stdout == "nothing to make: 4 as they should be\n"
    assert len(first.communicate()[0].splitlines()) == 4
    assert first.returncode == second.returncode == 0


def started_by(folder: Path) -> list[psutil.Process]:
    """The processes that work on copies of data below a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("KB_DATA", "").startswith(str(folder)):
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.skipif(os.name == "nt", reason="another signal on Windows")
def test_a_build_that_is_killed_at_any_moment_loses_nothing(tmp_path, centre):
    """Fifty times, in two folders side by side: no half file, the last edition, then the rest."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    centre.schedule(one="1", two="2")
    centre.made()
    seconds = time.monotonic()
    subprocess.run(centre.command("build", "--out", str(tmp_path / "other")), check=True)
    seconds = time.monotonic() - seconds

    found = []

    def kill(number: int) -> None:
        out, at = tmp_path / f"out-{number}", random.Random(number)
        for _ in range(25):
            for path in (*out.glob("*.pdf"), *out.glob(".state/*.made.json")):
                if at.random() < 0.5:
                    path.unlink()
            before = {*out.glob("*.pdf")}
            command = [*centre.command("build"), "--out", str(out)]
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
            time.sleep(at.uniform(0.2, 1.2) * seconds)
            process.kill()
            process.wait()
            found.extend(path for path in out.glob("*.pdf") if not opens(path))
            found.extend(before - {*out.glob("*.pdf")})

    threads = [Thread(target=kill, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == []
    for number in (1, 2):
        centre.out = tmp_path / f"out-{number}"
        done = subprocess.run(centre.command("build"), env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert centre.files() == ["one-en.pdf", "two-en.pdf"]
        assert list(centre.out.rglob(".*.new")) == []
    until = time.monotonic() + 20
    while started_by(temporary) and time.monotonic() < until:
        time.sleep(0.2)
    assert started_by(temporary) == []
    assert list(temporary.glob("kb-build-*")) == []


@pytest.mark.skipif(os.name == "nt", reason="another signal on Windows")
def test_a_worker_that_is_killed_at_any_moment_fails_alone(centre, monkeypatch):
    """Each killed at some moment of its first seconds, unless it is done before."""
    names = [f"number{n:02}" for n in range(WORKERS)]
    centre.schedule(**dict.fromkeys(names, "1"))
    at, start = random.Random(0), pool._start

    def doomed(*arguments):
        running = start(*arguments)
        Timer(at.uniform(0.0, 1.5), running.process.kill).start()
        return running

    with monkeypatch.context() as patch:
        patch.setattr(pool, "_start", doomed)
        summary = centre.build()
    assert {one.error for one in summary.failed} == {"its process died (exit code -9)"}
    assert sorted(one.name for one in (*summary.made, *summary.failed)) == [
        f"{n}-en" for n in names
    ]
    assert centre.files() == sorted(
        f"{one.name}.{'pdf' if one in summary.made else 'failed.ipynb'}"
        for one in (*summary.made, *(one for one in summary.failed if one.kept))
    )
    assert len(centre.made()) == len(summary.failed)
    assert centre.files() == [f"{name}-en.pdf" for name in names]
