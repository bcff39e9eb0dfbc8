"""Notebooks in a browser on this machine: JupyterLab to work in, Voilà for an app without code."""

import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import zmq
from nbstripout import strip_output

from kb.problem import KbError
from kb.where import CHECKOUT

HOST = "127.0.0.1"  # this machine alone
TRIES = 50  # ports, from the one asked for
NOTEBOOKS = CHECKOUT / "notebooks"
OWN = Path(__file__).parent / "jupyter"  # settings of JupyterLab, and a template of Voilà
WELCOME = "/lab/tree/notebooks/welcome.md"
SESSION = [  # what a session leaves in a notebook beside its outputs
    "metadata.language_info", "metadata.widgets", "cell.metadata.collapsed",
    "cell.metadata.execution", "cell.metadata.jupyter", "cell.metadata.scrolled",
]  # fmt: skip
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Server:
    """A server that is not started yet: its address, which holds its token, and how to run it."""

    address: str
    run: Callable[[], None]


def lab(port: int, *, browser: bool) -> Server:
    """JupyterLab on the page that welcomes; of a notebook that is saved, no outputs are kept."""
    from jupyterlab.labapp import LabApp

    port, token = free_port(port), secrets.token_urlsafe(24)
    found = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    os.environ["PATH"] = os.pathsep.join(filter(None, found))  # for kb in its terminals
    options = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.root_dir": _there(NOTEBOOKS).parent,
        "ServerApp.open_browser": browser,
        "ServerApp.allow_root": True,  # in a container there is no other user
        "IdentityProvider.token": token,
        "FileContentsManager.pre_save_hook": f"{__name__}.{without_outputs.__name__}",
        "LabApp.default_url": WELCOME,
        "LabApp.app_settings_dir": OWN / "lab",  # Markdown is shown, not edited
        "LabApp.news_url": None,  # nothing is asked of the internet: news, updates, extensions
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        "Application.log_level": "WARN",
    }
    address = f"http://{HOST}:{port}{WELCOME}?token={token}"
    return Server(address, lambda: LabApp.launch_instance(_arguments(options)))


def app(port: int, *, browser: bool) -> Server:
    """The explorer by Voilà: its outputs alone, in a template that fetches nothing."""
    from voila.app import Voila

    port, token = free_port(port), secrets.token_urlsafe(24)
    address = f"http://{HOST}:{port}/?token={token}"

    class App(Voila):  # type: ignore[misc]
        """Voilà, which by itself opens its page without the token that it then asks for."""

        def launch_browser(self) -> None:
            webbrowser.open(address)

    options = {
        "Voila.ip": HOST,
        "Voila.port": port,
        "Voila.token": token,
        "Voila.open_browser": browser,
        "MappingKernelManager.cull_idle_timeout": 600,  # seconds, of a page that was left
        "MappingKernelManager.cull_interval": 60,
        "Voila.log_level": "WARN",
        "VoilaConfiguration.template": "kb-app",
    }
    notebook = _there(NOTEBOOKS / "explore.ipynb")
    paths = [str(OWN), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    return Server(address, lambda: App.launch_instance([str(notebook), *_arguments(options)]))


def _arguments(options: Mapping[str, Any]) -> list[str]:
    curve = "auto" if zmq.has("curve") else "disabled"  # so that no other user can listen
    every = {**options, "KernelManager.transport_encryption": curve}
    return [f"--{name}={value}" for name, value in every.items()]


def _there(path: Path) -> Path:
    if not path.exists():
        raise KbError(f"{path} is not there; run kb from a whole checkout")
    return path


def free_port(first: int) -> int:
    """The first port from this one on that nobody listens at; KbError if there is none near."""
    for port in range(first, first + TRIES):
        with closing(socket.socket()) as tried:
            if tried.connect_ex((HOST, port)) != 0:
                return port
    raise KbError(f"no port from {first} to {first + TRIES - 1} is free; give another with --port")


def without_outputs(model: dict[str, Any], **_: Any) -> None:
    """Take from a notebook that is about to be saved all that a session has put into it."""
    if model["type"] == "notebook":
        notebook = nbformat.from_dict(model["content"])
        strip_output(
            notebook, keep_output=False, keep_count=False, keep_id=True, extra_keys=SESSION
        )
        notebook.metadata.kernelspec = dict(KERNEL)
        model["content"] = notebook
