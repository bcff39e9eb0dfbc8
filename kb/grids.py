"""Charts with the themes down the side: who covers them, and how certain the lessons are."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from kb import appraise, compare
from kb.appraise import LEVELS
from kb.base import KnowledgeBase
from kb.blocks import Inline, computed
from kb.charts import COLOURS, INK, MUTED, RULE, WIDTH, Chart, fitted, style, to_svg
from kb.parts import Polarity
from kb.records import Lesson
from kb.wording import label, words

SHADES = LinearSegmentedColormap.from_list("coverage", ["#f4f7f9", "#b7d3e5", "#79aed1"])
CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}
ACROSS = 5  # dots that stand beside each other
MOST = 45  # lines of dots that a page has room for
Grid = Mapping[tuple[str, str], Sequence[str]]  # ids by row and column


def coverage(base: KnowledgeBase) -> Chart:
    """Theme by partner: how many practices the base holds, as a heat map with its numbers."""
    found: dict[tuple[str, str], list[str]] = {}
    for practice in base.practices.values():
        for theme in practice.themes:
            found.setdefault((theme, practice.partner), []).append(practice.id)
    names = {id: partner.name for id, partner in base.partners.items()}
    svg = _heat_map(found, list(base.themes), names, base)
    alt, numbers = _in_words(found, list(base.themes), names, base)
    alt = f"{words(base)('Number of practices by theme and partner.')} {alt}"
    return Chart(svg, alt, (*base.partners, *base.themes), numbers)


def certainty(base: KnowledgeBase) -> Chart | None:
    """Each lesson as a dot with its number in the report: across how certain it is, down its theme;
    None without any lesson.

    A disc: it worked; a ring: it worked in part; a square: learned from a failure. Where there are
    more lessons than a page has room for, a heat map of their counts stands for the dots.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for lesson in compare.lessons(base):
        place = main_theme(lesson, base), appraise.certainty(lesson, base).word
        found.setdefault(place, []).append(lesson.id)
    themes = [id for id in base.themes if any(id == theme for theme, _ in found)]
    levels: dict[str, str] = {level: words(base).word("certainty", level) for level in LEVELS}
    if not found:
        return None
    few = sum(_lines(found, theme) for theme in themes) <= MOST
    draw = _dots if few else _heat_map
    alt, numbers = _in_words(found, themes, levels, base)
    alt = f"{words(base)('Number of lessons by theme and certainty.')} {alt}"
    return Chart(draw(found, themes, levels, base), alt, tuple(themes), numbers)


def main_theme(lesson: Lesson, base: KnowledgeBase) -> str:
    """The theme that a lesson is told under: its first one that the base or slice has."""
    return next(theme for theme in base.themes_of(lesson) if theme in base.themes)


def _in_words(
    grid: Grid, rows: Sequence[str], columns: Mapping[str, str], base: KnowledgeBase
) -> tuple[str, tuple[Inline, ...]]:
    """The numbers of a grid in words, and what each was counted from."""
    t, texts, numbers = words(base), [], []
    for row in rows:
        found = {name: grid.get((row, column), ()) for column, name in columns.items()}
        counts = t.listed(f"{name} {len(ids)}" for name, ids in found.items())
        texts.append(t("{theme}: {counts}.", theme=label(base.themes[row], base), counts=counts))
        numbers += [computed(str(len(ids)), "count", *ids) for ids in found.values()]
    return " ".join(texts), tuple(numbers)


def _heat_map(
    grid: Grid, rows: Sequence[str], columns: Mapping[str, str], base: KnowledgeBase
) -> str:
    names = [fitted(label(base.themes[row], base), 34) for row in rows]
    most = max(name.count("\n") for name in names) + 1
    counts = [[len(grid.get((row, column), ())) for column in columns] for row in rows]
    with style():
        height = 0.4 + (0.095 + 0.13 * most) * len(rows)
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        panel = figure.subplots()
        _shade(panel, counts)
        heads = [fitted(name, 28) for name in columns.values()]
        panel.set_xticks(range(len(columns)), heads, fontweight="bold", color=INK)
        panel.set_yticks(range(len(rows)), names, color=INK)
        return to_svg(figure)


def _shade(panel: Axes, counts: list[list[int]]) -> None:
    """Cells in shades of one colour, each with its number, parted by white lines."""
    top = max(1, *(number for row in counts for number in row))
    panel.imshow(counts, cmap=SHADES, vmin=0, vmax=top, aspect="auto")
    cells = [(x, y, number) for y, row in enumerate(counts) for x, number in enumerate(row)]
    for column, row, number in cells:
        colour = INK if number else MUTED
        weight = "bold" if number else "normal"
        text = str(number or "–")
        panel.text(column, row, text, color=colour, fontweight=weight, fontsize=8.5, **CENTRED)
    panel.xaxis.tick_top()
    panel.spines[:].set_visible(False)
    panel.set_xticks([x - 0.5 for x in range(1, len(counts[0]))], minor=True)
    panel.set_yticks([y - 0.5 for y in range(1, len(counts))], minor=True)
    panel.grid(which="minor", color="white", linewidth=2.5)
    panel.tick_params(which="minor", length=0)


def _lines(grid: Grid, row: str) -> int:
    """How many lines of dots a row needs."""
    return max(-(-len(ids) // ACROSS) for (theme, _), ids in grid.items() if theme == row)


def _dots(grid: Grid, rows: Sequence[str], columns: Mapping[str, str], base: KnowledgeBase) -> str:
    names = [fitted(label(base.themes[row], base), 30) for row in rows]
    pairs = zip(rows, names, strict=True)
    heights = [max(_lines(grid, row) + 0.35, 0.75 * name.count("\n") + 1.2) for row, name in pairs]
    starts, numbers = [sum(heights[:n]) for n in range(len(rows))], compare.numbers(base)
    with style():
        figure = Figure(figsize=(WIDTH, 0.35 + 0.205 * sum(heights)), layout="constrained")
        panel = figure.subplots()
        for row, start, height in zip(rows, starts, heights, strict=True):
            panel.axhline(start, color=RULE, linewidth=0.6)
            for x, column in enumerate(columns):
                ids = grid.get((row, column), ())
                top = start + (height - -(-len(ids) // ACROSS)) / 2 + 0.5
                _cell(panel, [(numbers[id], base.lessons[id].polarity) for id in ids], x, top)
        panel.set(xlim=(-0.5, len(columns) - 0.5), ylim=(sum(heights), 0))
        panel.xaxis.tick_top()
        panel.set_xticks(range(len(columns)), list(columns.values()), fontweight="bold", color=INK)
        middles = [start + height / 2 for start, height in zip(starts, heights, strict=True)]
        panel.set_yticks(middles, names, color=INK)
        panel.spines[:].set_visible(False)
        return to_svg(figure)


def _cell(panel: Axes, lessons: Sequence[tuple[int, Polarity]], x: int, top: float) -> None:
    width = min(len(lessons), ACROSS) - 1
    for n, (number, polarity) in enumerate(lessons):
        at = x + 0.17 * (n % ACROSS) - 0.085 * width, top + n // ACROSS
        face, ink = (COLOURS[0], "white") if polarity == "worked" else ("white", INK)
        shape = "s" if polarity == "did not" else "o"
        panel.scatter(*at, s=125, marker=shape, facecolor=face, edgecolor=COLOURS[0], linewidth=1)
        panel.text(*at, str(number), color=ink, fontsize=6.8, **CENTRED)
