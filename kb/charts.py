"""Figures in the house style, each with an alternative text that gives its message and numbers.

The palette is Okabe and Ito's, told apart by colour-blind readers; what colour says is also said
by position or words, so that a page printed in grey loses nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from textwrap import wrap

import font_source_sans_pro
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from kb import compare
from kb.base import KnowledgeBase
from kb.blocks import Inline
from kb.language import Language
from kb.wording import SIGNS, amount, label, words

FONTS = Path(font_source_sans_pro.font_directory)
INK, MUTED, RULE = "#1c2b39", "#5b6770", "#c9d1d6"
COLOURS = ("#0072b2", "#b35c00", "#007a5a", "#8a3a6b")
WIDTH = 6.7  # inches between the margins of an A4 page

STYLE = {
    "font.family": ["Source Sans Pro", "DejaVu Sans"],
    "font.size": 8.5,
    "text.color": INK,
    "text.parse_math": False,  # a dollar in a name is a dollar
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "svg.fonttype": "path",
    "svg.hashsalt": "kb",  # the same figure gives the same bytes
    "hatch.linewidth": 0.6,
}


@dataclass(frozen=True)
class Chart:
    """A drawn figure: its SVG text, what it says without being seen, the records that it shows, and
    the numbers in it that are computed from them.
    """

    svg: str
    alt: str
    records: tuple[str, ...]
    numbers: tuple[Inline, ...] = ()


@cache
def _add_fonts() -> None:
    for name in ("Regular", "Semibold", "Bold", "It"):
        fontManager.addfont(FONTS / f"SourceSansPro-{name}.ttf")


@contextmanager
def style() -> Iterator[None]:
    """Drawn within it, a figure has the house style, whatever a user's own settings are."""
    _add_fonts()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)  # type: ignore[arg-type]
        yield


def to_svg(figure: Figure) -> str:
    """The figure as SVG, the same bytes for the same figure."""
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def over_time(base: KnowledgeBase, metric: str) -> Chart | None:
    """A metric over the years as small multiples, one panel a series; None without any series.

    Each panel has its own vertical scale from zero. Figures we inferred are hatched, and figures
    that a source gives as about, over or under carry that sign.
    """
    found = compare.series(base, metric)
    if not found:
        return None
    colours = dict(zip(base.partners, COLOURS * len(base.partners), strict=False))
    rows = -(-len(found) // 2)
    lines = max(_titles(series)[1].count("\n") for series in found)
    with style():
        figure = Figure(figsize=(WIDTH, (1.6 + 0.12 * lines) * rows), layout="constrained")
        panels = list(figure.subplots(rows, min(2, len(found)), squeeze=False).flat)
        for panel, series in zip(panels, found, strict=False):
            _bars(panel, series, colours[series.partner.id], words(base))
        for panel in panels[len(found) :]:
            panel.set_visible(False)
        svg = to_svg(figure)
    alt = " ".join(_series_in_words(series, base) for series in found)
    records = dict.fromkeys(series.partner.id for series in found)
    return Chart(svg, alt, (*records, metric))


def series_name(series: compare.Series) -> str:
    """Partner, scope and method, as a panel's title."""
    return "\n".join([series.partner.name, " · ".join(filter(None, [series.scope, series.method]))])


def fitted(text: str, width: int) -> str:
    """A text in lines of at most `width` characters; of a long one its beginning."""
    return "\n".join(wrap(text, width, max_lines=3, placeholder=" …"))


def _titles(series: compare.Series) -> tuple[str, str]:
    """A panel's title, and the smaller lines below it."""
    name, _, detail = series_name(series).partition("\n")
    return fitted(name, 54), fitted(detail, 66)


def _bars(panel: Axes, series: compare.Series, colour: str, t: Language) -> None:
    years = [value.when.year or 0 for value in series.values]
    heights = [float(value.value) for value in series.values]
    bars = panel.bar(years, heights, width=0.72, color=colour)
    narrow = max(years) - min(years) > 6  # so that labels across would run into each other
    for bar, value in zip(bars, series.values, strict=True):
        if value.inferred:
            bar.set(facecolor="white", edgecolor=colour, hatch="////", linewidth=0.8)
        text = SIGNS.get(value.qualifier, "") + t.compact(float(value.value))
        x, y = bar.get_x() + bar.get_width() / 2, bar.get_height()
        panel.annotate(
            text, (x, y), (0, 3), textcoords="offset points", ha="center", fontsize=7,
            rotation=90 * narrow,
        )  # fmt: skip
    first, last = min(years), max(years)
    panel.set_xlim(first - 0.8, max(last, first + 4) + 0.8)
    panel.set_xticks(years, [str(year) for year in years])
    panel.tick_params("x", labelsize=7, rotation=90 * narrow, pad=2)
    panel.set_yticks([])
    panel.margins(y=0.5 if narrow else 0.18)
    name, detail = _titles(series)
    pad = 5 + 9 * len(detail.splitlines())
    panel.set_title(name, loc="left", fontsize=8.5, fontweight="bold", pad=pad)
    panel.annotate(
        detail, (0, 1), (0, 3), xycoords="axes fraction", textcoords="offset points",
        va="bottom", fontsize=7.5, color=MUTED, linespacing=1.1,
    )  # fmt: skip


def _series_in_words(series: compare.Series, base: KnowledgeBase) -> str:
    t = words(base)
    numbers = t.listed(f"{amount(value, base)} ({t.date(value.when)})" for value in series.values)
    name = series_name(series).replace("\n", ", ").removesuffix(", ")
    metric = label(series.metric, base)
    return t("{name}, {metric}: {numbers}.", name=name, metric=metric, numbers=numbers)
