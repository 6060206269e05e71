"""A scanned page in layers: sharp ink in its own colours as 1-bit stencils over a small picture of the paper.

Ink is found at full resolution, and its edges kept finer than that; one stencil an ink is packed without
loss; the paper, with the ink taken out of it, is kept as a JPEG of half the resolution or less. What a
person or an engine reads stays as sharp as the scan; the grain of the paper, which takes most of a scan's
bytes, does not (mixed raster content, ITU-T T.44). A page whose layers would not show what the scan shows is
not parted.
"""

from __future__ import annotations

import io
import math
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image

from pipeline.pdfa.encoding import embedded_file, is_two_toned
from pipeline.pdfa.inking import Floats, Ink, Mask, find_ink
from pipeline.pdfa.inks import Inks, Tint, part_inks
from pipeline.pdfa.sheets import Drawing
from pipeline.source.page_objects import Matrix
from pipeline.source.shapes import Pixels

FINEST_DPI = 400.0
"""Finer scans are reduced, as they are for reading."""
_MOST_PIXELS = 18_000_000
"""Larger scans likewise (A3 at 300 dpi has 17.4 million): memory goes by the pixel."""
_PAPER_DPI = 150.0
_COARSEST = 2
"""The paper's picture has at most half the scan's resolution: its grain is what costs."""
_PAPER_QUALITY = 60
_LEAST_PAPER = 0.02
"""Share of a spot that must be paper for its colour to be known."""
_STRIP = 64
"""Rows of the paper's picture made at once: a page at 600 dpi in floating point would take a gigabyte."""
_WORTH = 0.5
"""Layers that take more of what the scan takes are not worth its change."""
_TILE = 24
"""Blocks on a side of the squares in which layers and scan are compared: a few letters."""
_LEAST_DETAIL = 12.0
"""Grey levels of detail from which a square shows something; the reverse shining through has half of it."""
_LOST = 0.5
"""Share of a square's detail (of its energy) that the layers may miss."""
_MOST_LOST = 0.5
"""Share of the squares that show something in which it may be missed: specks and grain alone were 0.28."""


def part_for_layers(width: float, height: float, dpi: float) -> float:
    """By how much a scan of `width` × `height` pixels is reduced for its layers; 1 where it is not."""
    return min(1.0, FINEST_DPI / dpi, math.sqrt(_MOST_PIXELS / (width * height)))


def reduced(pixels: Pixels, dpi: float) -> tuple[Pixels, float]:
    """What layers are made from, and their dots an inch."""
    part = part_for_layers(pixels.shape[1], pixels.shape[0], dpi)
    if part == 1:
        return pixels, dpi
    smaller = cv2.resize(pixels, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8), dpi * part


def layered(
    pdf: pikepdf.Pdf, pixels: Pixels, dpi: float, onto: Matrix, *, most_bytes: int | None = None
) -> Drawing | None:
    """The picture as layers, placed by the matrix of the scan that they stand for.

    `pixels` and `dpi` are those of `reduced`; `onto` brings the unit square onto the page. `None` for pages
    of two tones, which group 4 packs whole; where the page cannot be parted safely; and where layers would
    take more than half of `most_bytes`, which is what the scan takes.
    """
    if pixels.ndim == 3 and not cv2.absdiff(pixels[:, :, 0], pixels[:, :, 1]).any():
        pixels = np.ascontiguousarray(pixels[:, :, 1])
    if pixels.ndim == 2 and is_two_toned(pixels):
        return None
    ink = find_ink(pixels, dpi)
    paper = _paper(pixels, ink.coarse(), dpi)
    small = _shrunk_to(pixels, ink.count.shape)
    inks = part_inks(small, _shrunk_to(paper, ink.count.shape), ink)
    if _share_lost(small, _seen(paper, ink, inks), ink.grain) > _MOST_LOST:
        return None
    size = pixels.shape[:2]
    del pixels, small
    stencils = _stencils(ink, inks)
    fineness = ink.fineness
    del ink
    images: dict[str, pikepdf.Object] = {"/Paper": _jpeg(pdf, paper)}
    operators = ["/Paper Do"]
    for tint, packed in stencils:
        placed = _stencil(pdf, packed)
        if placed is None:
            continue
        image, (top, bottom, left, right) = placed
        name = f"/Ink{tint.label}"
        images[name] = image
        height, width = size[0] * fineness, size[1] * fineness
        matrix = (right - left) / width, (bottom - top) / height, left / width, 1 - bottom / height
        operators += [
            "q",
            " ".join(f"{value / 255:.3f}" for value in tint.colour) + " rg",
            f"{matrix[0]:.7f} 0 0 {matrix[1]:.7f} {matrix[2]:.7f} {matrix[3]:.7f} cm",
            f"{name} Do",
            "Q",
        ]
    if most_bytes is not None and sum(int(image.Length) for image in images.values()) > _WORTH * most_bytes:
        return None
    return Drawing(tuple(operators), images, onto)


