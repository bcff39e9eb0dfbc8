"""A whole build, from text records to a PDF."""

import page
import pytest
from conftest import save_notebook

from kb.problem import KbError
from kb.report.plan import Edition, edition, read_report, reports
from kb.report.run import build

pytestmark = pytest.mark.slow


def small(folder, source):
    """An edition of a report of one cell."""
    notebook = save_notebook(folder / "small.ipynb", "x: str = ''  # x", source)
    return Edition("small", read_report(notebook), {"x": "1"})


def test_the_same_data_give_the_same_bytes_and_a_page_for_any_world(world, tmp_path):
    base, out = world.load(), tmp_path / "out"
    made = edition(reports()["comparison"], base, {"partners": "blue-hall"}, "2026-05-01")
    [first] = build([made], world.data, out)
    before = first.read_bytes()
    [second] = build([made], world.data, out)
    assert [path.name for path in out.iterdir()] == ["comparison-blue-hall-en.pdf"]
    assert second.read_bytes() == before
    assert page.validate_pdf_bytes(before, profile="ua1").is_compliant


def test_a_notebook_sees_the_data_it_was_given_as_they_were(world, tmp_path):
    source = "import os, kb; print(sorted(kb.load().partners)); os.environ['KB_DATA']"
    [path] = build([small(tmp_path, source)], world.data, tmp_path / "out")
    assert path.read_bytes().startswith(b"%PDF")


def test_a_failing_notebook_leaves_the_last_edition_and_shows_its_error(world, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "small.pdf").write_text("the last edition")
    with pytest.raises(KbError) as error:
        list(build([small(tmp_path, "1 / 0")], world.data, out))
    kept = out / "small.failed.ipynb"
    assert (
        str(error.value)
        == f"small failed in cell cell-1 (ZeroDivisionError: division by zero); see {kept}"
    )
    assert (out / "small.pdf").read_text() == "the last edition"
    assert "ZeroDivisionError" in kept.read_text()
    assert sorted(path.name for path in out.iterdir()) == ["small.failed.ipynb", "small.pdf"]
