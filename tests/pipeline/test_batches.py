"""Stacks of papers: separator sheets are found, papers parted, two-sided stacks put into order."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from pipeline.batches import BatchOptions, Part, Separator, parts_of, separator_of
from pipeline.batches.codes import separator_on
from pipeline.batches.collating import collated
from records import Page
from tests.pipeline.written import directive

PLAIN = BatchOptions()
AT_BLANKS = BatchOptions(splits_at_blanks=True)
SAID = Separator("birth_certificate", "Xã Phú Lâm", is_two_sided=True)
Scan = np.ndarray[Any, np.dtype[np.uint8]]


def stack(kinds: str) -> list[Page]:
    """Pages by letters: p a paper's, b blank, s our separator."""
    return [
        Page(number, 300, 2480, 3508, is_blank=kind == "b", separator=Separator().text if kind == "s" else "")
        for number, kind in enumerate(kinds, start=1)
    ]


def pages_of(kinds: str, options: BatchOptions = PLAIN) -> list[tuple[int, ...]]:
    return [part.pages for part in parts_of(stack(kinds), (), options)]


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        ("ppp", [(1, 2, 3)]),
        ("pbp", [(1, 2, 3)]),
        ("ppsp", [(1, 2), (4,)]),
        ("sppsp", [(2, 3), (5,)]),
        ("sspp", [(3, 4)]),
        ("sbpbsbp", [(3, 4), (7,)]),
        ("ps", [(1,)]),
    ],
)
def test_a_separator_sheet_and_its_empty_back_belong_to_no_part(
    kinds: str, parts: list[tuple[int, ...]]
) -> None:
    assert pages_of(kinds) == parts


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [("pbp", [(1,), (3,)]), ("bppbbpb", [(2, 3), (6,)]), ("ppp", [(1, 2, 3)]), ("bb", [(1, 2)])],
)
def test_blank_pages_part_papers_where_asked(kinds: str, parts: list[tuple[int, ...]]) -> None:
    assert pages_of(kinds, AT_BLANKS) == parts


def test_a_file_of_separators_alone_is_kept_for_a_person() -> None:
    (part,) = parts_of(stack("ss"), (), PLAIN)
    assert part.pages == (1, 2) and part.doubts


def test_a_page_that_could_not_be_read_stays_where_it_lies() -> None:
    pages = [page for page in stack("ppspp") if page.number != 5]
    assert [part.pages for part in parts_of(pages, (5,), PLAIN)] == [(1, 2), (4, 5)]


def test_a_file_of_which_no_page_was_read_is_one_part() -> None:
    assert [part.pages for part in parts_of((), (1, 2), PLAIN)] == [(1, 2)]
    assert [part.pages for part in parts_of((), (), PLAIN)] == [()]


def test_fronts_then_backs_in_reverse_are_collated() -> None:
    assert collated([1, 2, 3, 4, 5, 6]) == (1, 6, 2, 5, 3, 4)
    assert pages_of("pppp", BatchOptions(is_two_sided=True)) == [(1, 4, 2, 3)]


def test_an_uneven_two_sided_stack_keeps_its_order_and_waits_for_a_person() -> None:
    (part,) = parts_of(stack("ppp"), (), BatchOptions(is_two_sided=True))
    assert part.pages == (1, 2, 3)
    assert "lẻ (3 trang)" in part.doubts[0]


def test_a_sheet_tells_type_unit_and_sides_of_what_follows() -> None:
    pages = stack("ppppp")
    pages[0] = Page(1, 300, 2480, 3508, separator=SAID.text)
    (part,) = parts_of(pages, (), PLAIN)
    assert part == Part((2, 5, 3, 4), "birth_certificate", "Xã Phú Lâm")
    assert Part.from_json(part.to_json()) == part
    assert separator_of(SAID.text) == SAID
    assert separator_of("PATCHT") == separator_of("hoso:separator?type=&x=%ff") == Separator()


def with_code(scan: Scan, text: str, kind: zxingcpp.BarcodeFormat, *, scale: int) -> Scan:
    code = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=scale))
    marked = scan.copy()
    marked[200 : 200 + code.shape[0], 200 : 200 + code.shape[1]] = code
    return marked


@pytest.fixture(scope="module")
def paper() -> Scan:
    return np.asarray(cv2.cvtColor(directive(300, number="12").pixels, cv2.COLOR_RGB2GRAY), np.uint8)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("dpi", [300, 100])
def test_our_sheet_is_known_whichever_way_it_lies(paper: Scan, dpi: int, quarters: int) -> None:
    sheet = with_code(paper, SAID.text, zxingcpp.BarcodeFormat.QRCode, scale=20)
    small = cv2.resize(sheet, None, fx=dpi / 300, fy=dpi / 300, interpolation=cv2.INTER_AREA)
    assert separator_on(np.ascontiguousarray(np.rot90(small, quarters)), dpi, ()) == SAID.text


def test_barcodes_count_only_when_the_settings_name_them(paper: Scan) -> None:
    sheet = with_code(paper, "ADAR-NEXTDOC", zxingcpp.BarcodeFormat.Code128, scale=6)
    assert separator_on(sheet, 300, ("PATCHT",)) == ""
    assert separator_on(sheet, 300, ("adar-nextdoc",)) == "ADAR-NEXTDOC"


def patch_t(dpi: float, *, swapped: bool = False) -> Scan:
    """The four bars, two inches long and more; `swapped` makes another patch of them."""
    widths = (0.08, 0.08, 0.08, 0.08, 0.2, 0.08, 0.2) if swapped else (0.08, 0.08, 0.2, 0.08, 0.08, 0.08, 0.2)
    sheet = np.full((round(11.69 * dpi), round(8.27 * dpi)), 250, np.uint8)
    top = 1.0
    for place, inches in enumerate(widths):
        if place % 2 == 0:
            sheet[round(top * dpi) : round((top + inches) * dpi), round(2 * dpi) : round(5 * dpi)] = 20
        top += inches
    return cv2.GaussianBlur(sheet, (0, 0), 1.0)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [0.0, 2.5])
def test_patch_t_is_known_by_its_bars(quarters: int, degrees: float) -> None:
    sheet = patch_t(200)
    height, width = sheet.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    sloping = cv2.warpAffine(sheet, turn, (width, height), borderValue=250)
    assert separator_on(np.ascontiguousarray(np.rot90(sloping, quarters)), 200, ("PATCHT",)) == "PATCHT"


def test_other_bars_and_ordinary_pages_are_no_separators(paper: Scan) -> None:
    assert separator_on(patch_t(200, swapped=True), 200, ("PATCHT",)) == ""
    assert separator_on(patch_t(200), 200, ()) == ""
    assert separator_on(paper, 300, ("PATCHT",)) == ""
    assert separator_on(np.full((5, 5), 255, np.uint8), 300, ("PATCHT",)) == ""
