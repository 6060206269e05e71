"""Lays two drawn pages side by side as an opened book on a scanner's glass, with the shadow of its gutter."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from PIL import Image

Pixels: TypeAlias = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]

LARGEST_SLOPE = 1.5
"""Degrees by which each page may lie askew, the two apart."""
SHADOW_MM = 14.0
"""Width of the shadow over both pages at the most."""


def opened(left: Image.Image, right: Image.Image, seed: int, *, shadow: float | None = None) -> Image.Image:
    """One picture of both pages; `shadow` from 0 (none) to 1 (black), else by chance between 0.3 and 0.8.

    Both pages have the same size and the resolution in `info["dpi"]` (300 when there is none).
    """
    chance = np.random.default_rng([seed, 0x5B])
    dpi = float(left.info.get("dpi", (300, 300))[0])
    pages = [_askew(page, float(chance.uniform(-LARGEST_SLOPE, LARGEST_SLOPE))) for page in (left, right)]
    pixels: Pixels = np.hstack(pages)
    width, gutter = pixels.shape[1], pages[0].shape[1]
    depth = float(chance.uniform(0.3, 0.8)) if shadow is None else shadow
    reach = float(chance.uniform(0.4, 1.0)) * SHADOW_MM / 25.4 * dpi / 2
    distance = np.abs(np.arange(width) - gutter) / reach
    light = 255 * (1 - depth * np.exp(-(distance**1.3)))
    layer = np.tile(light.astype(np.uint8)[None, :, None], (pixels.shape[0], 1, 3))
    out = Image.fromarray(cv2.multiply(pixels, layer, scale=1 / 255))
    out.info["dpi"] = (dpi, dpi)
    return out


def _askew(page: Image.Image, degrees: float) -> Pixels:
    pixels: Pixels = np.asarray(page.convert("RGB"))
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
