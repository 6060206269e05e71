"""A worn page in layers: sharp ink in its own colours as 1-bit stencils over a small picture of the paper.

Ink is found at full resolution and packed by CCITT group 4, one stencil a colour; the paper, with the ink
taken out of it, is kept as a JPEG of 100 dpi. What a person or an engine reads stays as sharp as the scan;
the grain of the paper, which takes most of a scan's bytes, does not (mixed raster content, ITU-T T.44).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image

from pipeline.pdfa.encoding import embedded_file, is_two_toned
from pipeline.pdfa.placing import whole_page
from pipeline.pdfa.sheets import Drawing
from pipeline.source.shapes import Pixels

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

_PAPER_DPI = 100.0
_PAPER_QUALITY = 40
_BLURS = (0.0, 3.0, 12.0, 60.0)
"""Pixels of the paper's picture from which spots covered by ink are filled, the nearest first."""
_LEAST_PAPER = 0.02
"""Share of a spot that must be paper for its colour to be known."""
_STRIP = 64
"""Rows of the paper's picture made at once: a page at 600 dpi in floating point would take a gigabyte."""
_FINEST_DPI = 400.0
"""Finer scans are reduced, as they are for reading."""
_WINDOW_INCHES = 0.16
"""Neighbourhood whose mean tells ink from paper: about two lines of text."""
_CONTRAST = 0.16
"""How much darker than its neighbourhood ink is at least, as a share of white; 0.12 took grain for ink."""
_SPECK_SQUARE_INCHES = 6e-5
"""Smaller pieces stay in the paper: five pixels at 300 dpi, less than the dot of an i."""
_COLOURED = 50
"""Difference between a pixel's channels from which ink is red or blue rather than black."""
_LEAST_COLOURED_SHARE = 0.0002
"""Less coloured ink than this share of the page is a fringe of the scanner's."""
_COLOUR_BLUR_INCHES = 0.02
"""Colours are told on a blurred picture, as scans keep them blurred."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """Ink of one colour."""

    mask: Mask
    """`(H, W)`, of the whole page."""
    colour: tuple[int, int, int]
    """RGB."""


def is_worth_it(pixels: Pixels) -> bool:
    """Whether layers save anything: not on pages of two tones, which group 4 packs whole."""
    return pixels.ndim == 3 or not is_two_toned(pixels)


def layered(pdf: pikepdf.Pdf, pixels: Pixels, dpi: float, size: tuple[float, float]) -> Drawing:
    """The page's picture as layers that fill a page of `size` points.

    `pixels` is upright, `(H, W)` grey or `(H, W, 3)` RGB, at `dpi`.
    """
    if dpi > _FINEST_DPI:
        part = _FINEST_DPI / dpi
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), np.uint8
        )
        dpi = _FINEST_DPI
    ink = _ink(pixels, dpi)
    stencils = list(_stencils(pixels, ink, dpi))
    paper = _paper(pixels, ink, dpi)
    height, width = pixels.shape[:2]
    images: dict[str, pikepdf.Object] = {"/Paper": _jpeg(pdf, paper)}
    operators = ["/Paper Do"]
    for number, stencil in enumerate(stencils):
        rows, columns = (np.flatnonzero(stencil.mask.any(axis=axis)) for axis in (1, 0))
        if not rows.size:
            continue
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        name = f"/Ink{number}"
        images[name] = _group4(pdf, stencil.mask[top:bottom, left:right])
        matrix = (right - left) / width, (bottom - top) / height, left / width, 1 - bottom / height
        operators += [
            "q",
            " ".join(f"{value / 255:.3f}" for value in stencil.colour) + " rg",
            f"{matrix[0]:.6f} 0 0 {matrix[1]:.6f} {matrix[2]:.6f} {matrix[3]:.6f} cm",
            f"{name} Do",
            "Q",
        ]
    return Drawing(tuple(operators), images, whole_page(*size))


def _ink(pixels: Pixels, dpi: float) -> Mask:
    grey = _grey(pixels)
    window = max(15, round(_WINDOW_INCHES * dpi)) | 1
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), max(0.4, dpi / 600)), np.uint8)
    around = cv2.blur(smooth, (window, window))
    ink = (around.astype(np.int16) - smooth) > _CONTRAST * 255
    ink |= smooth < _black_level(smooth)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= _SPECK_SQUARE_INCHES * dpi * dpi
    kept[0] = False
    out: Mask = kept[labels]
    return out


def _black_level(grey: Pixels) -> float:
    """Under this a pixel is ink wherever it stands: inside a thick stroke the neighbourhood is dark too."""
    paper = float(np.median(grey[::4, ::4]))
    return 0.35 * paper


def _stencils(pixels: Pixels, ink: Mask, dpi: float) -> Iterator[Stencil]:
    """The ink parted by colour: coloured first, so that black print stays on top of a seal."""
    if pixels.ndim == 2:
        yield Stencil(ink, _usual(pixels, ink))
        return
    blurred = cv2.GaussianBlur(pixels, (0, 0), max(0.5, _COLOUR_BLUR_INCHES * dpi / 3)).astype(np.int16)
    red, green, blue = (blurred[:, :, channel] for channel in range(3))
    is_red = ink & (red - np.maximum(green, blue) > _COLOURED)
    is_blue = ink & ~is_red & (blue - red > _COLOURED)
    least = _LEAST_COLOURED_SHARE * ink.size
    black = ink
    for mask in (is_red, is_blue):
        if mask.sum() >= least:
            black = black & ~mask
            yield Stencil(mask, _usual(pixels, mask))
    yield Stencil(black, _usual(pixels, black))


def _usual(pixels: Pixels, mask: Mask) -> tuple[int, int, int]:
    """The colour of the ink's core: the darker half of its pixels, whose edges are pale."""
    found = pixels[mask]
    if not len(found):
        return 0, 0, 0
    rows = found.reshape(len(found), -1)
    lightness = rows.mean(axis=1)
    core = np.median(rows[lightness <= np.median(lightness)], axis=0)
    values = [int(value) for value in np.broadcast_to(core, 3)]
    return values[0], values[1], values[2]


