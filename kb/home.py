"""The user's own folder for programs: what is kept there never enters the records."""

import os
from pathlib import Path

from platformdirs import user_data_path


def folder() -> Path:
    """The folder that KB_HOME names, else the user's own for programs."""
    home = os.environ.get("KB_HOME")
    return Path(home) if home else user_data_path("kb", appauthor=False)
