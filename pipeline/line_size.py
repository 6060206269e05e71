"""Brings the picture of a line to the height at which Tesseract reads it best, and words back onto their ink.

Tesseract scales every line to 36 pixels itself, sharpening as it does so, and sharpens the grain of the paper
with it. Averaged down to that height beforehand, lines of drawn pages were read with a fifth fewer errors
where paper is worn or poor, with as many on good scans, and in a third less time (docs/decisions/0027).
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.ink import Picture
from records import Box, Line, Word

HEIGHT = 38
"""Pixels of a whole line with its marks and tails."""
MARGIN = 3
"""White pixels around it; 0 to 6 read alike on worn pages, none cost a third more errors on good ones."""
SLACK = 1.5
"""Pixels of the small picture by which a word's box may miss its ink."""
INK = 160
"""Grey level below which there is ink."""


def fitted(picture: Picture) -> tuple[Picture, float]:
    """The picture (height, width) at the height to read, framed in white, and how much smaller it became."""
    factor = min(1.0, HEIGHT / picture.shape[0])
    small = picture
    if factor < 1.0:
        size = max(1, round(picture.shape[1] * factor)), HEIGHT
        small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    framed = cv2.copyMakeBorder(
        small, MARGIN, MARGIN, MARGIN, MARGIN, borderType=cv2.BORDER_CONSTANT, value=(255,)
    )
    return np.asarray(framed, np.uint8), factor


def unfitted(word: Word, picture: Picture, factor: float) -> Word:
    """A word found in the fitted picture, in pixels of `picture` and drawn tight around its ink there."""
    box, baseline = _grown(word.box, factor), word.baseline
    return replace(
        word,
        box=on_ink(box, picture, SLACK / factor) if factor < 1.0 else box,
        baseline=None if baseline is None else _grown_line(baseline, factor),
    )


def on_ink(box: Box, picture: Picture, slack: float) -> Box:
    """The box drawn tight around the ink that lies in it or within `slack` pixels; the box itself if none."""
    height, width = picture.shape
    top, bottom = max(0, int(box.y0 - slack)), min(height, int(np.ceil(box.y1 + slack)))
    left, right = max(0, int(box.x0 - slack)), min(width, int(np.ceil(box.x1 + slack)))
    ink = picture[top:bottom, left:right] < INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) == 0:
        return box
    return Box(
        float(left + columns[0]),
        float(top + rows[0]),
        float(left + columns[-1] + 1),
        float(top + rows[-1] + 1),
    )


def _grown(box: Box, factor: float) -> Box:
    x0, y0, x1, y1 = ((value - MARGIN) / factor for value in (box.x0, box.y0, box.x1, box.y1))
    return Box(x0, y0, x1, y1)


def _grown_line(line: Line, factor: float) -> Line:
    x0, y0, x1, y1 = ((value - MARGIN) / factor for value in (line.x0, line.y0, line.x1, line.y1))
    return Line(x0, y0, x1, y1)
