"""Draws a sheet as a picture, and says where exactly each word's ink lies.

Words are drawn one by one at whole pixels, so their boxes and baselines are known without measuring
the picture. `draw` and `perfect_pages` place words by the same function.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import singledispatch

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from classifiers.specimens import fonts, marks
from classifiers.specimens.sheet import (
    MM_PER_INCH,
    RED,
    Fingerprint,
    Ground,
    Item,
    Outline,
    Pattern,
    Piece,
    Portrait,
    PrintedCode,
    PrintedWord,
    Rule,
    RuledLeaf,
    Seal,
    Sheet,
    Signature,
    Specimen,
    TickBox,
)
from records import Box, Line, Page, PageCode, TextOrigin, Tick, Word

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word with its ink's box and its baseline in pixels."""

    word: PrintedWord
    origins: tuple[tuple[int, int], ...]
    """Left end of the baseline of each piece."""
    box: Box
    baseline: Line


def place_word(word: PrintedWord, dpi: float) -> PlacedWord:
    """Where a word falls at `dpi`."""
    scale = dpi / MM_PER_INCH
    x, y = round(word.x * scale), round(word.baseline * scale)
    start, origins, boxes = x, [], []
    for index, piece in enumerate(word.pieces, start=1):
        font = font_for(piece, dpi)
        foot = y - round(piece.type.rise * scale)
        left, top, right, bottom = font.getbbox(piece.text, anchor="ls")
        origins.append((x, foot))
        boxes.append(Box(x + left, foot + top, x + right, foot + bottom))
        x = start + round(index * word.pitch * scale) if word.pitch else x + round(font.getlength(piece.text))
    return PlacedWord(word, tuple(origins), Box.around(boxes), Line(start, y, x, y))


def font_for(piece: Piece, dpi: float) -> ImageFont.FreeTypeFont:
    """Font of a piece at its size in pixels."""
    look = piece.type
    return fonts.load(look.family, look.bold, look.italic, look.size * dpi / 72)


def draw(sheet: Sheet, dpi: float = 300) -> Image.Image:
    """The sheet as a clean picture, mode RGB; `info["dpi"]` says its resolution."""
    scale = dpi / MM_PER_INCH
    size = (round(sheet.width * scale), round(sheet.height * scale))
    image = Image.new("RGB", size, sheet.paper)
    order = {
        Pattern: -2,
        Ground: -1,
        RuledLeaf: -1,
        PrintedCode: 0,
        Portrait: 0,
        Seal: 2,
        Signature: 2,
        Fingerprint: 2,
    }
    for item in sorted(sheet.items, key=lambda item: order.get(type(item), 1)):
        ink(item, image, dpi)
    image.info["dpi"] = (dpi, dpi)
    return image


@singledispatch
def ink(item: Item, image: Image.Image, dpi: float) -> None:  # noqa: ARG001 (members use them)
    """Draws one item on the picture."""
    raise TypeError(f"cannot draw {type(item).__name__}")


@ink.register
def _(item: PrintedWord, image: Image.Image, dpi: float) -> None:
    pen = ImageDraw.Draw(image)
    placed = place_word(item, dpi)
    for piece, origin in zip(item.pieces, placed.origins, strict=True):
        pen.text(origin, piece.text, font=font_for(piece, dpi), fill=piece.type.colour, anchor="ls")


@ink.register
def _(item: Rule, image: Image.Image, dpi: float) -> None:
    scale = dpi / MM_PER_INCH
    pen = ImageDraw.Draw(image)
    width = max(1, round(item.width * scale))
    if not item.is_dotted:
        ends = (item.x0 * scale, item.y0 * scale, item.x1 * scale, item.y1 * scale)
        pen.line(ends, fill=item.colour, width=width)
        return
    step = item.pitch * scale
    for index in range(int((item.x1 - item.x0) * scale / step)):
        x, y = round(item.x0 * scale + index * step), round(item.y0 * scale)
        shape = pen.ellipse if width > 3 else pen.rectangle
        shape((x, y, x + width - 1, y + width - 1), fill=item.colour)


@ink.register
def _(item: Outline, image: Image.Image, dpi: float) -> None:
    scale = dpi / MM_PER_INCH
    points = [(x * scale, y * scale) for x, y in item.points]
    if item.is_closed:
        points.append(points[0])
    ImageDraw.Draw(image).line(points, fill=item.colour, width=max(1, round(item.width * scale)))


