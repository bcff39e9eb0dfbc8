"""What is wrong with a file, as one line that says where, what and how to mend it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

LONGEST = 600  # characters of a message: what is wrong and what to do, not a whole file
ECHO = 60  # characters of what was typed: enough to find it
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one line of a file; the message is `what is wrong; what to do`.

    A warning is a thing to do that stops nothing.
    """

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        what = self.message
        if len(what) > LONGEST:
            what = f"{what[: LONGEST // 2]} ... {what[-LONGEST // 2 :]}"
        line = f"{self.path}:{self.line}: {kind}{what}"
        return line if line.isprintable() else "".join(map(_printable, line))


def _printable(letter: str) -> str:
    """File names may hold signs that would break a line or that no terminal can show."""
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


def shown(value: object) -> str:
    """What was typed, as a message names it: not too long, and odd spaces told in words."""
    text = _ODD_SPACE.sub(" ", value) if isinstance(value, str) else value
    typed = repr(text)
    if len(typed) > ECHO + 10:
        typed = f"{typed[:ECHO]}...{typed[-1]}"
    return typed if text == value else f"{typed} (with a no-break space)"


class KbError(Exception):
    """A failure a user can cause and mend; its text is the whole message, never a traceback."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a traceback."""
        return [str(self)]


class DataError(KbError):
    """The data folder holds problems; all of them are in `problems`, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The word of a closed list that was probably meant; `least` is how like it must be, up to 1.

    Small letters and capitals are alike.
    """
    folded = {one.casefold(): one for one in sorted(known)}
    found = get_close_matches(word[:LONGEST].casefold(), folded, n=1, cutoff=least)
    return folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for a word that is not in a closed list: the nearest one, or a short list."""
    words = sorted(known)
    if near := nearest(word, words):
        return f"; did you mean {near!r}?"
    return f"; it can be {', '.join(words)}" if 0 < len(words) <= 16 else "; check the spelling"
