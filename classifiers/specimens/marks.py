"""Draws what a paper shows besides words and lines: codes, boxes to tick, photographs, prints of fingers.

Codes are real ones, written by zxing-cpp, so that what is drawn decodes; pictures of people are of nobody.
"""

from __future__ import annotations

import math
import random
from functools import cache

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from classifiers.specimens.sheet import (
    MM_PER_INCH,
    Fingerprint,
    Ground,
    Portrait,
    PrintedCode,
    RuledLeaf,
    TickBox,
)

Pixels = NDArray[np.uint8]

FORMATS = {"qr": zxingcpp.BarcodeFormat.QRCode, "code128": zxingcpp.BarcodeFormat.Code128}
QR_CORRECTION = "M"
"""15 % of the code may be lost; identity cards are read through laminate and wear."""


@cache
def modules(kind: str, text: str) -> Pixels:
    """The code's modules, 0 for ink and 255 for paper, without a quiet zone; a barcode is one row high."""
    options = {"ec_level": QR_CORRECTION} if kind == "qr" else {}
    code = zxingcpp.create_barcode(text, FORMATS[kind], **options)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    return drawn.astype(np.uint8) if kind == "qr" else drawn[:1].astype(np.uint8)


def ink_code(item: PrintedCode, image: Image.Image, dpi: float) -> None:
    """The code with white around it, as printers leave it; of a machine-readable zone nothing but words."""
    if item.kind == "mrz":
        return
    scale = dpi / MM_PER_INCH
    cells = modules(item.kind, item.text)
    margin = 4 if item.kind == "qr" else 10
    rows = margin if item.kind == "qr" else 0
    cells = np.pad(cells, ((rows, rows), (margin, margin)), constant_values=255)
    share = cells.shape[1] / (cells.shape[1] - 2 * margin)
    width = round(item.width * scale * share)
    height = round(item.height * scale * (share if rows else 1.0))
    square = Image.fromarray(cells).resize((width, height), Image.Resampling.NEAREST).convert("RGB")
    middle_x, middle_y = (item.x + item.width / 2) * scale, (item.y + item.height / 2) * scale
    image.paste(square, (round(middle_x - width / 2), round(middle_y - height / 2)))


def ink_tick(item: TickBox, image: Image.Image, dpi: float) -> None:
    """The square, and in a ticked one a cross, a tick or a blot of ink."""
    scale = dpi / MM_PER_INCH
    left, top, side = item.x * scale, item.y * scale, item.side * scale
    pen, weight = ImageDraw.Draw(image), max(1, round(0.25 * scale))
    pen.rectangle((left, top, left + side, top + side), outline=(20, 20, 22), width=weight)
    if not item.is_ticked:
        return
    strokes = {
        "cross": (((0.12, 0.15), (0.9, 0.88)), ((0.1, 0.9), (0.88, 0.1))),
        "tick": (((0.12, 0.5), (0.42, 0.86), (1.1, -0.1)),),
        "filled": (((0.3, 0.3), (0.7, 0.7)), ((0.3, 0.7), (0.7, 0.3)), ((0.5, 0.2), (0.5, 0.8))),
    }[item.stroke]
    thick = max(1, round((0.9 if item.stroke == "filled" else 0.4) * scale))
    for stroke in strokes:
        path = [(left + x * side, top + y * side) for x, y in stroke]
        pen.line(path, fill=item.colour, width=thick, joint="curve")


