"""Makes a drawn line look like one cut out of a scanned and enhanced page."""

from __future__ import annotations

from random import Random
from typing import Any, TypeAlias

import cv2
import numpy as np

Pixels: TypeAlias = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]
LEVELS = ("clean", "office", "worn", "poor")
SHARES = (0.15, 0.3, 0.35, 0.2)
MARGIN = 4
"""As `pipeline.lines.MARGIN`."""


def wear_line(picture: Pixels, level: str, chance: Random) -> Pixels:
    """The line worn at one of `LEVELS` and cut to its ink with a white margin."""
    if level == "clean":
        return cut_to_ink(picture, chance)
    numbers = np.random.default_rng(chance.getrandbits(63))
    harm = {"office": 0, "worn": 1, "poor": 2}[level]
    picture = _bent(picture, harm, chance)
    picture = _spread(picture, harm, chance)
    scale = (1.0, chance.choice((0.667, 0.667, 0.8, 1.0)), chance.choice((0.5, 0.5, 0.4, 0.667)))[harm]
    full = picture.shape[1], picture.shape[0]
    # Some telefax machines scan half as many rows as columns.
    low = scale * (0.55 if harm == 2 and chance.random() < 0.12 else 1.0)
    if scale < 1 or low < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=low, interpolation=cv2.INTER_AREA)
    if harm and chance.random() < 0.2:
        picture = _shown_through(picture, chance)
    picture = _faded(picture, harm, chance, numbers)
    sigma = chance.uniform(0.3, (0.7, 1.1, 1.5)[harm]) * scale
    if sigma > 0.25:
        picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    deviation = chance.uniform(0, (5, 10, 18)[harm])
    picture = cv2.add(picture, _noise(picture.shape, deviation, chance), dtype=cv2.CV_8U)
    if chance.random() < (0.1, 0.15, 0.3)[harm]:
        picture = _black_and_white(picture, chance)
    if chance.random() < 0.6:
        quality = chance.randrange((65, 35, 20)[harm], 90)
        picture = cv2.imdecode(
            cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE
        )
    if scale < 1 or low < 1:
        way = chance.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4))
        picture = cv2.resize(picture, full, interpolation=way)
    picture = _flattened(picture, chance)
    return cut_to_ink(picture, chance)


NOISE = np.random.default_rng(1).standard_normal((1024, 4096), dtype=np.float32)
"""Drawn once: fresh numbers for every line would take half of the time of wearing it."""


def _noise(shape: tuple[int, ...], deviation: float, chance: Random) -> Pixels:
    height, width = shape
    if height > 1024 or width > 4096:
        return np.resize(NOISE, shape) * np.float32(deviation)
    top, left = chance.randrange(1025 - height), chance.randrange(4097 - width)
    return NOISE[top : top + height, left : left + width] * np.float32(deviation)


