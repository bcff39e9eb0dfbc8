"""Who calls `kb build --due`: the system's own clock. Its entry in cron, and texts for others.

The entry stands between two marker lines of the user's crontab; all other lines stay as they are.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from shlex import join

from kb.problem import KbError

BEGIN, END = "# kb: begin (kept by `kb schedule`)", "# kb: end"
OURS = re.compile(rf"^{re.escape(BEGIN)}\n(.*?)^{re.escape(END)}\n?", re.MULTILINE | re.DOTALL)
HOUR = 60


def cron_entry(command: Sequence[str], every: int) -> str:
    """The line of a crontab that calls a command every so many minutes, a divisor of an hour.

    What it prints on stdout is nothing to mail; what went wrong is on stderr.
    """
    minutes = {1: "*", HOUR: "0"}.get(every, f"*/{every}")
    line = join(command).replace("%", r"\%")  # cron makes a line end of a bare one
    if "\n" in line:
        raise KbError("a crontab has one line for a command; put its lines into a script")
    return f"{minutes} * * * * {line} >/dev/null"


def with_entry(crontab: str, entry: str) -> str:
    """A crontab with this entry, in the place of the one that it had; an empty one takes it out."""
    _check_markers(crontab)
    block = f"{BEGIN}\n{entry}\n{END}\n" if entry else ""
    if OURS.search(crontab):
        return OURS.sub(lambda _: block, crontab, count=1)
    return (
        f"{crontab.rstrip()}\n{block}".lstrip("\n")
        if block and crontab.strip()
        else crontab + block
    )


def entry_of(crontab: str) -> str:
    """Our entry in a crontab, empty if there is none."""
    _check_markers(crontab)
    found = OURS.search(crontab)
    return found[1].rstrip() if found else ""


def _check_markers(crontab: str) -> None:
    lines = crontab.splitlines()
    if (lines.count(BEGIN), lines.count(END)) not in ((0, 0), (1, 1)) or (
        BEGIN in lines and not OURS.search(crontab)
    ):
        raise KbError(f"the lines {BEGIN!r} and {END!r} no longer pair; mend with `crontab -e`")


def read_crontab() -> str:
    """The user's crontab, empty if there is none."""
    done = _crontab("-l")
    if done.returncode and "no crontab" not in done.stderr:
        raise KbError(f"cannot read the crontab ({done.stderr.strip()}); may you use cron here?")
    return done.stdout if not done.returncode else ""


def write_crontab(crontab: str) -> None:
    """Replace the user's crontab; an empty one is taken away."""
    done = _crontab("-", crontab) if crontab.strip() else _crontab("-r")
    if done.returncode:
        raise KbError(f"cannot write the crontab ({done.stderr.strip()}); may you use cron here?")


def _crontab(argument: str, text: str = "") -> subprocess.CompletedProcess[str]:
    program = shutil.which("crontab")
    if program is None:
        others = "`kb schedule show --for systemd` or `--for windows`"
        raise KbError(
            f"there is no crontab on this system; {others} prints what to paste elsewhere"
        )
    return subprocess.run(
        [program, argument], input=text, text=True, capture_output=True, check=False,
        env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip


def for_systemd(command: Sequence[str], every: int) -> str:
    """The two unit files of a timer of the user's, and how it is started."""
    line = join(command).replace("%", "%%").replace("$", "$$")
    return f"""# ~/.config/systemd/user/kb.service
[Unit]
Description=Reports that are due

[Service]
Type=oneshot
ExecStart={line}

# ~/.config/systemd/user/kb.timer
[Timer]
OnCalendar=*:0/{every}
Persistent=true

[Install]
WantedBy=timers.target

# then, once:
# systemctl --user daemon-reload && systemctl --user enable --now kb.timer
# loginctl enable-linger
"""


def for_windows(command: Sequence[str], every: int) -> str:
    """The command that makes a task of the Windows Task Scheduler."""
    line = subprocess.list2cmdline(command).replace('"', '\\"')
    return f'schtasks /Create /TN "kb build" /SC MINUTE /MO {every} /TR "{line}"\n'
