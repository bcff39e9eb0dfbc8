"""The paths by which a new colleague learns: a role, and the themes that it begins with."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb import compare
from kb.base import KnowledgeBase
from kb.problem import KbError, did_you_mean
from kb.records import Lesson, Practice


@dataclass(frozen=True)
class Path:
    """What a role learns of, the first theme first. Its name is an interface text."""

    id: str
    name: str
    themes: tuple[str, ...]


PATHS = {
    path.id: path
    for path in (
        Path("educator", "Educator", ("schools", "teachers", "careers", "exhibitions", "making")),
        Path(
            "event-organiser",
            "Organiser of events",
            ("festivals", "community", "retention", "closure", "heritage"),
        ),
        Path(
            "project-manager",
            "Project manager",
            ("project-management", "funding", "closure", "heritage", "exhibitions"),
        ),
    )
}


def path_of(id: str) -> Path:
    """The path with this id; KbError if there is none."""
    if id not in PATHS:
        raise KbError(f"there is no path {id!r}{did_you_mean(id, PATHS)}")
    return PATHS[id]


def themes(path: Path, base: KnowledgeBase) -> list[str]:
    """The path's themes; all of the base where it has none of them."""
    return [id for id in path.themes if id in base.themes] or list(base.themes)


def practices(path: Path, base: KnowledgeBase) -> list[Practice]:
    """The practices of a path in the order in which to learn them: theme by theme, by partner."""
    return list({x.id: x for x in _by_theme(path, base) if not x.draft}.values())


def first(path: Path, base: KnowledgeBase) -> list[Practice]:
    """What to read first: on each theme the best evidenced practice of each partner."""
    found: dict[tuple[str, str], Practice] = {}
    for practice in practices(path, base):
        for theme in set(themes(path, base)) & {*practice.themes}:
            found.setdefault((theme, practice.partner), practice)
    wanted = {practice.id for practice in found.values()}
    return [practice for practice in practices(path, base) if practice.id in wanted]


def _by_theme(path: Path, base: KnowledgeBase) -> Iterator[Practice]:
    for theme in themes(path, base):
        for partner in base.partners:
            yield from (x for x in compare.practices_of(base, partner) if theme in x.themes)


def lessons(path: Path, base: KnowledgeBase) -> list[Lesson]:
    """The lessons of a path, the most certain first; no drafts."""
    wanted = set(themes(path, base))
    return [x for x in compare.lessons(base) if not wanted.isdisjoint(base.themes_of(x))]
