"""Brings the picture of a line to the height that the network reads."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 36
"""Pixels: a small letter of 13 points is then 14 high and the mark on it 5; ẩ and ẫ need as much."""
LOWEST = 48
"""A lower picture is set in this height of white first, so that `xem` alone is not blown up to the size of
capitals: a line of 13 points with all its marks is 60 to 68 pixels high at 300 dpi."""
NARROWEST = 16
WIDEST = 4000
"""Pixels at the network's height; a line of A3 across has 2,600. Wider pictures are squeezed."""


def fitted(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The grey picture `HEIGHT` pixels high, its shape kept; (height, width), 0 black to 255 white."""
    height, width = picture.shape
    if height < LOWEST:
        above = (LOWEST - height) // 2
        picture = cv2.copyMakeBorder(  # type: ignore[assignment]
            picture, above, LOWEST - height - above, 0, 0, cv2.BORDER_CONSTANT, value=255
        )
        height = LOWEST
    wide = min(max(round(width * HEIGHT / height), NARROWEST), WIDEST)
    way = cv2.INTER_AREA if height >= HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (wide, HEIGHT), interpolation=way), np.uint8)
