"""The commands of the reports: build, plan, why."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from shlex import quote

import click
from tqdm import tqdm

import kb
from kb.cli_options import (
    clock,
    data_option,
    json_option,
    notebooks_option,
    out_option,
    reports_folder,
)
from kb.problem import KbError
from kb.report.lock import BusyError
from kb.report.orders import Request, choice_of
from kb.report.outlook import Outlook, explained, outlooks
from kb.report.schedule import notebooks_folder
from kb.report.summary import Failed, Finished, Summary, hand_over, write_summary
from kb.where import find_data

names_argument = click.argument("names", metavar="[NAME]...", nargs=-1)


@click.command(short_help="Make reports as PDFs.")
@names_argument
@click.option(
    "-p", "--parameter", "parameters", metavar="NAME=VALUE", multiple=True,
    help="A parameter of the report; a list has commas. May be repeated.",
)  # fmt: skip
@click.option("--due", is_flag=True, help="Only those whose time has come since they were made.")
@data_option
@out_option
@notebooks_option
@click.option(
    "--jobs", metavar="NUMBER", type=click.IntRange(1), default=os.cpu_count(),
    help="How many are made at once; else one for each core.",
)  # fmt: skip
@click.option(
    "--publish", "share", metavar="FOLDER", type=click.Path(path_type=Path),
    help="Copy finished editions there too, such as to a shared drive.",
)  # fmt: skip
@click.option(
    "--on-failure", metavar="COMMAND",
    help="Run this if anything fails; it reads the summary from its input.",
)  # fmt: skip
@json_option
def build(
    names: tuple[str, ...],
    parameters: tuple[str, ...],
    due: bool,
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
    jobs: int,
    share: Path | None,
    on_failure: str | None,
    as_json: bool,
) -> None:
    """Make the reports of notebooks/schedule.yaml as PDFs: all, or the named ones.

    What is already as it should be is not made again. A NAME is that of an entry of the schedule,
    of one of its PDFs, or of a notebook in notebooks/reports/; with -p that report is made with
    these parameters, whatever the schedule says. The data are checked first. Exit code 1 if
    anything failed.

    \b
    For example:
    kb build
    kb build comparison-lv
    kb build comparison -p themes=schools,teachers -p as_of=2026-11-30
    """
    if due and parameters:
        raise click.UsageError("--due is for the schedule, -p for reports by hand; take one")
    again = _again(data=data, out=out, notebooks=notebooks)
    data = find_data(data)
    request = Request(
        data, reports_folder(data, out), notebooks_folder(notebooks), clock(), names,
        _pairs(parameters), due, jobs, share, again,
    )  # fmt: skip
    with _telling(on_failure, request):
        summary = _made(request, as_json)
    if summary is None:
        return
    if as_json:
        click.echo(json.dumps(summary.as_data(), indent=1))
    elif summary.exit_code == 0 and not summary.made:
        click.echo(f"nothing to make: {len(summary.current)} as they should be")
    if summary.exit_code:
        click.echo(str(summary), err=True)
        _tell(on_failure, str(summary), request.out)
    raise SystemExit(summary.exit_code)


def _made(request: Request, as_json: bool) -> Summary | None:
    """What a build did; None where what is due is being made by another one already."""
    from kb.report.run import Watch
    from kb.report.run import build as run

    form = "{n_fmt}/{total_fmt} |{bar}| {elapsed}{postfix}"
    with tqdm(bar_format=form, disable=None, leave=False) as bar:

        def running(now: Mapping[str, float], number: int) -> None:
            bar.total = number
            bar.set_postfix_str(", ".join(f"{name} {s:.0f} s" for name, s in now.items()))

        def finished(one: Finished | Failed) -> None:
            bar.update()
            if isinstance(one, Finished) and not as_json:
                bar.write(str(one.path), file=sys.stdout)

        try:
            return run(request, Watch(lambda text: click.echo(text, err=True), running, finished))
        except BusyError as busy:
            click.echo(f"{busy}; nothing to do for this one")
            return None


@contextmanager
def _telling(on_failure: str | None, request: Request) -> Iterator[None]:
    """What stops a build before the first report is a failure too."""
    try:
        yield
    except KbError as error:
        if request.out.is_dir():
            with suppress(KbError):  # what cannot be written there was told already
                write_summary(request.out, Summary(request.now, problems=str(error).splitlines()))
        _tell(on_failure, str(error), request.out)
        raise


def _tell(on_failure: str | None, text: str, out: Path) -> None:
    if on_failure:
        try:
            hand_over(text, on_failure, out)
        except KbError as error:
            click.echo(str(error), err=True)


def _again(**options: Path | None) -> str:
    """The options that a command needs to make the same report again."""
    given = {name: path for name, path in options.items() if path is not None}
    return "".join(f" --{name} {quote(str(path))}" for name, path in given.items())


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = list(map(_pair, parameters))
    if twice := [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]:
        raise click.BadParameter(f"{twice[0]!r} is given twice; join its values with commas")
    return dict(pairs)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="-p")
    return name.strip(), value.strip()


@click.command(short_help="List the planned reports and how they stand.")
@names_argument
@data_option
@out_option
@notebooks_option
@json_option
def plan(
    names: tuple[str, ...],
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
    as_json: bool,
) -> None:
    """List the reports of notebooks/schedule.yaml, all or the named ones: whether each is up to
    date, when it last was, when its time comes next, and for whom it is.
    """
    found = _outlooks(names, data, out, notebooks)
    if as_json:
        click.echo(json.dumps({"reports": [asdict(one) for one in found]}, indent=1, default=str))
        return
    rows = [one.row() for one in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


@click.command(short_help="Say why a report is up to date or not.")
@names_argument
@data_option
@out_option
@notebooks_option
@json_option
def why(
    names: tuple[str, ...],
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
    as_json: bool,
) -> None:
    """Say why the named reports, or all, are up to date or not: which record, parameter, cell of
    the notebook, file of kb or package changed since they were made.
    """
    found = _outlooks(names, data, out, notebooks)
    if as_json:
        answer = {one.name: {"state": one.state, "reasons": one.reasons} for one in found}
        click.echo(json.dumps(answer, indent=1))
    for line in () if as_json else explained(found):
        click.echo(line)


def _outlooks(
    names: tuple[str, ...], data: Path | None, out: Path | None, notebooks: Path | None
) -> list[Outlook]:
    data = find_data(data)
    folder = notebooks_folder(notebooks)
    request = Request(data, reports_folder(data, out), folder, clock(), names)
    base = kb.load(data, request.now.date())
    choice = choice_of(request, base, folder)
    if not choice.planned:
        raise KbError(f"{folder / 'schedule.yaml'} plans nothing of it; the README says how")
    return outlooks(choice, base, request)
