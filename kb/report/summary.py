"""What a build did, for people and for programs: made, as it should be, failed."""

import json
import os
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kb.disk import publish
from kb.problem import KbError


@dataclass(frozen=True)
class Finished:
    """An edition that was made."""

    name: str
    path: Path
    seconds: float
    reasons: tuple[str, ...] = ()  # why it was made


@dataclass(frozen=True)
class Failed:
    """A report that could not be made: where and why it stopped, and how to see it again."""

    name: str
    notebook: str
    cell: str | None
    error: str
    command: str
    kept: Path | None  # the executed notebook

    def __str__(self) -> str:
        cell = f", cell {self.cell}" if self.cell else ""
        lines = [f"{self.name} failed: {self.error}", f"  in {self.notebook}{cell}"]
        lines += [f"  its notebook as it ran: {self.kept}"] if self.kept else []
        return "\n".join([*lines, f"  to try again: {self.command}"])


@dataclass
class Summary:
    """What became of a build; `problems` are why none was begun or something else went wrong."""

    began: datetime
    made: list[Finished] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, one: Finished | Failed) -> None:
        """Note what became of an edition."""
        if isinstance(one, Finished):
            self.made.append(one)
        else:
            self.failed.append(one)

    @property
    def exit_code(self) -> int:
        """1 if anything went wrong."""
        return 1 if self.failed or self.problems else 0

    def __str__(self) -> str:
        counts = f"{len(self.made)} made, {len(self.current)} as they should be"
        counts += f", {len(self.failed)} failed" if self.failed else ""
        return "\n".join([*self.problems, *map(str, self.failed), counts])

    def as_data(self) -> dict[str, Any]:
        """For build.json and for programs."""
        data = asdict(self) | {"began": self.began.isoformat(), "exit_code": self.exit_code}
        data["seconds"] = round(self.seconds, 1)
        for one in data["made"]:
            one |= {"path": str(one["path"]), "seconds": round(one["seconds"], 1)}
        for one in data["failed"]:
            one["kept"] = one["kept"] and str(one["kept"])
        return data


def write_summary(out: Path, summary: Summary) -> Path:
    """Write build.json, which says what the last build did."""
    return publish(json.dumps(summary.as_data(), indent=1).encode(), out / "build.json")


def hand_over(text: str, command: str, out: Path) -> None:
    """Run a command of the user's with a summary as its input, and in KB_SUMMARY the whole of it.

    KbError if the command fails.
    """
    environment = {**os.environ, "KB_SUMMARY": str((out / "build.json").resolve())}
    done = subprocess.run(command, shell=True, input=text.encode(), env=environment, check=False)
    if done.returncode:
        raise KbError(
            f"the command of --on-failure failed (exit code {done.returncode}): {command}"
        )