ink.register(PrintedCode, marks.ink_code)
ink.register(TickBox, marks.ink_tick)
ink.register(Ground, marks.ink_ground)
ink.register(RuledLeaf, marks.ink_ruled_leaf)
ink.register(Portrait, marks.ink_portrait)
ink.register(Fingerprint, marks.ink_fingerprint)


@ink.register
def _(item: Pattern, image: Image.Image, dpi: float) -> None:
    # Worked out at a quarter of the size: the waves are broad, and a full page would take half a second.
    width, height = image.width // 4, image.height // 4
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, height / width, height))
    distance = np.hypot(across - 0.5, down - 0.7)
    waves = np.sin(item.waves * 6.3 * distance) + np.sin(item.waves * 4.4 * (across + 0.3 * np.sin(5 * down)))
    depth = ((waves + 2) / 4)[..., None]
    colour = np.array(item.colour, float)
    ground = (255 - (255 - colour) * (0.45 + 0.55 * depth)).astype(np.uint8)
    image.paste(Image.fromarray(ground).resize(image.size, Image.Resampling.BILINEAR))
    if item.frame is None:
        return
    scale, pen = dpi / MM_PER_INCH, ImageDraw.Draw(image)
    for inset, weight in ((item.frame_inset, 1.1), (item.frame_inset + 2.2, 0.35)):
        edge = inset * scale
        pen.rectangle(
            (edge, edge, image.width - edge, image.height - edge),
            outline=item.frame,
            width=max(1, round(weight * scale)),
        )