def _bent(picture: Pixels, harm: int, chance: Random) -> Pixels:
    """Sloped, slanted, stretched and a little curved: what deskewing leaves, and what no two faces share."""
    height, width = picture.shape
    if harm and chance.random() < 0.15:
        rows = np.arange(height, dtype=np.float32)[:, None]
        wave = chance.uniform(0.5, 2.5) * np.sin(
            np.linspace(chance.uniform(0, 6), chance.uniform(6, 12), width, dtype=np.float32)
        )
        columns = np.broadcast_to(np.arange(width, dtype=np.float32)[None], (height, width))
        picture = cv2.remap(
            picture, columns.copy(), rows + wave[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    if chance.random() < 0.6:
        slope = chance.gauss(0, 0.003)
        rise = min(max(slope * width, -10), 10) / width
        lean = chance.gauss(0, 0.05)
        wide = chance.uniform(0.88, 1.12)
        turn = np.array([[wide, -lean, lean * height / 2], [rise, 1, -rise * width / 2 * wide]], np.float32)
        size = (max(8, round(width * wide)), height)
        turn[1, 2] = -rise * width / 2
        picture = cv2.warpAffine(picture, turn, size, flags=cv2.INTER_LINEAR, borderValue=255)
    return picture


def _spread(picture: Pixels, harm: int, chance: Random) -> Pixels:
    """Ink that ran or did not take."""
    draw = chance.random()
    size = chance.choice(((2, 2), (1, 2), (2, 1), (3, 3)) if harm else ((2, 2), (1, 2), (2, 1)))
    if draw < 0.15 + 0.1 * harm:
        worn = cv2.erode(picture, np.ones(size, np.uint8))
    elif draw < 0.25 + 0.15 * harm:
        worn = cv2.dilate(picture, np.ones((2, 2), np.uint8))
    else:
        return picture
    return cv2.addWeighted(worn, share := chance.uniform(0.4, 1.0), picture, 1 - share, 0)


def _faded(picture: Pixels, harm: int, chance: Random, numbers: np.random.Generator) -> Pixels:
    """Paler toner in places, uneven ground, specks, a tint where a seal was."""
    height, width = picture.shape
    ink = 255 - picture.astype(np.float32)
    ink *= chance.uniform((0.8, 0.6, 0.5)[harm], 1.0)
    if harm:
        coarse = numbers.random((2, max(2, width // 120)), dtype=np.float32)
        ink *= 1 - chance.uniform(0, 0.5) * cv2.resize(
            coarse, (width, height), interpolation=cv2.INTER_LINEAR
        )
        if chance.random() < 0.25:
            grain = cv2.GaussianBlur(_noise(picture.shape, 1.0, chance), (0, 0), 1.2)
            ink *= np.clip((grain + chance.uniform(0.3, 0.6)) * 4, 0, 1)
    ground = np.full_like(ink, chance.uniform(0, (6, 12, 20)[harm]))
    if chance.random() < 0.3 + 0.2 * harm:
        coarse = numbers.random((2, max(2, width // 200)), dtype=np.float32) * (10, 30, 45)[harm]
        ground += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    if chance.random() < 0.06:
        cv2.circle(
            ground,
            (chance.randrange(width), chance.randrange(-height, 2 * height)),
            chance.randrange(30, 220),
            chance.uniform(15, 70),
            chance.choice((2, 3, 5, 7)),
        )
    picture = np.clip(255 - np.maximum(ink, 0) - ground, 0, 255).astype(np.uint8)
    if harm and chance.random() < 0.4:
        count = max(1, int(width * height * chance.uniform(0, 0.0008) * harm))
        rows, columns = numbers.integers(0, height - 1, count), numbers.integers(0, width - 1, count)
        picture[rows, columns] = numbers.integers(20, 200, count)
        picture[rows + 1, columns] = np.minimum(picture[rows + 1, columns], 160)
    return picture


def _shown_through(picture: Pixels, chance: Random) -> Pixels:
    """The reverse side, mirrored and soft, above, below or across the line."""
    reverse = cv2.GaussianBlur(255 - picture[:, ::-1], (0, 0), chance.uniform(0.8, 2.5))
    reverse = np.roll(reverse, chance.randrange(picture.shape[0]), axis=0)
    return cv2.subtract(picture, cv2.convertScaleAbs(reverse, alpha=chance.uniform(0.03, 0.16)))


def _black_and_white(picture: Pixels, chance: Random) -> Pixels:
    if chance.random() < 0.4:
        # Against the local mean, as copiers and telefax machines do.
        depth, size = chance.uniform(12, 45), chance.choice((31, 51, 75))
        return cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, size, depth)
    level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, white = cv2.threshold(picture, min(level + chance.uniform(-15, 35), 245), 255, cv2.THRESH_BINARY)
    return white


def _flattened(picture: Pixels, chance: Random) -> Pixels:
    """Enhancement makes paper white again and ink nearly black; mostly."""
    if chance.random() < 0.75:
        paper = float(np.percentile(picture[::4, ::4], 80))
        dark = float(np.percentile(picture[::4, ::4], 2)) * chance.uniform(0, 1)
        factor = 255 / max(paper - dark - chance.uniform(0, 12), 60)
        picture = cv2.convertScaleAbs(np.maximum(picture.astype(np.float32) - dark, 0), alpha=factor)
    return picture


def cut_to_ink(picture: Pixels, chance: Random) -> Pixels:
    """Cut to the outermost ink and framed in white as line cutting does; now and then a top is cut off."""
    level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = picture <= level
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        rows, columns = np.arange(picture.shape[0]), np.arange(picture.shape[1])
    top, bottom = max(0, rows[0] - 2), rows[-1] + 3
    if chance.random() < 0.04:
        top += chance.randrange(1, 5)
    if chance.random() < 0.05:
        top, bottom = max(0, top - chance.randrange(0, 12)), bottom + chance.randrange(0, 8)
    kept = picture[top:bottom, max(0, columns[0] - 2) : columns[-1] + 3]
    return cv2.copyMakeBorder(kept, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=255)
