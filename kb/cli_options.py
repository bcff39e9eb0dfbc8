"""Options that several commands share."""

from datetime import datetime
from pathlib import Path

import click

from kb.report.times import ZONE

data_option = click.option(
    "--data", metavar="FOLDER", type=click.Path(path_type=Path),
    help="The data folder; else KB_DATA, else the nearest one upwards.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Answer for a program, as JSON.")
out_option = click.option(
    "--out", metavar="FOLDER", type=click.Path(path_type=Path),
    help="Where the PDFs go; else reports/ beside the data folder.",
)  # fmt: skip
notebooks_option = click.option(
    "--notebooks", metavar="FOLDER", type=click.Path(path_type=Path),
    help="Where schedule.yaml is, and reports/ with the notebooks; else the checkout's.",
)  # fmt: skip


def clock() -> datetime:
    """What time it is, in Latvia."""
    return datetime.now(ZONE)


def reports_folder(data: Path, out: Path | None) -> Path:
    """Where the PDFs go: beside the data folder, told from here where it lies below."""
    folder, here = data.resolve().parent, Path.cwd()
    beside = folder.relative_to(here) if folder.is_relative_to(here) else folder
    return out or beside / "reports"
