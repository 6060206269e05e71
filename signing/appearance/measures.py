"""Every measure of a signature on paper, with the clause that asks for it; lengths in points unless named mm.

Sources: Decree 30/2020/NĐ-CP, Appendix I, part I, section II, points 7 d (the person's signature) and 8 (the
agency's), part II (electronic copies); sizes of seals from Circular 05-TT/BNV of 1994 on seals.
"""

from __future__ import annotations

POINTS_PER_MM = 72 / 25.4


def points(millimetres: float) -> float:
    """Millimetres as points of 1/72 inch."""
    return millimetres * POINTS_PER_MM


SIGNATURE_WIDTHS = (points(30), points(50))
"""A handwritten signature's image is drawn at its own size within these widths; the decree names no size."""
SIGNATURE_WIDTH = points(45)
"""Of an image that does not say its size, and kept free where the image is not known yet."""
SIGNATURE_HEIGHT = points(20)
"""Kept free where the image is not known yet."""
SMALLEST_SIGNATURE = (points(15), points(6))
"""Less room than this between position and name is no room to sign."""
LARGEST_SEAL_MM = 42.0
"""The President's; ministries have 38, provinces 37 (Circular 05-TT/BNV of 1994, I.1.1)."""
SEALS_MM = (15.0, 60.0)
"""An image that says it is larger or smaller than this says its dpi wrong; round seals are 42 mm at most."""
SEAL_COVERS = 1 / 3
"""Of the person's signature image, on its left (point 8 a)."""
SEAL_SLACK = 0.03
"""A field this much smaller than the seal still takes it: fields are drawn by hand."""

TEXT_SIZE = 10.0
"""Of the text on appendices and copies, upright, black, Times New Roman (point 8 b; part II)."""
TEXT_LEADING = 11.5
"""From one baseline to the next."""
TEXT_ASCENT, TEXT_DESCENT = 9.0, 2.5
"""Above and below a baseline at 10 points, with the marks of a capital Ể."""
TEXT_WIDTHS = tuple(points(width) for width in (75, 60, 48, 38))
"""Tried in this order: a block as flat as the free space at the top right allows."""
TEXT_TOP = points(6)
"""From the upper edge of the page: within the top margin of 20-25 mm (part I, section I)."""
TEXT_RIGHT = points(15)
"""From the right edge: the right margin is 15-20 mm."""
TEXT_NEAREST_EDGE = points(3)
"""Printers reach no closer to the edge."""

TRIAL_MARK = ("CHỮ KÝ DÙNG THỬ –", "KHÔNG CÓ GIÁ TRỊ")
"""On whatever the throwaway token signs, though the decree wants no text on real ones."""
TRIAL_SIZE, SMALLEST_TRIAL_SIZE = 8.0, 6.5
