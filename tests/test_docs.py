"""The README files say what is true now."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from conftest import NOW, World, save_schedule

from kb import parts, records
from kb.cli import main
from kb.fields import Part
from kb.report.plan import reports
from kb.report.schedule import Entry, read_schedule

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FIELDS = (ROOT / "data" / "README.md").read_text("utf-8")
MODULES = (parts, records)
TYPES = sorted(
    {cls for module in MODULES for cls in vars(module).values() if isinstance(cls, type)}
    & {*Part.__subclasses__(), *records.DOCUMENTS, *records.VOCABULARIES, records.Document}
    - {records.Record},
    key=lambda cls: cls.__name__,
)


def documented(name):
    """The fields that data/README.md has for a type: with a heading of its own, or as a small piece."""
    title = "Every record with a file of its own" if name == "Document" else name
    own = re.search(rf"(?ms)^### {title}\n(.*?)(?=^##|\Z)", FIELDS)
    lines = own[1].splitlines() if own else re.findall(rf"(?m)^\| {name} (\|.*)$", FIELDS)
    cells = [line.split("|")[1] for line in lines if line.startswith("| `") or not own]
    return {
        field: star == " *" for cell in cells for field, star in re.findall(r"`(\w+)`( \*)?", cell)
    }


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: cls.__name__)
def test_every_field_is_documented_with_whether_it_must_be_there(cls):
    inherited = set(records.Document.model_fields) if cls in records.DOCUMENTS else set()
    expected = {
        (info.alias or name): info.is_required() and (name != "id" or cls is not records.Document)
        for name, info in cls.model_fields.items()
        if name not in inherited
    }
    assert documented(cls.__name__) == expected


def test_every_heading_of_a_body_is_documented():
    for cls in records.DOCUMENTS:
        if cls.headings:
            assert ", ".join(cls.headings) in FIELDS.replace("\n", " ")


def test_the_example_of_a_record_is_sound(world: World):
    example = re.search(r"(?ms)^```\n(---.*?)^```", FIELDS)[1].replace("[making]", "[flying]")
    assert world.write("practices/more-planes.md", example).check() == []


def test_every_command_and_make_target_stands_in_the_readme():
    for name in main.commands:
        assert f"kb {name}" in README
    targets = re.findall(r"(?m)^([a-z]+):.*## ", (ROOT / "Makefile").read_text())
    assert [name for name in targets if name != "help" and f"make {name}" not in README] == []


def test_every_report_and_parameter_is_documented():
    parameters = {name for report in reports().values() for name in report.parameters}
    assert [name for name in reports() if f"| `{name}` | " not in README] == []
    assert [name for name in sorted(parameters) if f"| `{name}` | " not in README] == []


def test_every_subcommand_and_option_of_the_schedule_stands_in_the_readme():
    for name in main.commands["schedule"].commands:
        assert f"kb schedule {name}" in README
    for option in ("--due", "--publish", "--on-failure", "MAILTO", "systemd", "Task Scheduler"):
        assert option in README


def test_every_key_of_the_schedule_is_documented_and_the_example_is_one(world, tmp_path):
    keys = {info.alias or name for name, info in Entry.model_fields.items()}
    section = README.partition("### On a schedule")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert {key for cell in cells for key in re.findall(r"`(\w+)`", cell)} == keys
    folder = save_schedule(tmp_path, comparison="1")
    example = re.search(r"(?ms)^```yaml\n(.*?)^```", section)[1]
    (folder / "schedule.yaml").write_text(example, "utf-8")
    assert [one.name for one in read_schedule(folder, world.load(), NOW)] == [
        "comparison-en", "comparison-lv",
    ]  # fmt: skip


def test_the_readme_shows_what_check_says_today(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("KB_DATA", raising=False)
    assert CliRunner().invoke(main, ["check"]).stdout in README


SHOWN = [
    pytest.param(*pair, id=f"{name}-{pair[0]}")
    for name, document in (("README", README), ("data", FIELDS))
    for pair in re.findall(r"(?ms)^\$ kb show (\S+)\n(.*?)^```", document)
]


@pytest.mark.parametrize(("id", "excerpt"), SHOWN)
def test_what_the_documents_show_of_a_record_is_what_kb_shows_today(id, excerpt, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("KB_DATA", raising=False)
    shown = CliRunner().invoke(main, ["show", id]).stdout
    parts = [part for part in excerpt.split("...\n") if part]
    assert parts
    assert [part for part in parts if part not in shown] == []


def test_the_readme_shows_what_a_search_finds_today(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("KB_DATA", raising=False)
    query, shown = re.search(r"(?ms)^\$ kb search (.*?)\n(.*?)^```", README).groups()
    assert CliRunner().invoke(main, ["search", *query.split()]).stdout == shown


def test_the_documents_show_a_record_and_three_receipts():
    assert len(SHOWN) == 4


def test_every_target_in_the_readme_exists():
    targets = re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text())
    assert set(re.findall(r"[`$] ?make ([a-z]+)\b", README)) <= set(targets)


def test_the_annotated_tree_names_what_is_there():
    tree = re.search(r"(?ms)^```\n(README\.md .*?)^```", README)[1]
    names = [line.split()[0] for line in tree.splitlines() if not line.startswith(" ")]
    assert [name for name in names if name != "reports/" and not (ROOT / name).exists()] == []
    ignored = {".git", ".venv", "reports", ".gitignore"}
    hidden = re.compile(r"\.(pytest|mypy|ruff|ipynb|hypothesis)")
    present = {path.name for path in ROOT.iterdir() if not hidden.match(path.name)} - ignored
    assert present <= {name.strip("/") for name in names} | {"__pycache__"}


def test_links_of_the_readme_lead_to_files():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_environment_yml_fits_the_project():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *plain, pip = environment["dependencies"]
    assert environment["name"] == project["name"]
    assert plain == [f"python {project['requires-python']}", "pip"]
    assert pip == {"pip": ["-e ."]}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_lock_files_pin_every_package_with_hashes_and_name_no_registry(name):
    text = (ROOT / name).read_text()
    pins = re.findall(r"(?m)^([a-z0-9-]+)==\S+", text)
    blocks = re.split(r"(?m)^(?=[a-z0-9-]+==)", text)[1:]
    assert len(pins) > 90
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert not re.search(r"(?m)^\s*--?(extra-)?(index|find-links)", text)


def test_lock_files_hold_every_dependency_and_agree():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]

    def names(requirements):
        return {
            re.match(r"[A-Za-z0-9_.-]+", line)[0].lower().replace("_", "-") for line in requirements
        }

    def pins(name):
        return dict(re.findall(r"(?m)^([a-z0-9-]+)==([^\s;]+)", (ROOT / name).read_text()))

    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert names([*project["dependencies"], *extras["build"]]) <= set(run)
    assert names(extras["test"]) <= set(test)
    assert {name: test.get(name) for name in run} == run


def test_the_readme_shows_what_a_new_colleague_sees_today(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("KB_DATA", raising=False)
    excerpt = re.search(r"(?ms)^\$ kb onboard --path educator\n(.*?)^```", README)[1]
    shown = CliRunner().invoke(main, ["onboard", "--path", "educator"]).stdout
    lines = [line for line in excerpt.splitlines() if "..." not in line]
    assert len(lines) > 3
    assert [line for line in lines if line not in shown.splitlines()] == []
