"""The command `kb onboard`: where a new colleague stands, and what comes next."""

import json
from datetime import date
from pathlib import Path

import click

import kb
from kb import language as languages
from kb import paths, progress, scratch
from kb import standing as standings
from kb.cli_options import data_option, json_option


@click.command(short_help="Learn by doing: what is done, what comes next.")
@click.option(
    "--path", metavar="ROLE", default="",
    help="Choose a path: educator, event-organiser or project-manager.",
)  # fmt: skip
@click.option(
    "--language", metavar="CODE", default="",
    help="Choose the language, here and in the notebooks: en or lv; English at first.",
)  # fmt: skip
@click.option("--forget", is_flag=True, help="Delete what is kept of your progress.")
@data_option
@json_option
def onboard(path: str, language: str, forget: bool, data: Path | None, as_json: bool) -> None:
    """Show where you stand in the onboarding: your path, what is done, what comes next, and what
    changed since you learned it.

    \b
    The notebooks are in notebooks/onboarding/; open them with make lab. For example:
    kb onboard --path educator
    kb onboard --language lv

    Your progress is one file in your own folder; nothing is sent anywhere.
    """
    if language:
        languages.language(language)  # an error where there is none
    if forget:
        scratch.forget()
        there = progress.forget()
        click.echo(f"{progress.file()}: {'deleted' if there else 'there was nothing to delete'}")
        return
    kept, aside = progress.read()
    if aside:
        click.echo(f"The file of your progress could not be read; it is now {aside}.", err=True)
    if kept.path and kept.path not in paths.PATHS and not path:
        click.echo(f"There is no path {kept.path!r}; choose one with --path.", err=True)
    chosen = {"path": path and paths.path_of(path).id, "language": language}
    if changed := {name: value for name, value in chosen.items() if value}:
        kept = kept.model_copy(update=changed)
        progress.save(kept)
    code = kept.language if kept.language in languages.languages() else languages.ENGLISH
    base = kb.load(data).slice(language=code, as_of=date.today().isoformat())
    found = standings.standing(kept, base)
    if as_json:
        click.echo(json.dumps(standings.as_data(found), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(standings.as_text(found, code)))
