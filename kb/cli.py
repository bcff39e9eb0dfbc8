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
from kb import seals, tables, translating
from kb.cli_onboard import onboard
from kb.cli_open import OPENING
from kb.cli_options import data_option, json_option
from kb.cli_reports import build, plan, why
from kb.cli_schedule import schedule
from kb.language import ENGLISH
from kb.problem import DataError, KbError
from kb.records import DOCUMENTS
from kb.where import find_data

SHOWN = 5  # ids that a line has room for

language_option = click.option(
    "--language", metavar="CODE", default=ENGLISH, show_default=True,
    help="The language of texts and words: en or lv.",
)  # fmt: skip


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


@click.group(
    cls=Commands, commands=OPENING, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="daugavpils-kb", prog_name="kb")
def main() -> None:
    """What our partners do well: check the records, build the reports.

    \b
    kb check                       is everything in data/ sound?
    kb build                       make the planned reports as PDFs in reports/
    kb plan                        which reports are planned, and how they stand
    kb show newton-room            one record with its evidence and links
    kb search free entry           the records that answer a question
    kb explore                     the same in your browser, to filter, read and compare
    kb onboard                     learn by doing: where you stand
    kb verify --texts FOLDER       do the sources still say what we cite?
    kb build comparison -p partners=vitensenteret-trondheim
    """


main.add_command(onboard)


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
@language_option
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
    from kb.plain import text
    from kb.reading import as_data, reading

    kb.language.language(language)  # an error where there is none
    base = kb.load(data)
    part = base.known_on(as_of or date.today().isoformat(), language)
    if id in _ids(base) - _ids(part):
        raise KbError(f"{id!r} was not in the data on {part.as_of}; take a later day")
    if as_json:
        click.echo(json.dumps(as_data(id, part), indent=1, ensure_ascii=False))
    else:
        click.echo(text(reading(id, part).blocks), nl=False)


@main.command(
    short_help="Find the records that answer a question.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("query", nargs=-1, required=True)
@language_option
@click.option(
    "--limit", metavar="N", type=click.IntRange(1), default=10, show_default=True,
    help="How many records at most.",
)  # fmt: skip
@click.option("--forget", is_flag=True, help="Keep nothing of a question without an answer.")
@data_option
@json_option
def search(
    query: tuple[str, ...],
    language: str,
    limit: int,
    forget: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Find the records that answer a QUERY, best first, each with where its words stand.

    \b
    Words are English or Latvian, in any form and without diacritics too. Also:
    "colours of ostrava"           a phrase, which must be there
    theme:schools type:lesson      only these; also partner:trondheim status:identified
    certainty>=2                   only lessons that are so sure, 0 to 4

    A question without an answer is kept in your own folder, with the day, for the next visit.
    """
    from kb import answers, unanswered
    from kb.search import Index

    kb.language.language(language)  # an error where there is none
    found = Index.of(kb.load(data)).find(" ".join(query), language, limit)
    if not found.hits and not forget:
        unanswered.keep(found.query, date.today())
    if as_json:
        click.echo(json.dumps(answers.as_data(found), indent=1, ensure_ascii=False))
    else:
        marks = answers.BOLD if sys.stdout.isatty() else answers.STARS
        click.echo("\n".join(answers.as_text(found, language, marks)))


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
    checked = seals.verify(tables.evidence(base), texts, base.lessons.values())
    counts = Counter(item.status for item in checked)
    if as_json:
        click.echo(json.dumps({"seals": [asdict(item) for item in checked]}, indent=1))
    else:
        told: set[str | None] = set()  # a text that cannot be read is told of once
        for item in (item for item in checked if item.status != "found"):
            place = ", ".join(filter(None, [item.source, item.at]))
            found = f"{item.status}: {item.record}, evidence {item.number}, {place}"
            noun = next(cls.noun for cls in DOCUMENTS if item.record in base.of_kind(cls.noun))
            remedy = seals.remedy(item, noun)
            click.echo("; ".join(filter(None, [found, None if remedy in told else remedy])))
            told |= {item.reason} - {None}
        numbers = ", ".join(f"{number} {status}" for status, number in sorted(counts.items()))
        click.echo(f"{len(checked)} seals: {numbers}")
    raise SystemExit(1 if counts["gone"] or counts["unreadable"] else 0)


main.add_command(build)
main.add_command(plan)
main.add_command(why)
main.add_command(schedule)