def _stencils(ink: Ink, inks: Inks) -> list[tuple[Tint, Pixels]]:
    """Each ink's mask, eight dots a byte, 1 for ink; made band by band."""
    rows, columns = ink.fine_size
    made = [(tint, np.zeros((rows, (columns + 7) // 8), np.uint8)) for tint in inks.tints]
    for top, mask, labels in ink.fine(inks.labels):
        for tint, packed in made:
            packed[top : top + len(mask)] = np.packbits(mask & (labels == tint.label), axis=1)
    return made


def _stencil(pdf: pikepdf.Pdf, packed: Pixels) -> tuple[pikepdf.Object, tuple[int, int, int, int]] | None:
    """The stencil of the part that holds ink, and its top, bottom, left and right; `None` without any."""
    rows, columns = (np.flatnonzero(packed.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    part = np.ascontiguousarray(~packed[top:bottom, left:right])
    return _group4(pdf, part), (top, bottom, left * 8, right * 8)


def _group4(pdf: pikepdf.Pdf, packed: Pixels) -> pikepdf.Object:
    """The stencil of rows of bits, 0 for ink, by CCITT group 4."""
    size = packed.shape[1] * 8, packed.shape[0]
    encoded = io.BytesIO()
    # One strip: img2pdf takes it over as it is, where it would pack several anew.
    picture = Image.frombytes("1", size, packed.tobytes())
    picture.save(encoded, "TIFF", compression="group4", strip_size=packed.nbytes)
    image = embedded_file(pdf, encoded.getvalue())
    if image is None:
        raise ValueError("no stencil")
    for entry in ("/ColorSpace", "/Interpolate"):
        if entry in image:
            del image[entry]
    image.ImageMask = True
    image.BitsPerComponent = 1
    return image


def _seen(paper: Pixels, ink: Ink, inks: Inks) -> Pixels:
    """What the layers show, a block a pixel, RGB."""
    shown = _shrunk_to(paper, ink.count.shape).astype(np.float32)
    covered = (ink.count / np.float32(ink.block**2))[:, :, None]
    for tint in inks.tints:
        share = covered * (inks.labels == tint.label)[:, :, None]
        shown += (np.asarray(tint.colour, np.float32) - shown) * share
    return np.clip(shown, 0, 255).astype(np.uint8)


def _share_lost(small: Pixels, seen: Pixels, grain: float) -> float:
    """Share of the squares that show something in which the layers miss much of it."""
    wanted, found = (_detail(picture) for picture in (small, seen))
    energy, missed = (_by_tile(plane * plane) for plane in (wanted, wanted - found))
    shows = energy > max(_LEAST_DETAIL, 2 * grain) ** 2
    if not shows.any():
        return 0.0
    return float((missed[shows] > _LOST * energy[shows]).mean())


def _detail(picture: Pixels) -> Floats:
    grey = picture.mean(axis=2, dtype=np.float32)
    out: Floats = grey - cv2.GaussianBlur(grey, (0, 0), 4)
    return out


def _by_tile(plane: Floats) -> Floats:
    size = max(1, plane.shape[1] // _TILE), max(1, plane.shape[0] // _TILE)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _shrunk_to(pixels: Pixels, shape: tuple[int, ...]) -> Pixels:
    """The picture as RGB in `shape`, rows and columns."""
    small = cv2.resize(pixels, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.merge([small] * 3) if small.ndim == 2 else small, np.uint8)


def _paper(pixels: Pixels, ink: Mask, dpi: float) -> Pixels:
    """The page without its ink: each spot is the mean of its paper, or of that around it."""
    block = max(_COARSEST, round(dpi / _PAPER_DPI))
    reach = max(1, round(dpi / 150))
    spread = cv2.dilate(ink.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    beyond = [whole - part for whole, part in zip(pixels.shape[:2], ink.shape, strict=True)]
    spread = cv2.copyMakeBorder(spread, 0, beyond[0], 0, beyond[1], cv2.BORDER_REPLICATE)
    return np.clip(_filled(*_shrunk(pixels, np.asarray(1 - spread, np.uint8), block)), 0, 255).astype(
        np.uint8
    )


def _filled(sums: Floats, weights: Floats) -> Floats:
    """Each spot's mean, or where too little of it is paper that of the spots around, at half the size."""
    means: Floats = sums / _like(np.maximum(weights, 1e-6), sums)
    is_known = weights > _LEAST_PAPER
    if is_known.all():
        return means
    if min(weights.shape) < 4:
        return np.where(_like(is_known, sums), means, np.float32(255))
    half = (weights.shape[1] + 1) // 2, (weights.shape[0] + 1) // 2
    around = cv2.resize(
        _filled(_reduced_to(sums, half), _reduced_to(weights, half)),
        weights.shape[::-1],
        interpolation=cv2.INTER_LINEAR,
    )
    return np.where(_like(is_known, sums), means, np.asarray(around, np.float32))


def _reduced_to(plane: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


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


def _like(plane: npt.NDArray[Any], picture: npt.NDArray[Any]) -> npt.NDArray[Any]:  # of any numbers
    return plane if picture.ndim == 2 else plane[:, :, None]


def _jpeg(pdf: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Object:
    encoded = io.BytesIO()
    Image.fromarray(pixels).save(encoded, "JPEG", quality=_PAPER_QUALITY, optimize=True)
    image = embedded_file(pdf, encoded.getvalue())
    if image is None:
        raise ValueError("no paper")
    return image
