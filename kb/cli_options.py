"""Options that several commands share."""

from pathlib import Path

import click

data_option = click.option(
    "--data", metavar="FOLDER", type=click.Path(path_type=Path),
    help="The data folder; else KB_DATA, else the nearest one upwards.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Answer for a program, as JSON.")
