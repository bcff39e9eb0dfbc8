"""The `kb` command: the only place that prints or exits."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

import kb
from kb import seals, translating
from kb.cli_options import data_option, json_option
from kb.cli_reports import build, plan, why
from kb.cli_schedule import schedule
from kb.language import ENGLISH
from kb.problem import DataError, KbError
from kb.records import DOCUMENTS
from kb.where import find_data

SHOWN = 5  # ids that a line has room for


class Commands(click.Group):
    """Commands whose expected failures are one clear text and exit 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a KbError is what it says, without a traceback."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a pipe on Windows knows few letters
        try:
            return super().invoke(ctx)
        except KbError as error:
            click.echo(str(error), err=True)
            if isinstance(error, DataError) and ctx.invoked_subcommand == "build":
                click.echo("Nothing was built; earlier reports stay as they are.", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="daugavpils-kb", prog_name="kb")
def main() -> None:
    """What our partners do well: check the records, build the reports.

    \b
    kb check                       is everything in data/ sound?
    kb build                       make the planned reports as PDFs in reports/
    kb plan                        which reports are planned, and how they stand
    kb show newton-room            one record with its evidence and links
    kb verify --texts FOLDER       do the sources still say what we cite?
    kb build comparison -p partners=vitensenteret-trondheim
    """


@main.command(short_help="Check every record and name all problems.")
@data_option
@json_option
def check(data: Path | None, as_json: bool) -> None:
    """Check every record: all problems at once, each as `file:line: what is wrong; what to do`.

    Exit code 1 if there is a problem; a warning is none.
    """
    base, problems = kb.check(data, date.today())
    counts = Counter(record.noun for record in base.records()) if base else Counter[str]()
    parity = translating.parity(base) if base else []
    if as_json:
        found = [{**asdict(problem), "path": str(problem.path)} for problem in problems]
        translated = [asdict(one) | {"percent": one.percent} for one in parity]
        answer = {"problems": found, "records": counts, "translations": translated}
        click.echo(json.dumps(answer, indent=1))
    for problem in () if as_json else problems:
        click.echo(str(problem))
    errors = sum(not problem.warning for problem in problems)
    if errors and not as_json:
        click.echo(f"{errors} {'problem' if errors == 1 else 'problems'}", err=True)
    elif not as_json:
        nouns = [*(cls.noun for cls in DOCUMENTS), "source"]
        numbers = ", ".join(f"{counts[n]} {n}{'s' * (counts[n] != 1)}" for n in nouns)
        click.echo(f"{find_data(data)} is sound: {numbers}")
        for one in parity:
            click.echo(
                f"{one.language}: {one.percent} % of {one.records} records translated, "
                f"{_some(one.missing)} missing, {_some(one.stale)} stale"
            )
    raise SystemExit(1 if errors else 0)


def _ids(base: kb.KnowledgeBase) -> set[str]:
    return {record.id for record in base.records()}


def _some(ids: Sequence[str]) -> str:
    """How many, and the first of them."""
    names = ", ".join([*ids[:SHOWN], *(["..."] if len(ids) > SHOWN else [])])
    return f"{len(ids)} ({names})" if ids else "0"


@main.command(short_help="Print a record with its evidence and links.")
@click.argument("id")
@click.option(
    "--language", metavar="CODE", default=ENGLISH, show_default=True,
    help="The language of texts and words: en or lv.",
)  # fmt: skip
@click.option(
    "--as-of", metavar="DAY", default="", help="As it was known on a day, such as 2026-11-30."
)
@data_option
@json_option
def show(id: str, language: str, as_of: str, data: Path | None, as_json: bool) -> None:
    """Print the record with this ID: facts, evidence, receipt, status, text, and links both ways.

    \b
    For example:
    kb show newton-room
    kb show whole-year-group --language lv
    """
    from kb.language import language as check_language
    from kb.plain import text
    from kb.reading import as_data, reading

    check_language(language)
    base = kb.load(data)
    part = base.known_on(as_of or date.today().isoformat(), language)
    if id in _ids(base) - _ids(part):
        raise KbError(f"{id!r} was not in the data on {part.as_of}; take a later day")
    if as_json:
        click.echo(json.dumps(as_data(id, part), indent=1, ensure_ascii=False))
    else:
        click.echo(text(reading(id, part).blocks), nl=False)


