"""Runs the editions of a plan: each a notebook, then a PDF, published whole or not at all."""

import glob
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from kb.disk import publish
from kb.problem import KbError
from kb.report.pdf import document, to_pdf
from kb.report.plan import Edition

LONGEST_SOCKET = 103  # bytes of the name of a socket: the fewest that a system takes (macOS)


def build(editions: Iterable[Edition], data: Path, out: Path) -> Iterator[Path]:
    """Make each edition and yield its PDF; KbError at the first that fails, earlier ones stay.

    All editions see one copy of the data, so they tell one state even if someone is typing.
    """
    _check_writable(out)
    with TemporaryDirectory(prefix="kb-build-") as folder:
        copy = Path(folder) / "data"
        strays = shutil.ignore_patterns(".*", "~*")
        shutil.copytree(data, copy, ignore=strays, ignore_dangling_symlinks=True)
        for edition in editions:
            with _environment(KB_DATA=str(copy), IPYTHONDIR=str(Path(folder) / "ipython")):
                executed = _execute(edition, Path(folder), out)
            pdf = to_pdf(document(nbformat.read(executed, as_version=4), edition.name))
            (out / f"{edition.name}.failed.ipynb").unlink(missing_ok=True)
            yield _publish_pdf(
                pdf, out / f"{edition.name}.pdf", edition.parameters.get("as_of", "")
            )


def _check_writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".kb-probe"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise KbError(f"cannot write to {out} ({reason}); give another folder with --out") from None


def _execute(edition: Edition, folder: Path, out: Path) -> Path:
    """Run a notebook with papermill; one that fails is kept with its error, to be mended."""
    executed = folder / f"{edition.name}.ipynb"
    bar = {"desc": edition.name, "disable": None, "leave": False}  # no bar where nobody watches
    try:
        papermill.execute_notebook(
            str(edition.report.notebook),
            str(executed),
            parameters=dict(edition.parameters),
            kernel_name="python3",
            cwd=str(edition.report.notebook.parent),
            progress_bar=bar,
            config=_private_kernel(folder),
        )
    except DeadKernelError:
        message = f"{edition.name} stopped: its kernel died, perhaps for lack of memory; try again"
        raise KbError(message) from None
    except PapermillExecutionError as error:
        kept = publish(executed.read_bytes(), out / f"{edition.name}.failed.ipynb")
        reason = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
        message = f"{edition.name} failed in cell {_failed(executed)} ({reason}); see {kept}"
        raise KbError(message) from None
    return executed


def _failed(executed: Path) -> str:
    """The id of the cell with the error."""
    cells = nbformat.read(executed, as_version=4).cells
    errors = (c.id for c in cells for o in c.get("outputs", ()) if o.output_type == "error")
    return str(next(errors, "unknown"))


def _private_kernel(folder: Path) -> Config:
    """Where the system has it, a kernel talks through files in our folder, not through ports."""
    ipc = {"transport": "ipc", "ip": str(folder / "kernel")}
    has_room = len(os.fsencode(f"{ipc['ip']}-1")) <= LONGEST_SOCKET
    return Config({"KernelManager": ipc if os.name != "nt" and has_room else {}})


def _publish_pdf(pdf: bytes, path: Path, day: str) -> Path:
    """Publish a PDF; where the last one is open elsewhere, beside it, to be mended next time."""
    beside = path.with_name(f"{path.stem}.new-{day}.pdf")
    try:
        publish(pdf, path)
    except KbError as error:
        if not isinstance(error.__context__, PermissionError) or not path.exists():
            raise
        return publish(pdf, beside)
    for old in path.parent.glob(f"{glob.escape(path.stem)}.new-*.pdf"):
        with suppress(OSError):  # open elsewhere: gone next time
            old.unlink()
    return path


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """What a kernel inherits: these data, and none of a user's own IPython settings."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
