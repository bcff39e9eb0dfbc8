"""A whole build, from text records to a PDF."""

import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import page
import pytest
from conftest import DOCUMENTS, EVIDENCE, VOCABULARIES, save_notebook

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
    """The notebook runs on a copy: what somebody types meanwhile is not in it."""
    typing = world.data / "partners" / "blue-hall.md"
    source = (
        f"import kb; from pathlib import Path; Path({str(typing)!r}).unlink()\n"
        f"Path({str(tmp_path / 'seen')!r}).write_text(' '.join(kb.load().partners))"
    )
    list(build([small(tmp_path, source)], world.data, tmp_path / "out"))
    assert (tmp_path / "seen").read_text() == "blue-hall home-hall"
    assert not typing.exists()


def test_a_file_of_an_editor_does_not_stop_a_build(world, tmp_path):
    (world.data / "practices" / ".#paper-planes.md").symlink_to(tmp_path / "nowhere")
    [path] = build([small(tmp_path, "1")], world.data, tmp_path / "out")
    assert path.name == "small.pdf"


def test_a_long_way_to_temporary_files_does_not_stop_a_build(world, tmp_path, monkeypatch):
    """A socket's name has 107 bytes at most, so there a kernel talks through ports."""
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    [made] = build([small(tmp_path, "1 + 1")], world.data, tmp_path / "out")
    assert made.exists()


def test_two_builds_at_once_do_not_meet(world, tmp_path):
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "kb", "build", "comparison", "-p", "partners=blue-hall", "--data", world.data,
             "--out", tmp_path / f"out-{n}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for n in (1, 2)
    ]  # fmt: skip
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    names = [sorted(path.name for path in (tmp_path / f"out-{n}").iterdir()) for n in (1, 2)]
    assert names == [["comparison-blue-hall-en.pdf", "comparison-blue-hall-lv.pdf"]] * 2


def test_hostile_records_are_printed_and_break_nothing(world, tmp_path):
    evil = "#panic() <script> $\\frac{1}{0}$ @a \\ `x` 🚀"
    evidence = [{**EVIDENCE, "says": evil, "indirect": evil}]
    world.change("practices/paper-planes.md", title=evil, summary=evil, evidence=evidence, run_by=evil,
                 body=f"## Results\n\n1988. {evil} [@blue-book].\n")  # fmt: skip
    world.change("lessons/fold-first.md", statement=evil, not_when=evil, event=evil,
                 recommendation={"who": evil, "do": evil}, evidence=evidence)  # fmt: skip
    hall = DOCUMENTS["partners/blue-hall.md"]
    figures = [
        {**value, "scope": evil, "method": "x" * 200, "inferred": evil} for value in hall["values"]
    ]
    world.change("partners/blue-hall.md", name=f"{evil} {'y' * 200}", kind=evil, values=figures,
                 body=f"## History\n\n- {evil}\n\n```\n{evil} [@blue-book].\n")  # fmt: skip
    assert [line.partition(": ")[2] for line in world.check()][:1] == [
        "a list stands here; write sentences instead"
    ]
    world.change("partners/blue-hall.md", body=f"## History\n\n{evil} [@blue-book].\n")
    sources = deepcopy(VOCABULARIES["sources.yaml"]["references"])
    sources[0] |= {"title": evil, "publisher": evil}
    world.change("sources.yaml", references=sources)
    label = {"en": evil, "lv": evil}
    world.change(
        "themes.yaml",
        themes=[{"id": t, "label": label, "definition": label} for t in ("flying", "swimming")],
    )
    assert world.check() == []
    made = edition(reports()["comparison"], world.load(), {"partners": "blue-hall"}, "2026-05-01")
    [path] = build([made], world.data, tmp_path / "out")
    assert [str(f) for f in page.validate_pdf(str(path), profile="ua1").failures] == []


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


def test_a_pdf_that_is_open_elsewhere_is_published_beside_and_mended_next_time(
    world, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    made = small(tmp_path, "1")
    list(build([made], world.data, out))
    replace = Path.replace

    def locked(self, target):
        if Path(target).name == "small.pdf":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        dated = Edition(made.name, made.report, {**made.parameters, "as_of": "2026-05-01"})
        [path] = build([dated], world.data, out)
        assert path.name == "small.new-2026-05-01.pdf"
        assert sorted(p.name for p in out.iterdir()) == ["small.new-2026-05-01.pdf", "small.pdf"]
    list(build([made], world.data, out))
    assert [p.name for p in out.iterdir()] == ["small.pdf"]
