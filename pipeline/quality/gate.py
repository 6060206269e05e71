"""The compliance gate: what of a scan lies below the rule, page by page, said so that it can be put right.

Everything is measured from the picture. What a file states of itself (dots per inch, colour) only says
what to measure against.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.quality.extent import Extent, extent_of
from pipeline.quality.light import Light, light_of
from pipeline.quality.rule import (
    BLURRED_SHARE,
    SHARP_SHARE,
    SMEAR,
    STEEPEST_SKEW,
    TOLERANCE,
    ScanRule,
)
from pipeline.quality.seal_ring import has_seal_ring
from pipeline.quality.sharpness import STEEP_FALL, Sharpness, sharpness_of
from pipeline.quality.view import ScanView, view_of
from records import Page, PageImageKind, ScanFault

OF_THE_TABLE = frozenset({"scale", "cut", "corner", "dark"})
"""Faults that the surroundings of a photographed sheet would be told for."""
SMALLEST_SIDE = 64
"""Pixels; nothing can be said of a smaller picture."""
OLD_SCAN_VI = "hoặc giữ nguyên nếu là giấy tờ cũ không quét lại được"
"""Holdings that were scanned before the rule: a folder `giữ nguyên` or `200 dpi`, a button in the portal."""
TINT = 2
"""Of 255: channels nowhere further apart were made from one."""
FEWEST_HANDWRITTEN = 3
"""Words marked as handwritten from which a page without colour should have been scanned in colour."""


def faults_of(
    scan: NDArray[np.uint8], page: Page, rule: ScanRule, *, is_photograph: bool = False
) -> tuple[ScanFault, ...]:
    """What is wrong with the scan of `page`, (height, width) or (height, width, 3) RGB at the page's dpi.

    `page` gives number, resolution, skew and the words' remarks. A blank page is judged by its size alone:
    it has no stroke to be sharp. Of a photograph edges, size and darkness are those of the table around the
    sheet and are not judged.
    """
    if not rule.is_on or not page.dpi or page.kind is PageImageKind.BORN_DIGITAL:
        return ()
    if min(scan.shape[:2]) < SMALLEST_SIDE:
        return ()
    view = view_of(scan, page.dpi)
    return tuple(
        ScanFault(code, f"Trang {page.number} {what}")
        for code, what in _found(view, page, rule)
        if not (is_photograph and code in OF_THE_TABLE)
    )


def _found(view: ScanView, page: Page, rule: ScanRule) -> Iterator[tuple[str, str]]:
    asked = f"{rule.dpi:.0f} dpi"
    if page.dpi < TOLERANCE * rule.dpi:
        yield "resolution", f"chỉ có {page.dpi:.0f} dpi, quét lại ở {asked}, {OLD_SCAN_VI}"
    if page.is_blank:
        return
    sharpness = sharpness_of(view)
    if sharpness is not None:
        yield from _unsharp(sharpness, min(page.dpi, rule.dpi), asked)
    yield from _colourless(view, page)
    yield from _out_of_place(extent_of(view))
    yield from _badly_lit(light_of(view))
    if abs(page.skew) > STEEPEST_SKEW:
        yield "skew", f"bị nghiêng {abs(page.skew):.0f}°, đặt thẳng giấy rồi quét lại"


def _unsharp(sharpness: Sharpness, wanted: float, asked: str) -> Iterator[tuple[str, str]]:
    share = sharpness.true_dpi / wanted
    if sharpness.repeats > 1 and share < SHARP_SHARE:
        yield (
            "resolution",
            f"là ảnh phóng to từ khoảng {sharpness.true_dpi:.0f} dpi, quét lại ở {asked}, không phóng to ảnh",
        )
    elif sharpness.smear > SMEAR and share < SHARP_SHARE:
        yield "focus", f"bị nhòe do giấy xê dịch khi quét, quét lại ở {asked}, giữ yên giấy"
    elif share < BLURRED_SHARE:
        yield "focus", f"mờ, quét lại ở {asked}, giữ phẳng giấy, lau sạch mặt kính"
    elif share < SHARP_SHARE and sharpness.fall < STEEP_FALL:
        yield (
            "resolution",
            f"nét chữ chỉ tương đương {sharpness.true_dpi:.0f} dpi (mờ hoặc phóng to), quét lại ở {asked}",
        )


def _colourless(view: ScanView, page: Page) -> Iterator[tuple[str, str]]:
    if not _is_grey(view):
        return
    if has_seal_ring(view):
        yield "colour", "có con dấu nhưng quét không màu, quét lại ở chế độ màu nếu bản giấy có dấu màu"
    elif sum(word.remark == "handwritten" for word in page.words) >= FEWEST_HANDWRITTEN:
        yield "colour", "có chữ viết tay nhưng quét không màu, quét lại ở chế độ màu"


def _is_grey(view: ScanView) -> bool:
    """One channel, or three that say the same: a colour scan of a black sheet has a scanner's tint."""
    if view.colour is None:
        return True
    red, green, blue = cv2.split(view.colour)
    return max(int(cv2.absdiff(red, green).max()), int(cv2.absdiff(green, blue).max())) <= TINT


def _out_of_place(extent: Extent) -> Iterator[tuple[str, str]]:
    if extent.off_scale is not None:
        short, long = extent.off_scale
        yield (
            "scale",
            f"có khổ {short:.0f} × {long:.0f} mm, không đúng khổ giấy nào, quét lại đúng tỉ lệ 100 %",
        )
    elif extent.tiny_letters is not None:
        yield (
            "scale",
            f"bị thu nhỏ (chữ chỉ cao {extent.tiny_letters:.1f} mm), quét lại đúng tỉ lệ 100 %",
        )
    if extent.cut_sides:
        sides = ", ".join(extent.cut_sides)
        yield "cut", f"bị mất chữ ở mép {sides}, đặt lại giấy rồi quét lại cho đủ trang"
    if extent.missing_corners:
        yield "corner", "bị gập hoặc mất góc, vuốt phẳng góc giấy rồi quét lại"


def _badly_lit(light: Light) -> Iterator[tuple[str, str]]:
    if light.is_dark:
        yield "dark", "quá tối, tăng độ sáng rồi quét lại"
    elif light.is_pale:
        yield "light", "quá nhạt, giảm độ sáng hoặc tăng độ đậm rồi quét lại"
    elif light.is_burnt:
        yield "light", "bị lóa sáng, tránh đèn chiếu thẳng rồi chụp hoặc quét lại"
