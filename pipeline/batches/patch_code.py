"""Knows the four bars of Patch T, which document scanners have read since the 1980s.

Bars and the spaces between them are 0.08 inches, wide bars 0.20: narrow, wide, narrow, wide from the leading
edge (Kodak, Patch Code Information, A-61599). A sheet may lie on its head or on its side, so the bars are
looked for along rows and columns, both ways; read backwards they are Patch 2, which then counts too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture

NARROW_INCHES, WIDE_INCHES = 0.08, 0.20
_N, _W = NARROW_INCHES, WIDE_INCHES
PATTERN = np.array([_N, _N, _W, _N, _N, _N, _W])
"""Bar, space, bar, space, bar, space, bar."""
TOLERANCE = 0.3
"""Of each width, besides a pixel: copies swell and printers scale to fit the paper."""
STEP_INCHES = 0.25
"""Between the lines that are looked at; at 0.1 looking took 12 ms a page."""
LEAST_LENGTH_INCHES = 1.5
"""Of the bars; Kodak asks for 2."""
DARK = 128


def has_patch_t(grey: Picture, dpi: float) -> bool:
    """Whether the bars stand on the page, (height, width), in any of the four directions."""
    return any(_has_bars(picture, dpi) for picture in (grey, grey.T))


def _has_bars(grey: Picture, dpi: float) -> bool:
    step = max(1, round(STEP_INCHES * dpi))
    starts = [_bars_down(grey[:, column] < DARK, dpi) for column in range(0, grey.shape[1], step)]
    return _longest_run(starts, dpi) * step >= LEAST_LENGTH_INCHES * dpi


def _bars_down(is_dark: NDArray[np.bool_], dpi: float) -> list[int]:
    """Where the pattern begins in a line of pixels, either way round."""
    edges = np.flatnonzero(np.diff(is_dark.astype(np.int8)))
    if len(edges) < 8:
        return []
    widths = np.lib.stride_tricks.sliding_window_view(np.diff(edges), 7) / dpi
    begins_dark = is_dark[edges[:-1] + 1][: len(widths)]
    slack = TOLERANCE * PATTERN + 1.0 / dpi
    forwards = (np.abs(widths - PATTERN) <= slack).all(axis=1)
    backwards = (np.abs(widths - PATTERN[::-1]) <= slack[::-1]).all(axis=1)
    return [int(edges[place]) for place in np.flatnonzero((forwards | backwards) & begins_dark)]


def _longest_run(starts: list[list[int]], dpi: float) -> int:
    """Most neighbouring lines whose patterns begin at nearly the same height."""
    slack = 0.07 * dpi + 1  # bars may slope by 15° from one line to the next
    longest = 0
    running: dict[int, int] = {}
    for found in starts:
        running = {
            start: 1 + max((count for old, count in running.items() if abs(old - start) <= slack), default=0)
            for start in found
        }
        longest = max(longest, *running.values(), 0)
    return longest