@main.command(short_help="Write the file of a translation, to be filled in.")
@click.argument("id")
@click.option("--to", "code", metavar="CODE", default="lv", show_default=True, help="The language.")
@data_option
def translate(id: str, code: str, data: Path | None) -> None:
    """Write the file that translates the record with this ID, beside the record, to be filled in.

    It has the English texts in their places. Until its line `of:` is the one that is printed, it
    counts as not done, and reports show the record in English.
    """
    path, digest = translating.write(id, code, kb.load(data))
    click.echo(f"{path}: put its texts into {code!r}, then write `of: {digest}`")


@main.command(short_help="Seal a phrase of a source's text.")
@click.argument("text", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("phrase")
def seal(text: Path, phrase: str) -> None:
    """Seal a PHRASE of a source's TEXT file: prints the lines to paste into a piece of evidence.

    The seal proves that the phrase stands in the text without storing a word of it.
    """
    made, blocks = seals.make(phrase, seals.read(text))
    click.echo(f"at: block {blocks[0]}")
    click.echo(f"seal: {made.digest}:{made.words}")
    if others := ", ".join(map(str, blocks[1:])):
        click.echo(f"The phrase also stands in block {others}.", err=True)


@main.command(short_help="Look for every seal in the sources' texts.")
@click.option(
    "--texts", metavar="FOLDER", required=True, type=click.Path(path_type=Path, file_okay=False),
    help="Where the texts of the sources are, each as SOURCE-ID.txt.",
)  # fmt: skip
@data_option
@json_option
def verify(texts: Path, data: Path | None, as_json: bool) -> None:
    """Look for every seal in the texts of its sources; exit code 1 if one is gone or unreadable.

    A seal is found, moved to another block, or gone, which names the lessons that lose support; or
    its source's text is not held or unreadable.
    """
    base = kb.load(data, date.today())
    checked = seals.verify(base.evidence(), texts, base.lessons.values())
    counts = Counter(item.status for item in checked)
    if as_json:
        click.echo(json.dumps({"seals": [asdict(item) for item in checked]}, indent=1))
    else:
        told: set[str | None] = set()  # a text that cannot be read is told of once
        for item in (item for item in checked if item.status != "found"):
            place = ", ".join(filter(None, [item.source, item.at]))
            found = f"{item.status}: {item.record}, evidence {item.number}, {place}"
            noun = next(cls.noun for cls in DOCUMENTS if item.record in base.of_kind(cls.noun))
            remedy = _remedy(item, noun)
            click.echo("; ".join(filter(None, [found, None if remedy in told else remedy])))
            told |= {item.reason} - {None}
        numbers = ", ".join(f"{number} {status}" for status, number in sorted(counts.items()))
        click.echo(f"{len(checked)} seals: {numbers}")
    raise SystemExit(1 if counts["gone"] or counts["unreadable"] else 0)


def _remedy(item: seals.Checked, noun: str) -> str | None:
    """What follows from what became of a seal."""
    if item.status == "moved":
        return f"now in block {item.blocks[0]}, change `at`"
    if item.status != "gone":
        return item.reason
    lost = f"this {noun} loses support"
    if noun != "practice":
        return lost
    built = f"built on it are: {', '.join(item.lessons)}" if item.lessons else ""
    return f"{lost}; {built or 'no lesson is built on it'}"


main.add_command(build)
main.add_command(plan)
main.add_command(why)
main.add_command(schedule)
