"""Speed of reading records, as a ratio against the YAML parser alone in the same run: `make bench`."""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml
from conftest import DOCUMENTS, EVIDENCE, World

import kb

LESSON = DOCUMENTS["lessons/fold-first.md"]


def world_of(folder: Path, count: int) -> World:
    """The invented world with so many lessons of six pieces of evidence each."""
    world = World(folder)
    pieces = [{**EVIDENCE, "at": f"block {number}"} for number in range(6)]
    world.change("lessons/fold-first.md", evidence=pieces)
    text = (world.data / "lessons" / "fold-first.md").read_text("utf-8")
    for number in range(count):
        said = " ".join(f"word{n}" for n in random.Random(number).choices(range(500), k=15))
        world.write(f"lessons/lesson-{number:05}.md", text.replace(LESSON["statement"], said))
    return world


def parsed(data: Path) -> None:
    """What any reader of these files must do at least: parse their front matter."""
    for path in data.rglob("*.md"):
        yaml.load(path.read_text("utf-8").split("---\n")[1], Loader=yaml.CSafeLoader)


def seconds(call, *arguments) -> float:
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def main(counts: list[int]) -> None:
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            data = world_of(Path(folder), count).data
            pairs = [(seconds(kb.check, data), seconds(parsed, data)) for _ in range(3)]
        whole, alone = (statistics.median(times) for times in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(
            f"{count:6} lessons: checked in {whole:.2f} s, {ratio:.1f} times yaml.load ({alone:.2f} s)"
        )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1000, 10_000])
