"""Makes a clean drawing look scanned, at four levels of wear, the same for the same seed.

- `clean`: nothing was done to it.
- `office`: a good office scanner: skew up to 0.7°, light noise, slight blur, paper shade, JPEG 80.
- `worn`: an old paper at 200 dpi: skew up to 2°, uneven light, specks, a fold, the reverse side showing
  through, faded toner, JPEG 60.
- `poor`: a bad copy at 150 dpi: skew up to 2.5°, strong noise, blur, shadows; sometimes black and white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels: TypeAlias = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Wear:
    """How much of each kind of damage a level has; ranges are drawn from for each page."""

    dpi: float
    skew: float
    """Largest skew, degrees."""
    noise: float
    """Standard deviation of the sensor's noise, grey levels."""
    blur: float
    """Largest standard deviation of the blur at 300 dpi, pixels."""
    jpeg: int
    shade: float
    """Depth of uneven light, grey levels."""
    fade: float = 0.0
    """Share of the ink that may be lost."""
    speckle: float = 0.0
    """Dark specks, share of pixels."""
    bleed: float = 0.0
    """Strength of the reverse side showing through."""
    fold: bool = False
    fax: float = 0.0
    """Chance of a black and white threshold."""


LEVELS: dict[str, Wear | None] = {
    "clean": None,
    "office": Wear(dpi=300, skew=0.7, noise=4, blur=0.6, jpeg=80, shade=6),
    "worn": Wear(
        dpi=200,
        skew=2.0,
        noise=8,
        blur=0.9,
        jpeg=60,
        shade=34,
        fade=0.35,
        speckle=0.0002,
        bleed=0.12,
        fold=True,
    ),
    "poor": Wear(
        dpi=150,
        skew=2.5,
        noise=15,
        blur=1.2,
        jpeg=50,
        shade=48,
        fade=0.4,
        speckle=0.0006,
        bleed=0.1,
        fold=True,
        fax=0.25,
    ),
}


def wear(image: Image.Image, level: str, seed: int) -> Image.Image:
    """The picture as it comes from a scanner; `info["dpi"]` says its new resolution.

    `level` is `clean`, `office`, `worn` or `poor`; the picture is RGB at the resolution in its `info`
    (300 when it has none). Raises `KeyError` for another level.
    """
    amount = LEVELS[level]
    if amount is None:
        return image.copy()
    chance = np.random.default_rng([seed, sum(level.encode())])
    dpi = float(image.info.get("dpi", (300, 300))[0])
    pixels = np.asarray(image.convert("RGB"))
    scale = min(1.0, amount.dpi / dpi)
    if scale < 1.0:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pixels = _skewed(pixels, chance.uniform(-amount.skew, amount.skew))
    pixels = _aged(pixels, amount, chance)
    sigma = chance.uniform(0.5, 1.0) * amount.blur * amount.dpi / 300
    pixels = cv2.GaussianBlur(pixels, (0, 0), max(0.3, sigma))
    pixels = _noisy(pixels, amount.noise * chance.uniform(0.6, 1.0), chance)
    if chance.random() < amount.fax:
        pixels = _fax(pixels)
    out = Image.fromarray(_jpeg(pixels, amount.jpeg))
    out.info["dpi"] = (dpi * scale, dpi * scale)
    return out


def _skewed(pixels: Pixels, degrees: float) -> Pixels:
    """Turned about its middle, clockwise for positive degrees; the corners filled with paper."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _aged(pixels: Pixels, amount: Wear, chance: np.random.Generator) -> Pixels:
    """Faded ink, the reverse side, uneven light, specks and a fold; in whole bytes, four times as quick."""
    height, width = pixels.shape[:2]
    if amount.bleed:
        reverse = cv2.GaussianBlur(255 - pixels[:, ::-1], (0, 0), 2.0)
        strength = amount.bleed * float(chance.uniform(0.3, 1.0))
        pixels = cv2.subtract(pixels, cv2.convertScaleAbs(reverse, alpha=strength))
    if amount.fade:
        kept = 255 - _clouds((height, width), 5, np.full(3, 255 * amount.fade), chance)
        pixels = 255 - cv2.multiply(255 - pixels, kept, scale=1 / 255)
    # Old light yellows paper: blue is lost first.
    light = _clouds((height, width), 3, amount.shade * np.array([1.0, 1.03, 1.12]), chance)
    pixels = cv2.subtract(cv2.subtract(pixels, light), np.full_like(pixels, (3, 4, 9)))
    if amount.speckle:
        count = int(amount.speckle * height * width)
        rows, columns = chance.integers(0, height - 2, count), chance.integers(0, width - 2, count)
        depth = chance.integers(60, 190, count)[:, None]
        for down, across in ((0, 0), (0, 1), (1, 0)):
            under = pixels[rows + down, columns + across].astype(np.int16)
            pixels[rows + down, columns + across] = np.clip(under - depth, 0, 255)
    if amount.fold and chance.random() < 0.7:
        pixels = _folded(pixels, chance)
    return pixels


def _folded(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """A dark crease across the page, a little off level."""
    height, width = pixels.shape[:2]
    middle = int(height * chance.uniform(0.3, 0.7))
    crease = np.zeros_like(pixels)
    end = middle + int(chance.integers(-20, 20))
    cv2.line(crease, (0, middle), (width, end), (38, 38, 40), 3, cv2.LINE_AA)
    band = slice(max(0, min(middle, end) - 12), min(height, max(middle, end) + 12))
    pixels[band] = cv2.subtract(pixels[band], cv2.GaussianBlur(crease[band], (0, 0), 1.6))
    return pixels


def _clouds(
    shape: tuple[int, int], cells: int, depth: NDArray[np.float64], chance: np.random.Generator
) -> Pixels:
    """A smooth field of three channels, each from 0 to its depth."""
    coarse = (chance.random((cells, cells, 1)) * depth).astype(np.uint8)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def _noisy(pixels: Pixels, deviation: float, chance: np.random.Generator) -> Pixels:
    """With the sensor's noise. One patch is laid out over the page: a million random numbers are enough."""
    height, width = pixels.shape[:2]
    patch = chance.standard_normal((769, 1021), dtype=np.float32) * np.float32(deviation)
    for sign, change in ((1, cv2.add), (-1, cv2.subtract)):
        part = cv2.merge([np.clip(sign * patch, 0, 255).astype(np.uint8)] * 3)
        tiled = np.tile(part, (-(-height // 769), -(-width // 1021), 1))[:height, :width]
        pixels = change(pixels, tiled)
    return pixels


def _fax(pixels: Pixels) -> Pixels:
    """Black and white against the local mean, as copiers do."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    white = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 51, 34)
    return cv2.cvtColor(white, cv2.COLOR_GRAY2RGB)


def _jpeg(pixels: Pixels, quality: int) -> Pixels:
    done, coded = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the picture could not be coded as JPEG")
    decoded: Pixels = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(decoded[..., ::-1])
