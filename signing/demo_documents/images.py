"""A signature and a seal to try signing with: drawn here, of nobody and of no office."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from signing.fonts import Face, font_file

DPI = 300
SEAL_MM = 36.0
"""Across the outer ring."""
SIGNATURE_MM = (48.0, 22.0)
_BLUE, _RED = (20, 60, 170), (214, 22, 30)
_Picture = NDArray[np.uint8]
_Curve = NDArray[np.float64]
_FINER = 4
"""Drawn that many times larger, then reduced: smooth edges."""


def demo_images(folder: Path) -> tuple[Path, Path]:
    """Writes `signature.png` and `seal.png` into `folder`: transparent ground, size given by their dpi."""
    folder.mkdir(parents=True, exist_ok=True)
    signature, seal = folder / "signature.png", folder / "seal.png"
    for path, image in ((signature, _signature()), (seal, _seal())):
        image.save(path, dpi=(DPI, DPI))
    return signature, seal


def _pixels(mm: float) -> int:
    return round(mm / 25.4 * DPI)


def _inked(mask: _Picture, colour: tuple[int, int, int]) -> Image.Image:
    """Ink of one colour where the mask (uint8, 255 full) says so, on nothing."""
    picture = np.empty((*mask.shape, 4), np.uint8)
    picture[..., :3], picture[..., 3] = colour, mask
    return Image.fromarray(picture, "RGBA")


@cache
def _signature() -> Image.Image:
    """A pen's stroke: loops that wander to the right, thick where the pen moves down, and a flourish."""
    width, height = (_pixels(side) * _FINER for side in SIGNATURE_MM)
    mask = np.zeros((height, width), np.uint8)
    along = np.linspace(0, 1, 900)
    x = width * (0.08 + 0.62 * along + 0.07 * np.sin(2 * math.pi * 5.3 * along + 0.4))
    y = height * (0.46 - 0.05 * along + (0.30 - 0.20 * along) * np.sin(2 * math.pi * 5.1 * along))
    _stroke(mask, x, y)
    x = width * (0.70 - 0.52 * along + 0.75 * along**2.2)
    y = height * (0.50 + 0.36 * np.sin(math.pi * along * 0.9) - 0.14 * along)
    _stroke(mask, x, y)
    small = cv2.resize(mask, None, fx=1 / _FINER, fy=1 / _FINER, interpolation=cv2.INTER_AREA)
    return _inked(small.astype(np.uint8), _BLUE)


def _stroke(mask: _Picture, x: _Curve, y: _Curve) -> None:
    downward = np.gradient(y)
    pen = 3.0 + 4.5 * np.clip(downward / np.abs(downward).max(), 0, 1)
    for start in range(len(x) - 1):
        one, other = ((round(x[at]), round(y[at])) for at in (start, start + 1))
        cv2.line(mask, one, other, (255,), round(pen[start] * _FINER), cv2.LINE_AA)


@cache
def _seal() -> Image.Image:
    """Two rings, a star, the words around; MẪU (specimen) across, so that nobody takes it for real."""
    side = _pixels(SEAL_MM) * _FINER
    mask = Image.new("L", (side, side), 0)
    draw, middle = ImageDraw.Draw(mask), side / 2
    for radius, thickness in ((0.495, 0.022), (0.335, 0.010)):
        reach = radius * side
        box = (middle - reach, middle - reach, middle + reach, middle + reach)
        draw.ellipse(box, outline=255, width=round(thickness * side))
    draw.polygon(_star(middle, middle - 0.13 * side, 0.12 * side), fill=255)
    font = ImageFont.truetype(str(font_file(Face.BOLD)), round(0.15 * side))
    draw.text((middle, middle + 0.10 * side), "MẪU", font=font, fill=255, anchor="mm")
    small = ImageFont.truetype(str(font_file(Face.BOLD)), round(0.062 * side))
    draw.text((middle, middle + 0.235 * side), "DÙNG THỬ", font=small, fill=255, anchor="mm")
    ring = ImageFont.truetype(str(font_file(Face.BOLD)), round(0.088 * side))
    _write_around(mask, "ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM  •  ", ring)
    return _inked(np.asarray(mask.reduce(_FINER)), _RED)


def _star(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        radius = reach if corner % 2 == 0 else reach * 0.382
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return points


def _write_around(mask: Image.Image, text: str, font: ImageFont.FreeTypeFont) -> None:
    """Letters on a circle between the rings, upright at the top, evenly by their widths."""
    side, reach = mask.width, 0.408 * mask.width
    total, before = font.getlength(text), 0.0
    tile_side = round(2.2 * font.size)
    for letter in text:
        advance = font.getlength(letter)
        angle = 2 * math.pi * (before + advance / 2) / total - math.pi
        tile = Image.new("L", (tile_side, tile_side), 0)
        ImageDraw.Draw(tile).text((tile_side / 2, tile_side / 2), letter, font=font, fill=255, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x, y = side / 2 + reach * math.sin(angle), side / 2 - reach * math.cos(angle)
        mask.paste(255, (round(x - tile_side / 2), round(y - tile_side / 2)), turned)
        before += advance
