"""Which reports there are, what their parameters mean, and which editions of them to make."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.language import ENGLISH, language, languages
from kb.paths import PATHS, path_of
from kb.problem import KbError, did_you_mean
from kb.where import CHECKOUT

SLICE = (
    "partners",
    "themes",
    "practice",
    "host",
    "as_of",
    "since",
)  # parameters that mean the same in every report
TYPES = ("str", "int", "bool", "list[str]")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a report: its name, one of TYPES, its default, and what it means."""

    name: str
    type: str
    default: Any
    help: str


@dataclass(frozen=True)
class Report:
    """A parameterised notebook in notebooks/reports/; its name is the file's. Its metadata name the
    other notebooks of the checkout that it tells of: `{"kb": {"reads": [...]}}`.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Parameter]
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """A report with all its parameters filled in; `name` is the name of its PDF.

    `given` are those that were asked for, as they are typed.
    """

    name: str
    report: Report
    parameters: Mapping[str, Any]
    given: Mapping[str, str] = field(default_factory=dict)


def reports(folder: Path | None = None) -> dict[str, Report]:
    """The reports of a checkout by name; KbError if there is none."""
    folder = folder or CHECKOUT / "notebooks" / "reports"
    found = {path.stem: read_report(path) for path in sorted(folder.glob("*.ipynb"))}
    if not found:
        raise KbError(f"{folder} holds no report notebooks; run kb from a whole checkout")
    return found


def read_report(notebook: Path) -> Report:
    """A report's parameters, from the cell of its notebook that is tagged `parameters`.

    Papermill's own inspector would do, but importing it takes longer than all else that is done
    when no report has to be made.
    """
    try:
        content = json.loads(notebook.read_text("utf-8"))
        cells, about = content["cells"], content.get("metadata", {}).get("kb", {})
        source = next(("".join(cell["source"]) for cell in cells if _has_parameters(cell)), "")
        found = list(_parameters(source, notebook))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise KbError(f"{notebook} is no notebook ({error}); mend or delete it") from None
    named, reads = {parameter.name: parameter for parameter in found}, about.get("reads", ())
    return Report(notebook.stem, notebook, named, tuple(reads))


def _has_parameters(cell: Mapping[str, Any]) -> bool:
    return "parameters" in cell["metadata"].get("tags", ())


def _parameters(source: str, notebook: Path) -> Iterator[Parameter]:
    """The assignments of a cell: `name: type = default  # help`."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    notes = {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
            raise KbError(f"{notebook}: parameter {name!r} has no type; write `{name}: str = ...`")
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            name, kind = node.target.id, ast.unparse(node.annotation)
            default = _default(name, kind, node.value, notebook)
            yield Parameter(name, kind, default, notes.get(node.end_lineno or 0, ""))


def _default(name: str, kind: str, value: ast.expr, notebook: Path) -> Any:
    if kind not in TYPES:
        message = f"parameter {name!r} is a {kind}; it can be {', '.join(TYPES)}"
        raise KbError(f"{notebook}: {message}")
    try:
        return ast.literal_eval(value)
    except ValueError:
        what = f"the default of {name!r} is no plain value"
        raise KbError(f"{notebook}: {what}; write a text, number, truth value or list") from None


def plan(
    base: KnowledgeBase,
    names: Iterable[str],
    given: Mapping[str, str],
    today: str,
    folder: Path | None = None,
) -> list[Edition]:
    """The editions to make: of the named reports, or of all that have the given parameters.

    Where no language is given, there is an edition in each. A report that speaks of a day speaks
    of `today` (2026-04-30) where no other is given. KbError names an unknown report or parameter,
    and a value that is not allowed.
    """
    known = reports(folder)
    for name in names:
        if name not in known:
            raise KbError(f"there is no report {name!r}{did_you_mean(name, known)}")
    chosen = [known[name] for name in dict.fromkeys(names)] or _having(given, known.values())
    return [
        edition(report, base, {**given, **language}, today)
        for report in chosen
        for language in _languages(report, given)
    ]


def _having(given: Iterable[str], known: Iterable[Report]) -> list[Report]:
    """The reports that have these parameters; KbError names one that none has."""
    found = list(known)
    for name in given:
        having = [report for report in found if name in report.parameters]
        if not having:
            remedy = did_you_mean(name, {p for report in found for p in report.parameters})
            raise KbError(f"no report has a parameter {name!r}{remedy}")
        found = having
    return found


def _languages(report: Report, given: Mapping[str, str]) -> list[dict[str, str]]:
    if "language" in given or "language" not in report.parameters:
        return [{}]
    return [{"language": code} for code in languages()]


def edition(report: Report, base: KnowledgeBase, given: Mapping[str, str], today: str) -> Edition:
    """A report with these parameters; the others have their defaults.

    A text may be empty only where the help of its parameter says what empty means.
    """
    values = {parameter.name: parameter.default for parameter in report.parameters.values()}
    if not values.get("as_of", today):
        values["as_of"] = today
    for name, text in given.items():
        if name not in report.parameters:
            remedy = did_you_mean(name, report.parameters)
            raise KbError(f"report {report.name!r} has no parameter {name!r}{remedy}")
        values[name] = read_value(report.parameters[name], text)
    for parameter in report.parameters.values():
        if values[parameter.name] == "" and "empty" not in parameter.help:
            what = f"parameter {parameter.name!r} of report {report.name!r} is empty"
            raise KbError(f"{what}; give {parameter.help} with -p {parameter.name}=...")
    language(values.get("language", ENGLISH))
    path_of(values.get("path", next(iter(PATHS))))
    base.slice(**{name: values[name] for name in SLICE if name in values})  # as the notebook will
    if (day := values.get("as_of", "")) > today:
        raise KbError(f"as_of {day!r} is later than today, {today}; take an earlier day")
    return Edition(_name(report, values, given), report, values, given)


def _name(report: Report, values: Mapping[str, Any], given: Iterable[str]) -> str:
    """The report's name, what was asked of it that is not its default, and its language."""
    special = [
        _in_words(name, values[name])
        for name in given
        if name != "language" and values[name] != report.parameters[name].default
    ]
    parts = [report.name, *special, values.get("language", "")]
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value) or f"all {name}"
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return str(value)


def read_value(parameter: Parameter, text: str) -> Any:
    """The value that a text on the command line stands for; lists are separated by commas."""
    if parameter.type == "list[str]":
        return [item.strip() for item in text.split(",") if item.strip()]
    if parameter.type == "int":
        if not text.lstrip("-").isdigit():
            raise KbError(f"parameter {parameter.name!r} is a whole number; {text!r} is not")
        return int(text)
    if parameter.type == "bool":
        if text not in ("true", "false"):
            raise KbError(f"parameter {parameter.name!r} is true or false; {text!r} is neither")
        return text == "true"
    return text
