"""What a build did, for people and for programs: made, as it should be, failed."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


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
