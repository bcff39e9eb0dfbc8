"""Speed of builds, each as a ratio of times in the same run: `make bench`.

Reports side by side against the papermill command one after the other; a build that has nothing to
make against the check of the data alone; and what one changed lesson costs.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import yaml
from conftest import ENTRY, PARAMETERS, QUIET, Plain, save_notebook

import kb
from kb.report import pool
from kb.report.job import PDF, Result
from kb.report.orders import Request
from kb.report.run import build
from kb.report.schedule import notebooks_folder
from kb.report.times import ZONE

ROOT = Path(kb.__file__).parents[1]
LESSON = "lessons/ask-who-is-new.md"
COMPARISON = ENTRY | {"name": "comparison", "notebook": "comparison"}


class Place:
    """A copy of our data, notebooks and a schedule; `kb` runs the command there."""

    def __init__(self, folder: Path) -> None:
        self.data, self.notebooks, self.out = (folder / name for name in ("data", "nb", "out"))
        shutil.copytree(ROOT / "data", self.data)
        shutil.copytree(notebooks_folder(), self.notebooks)

    def schedule(self, *entries: dict) -> None:
        text = yaml.dump({"reports": list(entries)}, Dumper=Plain, allow_unicode=True)
        (self.notebooks / "schedule.yaml").write_text(text, "utf-8")

    def kb(self, *words: str) -> float:
        command = [sys.executable, "-m", "kb", *words, "--data", self.data]
        if words[0] == "build":
            command += ["--out", self.out, "--notebooks", self.notebooks]
        return seconds(command)

    def summary(self) -> dict:
        return json.loads((self.out / "build.json").read_text())


def seconds(command: list, **more) -> float:
    start = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, capture_output=True, **more)
    return time.perf_counter() - start


def papermill(place: Place, partner: str, code: str, folder: Path) -> float:
    """What a plain script would do: the papermill command, and it makes no PDF yet."""
    program = Path(sys.executable).with_name("papermill")
    notebook = place.notebooks / "reports" / "comparison.ipynb"
    values = yaml.dump({"partners": [partner], "language": code})
    command = [program, notebook, folder / "executed.ipynb", "-y", values, "--no-progress-bar"]
    return seconds([*command, "--cwd", notebook.parent])


def side_by_side(place: Place, folder: Path) -> None:
    partners = ["vitensenteret-trondheim", "dolni-vitkovice"]
    place.schedule(COMPARISON | {"each": ["themes", "language"]})
    together = place.kb("build")
    count = len(place.summary()["made"])
    alone = [papermill(place, one, code, folder) for one in partners for code in ("en", "lv")]
    each, one = together / count, sum(alone) / len(alone)
    print(
        f"{count} reports side by side: {each:.2f} s each, with PDFs; "
        f"papermill one after the other, without: {one:.2f} s each, {one / each:.1f} times as long"
    )


def one_lesson(place: Place) -> None:
    path = place.data / LESSON
    path.write_text(path.read_text("utf-8").replace("polarity: partly", "polarity: worked"))
    took, summary = place.kb("build"), place.summary()
    made, current = len(summary["made"]), len(summary["current"])
    print(f"one lesson changed: {made} of {made + current} reports made again, in {took:.1f} s")


def stand_in(jobs, at_once, tell):
    for job in jobs:
        job.folder.mkdir()
        (job.folder / PDF).write_bytes(b"PDF")
        yield pool.Done(job, Result("A title"), 0.0)


def nothing(place: Place, count: int) -> None:
    """Plan so many reports as if they had been made, and build."""
    source = f'{PARAMETERS}\npractice: str = ""  # one'
    save_notebook(place.notebooks / "reports" / "tiny.ipynb", source, "1")
    practices = sorted(kb.load(place.data).practices)
    each = [
        ENTRY
        | {"name": f"tiny-{n}", "notebook": "tiny", "parameters": {"practice": p}, "each": ["language"]}
        for n in range(count // len(practices) // 2 + 1)
        for p in practices
    ]  # fmt: skip
    named = [one | {"name": f"tiny-{n:04}"} for n, one in enumerate(each[: count // 2])]
    place.schedule(*named)
    pool.run = stand_in
    request = Request(place.data, place.out, place.notebooks, datetime.now(ZONE))
    build(request, QUIET)
    took, check = min(place.kb("build") for _ in range(3)), min(place.kb("check") for _ in range(3))
    assert place.summary()["made"] == []
    planned = len(place.summary()["current"])
    print(
        f"nothing to make, {planned} planned: {took:.2f} s, {took / check:.1f} times kb check ({check:.2f} s)"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        side_by_side(place, Path(folder))
        one_lesson(place)
        for count in (50, 1000):
            nothing(place, count)


if __name__ == "__main__":
    main()
