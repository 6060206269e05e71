"""Makes a drawing look photographed by telephone: a sheet on a desk, seen aslant, in uneven light.

The camera is a pinhole (Hartley and Zisserman, Multiple View Geometry, 2003, chapter 6) held up to 35° off
the upright above the sheet, which curls a little. The way from the sheet to the photograph is known, so that
what is found on the photograph can be checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels: TypeAlias = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]

STEEPEST_TILT = 35.0
"""Degrees between the camera's axis and the upright above the sheet."""
LARGEST_TURN = 12.0
"""Degrees by which the sheet lies turned in the picture."""
FOCAL_LENGTH = 0.75
"""Of the longer side of the picture: a telephone's main lens, 26 to 28 mm on 36 mm."""
LEAST_DARKER = 45
"""Grey levels by which a desk is darker than paper at least; a white desk shows no sheet."""


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """A photograph and where its sheet lies."""

    image: Image.Image
    """RGB; `info["dpi"]` is the mean resolution of the sheet in it."""
    from_sheet: NDArray[np.float64]
    """(3, 3): pixel (x, y, 1) of the drawing to the photograph, but for the curl."""


def photograph(image: Image.Image, seed: int, *, tilt: float | None = None) -> Image.Image:
    """The picture as a telephone takes it; the same for the same seed. `tilt` in degrees, else by chance."""
    return photographed(image, seed, tilt=tilt).image


def photographed(image: Image.Image, seed: int, *, tilt: float | None = None) -> Photograph:
    """The same with the way from the drawing to the photograph."""
    chance = np.random.default_rng([seed, 0x9407])
    dpi = float(image.info.get("dpi", (300, 300))[0])
    sheet: Pixels = np.asarray(image.convert("RGB"))
    height, width = sheet.shape[:2]
    is_upright = height >= width
    longest = 1.15 * max(height, width)
    size = (round(longest * 0.75), round(longest)) if is_upright else (round(longest), round(longest * 0.75))
    degrees = chance.uniform(0, STEEPEST_TILT) if tilt is None else tilt
    way = _camera((width, height), size, degrees, chance)
    on_sheet, inside = _seen(sheet, way, size, chance)
    pixels: Pixels = _desk(size, chance)
    pixels = np.where(inside[..., None] > 127, on_sheet, pixels)
    pixels = _lit(pixels, chance)
    pixels = cv2.GaussianBlur(pixels, (0, 0), float(chance.uniform(0.4, 0.9)))
    pixels = _coded(_grainy(pixels, 3.0, chance), 88)
    photo = Image.fromarray(pixels)
    scale = _mean_scale(way, width, height)
    photo.info["dpi"] = (dpi * scale, dpi * scale)
    return Photograph(photo, way)


def _camera(
    sheet: tuple[int, int], size: tuple[int, int], tilt: float, chance: np.random.Generator
) -> NDArray[np.float64]:
    """The way from the sheet to the picture, filled as well as people fill it."""
    focal = FOCAL_LENGTH * max(size)
    axis = chance.uniform(0, 2 * np.pi)
    lean = _turn_about(np.array([np.cos(axis), np.sin(axis), 0.0]), np.radians(tilt))
    spin = _turn_about(np.array([0.0, 0.0, 1.0]), np.radians(chance.uniform(-LARGEST_TURN, LARGEST_TURN)))
    pose = lean @ spin
    centred = np.array([[1.0, 0, -sheet[0] / 2], [0, 1, -sheet[1] / 2], [0, 0, 1]])
    camera = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1.0]])
    filled = chance.uniform(0.84, 0.94)
    low, high = 0.3 * max(sheet), 20.0 * max(sheet)
    for _ in range(40):  # the nearest place from which the whole sheet is in the picture
        distance = (low + high) / 2
        way = camera @ np.column_stack([pose[:, 0], pose[:, 1], [0.0, 0.0, distance]]) @ centred
        corners = _corners(way, *sheet) - np.array(size) / 2
        is_inside = bool((np.abs(corners) < filled * np.array(size) / 2).all())
        low, high = (low, distance) if is_inside else (distance, high)
    return np.asarray(way / way[2, 2], np.float64)


