"""Flattens a photograph of a sheet: the sheet found, seen straight, its light evened, the desk painted over.

Only when the picture's edges show something else than paper; a scan pays half a millisecond. Words find their
way back to the photograph by the homography that is kept in the sheet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance import EnhanceOptions
from pipeline.homography import Homography, for_pixel_centres
from pipeline.ink import Picture, paper_of
from pipeline.page_outline import Outline, find_outline, is_on_a_desk
from pipeline.sheet import Sheet

A4_LONG_INCHES = 11.69
PAPER_INCHES = (8.27, A4_LONG_INCHES, 16.54)
"""Long sides of A5, A4 and A3. A sheet that measures as one by the file's own resolution is one, as on a scan
with a black lid all around; a telephone's tag says nothing of the sheet, which is then taken for A4."""
NEAR_SIZE = 0.05
LOWEST_OF_SCANNERS = 150.0
"""Dots per inch; telephones and programs write 72 or 96 when they know nothing."""
MOST_LARGER = 1.7
"""The flattened sheet has at most so many times the photograph's pixels, however steeply it was seen."""
HIGHEST_DPI = 320.0
"""More than this is not asked of a photograph: it would add pixels and no knowledge."""
MARGIN = 0.008
"""Share of the longer side along the sheet's edges that is painted: a curled edge lets the desk in."""
LIGHT_REDUCTION = 8
LIGHT_REACH = 17
"""Pixels of the reduced picture within which the brightest is paper."""
PAPER = 245


class Photograph:
    """Takes a photographed sheet for the page."""

    name = "photograph"
    order = 2

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        if not is_on_a_desk(sheet.grey):
            return sheet
        outline = find_outline(sheet.grey, sheet.colour)
        if outline is None:
            return sheet
        width, height = _size(outline, sheet.grey.size)
        way = _flattening(outline, width, height)
        grey = _evened(_flat(sheet.grey, way, width, height))
        colour = None if sheet.colour is None else _evened(_flat(sheet.colour, way, width, height))
        flat = replace(sheet.changed(self.name, grey, way), colour=colour)
        inches = max(width, height) / flat.dpi
        is_paper_size = any(abs(inches / size - 1) < NEAR_SIZE for size in PAPER_INCHES)
        is_believable = is_paper_size and sheet.dpi >= LOWEST_OF_SCANNERS
        if is_believable or not outline.is_like_a4:
            return flat
        return replace(flat, dpi=max(width, height) / A4_LONG_INCHES)


def _size(outline: Outline, photographed: int) -> tuple[int, int]:
    """Width and height of the flattened sheet, so that its nearest parts keep their pixels."""
    top_left, top_right, bottom_right, bottom_left = outline.corners
    wide = max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))
    high = max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))
    wide, high = max(wide, high * outline.proportion), max(high, wide / outline.proportion)
    most = (MOST_LARGER * photographed / (wide * high)) ** 0.5
    if outline.is_like_a4:
        most = min(most, HIGHEST_DPI * A4_LONG_INCHES / max(wide, high))
    shrink = min(1.0, float(most))
    return round(float(wide) * shrink), round(float(high) * shrink)


def _flattening(outline: Outline, width: int, height: int) -> Homography:
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    found = cv2.getPerspectiveTransform(outline.corners.astype(np.float32), corners)
    return np.asarray(found, np.float64)


def _flat(pixels: NDArray[np.uint8], way: Homography, width: int, height: int) -> NDArray[np.uint8]:
    flat = cv2.warpPerspective(
        pixels,
        for_pixel_centres(way),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(flat, np.uint8)


def _evened(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every channel divided by the light that falls on the paper, the edges turned to paper."""
    height, width = pixels.shape[:2]
    size = max(1, width // LIGHT_REDUCTION), max(1, height // LIGHT_REDUCTION)
    channels = [pixels] if pixels.ndim == 2 else list(cv2.split(pixels))
    margin = max(2, round(MARGIN * max(width, height)))
    for index, channel in enumerate(channels):
        small: Picture = np.asarray(cv2.resize(channel, size, interpolation=cv2.INTER_AREA), np.uint8)
        light = np.maximum(paper_of(small, LIGHT_REACH), 1)
        whole = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
        evened: Any = cv2.divide(channel, whole, scale=PAPER)
        for edge in (np.s_[:margin], np.s_[-margin:], np.s_[:, :margin], np.s_[:, -margin:]):
            evened[edge] = PAPER
        channels[index] = evened
    return np.asarray(channels[0] if pixels.ndim == 2 else cv2.merge(channels), np.uint8)


step = Photograph()