def _multiply(image: Image.Image, layer: Pixels, left: int, top: int) -> None:
    """Lays transparent ink over the picture: where both are dark, it is darker."""
    height, width = layer.shape[:2]
    area = (left, top, left + width, top + height)
    under = np.asarray(image.crop(area).convert("RGB"), np.uint16)
    over = (under * layer.astype(np.uint16) // 255).astype(np.uint8)
    image.paste(Image.fromarray(over), (left, top))


@ink.register
def _(item: Seal, image: Image.Image, dpi: float) -> None:
    scale = dpi / MM_PER_INCH
    side = round((item.diameter + 2) * scale)
    middle, radius = side / 2, item.diameter * scale / 2
    layer = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(layer)
    for share, weight in ((1.0, 0.7), (0.94, 0.25), (0.62, 0.3)):
        reach = radius * share
        pen.ellipse(
            (middle - reach, middle - reach, middle + reach, middle + reach),
            outline=RED,
            width=max(1, round(weight * scale)),
        )
    star = [
        (middle + radius * share * math.sin(turn), middle - radius * share * math.cos(turn))
        for turn, share in ((index * math.pi / 5, 0.42 if index % 2 == 0 else 0.17) for index in range(10))
    ]
    pen.polygon(star, outline=RED, width=max(1, round(0.5 * scale)))
    _rim_text(layer, item, middle, radius * 0.78, dpi)
    pixels = np.asarray(layer.rotate(item.tilt, fillcolor="white"))
    # A rubber seal is never inked evenly.
    worn = np.random.default_rng(side).random((12, 12)).astype(np.float32)
    fading = cv2.resize(worn, (side, side), interpolation=cv2.INTER_CUBIC)[..., None] * 0.4
    pixels = (pixels + (255 - pixels) * np.clip(fading, 0, 0.5)).astype(np.uint8)
    _multiply(image, pixels, round(item.x * scale - side / 2), round(item.y * scale - side / 2))


def _rim_text(layer: Image.Image, item: Seal, middle: float, radius: float, dpi: float) -> None:
    """The agency's name along the rim, each letter turned outwards."""
    letters = f"{item.text} ★ "
    font = fonts.load("sans", True, False, item.diameter * 0.085 * dpi / MM_PER_INCH)
    cell = round(font.size * 2)
    for index, letter in enumerate(letters):
        if letter in " ★":
            continue
        turn = 2 * math.pi * index / len(letters)
        glyph = Image.new("L", (cell, cell), 0)
        ImageDraw.Draw(glyph).text((cell / 2, cell / 2), letter, font=font, fill=255, anchor="mm")
        glyph = glyph.rotate(-math.degrees(turn) + 0.0, Image.Resampling.BILINEAR)
        x, y = middle + radius * math.sin(turn), middle - radius * math.cos(turn)
        layer.paste(RED, (round(x - cell / 2), round(y - cell / 2)), glyph)


@ink.register
def _(item: Signature, image: Image.Image, dpi: float) -> None:
    scale = dpi / MM_PER_INCH
    chance = random.Random(item.seed)  # noqa: S311 (a drawing, not a secret)
    width, height = round(item.width * scale), round(item.height * scale)
    layer = np.full((height, width, 3), 255, np.uint8)
    knots = [
        ((0.08 + 0.84 * index / 9) * width, height * (0.5 + chance.uniform(-0.36, 0.36)))
        for index in range(10)
    ]
    knots[1:1] = [(width * chance.uniform(0.1, 0.3), height * chance.uniform(0.05, 0.3))]
    knots.append((width * 0.98, height * chance.uniform(0.2, 0.5)))
    knots.append((width * chance.uniform(0.2, 0.4), height * chance.uniform(0.6, 0.8)))
    path = _smooth(np.array(knots))
    for index in range(len(path) - 1):
        weight = max(1, round(scale * (0.32 + 0.22 * math.sin(index / 17))))
        start, end = path[index].astype(int).tolist(), path[index + 1].astype(int).tolist()
        cv2.line(layer, start, end, item.colour, weight, cv2.LINE_AA)
    _multiply(image, layer, round(item.x * scale), round(item.y * scale))


def _smooth(knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the knots, 16 points a stretch."""
    ends = np.vstack([knots[0], knots, knots[-1]])
    share = np.linspace(0, 1, 16, endpoint=False)[:, None]
    parts = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        parts.append(
            0.5
            * (
                2 * start
                + (end - before) * share
                + (2 * before - 5 * start + 4 * end - after) * share**2
                + (3 * start - before - 3 * end + after) * share**3
            )
        )
    return np.vstack(parts)


def perfect_pages(specimen: Specimen, dpi: float = 300, *, with_mark: bool = False) -> tuple[Page, ...]:
    """The pages as a faultless reader would read them: exact words and boxes, confidence 1.

    The mark that says the paper is invented is left out unless `with_mark`.
    """
    return tuple(
        perfect_page(sheet, number, dpi, with_mark=with_mark)
        for number, sheet in enumerate(specimen.sheets, start=1)
    )


def perfect_page(sheet: Sheet, number: int, dpi: float, *, with_mark: bool = False) -> Page:
    """One sheet as a faultless reader would read it; boxes are the ink's, in pixels at `dpi`."""
    scale = dpi / MM_PER_INCH
    words = []
    for printed in sheet.words:
        if printed.is_mark and not with_mark:
            continue
        placed = place_word(printed, dpi)
        words.append(
            Word(
                text=printed.text,
                box=placed.box,
                confidence=1.0,
                line=printed.line,
                block=printed.block,
                baseline=placed.baseline,
            )
        )
    return Page(
        number=number,
        dpi=dpi,
        width=round(sheet.width * scale),
        height=round(sheet.height * scale),
        is_blank=not words,
        origin=TextOrigin.RECOGNISED if words else TextOrigin.NONE,
        words=tuple(words),
        codes=tuple(codes_on(sheet, scale)),
        ticks=tuple(_ticks(sheet, scale)),
    )


def codes_on(sheet: Sheet, scale: float) -> list[PageCode]:
    """The sheet's machine-readable codes from the top, as a faultless reader would decode them."""
    codes = [item for item in sheet.items if isinstance(item, PrintedCode)]
    return [
        PageCode(item.kind, item.text, _box(item.x, item.y, item.width, item.height, scale))
        for item in sorted(codes, key=lambda item: item.y)
    ]


def _ticks(sheet: Sheet, scale: float) -> list[Tick]:
    boxes = [item for item in sheet.items if isinstance(item, TickBox)]
    return [
        Tick(_box(item.x, item.y, item.side, item.side, scale), item.is_ticked, 1.0)
        for item in sorted(boxes, key=lambda item: (item.y, item.x))
    ]


def _box(x: float, y: float, width: float, height: float, scale: float) -> Box:
    return Box(x * scale, y * scale, (x + width) * scale, (y + height) * scale)
