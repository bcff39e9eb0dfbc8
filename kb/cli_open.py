"""The commands that open the knowledge base in a browser; like `cli`, they print and exit."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kb.cli_options import data_option
from kb.where import find_data

Command = Callable[..., Any]

browser_option = click.option(
    "--browser/--no-browser", default=True, help="Whether to open it in your browser."
)


def _port(default: int) -> Callable[[Command], Command]:
    """The option that says where a server listens."""
    return click.option(
        "--port",
        type=click.IntRange(1, 65_000),
        default=default,
        show_default=True,
        help="Where it listens; the next free one if it is taken.",
    )


@click.command(short_help="Open the explorer in your browser.")
@_port(8_866)
@browser_option
@data_option
def explore(port: int, browser: bool, data: Path | None) -> None:
    """Open the explorer in your browser: search, filter, read and compare, without any code.

    It runs on this machine alone, and only whoever has the address with its token gets in.
    """
    from kb.serving import app

    _use(data)
    server = app(port, browser=browser)
    click.echo(f"The explorer is at {server.address}\nCtrl+C ends it.")
    server.run()


@click.command(short_help="Open the notebooks in JupyterLab.")
@_port(8_888)
@browser_option
@data_option
def lab(port: int, browser: bool, data: Path | None) -> None:
    """Open JupyterLab on a page that leads to the explorer, the reports and what else there is.

    What a notebook shows is never saved in its file, so that reading changes nothing.
    """
    from kb.serving import lab as service

    _use(data)
    server = service(port, browser=browser)
    click.echo(f"JupyterLab is at {server.address}\nCtrl+C, twice, ends it.")
    server.run()


def _use(data: Path | None) -> None:
    """Notebooks run in their own folder: they are told the data folder by its full path."""
    os.environ["KB_DATA"] = str(find_data(data).resolve())


OPENING = (explore, lab)
