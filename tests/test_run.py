"""A whole build, from text records to a PDF."""

import json
import os
from copy import deepcopy
from pathlib import Path

import page
import pytest
from conftest import DOCUMENTS, EVIDENCE, VOCABULARIES

from kb.report.schedule import notebooks_folder

pytestmark = pytest.mark.slow


def test_the_same_data_give_the_same_bytes_and_a_page_for_any_world(centre):
    by_hand = {"partners": "blue-hall", "language": "en"}
    centre.notebooks = notebooks_folder()
    assert centre.made("comparison", given=by_hand) == ["comparison-blue-hall-en"]
    before = (centre.out / "comparison-blue-hall-en.pdf").read_bytes()
    assert centre.made("comparison", given=by_hand) == ["comparison-blue-hall-en"]
    assert centre.files() == ["comparison-blue-hall-en.pdf"]
    assert (centre.out / "comparison-blue-hall-en.pdf").read_bytes() == before
    assert page.validate_pdf_bytes(before, profile="ua1").is_compliant


def test_a_notebook_sees_the_data_it_was_given_as_they_were(centre, tmp_path):
    """The notebook runs on a copy: what somebody types meanwhile is not in it."""
    typing = centre.data / "partners" / "blue-hall.md"
    source = (
        f"import kb; from pathlib import Path; Path({str(typing)!r}).unlink()\n"
        f"Path({str(tmp_path / 'seen')!r}).write_text(' '.join(kb.load().partners))"
    )
    assert centre.schedule(small=source).made() == ["small-en"]
    assert (tmp_path / "seen").read_text() == "blue-hall home-hall"
    assert not typing.exists()


def test_a_file_of_an_editor_does_not_stop_a_build(centre, tmp_path):
    (centre.data / "practices" / ".#paper-planes.md").symlink_to(tmp_path / "nowhere")
    assert centre.schedule(small="1").made() == ["small-en"]


def test_a_long_way_to_temporary_files_does_not_stop_a_build(centre, tmp_path, monkeypatch):
    """A socket's name has 107 bytes at most, so there a kernel talks through ports."""
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    assert centre.schedule(small="1 + 1").made() == ["small-en"]


@pytest.mark.parametrize("ports", [False, True])
def test_many_kernels_at_once_do_not_meet(centre, tmp_path, monkeypatch, ports):
    """Each notebook writes its own number; with ports or with sockets in a folder."""
    if ports:
        deep = tmp_path / ("x" * 120)
        deep.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(deep))
    (tmp_path / "seen").mkdir()
    count = 6 if os.environ.get("KB_START_METHOD") else 16  # those that spawn take a while to begin
    sources = {
        f"number{n:02}": f"from pathlib import Path\nPath({str(tmp_path)!r}, 'seen', '{n}').touch()"
        for n in range(count)
    }
    assert len(centre.schedule(**sources).made(at_once=8)) == count
    assert len(list((tmp_path / "seen").iterdir())) == count


def test_a_notebook_that_changes_folder_or_settings_changes_nothing_else(centre, tmp_path):
    """Also each kernel has the folder of its notebook, and none of another's surroundings."""
    source = "import os; from pathlib import Path\n"
    note = f"Path({str(tmp_path)!r}, NAME).write_text(os.getcwd() + os.environ.get('MARK', ''))\n"
    leave = "os.chdir('/'); os.environ['MARK'] = 'left behind'"
    names = ["one", "two"]
    centre.schedule(**{name: source + note.replace("NAME", repr(name)) + leave for name in names})
    assert centre.made(at_once=1) == ["one-en", "two-en"]
    seen = {(tmp_path / name).read_text() for name in names}
    assert seen == {str(centre.notebooks / "reports")}


def test_hostile_records_are_printed_and_break_nothing(centre):
    world = centre.world
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
    centre.notebooks = notebooks_folder()
    by_hand = {"partners": "blue-hall", "language": "en"}
    assert centre.made("comparison", given=by_hand) == ["comparison-blue-hall-en"]
    path = centre.out / "comparison-blue-hall-en.pdf"
    assert [str(f) for f in page.validate_pdf(str(path), profile="ua1").failures] == []


def test_a_failing_notebook_leaves_the_last_edition_and_shows_its_error(centre):
    assert centre.schedule(small="1").made() == ["small-en"]
    before = (centre.out / "small-en.pdf").read_bytes()
    centre.schedule(small="1 / 0", other="2")
    summary = centre.build()
    kept = centre.out / "small-en.failed.ipynb"
    assert [one.name for one in summary.made] == ["other-en"]
    assert (summary.exit_code, str(summary)) == (
        1,
        "small-en failed: ZeroDivisionError: division by zero\n"
        f"  in {centre.notebooks / 'reports' / 'small.ipynb'}, cell cell-1\n"
        f"  its notebook as it ran: {kept}\n"
        "  to try again: kb build small-en\n"
        "1 made, 0 as they should be, 1 failed",
    )
    assert json.loads((centre.out / "build.json").read_text())["failed"] == [{
        "name": "small-en", "notebook": str(centre.notebooks / "reports" / "small.ipynb"),
        "cell": "cell-1", "error": "ZeroDivisionError: division by zero",
        "command": "kb build small-en", "kept": str(kept),
    }]  # fmt: skip
    assert (centre.out / "small-en.pdf").read_bytes() == before
    assert "ZeroDivisionError" in kept.read_text()
    assert centre.schedule(small="3").made() == ["small-en"]
    assert centre.files() == ["other-en.pdf", "small-en.pdf"]


def test_a_report_by_hand_tells_how_it_is_made_again(centre):
    centre.schedule(small="1 / 0")
    summary = centre.build("small", given={"partners": "blue-hall"}, options=" --out 'my reports'")
    assert sorted(one.command for one in summary.failed) == [
        f"kb build small -p partners=blue-hall -p language={code} --out 'my reports'"
        for code in ("en", "lv")
    ]


def test_a_pdf_that_is_open_elsewhere_is_published_beside_and_mended_next_time(centre, monkeypatch):
    assert centre.schedule(small="1").made() == ["small-en"]
    replace = Path.replace

    def locked(self, target):
        if Path(target).name == "small-en.pdf":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    centre.schedule(small="2")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        assert centre.made() == ["small-en"]
        assert centre.files() == ["small-en.new-2026-05-01.pdf", "small-en.pdf"]
    assert centre.made() == ["small-en"]
    assert centre.files() == ["small-en.pdf"]