def _paper(pixels: Pixels, ink: Mask, dpi: float) -> Pixels:
    """The page without its ink, at some 100 dpi: each spot is the mean of its paper, or of that around it."""
    block = max(1, round(dpi / _PAPER_DPI))
    reach = max(1, round(dpi / 150))
    spread = cv2.dilate(ink.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    sums, weights = _shrunk(pixels, np.asarray(1 - spread, np.uint8), block)
    out = np.full(sums.shape, 255, np.float32)
    done = np.zeros(weights.shape, bool)
    for blur in _BLURS:
        wider = cv2.GaussianBlur(weights, (0, 0), blur) if blur else weights
        filled = cv2.GaussianBlur(sums, (0, 0), blur) if blur else sums
        fresh = (wider > _LEAST_PAPER) & ~done
        out[fresh] = (filled / _like(np.maximum(wider, 1e-6), pixels))[fresh]
        done |= fresh
    return np.clip(out, 0, 255).astype(np.uint8)


def _shrunk(pixels: Pixels, weight: Pixels, block: int) -> tuple[Floats, Floats]:
    """Means of weighted pixels, and of the weights, in squares of `block` pixels; strip by strip."""
    height, width = pixels.shape[:2]
    size = max(1, width // block)
    sums, weights = [], []
    for top in range(0, height, block * _STRIP):
        rows = slice(top, min(height, top + block * _STRIP))
        part = weight[rows].astype(np.float32)
        shape = size, max(1, round(part.shape[0] / block))
        weighted = pixels[rows].astype(np.float32) * _like(part, pixels)
        sums.append(cv2.resize(weighted, shape, interpolation=cv2.INTER_AREA))
        weights.append(cv2.resize(part, shape, interpolation=cv2.INTER_AREA))
    return np.concatenate(sums), np.concatenate(weights)


def _like(plane: Floats, pixels: Pixels) -> Floats:
    return plane if pixels.ndim == 2 else plane[:, :, None]


def _grey(pixels: Pixels) -> Pixels:
    """The darkest channel: red and blue ink stand out as much as black."""
    return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels.min(axis=2))


def _group4(pdf: pikepdf.Pdf, mask: Mask) -> pikepdf.Object:
    encoded = io.BytesIO()
    Image.fromarray(~mask).save(encoded, "TIFF", compression="group4")
    image = embedded_file(pdf, encoded.getvalue())
    if image is None:
        raise ValueError("no stencil")
    for entry in ("/ColorSpace", "/Interpolate"):
        if entry in image:
            del image[entry]
    image.ImageMask = True
    image.BitsPerComponent = 1
    return image


def _jpeg(pdf: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Object:
    encoded = io.BytesIO()
    Image.fromarray(pixels).save(encoded, "JPEG", quality=_PAPER_QUALITY, optimize=True)
    image = embedded_file(pdf, encoded.getvalue())
    if image is None:
        raise ValueError("no paper")
    return image
