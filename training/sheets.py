"""Sheets full of unconnected lines in all faces, to be worn and cut as whole pages are.

Drawn papers are set in two or three faces. A sheet brings the rest of them, and the syllables that no paper
holds, through the very wear, enhancement and line cutting that the product's pages go through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import numpy as np
from PIL import Image

from records import Box
from training.drawing import SURROUND, choose_look, draw_line
from training.faces import Face
from training.wording import Wording

SIZE = (2480, 3508)
"""Pixels of A4 at 300 dpi, width and height."""
MARGIN = 150
BETWEEN = 200
"""Pixels between two texts of one row: more than `pipeline.lines.WIDE_GAP` of the largest letters."""
MOST_SIGNS = 60

Placed = tuple[str, Box, float]
"""A text, its box and the height of its baseline, pixels."""


def draw_sheet(
    faces: Mapping[str, Face], wording: Wording, chance: Random
) -> tuple[Image.Image, list[Placed]]:
    """A clean sheet at 300 dpi and what stands where on it."""
    page = np.full((SIZE[1], SIZE[0]), 255, np.uint8)
    points = chance.choice((9, 10, 11, 12, 13, 13, 13, 14, 14, 15))
    pixels, placed, top = round(points * 300 / 72), [], MARGIN
    pitch = round(pixels * chance.uniform(1.2, 1.6))
    while top + 2 * pixels + 2 * SURROUND < SIZE[1] - MARGIN:
        left = MARGIN + chance.randrange(0, 60)
        while True:
            text = wording.line(chance, chance.randrange(4, MOST_SIGNS))
            look = replace(choose_look(faces, chance), pixels=pixels)
            picture = draw_line(text, look, chance)
            height, width = picture.shape
            if not text or left + width > SIZE[0] - MARGIN:
                break
            part = page[top : top + height, left : left + width]
            np.minimum(part, picture, out=part)
            foot = top + SURROUND + round(1.15 * pixels)
            box = Box(left + SURROUND, foot - 0.7 * pixels, left + width - SURROUND, foot)
            placed.append((text, box, float(foot)))
            left += width + BETWEEN
        top += pitch
    sheet = Image.fromarray(page).convert("RGB")
    sheet.info["dpi"] = (300, 300)
    return sheet, placed