def _turn_about(axis: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    return np.asarray(cv2.Rodrigues(axis * angle)[0], np.float64)


def _corners(way: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], float) @ way.T
    return np.asarray(corners[:, :2] / corners[:, 2:], np.float64)


def _mean_scale(way: NDArray[np.float64], width: int, height: int) -> float:
    corners = _corners(way, width, height).astype(np.float32)
    return float(np.sqrt(cv2.contourArea(corners) / (width * height)))


def _seen(
    sheet: Pixels, way: NDArray[np.float64], size: tuple[int, int], chance: np.random.Generator
) -> tuple[Pixels, Pixels]:
    """The curled sheet as the camera sees it, and 255 where it lies."""
    height, width = sheet.shape[:2]
    back = np.linalg.inv(way)
    # Found on every eighth pixel: curl and perspective are smooth.
    columns, rows = np.meshgrid(np.arange(0, size[0] + 8, 8.0), np.arange(0, size[1] + 8, 8.0))
    places = np.stack([columns, rows, np.ones_like(columns)], axis=-1) @ back.T
    x, y = places[..., 0] / places[..., 2], places[..., 1] / places[..., 2]
    curl = chance.uniform(-0.004, 0.004) * height
    y = y + curl * np.sin(np.pi * np.clip(x / width, 0, 1))
    # Samples stand at every eighth pixel from the first: an affine warp keeps them there, a resize does not.
    enlarge = np.array([[8.0, 0, 0], [0, 8.0, 0]])
    fine = [cv2.warpAffine(each.astype(np.float32), enlarge, size, flags=cv2.INTER_LINEAR) for each in (x, y)]
    seen = cv2.remap(sheet, fine[0], fine[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    is_inside = (fine[0] >= 0) & (fine[0] < width) & (fine[1] >= 0) & (fine[1] < height)
    inside = cv2.GaussianBlur(is_inside.astype(np.uint8) * 255, (3, 3), 0)
    return seen, inside


def _desk(size: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """A table top: a colour, a grain that runs one way, and spots."""
    base = chance.uniform(55, 150) * np.array([1.0, chance.uniform(0.75, 1.0), chance.uniform(0.55, 1.0)])
    coarse = chance.normal(0, 14, (max(2, size[1] // 400), max(2, size[0] // 12), 1))
    grain = coarse if chance.random() < 0.5 else coarse.transpose(1, 0, 2)
    field: Pixels = cv2.resize(grain.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    patch = chance.normal(0, 5, (257, 263)).astype(np.float32)
    fine = np.tile(patch, (-(-size[1] // 257), -(-size[0] // 263)))[: size[1], : size[0]]
    top = np.clip(base[None, None, :] + (field + fine)[..., None], 0, 255 - LEAST_DARKER)
    return top.astype(np.uint8)


def _lit(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """With light that falls off across the picture and the soft shadow of a hand or of the telephone."""
    height, width = pixels.shape[:2]
    coarse = chance.uniform(0.62, 1.0, (2, 2)).astype(np.float32)
    shadow: Pixels = np.ones((96, 72), np.float32)
    if chance.random() < 0.7:
        corners = (chance.uniform(-0.2, 1.2, (4, 2)) * (72, 96)).astype(np.int32)
        cv2.fillConvexPoly(shadow, cv2.convexHull(corners), float(chance.uniform(0.62, 0.85)))
        shadow = cv2.GaussianBlur(shadow, (0, 0), float(chance.uniform(2.0, 6.0)))
    light: Pixels = cv2.resize(coarse, (72, 96), interpolation=cv2.INTER_LINEAR) * shadow
    whole = cv2.resize((light * 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
    return cv2.multiply(pixels, cv2.merge([whole] * 3), scale=1 / 255)


def _grainy(pixels: Pixels, deviation: float, chance: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    patch = (chance.standard_normal((769, 1021)) * deviation).astype(np.int16)
    tiled = np.tile(patch, (-(-height // 769), -(-width // 1021)))[:height, :width, None]
    return np.clip(pixels.astype(np.int16) + tiled, 0, 255).astype(np.uint8)


def _coded(pixels: Pixels, quality: int) -> Pixels:
    done, coded = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the picture could not be coded as JPEG")
    decoded: Pixels = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(decoded[..., ::-1])
