"""The command `kb schedule`: who calls `kb build --due`."""

import sys
from pathlib import Path

import click

from kb.cli_options import data_option, notebooks_option, out_option, reports_folder
from kb.report import clock
from kb.where import find_data

EVERY = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60]  # minutes into which an hour can be parted
every_option = click.option(
    "--every", metavar="MINUTES", default=10, show_default=True,
    type=click.IntRange(1, clock.HOUR), callback=lambda *given: _divisor(given[2]),
    help="How often it looks for what is due.",
)  # fmt: skip
share_option = click.option(
    "--publish", "share", metavar="FOLDER", type=click.Path(path_type=Path),
    help="Copy finished editions there too, such as to a shared drive.",
)  # fmt: skip
failure_option = click.option(
    "--on-failure", metavar="COMMAND",
    help="Run this if anything fails; it reads the summary from its input.",
)  # fmt: skip


def _divisor(every: int) -> int:
    if every not in EVERY:
        raise click.BadParameter(f"{every} does not part an hour; take one of {EVERY}")
    return every


@click.group(short_help="Have what is due made by the system's clock.")
def schedule() -> None:
    """Have `kb build --due` called by the system's clock, so that reports come by themselves."""


@schedule.command(short_help="Put one entry into your crontab.")
@every_option
@data_option
@out_option
@notebooks_option
@share_option
@failure_option
def install(
    every: int,
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
    share: Path | None,
    on_failure: str | None,
) -> None:
    """Put one entry into your crontab that makes what is due, in the place of the one it had.

    The other lines stay. What goes wrong is mailed to MAILTO, if your system can mail.
    """
    command = _command(data, out, notebooks, share, on_failure)
    entry = clock.cron_entry(command, every)
    clock.write_crontab(clock.with_entry(clock.read_crontab(), entry))
    click.echo(entry)


@schedule.command(short_help="Show the entry, or what to paste elsewhere.")
@click.option(
    "--for", "system", type=click.Choice(["cron", "systemd", "windows"]), default="cron",
    show_default=True,
    help="The entry in the crontab, or what to paste for systemd or the Windows Task Scheduler.",
)  # fmt: skip
@every_option
@data_option
@out_option
@notebooks_option
@share_option
@failure_option
def show(
    system: str,
    every: int,
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
    share: Path | None,
    on_failure: str | None,
) -> None:
    """Show the entry in your crontab, or what to paste for another clock."""
    if system == "cron":
        entry = clock.entry_of(clock.read_crontab())
        click.echo(entry or "no entry in your crontab; `kb schedule install` makes one")
        return
    command = _command(data, out, notebooks, share, on_failure)
    text = {"systemd": clock.for_systemd, "windows": clock.for_windows}[system](command, every)
    click.echo(text, nl=False)


@schedule.command(short_help="Take the entry out of your crontab.")
def remove() -> None:
    """Take the entry out of your crontab; the other lines stay."""
    crontab = clock.read_crontab()
    if clock.entry_of(crontab):
        clock.write_crontab(clock.with_entry(crontab, ""))
    click.echo("no entry in your crontab any more")


def _command(
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
    share: Path | None,
    on_failure: str | None,
) -> list[str]:
    """What the clock calls; every path in full, for it starts elsewhere."""
    data = find_data(data)
    folders = {"data": data, "out": reports_folder(data, out), "notebooks": notebooks}
    paths = {**folders, "publish": share}
    given = {name: str(path.resolve()) for name, path in paths.items() if path is not None}
    given |= {"on-failure": on_failure} if on_failure else {}
    options = [text for name, value in given.items() for text in (f"--{name}", value)]
    return [sys.executable, "-m", "kb", "build", "--due", *options]
