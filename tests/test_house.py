"""The house: which module may import which, how large they may be, and what notebooks look like."""

import ast
import re
import tokenize
from io import StringIO
from pathlib import Path

import nbformat
import pytest

from kb.report.plan import TYPES, read_report

ROOT = Path(__file__).parents[1]
ORDER = [
    "problem", "disk", "dates", "numbers", "fields", "parts", "language", "records", "where", "asof", "shape", "textfile", "yamlcause", "yamltext", "names", "body", "document", "files",
    "seals", "selection", "base", "tables", "translations", "chronology", "references", "rules", "sayings", "translating", "appraise", "freshness", "fingerprint", "compare", "audit", "changes", "inquiry", "wording",
    "stems", "bilingual", "entries", "vocabulary", "asking", "excerpts", "facets", "search", "home", "unanswered", "linked", "blocks", "charts", "grids", "plain", "answers", "markdown", "view", "reading",
    "paths", "question", "lures", "meant", "weighing", "choices", "arrangements", "progress", "learn", "course", "standing", "scratch", "exercises",
    "pages.profiles", "pages.ends", "pages.comparison", "pages.answer", "pages.case_study", "pages.changes", "pages.visit_plan", "pages.handbook", "pages.pane", "pages.side_by_side", "pages.learning", "report.rowheads", "report.pdf", "report.plan", "report.times", "report.schedule", "report.keys", "report.state", "report.choice", "report.orders",
    "report.job", "report.work", "report.pool", "report.editions", "report.summary", "report.outcome", "report.index", "report.lock", "report.outlook", "report.run", "report.clock",
    "practising", "panel", "tutor", "explore", "pages.explorer", "explorer", "serving", "cli_options", "cli_onboard", "cli_open", "cli_reports", "cli_schedule", "cli", "__main__",
]  # fmt: skip
MODULES = {
    ".".join(path.relative_to(ROOT / "kb").with_suffix("").parts): path
    for path in sorted((ROOT / "kb").rglob("*.py"))
    if path.name != "__init__.py"
}
NOTEBOOKS = sorted(
    path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)


def imported(path):
    """The modules of kb that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("kb.")]
            yield from (name.removeprefix("kb.") for name in names)
        assert not (isinstance(node, ast.ImportFrom) and node.level), "imports name kb in full"
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "kb":
            name = node.module.removeprefix("kb").removeprefix(".")
            below = [".".join(filter(None, (name, alias.name))) for alias in node.names]
            yield from [module for module in below if module in MODULES] or ([name] if name else [])


def test_every_module_has_its_place_in_the_order():
    assert sorted(ORDER) == sorted(MODULES)


@pytest.mark.parametrize("name", ORDER)
def test_a_module_imports_only_from_those_above_it(name):
    above = ORDER[: ORDER.index(name)]
    assert [module for module in imported(MODULES[name]) if module not in above] == []


def test_modules_stay_small():
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > 300} == {}
    # A bound that each new part has to be worth raising for.
    assert sum(len(code_lines(path)) for path in MODULES.values()) <= 11200


def code_lines(path):
    """The numbers of the lines with code: neither blank, nor comment, nor docstring."""
    text = path.read_text("utf-8")
    skipped = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    tokens = [t for t in tokenize.generate_tokens(StringIO(text).readline) if t.type not in skipped]
    found = {line for t in tokens for line in range(t.start[0], t.end[0] + 1)}
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)]
    strings = [node for node in nodes if isinstance(node.value, ast.Constant)]
    return found - {line for node in strings for line in range(node.lineno, node.end_lineno + 1)}


def test_only_the_command_prints_or_exits():
    pattern = re.compile(r"\bprint\(|\bsys\.exit|\bSystemExit\b|\bclick\b")
    guilty = [name for name, path in MODULES.items() if pattern.search(path.read_text("utf-8"))]
    assert guilty == [
        "cli",
        "cli_onboard",
        "cli_open",
        "cli_options",
        "cli_reports",
        "cli_schedule",
    ]


def test_what_exists_only_on_some_systems_stands_behind_one_guard():
    text = {name: path.read_text("utf-8") for name, path in MODULES.items()}
    asking = {
        name: body.count("os.name")
        for name, body in text.items()
        if re.search(r"\bos\.name\b|sys\.platform", body)
    }
    assert asking == {"report.work": 1}
    posix = re.compile(
        r"\b(fcntl|pwd|grp|resource|termios|os\.fork|os\.geteuid|signal\.SIG(KILL|HUP))\b"
    )
    assert [name for name, body in text.items() if posix.search(body)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_and_calls_and_holds_no_logic(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert [id for id in ids if not re.fullmatch(r"[a-z][a-z-]*", id)] == []
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        assert cell.outputs == []
        assert cell.execution_count is None
        tree = ast.parse(cell.source)
        logic = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.Lambda)
        assert not any(isinstance(node, logic) for node in ast.walk(tree))
        if "parameters" not in cell.metadata.get("tags", []):
            assert len(cell.source.splitlines()) <= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_stands_in_both_languages_side_by_side(path):
    cells = [
        cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"
    ]
    tags = [next(tag for tag in cell.metadata.tags if tag in ("en", "lv")) for cell in cells]
    assert tags == ["en", "lv"] * (len(cells) // 2)
    for english, latvian in zip(cells[::2], cells[1::2], strict=True):
        assert re.match("#*", english.source)[0] == re.match("#*", latvian.source)[0]
        assert english.id.removesuffix("-en") == latvian.id.removesuffix("-lv")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks" / "reports").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_every_parameter_of_a_report_has_a_type_and_a_meaning(path):
    parameters = read_report(path).parameters.values()
    assert {"language", "as_of"} <= {parameter.name for parameter in parameters}
    assert [p.name for p in parameters if p.type not in TYPES or not p.help] == []
