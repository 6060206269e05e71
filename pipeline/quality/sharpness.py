"""How sharp a scan truly is, whatever resolution its file states.

The width of an edge, 2.5 standard deviations of a blur (the rise over its steepest slope), is measured on
the strokes of the busiest windows. Drawn pages from a good scanner had 2.1 to 2.3 pixels at any resolution,
worn ones up to 2.8; one scanned at 150 dpi and enlarged to 300 had 3.0 to 3.3, and its spectrum fell by
18 to 21 dB where a true scan's fell by 9 to 14. Enlarging by repeating pixels leaves edges sharp, but at
every second or third pixel alone, which is looked for too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from pipeline.quality.view import ScanView, sharpest_windows

SHARP_EDGE = 2.2
"""Pixels of the edges of a good scan at its true resolution."""
REACH = 9
"""Pixels to either side within which an edge's dark and light are looked for."""
FEWEST_EDGES = 60
FINE_DPI = 450.0
"""Windows of finer scans are halved first, so that `REACH` spans a stroke."""
SPECTRUM_SIDE = 256
STEEP_FALL = -15.5
"""Decibels from 0.1–0.15 to 0.25–0.3 cycles a pixel below which a scan holds no detail of its own there."""
REPEATED = 0.93
"""Share of edge energy in one column of two, or of three, from which pixels were repeated."""


@dataclass(frozen=True, slots=True)
class Sharpness:
    """What was measured of a page's strokes."""

    across: float
    """Median edge width along rows, pixels of the scan."""
    down: float
    """Median edge width along columns."""
    fall: float
    """How far the spectrum has fallen at 0.25–0.3 cycles a pixel, decibels below 0.1–0.15."""
    repeats: int
    """2 or 3 when each pixel was written so often side by side, else 1."""
    dpi: float
    """Of the windows that were measured."""

    @property
    def edge(self) -> float:
        """Mean edge width of both directions, pixels."""
        return (self.across + self.down) / 2

    @property
    def true_dpi(self) -> float:
        """The resolution of a good scan that would be as sharp."""
        return self.dpi / max(self.edge / SHARP_EDGE, 1.0, float(self.repeats))

    @property
    def smear(self) -> float:
        """How many times wider edges are in one direction than in the other: paper that moved."""
        return max(self.across, self.down) / max(min(self.across, self.down), 1.0)


def sharpness_of(view: ScanView) -> Sharpness | None:
    """How sharp the strokes of the page are; `None` where it has too few to say."""
    windows = sharpest_windows(view)
    dpi = view.scan_dpi
    while dpi > FINE_DPI and windows:
        windows = [_halved(window) for window in windows if min(window.shape) >= 2]
        dpi /= 2
    across, down = _edge_width(windows), _edge_width([np.ascontiguousarray(one.T) for one in windows])
    if across is None or down is None:
        return None
    return Sharpness(across, down, _fall(windows), _repeats(windows), dpi)


def _halved(window: Picture) -> Picture:
    half = window.shape[1] // 2, window.shape[0] // 2
    return np.asarray(cv2.resize(window, half, interpolation=cv2.INTER_AREA), np.uint8)


def _edge_width(windows: Sequence[Picture]) -> float | None:
    found = [_edges(window) for window in windows]
    widths = np.concatenate(found) if found else np.zeros(0)
    return float(np.median(widths)) if len(widths) >= FEWEST_EDGES else None


def _edges(window: Picture) -> NDArray[np.float64]:
    """Width of each strong edge along the rows: its rise over its steepest step."""
    kernel = np.ones((1, 2 * REACH + 1), np.uint8)
    rise = cv2.morphologyEx(window, cv2.MORPH_GRADIENT, kernel)[:, :-1]
    step = cv2.absdiff(window[:, 1:], window[:, :-1])
    is_peak = step == cv2.dilate(step, np.ones((1, 7), np.uint8))
    strongest = float(np.percentile(rise[::4, ::4], 98))
    chosen = is_peak & (step > 8) & (rise > 0.6 * strongest)
    widths: NDArray[np.float64] = rise[chosen].astype(np.float64) / step[chosen]
    return widths


def _fall(windows: Sequence[Picture]) -> float:
    taper = np.hanning(SPECTRUM_SIDE).astype(np.float32)
    power = np.zeros(SPECTRUM_SIDE // 2 + 1)
    for window in windows:
        if min(window.shape) >= SPECTRUM_SIDE:
            # Every fourth row tells as much as all of them.
            rows = window[::4, :SPECTRUM_SIDE].astype(np.float32)
            power += (np.abs(np.fft.rfft((rows - rows.mean()) * taper, axis=1)) ** 2).mean(axis=0)
    low, high = _band(power, 0.10, 0.15), _band(power, 0.25, 0.30)
    return float(10 * np.log10(high / low)) if low > 0 and high > 0 else 0.0


def _band(power: NDArray[np.float64], first: float, last: float) -> float:
    return float(power[round(first * SPECTRUM_SIDE) : round(last * SPECTRUM_SIDE)].mean())


def _repeats(windows: Sequence[Picture]) -> int:
    """How often each pixel stands side by side, 1 to 3."""
    energy = np.zeros(6)
    for window in windows:
        columns = np.square(cv2.absdiff(window[:, 1:], window[:, :-1]).astype(np.float64)).sum(axis=0)
        energy += _by_phase(columns, 6)
    total = energy.sum()
    for times in (3, 2):
        phases = energy.reshape(-1, times).sum(axis=0)
        if total > 0 and phases.max() / total > REPEATED:
            return times
    return 1


def _by_phase(columns: NDArray[np.float64], period: int) -> NDArray[np.float64]:
    whole = columns[: len(columns) // period * period]
    return np.asarray(whole.reshape(-1, period).sum(axis=0), np.float64)
