"""Which editions a build makes, when, and why; a stand-in makes the PDFs, so these are quick."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import ENTRY, EVIDENCE, LATVIAN, NOW, PARAMETERS

from kb import unanswered
from kb.fields import digest_of_texts
from kb.problem import DataError, KbError
from kb.report import keys, pool
from kb.report.job import PDF, Result
from kb.report.orders import choice_of
from kb.report.outlook import explained, outlooks
from kb.report.times import ZONE

EACH = ENTRY | {"each": ["language"]}
THEMES = ENTRY | {"each": ["themes"]}


@pytest.fixture
def ran(monkeypatch):
    """Stands in for the processes: names what was run, and fails what is in `wrong`."""
    names, wrong = [], {}

    def run(jobs, at_once, tell):
        for job in jobs:
            tell({job.name: 0.0})
            job.folder.mkdir()
            names.append(job.name)
            (job.folder / PDF).write_bytes(f"PDF {len(names)} of {job.name}".encode())
            yield pool.Done(job, Result(f"Title of {job.name}", wrong.get(job.name, "")), 1.0)

    monkeypatch.setattr(pool, "run", run)
    run.names, run.wrong = names, wrong
    return run


@pytest.fixture
def centre(centre, ran):
    """With a second practice, on the other theme, and a lesson of it."""
    world = centre.world
    practice = world.records["practices/paper-planes.md"] | {"themes": ["swimming"]}
    world.change("practices/swim-laps.md", **practice)
    lesson = world.records["lessons/fold-first.md"] | {"practices": ["swim-laps"]}
    world.change("lessons/dive-first.md", **lesson, event="A day at the pool")
    world.change("lessons/dive-first.md", statement="Who dives first swims farthest.")
    return centre


def why(centre, **more):
    request = centre.request(**more)
    base = centre.world.load()
    choice = choice_of(request, base, centre.notebooks)
    return explained(outlooks(choice, base, request))


def test_one_changed_lesson_makes_exactly_the_reports_that_show_it_again(centre):
    centre.schedule(THEMES, flights="1")
    assert centre.made() == ["flights-flying-en", "flights-swimming-en"]
    centre.world.change("lessons/fold-first.md", statement="Who folds last lands last.")
    assert why(centre) == [
        "flights-flying-en is out of date:",
        "  record fold-first changed",
        "flights-swimming-en is up to date",
    ]
    assert centre.made() == ["flights-flying-en"]
    assert centre.made() == []


def test_what_is_moved_or_touched_makes_nothing(centre):
    centre.schedule(EACH, flights="1")
    assert centre.made() == ["flights-en", "flights-lv"]
    for folder in (centre.data, centre.notebooks):
        for path in folder.rglob("*.*"):
            path.write_bytes(path.read_bytes())
        folder.rename(folder.with_name(f"{folder.name} moved"))
    centre.data = centre.data.with_name("data moved")
    centre.notebooks = centre.notebooks.with_name("notebooks moved")
    out = centre.out.rename(centre.out.with_name("out moved"))
    centre.out = out
    assert centre.made() == []


def test_a_later_day_makes_nothing_while_all_is_still_true(centre):
    centre.schedule(EACH, flights="1")
    centre.made()
    assert centre.made(now=NOW + timedelta(days=300)) == []
    late = NOW + timedelta(days=800)
    assert why(centre, now=late)[:3] == [
        "flights-en is out of date:",
        "  record paper-planes is appraised otherwise (certainty, status or freshness)",
        "  record swim-laps is appraised otherwise (certainty, status or freshness)",
    ]
    assert centre.made(now=late) == ["flights-en", "flights-lv"]


def cells(centre, *new):
    """Add cells to the notebook: (type, tags, source)."""
    path = centre.notebooks / "reports" / "flights.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"] = notebook["cells"][:2] + [
        {"id": f"new-{n}", "cell_type": kind, "metadata": {"tags": list(tags)}, "source": text,
         **({"outputs": [], "execution_count": None} if kind == "code" else {})}
        for n, (kind, tags, text) in enumerate(new, 1)
    ]  # fmt: skip
    path.write_text(json.dumps(notebook))


@pytest.mark.parametrize(
    ("kind", "tags", "names"),
    [
        ("markdown", ["screen", "en"], []),
        ("markdown", ["lv"], ["flights-lv"]),
        ("markdown", [], ["flights-en", "flights-lv"]),
        ("code", ["screen"], ["flights-en", "flights-lv"]),
    ],
)
def test_a_cell_makes_the_reports_again_on_which_it_is_printed(centre, kind, tags, names):
    centre.schedule(EACH, flights="1")
    cells(centre, (kind, tags, "one"))
    centre.made()
    cells(centre, (kind, tags, "two"))
    assert [line for line in why(centre) if line.startswith("  ")] == [
        "  cell new-1 changed"
    ] * len(names)
    assert centre.made() == names


def test_why_names_parameters_packages_files_and_the_order_of_cells(centre, monkeypatch):
    centre.schedule(ENTRY, flights="1")
    cells(centre, ("code", [], "1"), ("code", [], "2"))
    centre.made()
    centre.schedule(ENTRY | {"parameters": {"as_of": "2026-04-30"}}, flights="1")
    notebook = centre.notebooks / "reports" / "flights.ipynb"
    cells(centre, ("code", [], "1"), ("code", [], "2"))
    text = json.loads(notebook.read_text())
    text["cells"].append(text["cells"].pop(2))
    notebook.write_text(json.dumps(text))
    monkeypatch.setattr(keys, "packages", lambda: {**packages, "typst": "0.16"})
    monkeypatch.setattr(keys, "package_digests", lambda: {**files, "view.py": "other"})
    assert why(centre) == [
        "flights-en is out of date:",
        "  parameter as_of is new",
        "  cell order changed",
        "  file view.py changed",
        f"  package typst was {packages['typst']}, is 0.16",
    ]


def test_a_plan_of_what_was_searched_for_is_made_again_when_more_was(centre):
    searched = ENTRY | {"name": "searched", "parameters": {"unanswered": True}}
    centre.schedule(ENTRY, searched, flights="1")
    path = centre.notebooks / "reports" / "flights.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = f"{PARAMETERS}\nunanswered: bool = False  # what was not found"
    path.write_text(json.dumps(notebook))
    centre.made()
    unanswered.keep("zeppelin", NOW.date())
    assert [line for line in why(centre) if line.startswith("  ")] == [
        "  file unanswered.txt changed"
    ]
    assert centre.made() == ["searched-en"]
    unanswered.keep("zeppelin", NOW.date() + timedelta(days=1))
    assert centre.made() == ["searched-en"]  # the day is shown too


def course(folder, *sources):
    """A notebook that a report tells of: two texts, English and Latvian, and an exercise."""
    kinds = (("markdown", ["en"]), ("markdown", ["lv"]), ("code", ["exercise"]))
    cells = [
        {"cell_type": kind, "id": f"id-{n}", "metadata": {"tags": tags}, "source": [text]}
        for n, ((kind, tags), text) in enumerate(zip(kinds, sources, strict=True))
    ]
    path = folder / "onboarding" / "00-begin.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells}))


def test_a_report_that_tells_of_other_notebooks_is_made_again_when_their_text_changes(
    centre, monkeypatch
):
    monkeypatch.setattr(keys, "NOTEBOOKS", centre.notebooks)
    centre.schedule(EACH, flights="1")
    path = centre.notebooks / "reports" / "flights.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"] = {"kb": {"reads": ["onboarding/*.ipynb"]}}
    path.write_text(json.dumps(notebook))
    course(centre.notebooks, "You will", "Jūs", "...")
    centre.made()
    course(centre.notebooks, "You will", "Jūs", "an answer that somebody typed")
    assert centre.made() == []
    course(centre.notebooks, "You will", "Jūs iemācīsieties", "...")
    assert [line for line in why(centre) if line.startswith("  ")] == [
        "  file onboarding/00-begin.ipynb changed"
    ]
    assert centre.made() == ["flights-lv"]
    (centre.notebooks / "onboarding" / "00-begin.ipynb").write_text("{")
    with pytest.raises(KbError, match=r"00-begin\.ipynb is no notebook .*; get it anew with git"):
        centre.made()


packages, files = keys.packages(), keys.package_digests()


def test_a_translation_makes_both_editions_again_for_reports_tell_what_is_translated(centre):
    centre.schedule(EACH, flights="1")
    centre.made()
    digest = digest_of_texts(centre.world.load().practices["paper-planes"])
    centre.world.write("practices/paper-planes.lv.md", LATVIAN.replace("DIGEST", digest))
    assert centre.made() == ["flights-en", "flights-lv"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda out: (out / "flights-en.pdf").unlink(), "its PDF is gone"),
        (lambda out: (out / "flights-en.pdf").write_bytes(b"PDF"), "its PDF is another than was made"),
        (lambda out: (out / ".state" / "flights-en.made.json").unlink(), "nothing is known of how it was made"),
        (lambda out: (out / ".state" / "flights-en.made.json").write_text("{"), "nothing is known of how it was made"),
        (lambda out: (out / ".state" / "flights-en.made.json").write_text('{"key": 1}'), "nothing is known of how it was made"),
    ],
)  # fmt: skip
def test_what_was_damaged_is_made_anew(centre, damage, reason):
    centre.schedule(ENTRY, flights="1")
    centre.made()
    (centre.out / ".state" / "times.json").write_bytes(b"\xff")
    damage(centre.out)
    assert why(centre)[1:] == [f"  {reason}"]
    assert centre.made() == ["flights-en"]
    assert centre.made() == []


WEEKLY, DAILY = ENTRY, ENTRY | {"name": "daily", "when": "0 6 * * *"}


def test_what_is_due_is_made_once_after_missed_times(centre):
    centre.schedule(WEEKLY, DAILY, flights="1")
    assert centre.made(due=True) == ["daily-en", "flights-en"]  # never made yet
    centre.world.change("lessons/fold-first.md", statement="Who folds last lands last.")
    assert centre.made(due=True, now=NOW + timedelta(hours=17)) == []
    assert centre.made(due=True, now=NOW + timedelta(hours=18)) == ["daily-en"]
    later = NOW + timedelta(days=40)  # and nobody called meanwhile
    centre.world.change("lessons/fold-first.md", statement="Who folds last lands first.")
    assert centre.made(due=True, now=later) == ["daily-en", "flights-en"]
    assert centre.build(due=True, now=later).current == []


def test_what_was_due_and_is_as_it_should_be_is_not_due_any_more(centre, ran):
    centre.schedule(WEEKLY, flights="1")
    centre.made(due=True)
    later = NOW + timedelta(days=7)
    assert centre.build(due=True, now=later).current == ["flights-en"]
    assert centre.build(due=True, now=later).current == []
    assert len(ran.names) == 1


def test_a_clock_that_was_set_back_stops_nothing(centre):
    centre.schedule(WEEKLY, flights="1")
    centre.made(due=True, now=NOW + timedelta(days=200))
    assert centre.build(due=True).made == []  # still true, and noted with the right time
    centre.world.change("lessons/fold-first.md", statement="Who folds last lands last.")
    assert centre.made(due=True, now=NOW + timedelta(days=7)) == ["flights-en"]


def test_what_failed_is_tried_again_after_an_hour_or_a_change(centre, ran):
    centre.schedule(WEEKLY, flights="1")
    ran.wrong["flights-en"] = "too little memory"
    assert centre.build(due=True).exit_code == 1
    assert centre.build(due=True, now=NOW + timedelta(minutes=50)).exit_code == 0
    assert centre.build(due=True, now=NOW + timedelta(minutes=60)).exit_code == 1
    assert len(ran.names) == 2
    ran.wrong.clear()
    cells(centre, ("code", [], "mended"))
    assert centre.made(due=True, now=NOW + timedelta(minutes=61)) == ["flights-en"]


def test_what_was_open_elsewhere_is_made_again_after_an_hour(centre, ran, monkeypatch):
    centre.schedule(WEEKLY, flights="1")
    centre.made(due=True)
    cells(centre, ("code", [], "new"))
    replace, week = Path.replace, timedelta(days=7)

    def locked(self, target):
        if Path(target).name == "flights-en.pdf":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        assert centre.made(due=True, now=NOW + week) == ["flights-en"]
        assert centre.made(due=True, now=NOW + week + timedelta(minutes=10)) == []
    assert centre.made(due=True, now=NOW + week + timedelta(minutes=60)) == ["flights-en"]
    assert centre.files() == ["flights-en.pdf"]


def test_an_older_notebook_without_ids_of_cells_has_a_key_too(centre):
    centre.schedule(ENTRY, flights="1")
    path = centre.notebooks / "reports" / "flights.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        del cell["id"]
    path.write_text(json.dumps(notebook))
    assert centre.made() == ["flights-en"]
    notebook["cells"][1]["source"] = "2"
    path.write_text(json.dumps(notebook))
    assert why(centre) == ["flights-en is out of date:", "  cell number 2 changed"]


def test_the_plan_says_how_each_report_stands(centre, ran):
    centre.schedule(WEEKLY, DAILY, flights="1")
    centre.made("daily")
    ran.wrong["flights-en"] = "oh"
    centre.build("flights")
    request, base = centre.request(now=NOW + timedelta(hours=1)), centre.world.load()
    found = outlooks(choice_of(request, base, centre.notebooks), base, request)
    assert [one.row() for one in found] == [
        ("flights-en", "not made yet, failed 2026-05-01 12:00", "never made", "due now", "for: Pilots"),
        ("daily-en", "up to date", "last 2026-05-01 12:00", "next 2026-05-02 06:00", "for: Pilots"),
    ]  # fmt: skip


def test_names_are_those_of_entries_editions_and_notebooks(centre):
    centre.schedule(EACH, flights="1", other="2")
    assert centre.made("flights-lv") == ["flights-lv"]
    assert centre.made("flights") == ["flights-en"]
    assert centre.made("other") == ["other-en", "other-lv"]
    with pytest.raises(KbError) as error:
        centre.build("fligts")
    assert str(error.value) == "there is no report 'fligts'; did you mean 'flights'?"


def test_dated_editions_are_kept_and_the_oldest_go(centre):
    centre.schedule(ENTRY | {"each": ["language"]}, flights="1")
    for month in range(1, 15):
        centre.world.change("lessons/fold-first.md", event=f"Day {month}")
        centre.build(now=datetime(2026, 5, 1, tzinfo=ZONE) + timedelta(days=31 * month))
    kept = sorted(path.name for path in (centre.out / "archive").glob("*-lv.pdf"))
    assert len(kept) == 12
    assert (kept[0], kept[-1]) == ("flights-2026-08-02-lv.pdf", "flights-2027-07-09-lv.pdf")
    newest = (centre.out / "archive" / kept[-1]).read_bytes()
    assert (centre.out / "flights-lv.pdf").read_bytes() == newest


def test_an_error_in_the_data_stops_all_before_the_first_report(centre, ran):
    centre.schedule(ENTRY, flights="1")
    centre.made()
    centre.world.change("lessons/fold-first.md", polarity="work")
    with pytest.raises(DataError) as error:
        centre.build()
    path = centre.data / "lessons" / "fold-first.md"
    line = f"{path}:5: polarity 'work' is not known; did you mean 'worked'?"
    assert str(error.value).splitlines() == [line]
    assert ran.names == ["flights-en"]


def test_data_that_become_wrong_while_they_are_copied_stop_all_too(centre, ran, monkeypatch):
    centre.schedule(ENTRY, flights="1")
    from kb.report import run

    copytree = run.shutil.copytree

    def typing(source, *arguments, **options):
        centre.world.change("lessons/fold-first.md", polarity="work")
        return copytree(source, *arguments, **options)

    monkeypatch.setattr(run.shutil, "copytree", typing)
    with pytest.raises(KbError) as error:
        centre.build()
    path = centre.data / "lessons" / "fold-first.md"
    assert str(error.value) == f"{path}:5: polarity 'work' is not known; did you mean 'worked'?"
    assert (ran.names, centre.files()) == ([], [])


def test_the_same_digest_in_a_slice_and_in_the_whole():
    """So that a record's digest, worked out once, serves every slice of the day."""
    import kb
    from kb.fingerprint import record_digest

    base = kb.load().slice(language="lv", as_of="2026-11-25")
    for id in list(base.practices)[::6]:
        part = kb.load().slice(practice=id, language="lv", as_of="2026-11-25")
        for record in part.records():
            assert record_digest(record, part) == record_digest(record, base)


def test_evidence_that_is_added_to_a_practice_is_shown_by_its_own_report_only(centre):
    text = PARAMETERS + '\npractice: str = ""  # one'
    centre.schedule(ENTRY | {"each": ["practice"]}, flights="1")
    path = centre.notebooks / "reports" / "flights.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = text
    path.write_text(json.dumps(notebook))
    assert centre.made() == ["flights-paper-planes-en", "flights-swim-laps-en"]
    centre.world.change("practices/swim-laps.md", evidence=[EVIDENCE, EVIDENCE | {"at": "p. 2"}])
    assert centre.made() == ["flights-swim-laps-en"]
