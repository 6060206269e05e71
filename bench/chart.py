"""A picture of the figures: error by level and cost against bare Tesseract, every peer side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt

COLOURS = {
    "hoso": "#b3262e",
    "ocrmypdf": "#4c78a8",
    "ocrmypdf-cleaned": "#9ecae9",
    "tesseract-bare": "#8c8c8c",
}
SPARE_COLOUR = "#59a14f"


def draw_chart(results: Mapping[str, Any], levels: Sequence[str], out: Path) -> Path:
    """Writes the chart of `bench reading` as PNG; gives its path."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4.6), constrained_layout=True)
    _bars(left, results, levels, _error)
    left.set_title("Characters wrong, %, order ignored")
    left.set_yscale("symlog", linthresh=1.0)
    _bars(right, results, levels, _cpu)
    right.set_title("CPU seconds a page, starting up included")
    left.legend(frameon=False)
    figure.savefig(out, dpi=110)
    plt.close(figure)
    return out


def _bars(
    axes: Any,  # matplotlib ships no complete types
    results: Mapping[str, Any],
    levels: Sequence[str],
    figure_of: Callable[[Mapping[str, Any]], float],
) -> None:
    width = 0.8 / max(1, len(results))
    for place, (name, found) in enumerate(results.items()):
        shown = [(number, figure_of(found[level])) for number, level in enumerate(levels) if level in found]
        bars = axes.bar(
            [number + (place - (len(results) - 1) / 2) * width for number, _ in shown],
            [height for _, height in shown],
            width,
            label=name,
            color=COLOURS.get(name, SPARE_COLOUR),
        )
        axes.bar_label(bars, fmt="%.2f", fontsize=7, rotation=90, padding=2)
    axes.set_xticks(range(len(levels)), levels)
    axes.margins(y=0.15)
    axes.spines[["top", "right"]].set_visible(False)


def _error(figures: Mapping[str, Any]) -> float:
    return 100 * float(figures["errors"]["own"]["all"]["character_error"])


def _cpu(figures: Mapping[str, Any]) -> float:
    return float(figures["cpu_seconds_a_page"])
