"""JupyterLab and Voilà on this machine: ports, and what is saved of a notebook."""

import json
import re
import shutil
import socket
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import nbformat.v4 as nbf
import pytest
from browsing import ROOT, served
from test_house import NOTEBOOKS

from kb import serving
from kb.problem import KbError


def test_a_port_that_is_taken_is_passed_by():
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < serving.free_port(port) < port + serving.TRIES


def test_where_no_port_is_free_a_remedy_is_said(monkeypatch):
    monkeypatch.setattr(serving, "TRIES", 1)
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        with pytest.raises(KbError, match="give another with --port"):
            serving.free_port(taken.getsockname()[1])


def test_outside_a_checkout_nothing_is_started(monkeypatch, tmp_path):
    monkeypatch.setattr(serving, "NOTEBOOKS", tmp_path / "notebooks")
    for start in (serving.lab, serving.app):
        with pytest.raises(KbError, match="run kb from a whole checkout"):
            start(8888, browser=False)


def test_the_terminals_of_the_lab_find_kb(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    serving.lab(8888, browser=False)
    assert shutil.which("kb") == str(Path(sys.executable).with_name("kb"))


def run(path: Path) -> nbformat.NotebookNode:
    """A notebook as JupyterLab would save it after it was run."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbf.new_output("stream", text="shown")]
            cell.metadata |= {"execution": {"shell.execute_reply": "now"}, "scrolled": True}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata |= {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    return notebook


def ask(url: str, token: str, body: object = None):
    """A request to the server's API, as JupyterLab makes it."""
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, headers, method="PUT" if data else "GET")) as answer:
        return json.loads(answer.read())


@pytest.mark.slow
def test_reading_and_saving_a_notebook_leaves_its_file_as_it_was(tmp_path):
    before = {path: path.read_bytes() for path in NOTEBOOKS}
    with served(tmp_path, "lab", "--port", "8951") as address:
        home, _, token = address.partition("/lab/tree/notebooks/welcome.md?token=")
        wait_for(home)
        try:
            for path in NOTEBOOKS:
                body = {"type": "notebook", "format": "json", "content": run(path)}
                ask(f"{home}/api/contents/{path.relative_to(ROOT).as_posix()}", token, body)
            changed = [path.name for path in before if path.read_bytes() != before[path]]
        finally:
            for path, content in before.items():
                path.write_bytes(content)
        assert changed == []
        with pytest.raises(HTTPError, match="403"):
            ask(f"{home}/api/contents/README.md", "nobody")


def wait_for(home: str) -> None:
    for _ in range(300):
        try:
            urlopen(f"{home}/api")
            return
        except OSError:
            time.sleep(0.1)


def test_the_welcome_page_leads_to_files():
    text = (ROOT / "notebooks" / "welcome.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not (ROOT / "notebooks" / link).is_file()] == []
    assert len(links) == len(set(links)) * 2  # in both languages the same
    assert "explore.ipynb" in links
