"""The reports: on the real data with plain tools, on unusual and hostile data, and slices."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import nbformat
import page
import pikepdf
import pytest
from conftest import DOCUMENTS, EVIDENCE, LABEL, VOCABULARIES, World
from reporting import OF_THE_WORLD, TODAY, edition_of, executed, fuller
from test_traceable import Walk

import kb
from kb import course
from kb.language import languages
from kb.report.pdf import document, to_pdf
from kb.report.plan import SLICE, edition, reports

ROOT = Path(__file__).parents[1]
NAMES = list(OF_THE_WORLD)
PAGES = {
    "case_study": 3,
    "changes": 6,
    "checklist": 2,
    "comparison": 27,
    "handbook": 16,
    "visit_plan": 12,
}


def pdf_of(edition, data):
    return to_pdf(document(executed(edition, data), edition.name))


def failures(pdf):
    return [str(failure) for failure in page.validate_pdf_bytes(pdf, profile="ua1").failures]


def pages(pdf):
    return len(pikepdf.open(BytesIO(pdf)).pages)


# On the real data, with plain tools


@pytest.fixture(scope="session")
def by_papermill(tmp_path_factory):
    """Every report in every language, as plain papermill leaves it."""
    out = tmp_path_factory.mktemp("papermill")

    def run(pair):
        name, code = pair
        notebook, target = (
            ROOT / "notebooks" / "reports" / f"{name}.ipynb",
            out / f"{name}-{code}.ipynb",
        )
        command = [sys.executable, "-m", "papermill", notebook, target, "-p", "language", code,
                   "-p", "as_of", "2026-11-25", "--no-progress-bar"]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, cwd=notebook.parent)
        return pair, nbformat.read(target, as_version=4)

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(run, [(name, code) for name in NAMES for code in languages()]))


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_the_real_data_is_traceable_accessible_and_of_its_length(
    by_papermill, name, language
):
    made = edition(reports()[name], kb.load(ROOT / "data"), {"language": language}, "2026-11-25")
    notebook = by_papermill[name, language]
    assert Walk(notebook, made, ROOT / "data").problems() == []
    pdf = to_pdf(document(notebook, made.name))
    assert failures(pdf) == []
    assert 1 <= pages(pdf) <= PAGES[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_report_runs_by_nbconvert_and_shows_well(tmp_path, name):
    notebook = ROOT / "notebooks" / "reports" / f"{name}.ipynb"
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--execute",
        "--to",
        "html",
        "--output-dir",
        tmp_path,
        notebook,
    ]
    subprocess.run(command, check=True, capture_output=True)
    html = (tmp_path / f"{name}.html").read_text("utf-8")
    assert html.count('<div class="kb" lang="') == sum(
        bool(output) for output in map(shows, nbformat.read(notebook, as_version=4).cells)
    )
    assert "Traceback" not in html


def shows(cell):
    """Whether a code cell ends with a view: all but imports, parameters and the slice."""
    return cell.cell_type == "code" and cell.id not in ("imports", "parameters", "slice")


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_a_case_study_has_at_most_three_pages(language):
    """Tried with the practices that have most to tell."""
    data = ROOT / "data"
    base = kb.load(data)
    longest = sorted(base.practices.values(), key=lambda p: -len(p.model_dump_json()))[:6]
    for practice in longest:
        given = {"practice": practice.id, "language": language}
        made = edition(reports()["case_study"], base, given, "2026-11-25")
        assert (practice.id, pages(pdf_of(made, data)) <= 3) == (practice.id, True)


# Unusual and hostile data


def no_decisions(world: World) -> None:
    for path in [path for path in world.records if path.startswith("decisions/")]:
        (world.data / path).unlink()
        del world.records[path]


def without_values(world: World) -> None:
    world.change("partners/blue-hall.md", values=None)


def many(world: World) -> None:
    """A theme with 300 practices, and as many lessons."""
    planes, lesson = (
        world.records["practices/paper-planes.md"],
        world.records["lessons/wait-and-see.md"],
    )
    for n in range(300):
        world.change(f"practices/planes-{n:03}.md", **{**planes, "title": f"Planes of kind {n}"})
        fields = {
            **lesson,
            "practices": [f"planes-{n:03}"],
            "statement": f"Fold kind {n} with care.",
        }
        world.change(f"lessons/fold-{n:03}.md", **fields)


def everywhere(world: World, text: str) -> None:
    """A text in every place of a record, a source and a vocabulary where one may stand."""
    evidence = [{**EVIDENCE, "says": text[:300], "indirect": text, "voice": text}]
    where = {"where": text, "organisation": text, "source": "blue-book", "says": text[:300]}
    world.change("practices/paper-planes.md", title=text[:100], summary=text[:160], evidence=evidence,
                 run_by=text, funded_by=[text], audience=[text], inferred=text, replications=[where],
                 body=f"## Results\n\n1988. {text} [@blue-book].\n\n## Transfer\n\n{text} [@blue-book, p. 3].\n",
                 values=[{"metric": "visitors", "value": "9", "year": "2019", "source": "blue-book", "scope": text, "denominator": text}])  # fmt: skip
    world.change("lessons/fold-first.md", statement=text[:200], not_when=text, applies_when=text, event=text,
                 recommendation={"who": text, "do": text[:200]}, evidence=evidence)  # fmt: skip
    values = [
        {**v, "scope": text, "method": text, "inferred": text}
        for v in DOCUMENTS["partners/blue-hall.md"]["values"]
    ]
    world.change("partners/blue-hall.md", name=text[:100], native_name=text, kind=text, city=text, legal_form=text,
                 values=values, body=f"## History\n\n{text} [@blue-book].\n")  # fmt: skip
    world.change("decisions/fold-it.md", reason=text, owner=text, action=text)
    exchange = world.records["exchanges/first-flight.md"]
    world.change("exchanges/first-flight.md", title=text[:100], participants=[{"role": text}],
                 open_questions=[{**q, "question": text} for q in exchange["open_questions"]])  # fmt: skip
    world.change("projects/wings.md", title=text, programme=text)
    sources = [
        {**s, "title": text, "publisher": text} for s in VOCABULARIES["sources.yaml"]["references"]
    ]
    world.change("sources.yaml", references=sources)
    label = {"en": text[:90], "lv": text[:90]}
    world.change("themes.yaml", themes=[
        {"id": theme, "label": label, "definition": label, "alternative": {"en": [text[:90]]}}
        for theme in ("flying", "swimming")
    ])  # fmt: skip


EVIL = (
    "#panic() <script>x</script> $\\frac{1}{0}$ *a*_b_ `c` [x](y) @a \\ & // /* ~ = {{ j }} {0} %s"
)
CYRILLIC = (
    "Бумажные самолётики летят дальше всех: ёжик, щука, объезд, їжак, ђак и џемпер над Даугавою"
)
LONGEST = "Paper planes that everybody folds before anybody flies " * 8
WORD = "x" * 400


UNUSUAL = {
    "no decisions": no_decisions,
    "a partner without values": without_values,
    "300 practices": many,
    "longest texts": lambda world: everywhere(world, LONGEST.strip()),
    "one long word": lambda world: everywhere(world, WORD),
    "cyrillic": lambda world: everywhere(world, CYRILLIC),
    "markup": lambda world: everywhere(world, EVIL),
}


@pytest.mark.slow
@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("unusual", UNUSUAL)
def test_a_report_stands_whatever_the_records_hold(world, tmp_path, name, unusual):
    UNUSUAL[unusual](fuller(world))
    assert world.errors() == []
    for language in languages() if unusual == "cyrillic" else ["en"]:
        made = edition_of(world, name, language=language)
        notebook = executed(made, world.data)
        assert Walk(notebook, made, world.data).problems() == []
        pdf = to_pdf(document(notebook, made.name))
        assert failures(pdf) == []
        assert outside(pdf, tmp_path) == []


def outside(pdf, folder):
    """The words that reach into the margins of a page."""
    (folder / "made.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-bbox", folder / "made.pdf", "-"], capture_output=True, check=True
    )
    words = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<',
        done.stdout.decode(),
    )
    return [
        word for left, top, right, bottom, word in words
        if float(left) < 50 or float(right) > 595.28 - 50 or float(top) < 30 or float(bottom) > 841.89 - 20
    ]  # fmt: skip


@pytest.mark.slow
def test_a_report_stands_with_our_centre_alone_and_with_one_partner(world):
    for given in ({"partners": "home-hall"}, {"partners": "blue-hall"}):
        for name in ("comparison", "changes"):
            assert failures(pdf_of(edition_of(world, name, **given), world.data)) == []
    world.change("lessons/fold-first.md", practices=["own-kites"])
    planes = world.records["practices/paper-planes.md"]
    world.change("practices/own-kites.md", **{**planes, "partner": "home-hall"})
    for path in ("partners/blue-hall.md", "practices/paper-planes.md"):
        (world.data / path).unlink()
    for name, given in (
        ("comparison", {"partners": ""}),
        ("handbook", {}),
        ("case_study", {"practice": "own-kites"}),
    ):
        assert failures(pdf_of(edition_of(world, name, **given), world.data)) == []


# Slices


TEXT = {
    "source": ("title", "Another title"), "theme": ("label", LABEL), "metric": ("label", LABEL),
    "partner": ("kind", "another hall"), "project": ("title", "Other wings"), "exchange": ("title", "Another flight"),
    "practice": ("title", "Another practice"), "lesson": ("statement", "Another lesson."), "decision": ("reason", "Another reason."),
}  # fmt: skip
SLICED = {
    "comparison": {"partners": "blue-hall", "themes": "flying", "since": "2026-02-15"},
    "case_study": {"practice": "paper-planes"},
    "changes": {"partners": "blue-hall", "since": "2026-02-15"},
    "visit_plan": {"host": "blue-hall"},
}


def far_away(world: World) -> World:
    """Records of every kind that have nothing to do with flying at the Blue Hall."""
    fuller(world)
    sources, themes, metrics = (VOCABULARIES[f"{x}.yaml"] for x in ("sources", "themes", "metrics"))
    world.change(
        "sources.yaml",
        references=[*sources["references"], {**sources["references"][1], "id": "far-news"}],
    )
    world.change(
        "themes.yaml",
        themes=[*themes["themes"], {"id": "diving", "label": LABEL, "definition": LABEL}],
    )
    world.change(
        "metrics.yaml", metrics=[*metrics["metrics"], {**metrics["metrics"][0], "id": "divers"}]
    )
    planes, lesson = DOCUMENTS["practices/paper-planes.md"], DOCUMENTS["lessons/fold-first.md"]
    far = {**EVIDENCE, "source": "far-news"}
    world.change(
        "partners/far-hall.md", **{**world.records["partners/red-hall.md"], "name": "Far Hall"}
    )
    world.change("practices/deep-dive.md", **{**planes, "partner": "far-hall", "themes": ["diving"], "evidence": [far], "body": "",
                 "values": [{"metric": "divers", "value": "3", "year": "2020", "source": "far-news"}]})  # fmt: skip
    world.change(
        "lessons/dive-deep.md",
        **{**lesson, "practices": ["deep-dive"], "evidence": [far], "statement": "Dive."},
    )
    decision = world.records["decisions/no-kites.md"]
    world.change("decisions/no-dive.md", **{**decision, "lessons": ["dive-deep"]})
    world.change(
        "projects/depths.md", **{**world.records["projects/wings.md"], "partners": ["far-hall"]}
    )
    exchange = world.records["exchanges/first-flight.md"]
    world.change(
        "exchanges/far-trip.md",
        **{**exchange, "hosts": ["far-hall"], "themes": ["diving"], "open_questions": []},
    )
    return world


def changed(world: World, record) -> None:
    """Change a text of a record."""
    field, text = TEXT[record.noun]
    if record.noun not in ("source", "theme", "metric"):
        world.change(f"{record.noun}s/{record.id}.md", **{field: text})
        return
    path = f"{record.noun}s.yaml"
    key = "references" if record.noun == "source" else f"{record.noun}s"
    items = [
        {**item, field: text} if item["id"] == record.id else item
        for item in world.records[path][key]
    ]
    world.change(path, **{key: items})


@pytest.mark.parametrize("name", NAMES)
def test_a_report_that_tells_of_the_course_says_so(name, world, monkeypatch):
    read, found = [], course.notebooks()
    monkeypatch.setattr(course, "notebooks", lambda: read.append(name) or found)
    executed(edition_of(fuller(world), name), world.data)
    said = [
        path for pattern in reports()[name].reads for path in course.FOLDER.parent.glob(pattern)
    ]
    assert sorted(said) == (sorted(x.file for x in found) if read else [])


@pytest.mark.slow
@pytest.mark.parametrize("name", SLICED)
def test_a_record_outside_a_report_s_slice_changes_no_byte_of_it(world, name):
    """Outside is what neither stands in the slice nor has a part in its appraisals."""
    far_away(world)
    assert world.errors() == []
    made = edition_of(world, name, **SLICED[name])
    before = pdf_of(made, world.data)
    whole = world.load()
    given = {key: made.parameters[key] for key in SLICE if key in made.parameters}
    part = whole.slice(**given)
    inside = {record.id for record in part.records()} | set(basis(part))
    outside = [record for record in whole.records() if record.id not in inside]
    kinds = {"source", "practice", "lesson", "decision"}
    kinds |= {"partner"} if name != "visit_plan" else set()  # it compares figures of all partners
    assert {record.noun for record in outside} >= kinds
    for record in outside:
        kept = {path: dict(fields) for path, fields in world.records.items()}
        changed(world, record)
        assert world.errors() == []
        assert (record.id, pdf_of(made, world.data) == before) == (record.id, True)
        world.records = kept
        for path in kept:
            world.save(path)
    changed(world, whole.practices["paper-planes"])
    assert pdf_of(made, world.data) != before


def basis(part):
    """The records that the appraisals of a slice's lessons rest on."""
    for lesson in part.lessons.values():
        for id in part.whole.lessons[lesson.id].practices:
            practice = part.whole.practices[id]
            yield from (id, practice.partner, *practice.themes)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_give_the_same_bytes(world, name):
    made = edition_of(fuller(world), name)
    assert pdf_of(made, world.data) == pdf_of(made, world.data)
    assert made.parameters["as_of"] == TODAY