def ink_ground(item: Ground, image: Image.Image, dpi: float) -> None:
    """A pale area with broad waves and round corners, edged by the shadow of a card."""
    scale = dpi / MM_PER_INCH
    width, height = round(item.width * scale), round(item.height * scale)
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, height / width, height))
    waves = np.sin(item.waves * 6.3 * np.hypot(across - 0.6, down - 0.3)) + np.sin(
        item.waves * 5.1 * (down + 0.2 * np.sin(6 * across))
    )
    depth = ((waves + 2) / 4)[..., None]
    shade = 255 - (255 - np.array(item.colour, float)) * (0.55 + 0.45 * depth)
    face = Image.fromarray(shade.astype(np.uint8))
    mask = Image.new("L", (width, height), 0)
    corner = item.corner * scale
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), corner, fill=255)
    at = (round(item.x * scale), round(item.y * scale))
    image.paste(face, at, mask)
    edge = (at[0], at[1], at[0] + width - 1, at[1] + height - 1)
    ImageDraw.Draw(image).rounded_rectangle(
        edge, corner, outline=(140, 140, 140), width=max(1, round(0.15 * scale))
    )


def ink_ruled_leaf(item: RuledLeaf, image: Image.Image, dpi: float) -> None:
    """Lines from edge to edge and the margin's red line."""
    scale, pen = dpi / MM_PER_INCH, ImageDraw.Draw(image)
    weight = max(1, round(0.18 * scale))
    for index in range(math.ceil((image.height / scale - item.top) / item.pitch)):
        y = round((item.top + (index + 0.84) * item.pitch) * scale)
        pen.line((0, y, image.width, y), fill=item.colour, width=weight)
    pen.line((16 * scale, 0, 16 * scale, image.height), fill=(226, 150, 150), width=weight)


def ink_portrait(item: Portrait, image: Image.Image, dpi: float) -> None:
    """A head and shoulders without a face."""
    scale = dpi / MM_PER_INCH
    chance = random.Random(item.seed)  # noqa: S311 (a drawing, not a secret)
    left, top, width, height = (round(value * scale) for value in (item.x, item.y, item.width, item.height))
    layer = Image.new(
        "RGB", (width, height), chance.choice(((208, 222, 236), (240, 240, 240), (196, 210, 228)))
    )
    pen = ImageDraw.Draw(layer)
    coat = chance.choice(((60, 64, 80), (236, 236, 240), (96, 84, 70), (40, 60, 96)))
    pen.ellipse((-0.05 * width, 0.68 * height, 1.05 * width, 1.5 * height), fill=coat)
    pen.rectangle((0.42 * width, 0.55 * height, 0.58 * width, 0.76 * height), fill=(206, 170, 140))
    pen.ellipse((0.27 * width, 0.14 * height, 0.73 * width, 0.66 * height), fill=(214, 178, 148))
    hair = 0.42 if chance.random() < 0.5 else 0.34
    pen.pieslice((0.24 * width, 0.08 * height, 0.76 * width, 0.66 * height), 180, 360, fill=(34, 28, 26))
    pen.ellipse((0.29 * width, hair * height * 0.72, 0.71 * width, 0.64 * height), fill=(214, 178, 148))
    image.paste(layer, (left, top))


def ink_fingerprint(item: Fingerprint, image: Image.Image, dpi: float) -> None:
    """Broken rings in an oval."""
    scale = dpi / MM_PER_INCH
    chance = random.Random(item.seed)  # noqa: S311 (a drawing, not a secret)
    width, height = round(item.width * scale), round(item.height * scale)
    layer = np.full((height, width, 3), 255, np.uint8)
    middle = (round(width * chance.uniform(0.42, 0.58)), round(height * chance.uniform(0.45, 0.6)))
    step = max(2.0, 0.55 * scale)
    for ring in range(1, math.floor(width / 2 / step)):
        axes = (round(ring * step), round(ring * step * 1.3))
        for start in range(0, 360, 45):
            if chance.random() < 0.86:
                end = start + chance.randrange(30, 46)
                cv2.ellipse(
                    layer, middle, axes, 0, start, end, (70, 66, 74), max(1, round(0.2 * scale)), cv2.LINE_AA
                )
    at = (round(item.x * scale), round(item.y * scale))
    under = np.asarray(image.crop((*at, at[0] + width, at[1] + height)).convert("RGB"), np.uint16)
    image.paste(Image.fromarray((under * layer.astype(np.uint16) // 255).astype(np.uint8)), at)
