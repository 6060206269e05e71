"""Codes are found wherever they are printed, at a glance or in a second look, and so are zones of cards."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from classifiers.validators import mrz
from pipeline.mrz_lines import zones_in
from pipeline.page_codes import MOST_CODES, codes_on, glance_at, patches_of, turned
from records import Box, Line, Word

DPI = 300
CARD = "027085904417|125341907|Nguyễn Văn An|12031985|Nam|Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh|10052021"
Scan = NDArray[np.uint8]


def dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)


def sheet(width: float = 210, height: float = 148) -> Scan:
    """Half a sheet with lines of bars for writing."""
    page = np.full((dots(height), dots(width), 3), 250, np.uint8)
    for top in range(dots(60), dots(height - 10), dots(6)):
        for left in range(dots(20), dots(width - 30), dots(9)):
            page[top : top + dots(2), left : left + dots(7) : 7] = 40
    return page


def stick(
    page: Scan, text: str, x: float, y: float, width: float, *, height: float = 0, kind: str = "QRCode"
) -> Scan:
    """The page with a code, (x, y) its corner, all in mm."""
    barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    modules = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False))
    size = dots(width), dots(height) if height else round(dots(width) * modules.shape[0] / modules.shape[1])
    drawn = cv2.resize(modules, size, interpolation=cv2.INTER_AREA)
    out = page.copy()
    out[dots(y) : dots(y) + size[1], dots(x) : dots(x) + size[0]] = drawn[..., None]
    return out


def test_the_small_code_of_a_card_is_read_with_its_place_and_its_letters() -> None:
    page = stick(sheet(), CARD, 150, 20, 7.5)
    assert not glance_at(page, DPI).codes, "too fine for the glance, so a second look is tested"
    (code,) = codes_on(page, DPI)
    assert (code.kind, code.text) == ("qr", CARD)
    assert np.allclose(code.box.as_list(), [dots(150), dots(20), dots(157.5), dots(27.5)], atol=6)


@pytest.mark.parametrize(
    ("kind", "name", "width", "height"),
    [("Code128", "code128", 41, 8), ("Code39", "code39", 75, 8), ("DataMatrix", "datamatrix", 12, 0),
     ("PDF417", "pdf417", 70, 0)],
)  # fmt: skip
def test_every_kind_of_code_is_read(kind: str, name: str, width: float, height: float) -> None:
    page = stick(sheet(), "0931815000123", 60, 20, width, height=height, kind=kind)
    assert [(code.kind, code.text) for code in codes_on(page, DPI)] == [(name, "0931815000123")]


def test_a_code_under_a_red_seal_is_read_where_red_ink_vanishes() -> None:
    page = stick(sheet(), CARD, 150, 20, 14)
    seal = np.full_like(page, 255)
    for radius in range(30, 110, 12):
        cv2.circle(seal, (dots(157), dots(27)), radius, (205, 40, 45), 7)
    assert [code.text for code in codes_on(np.minimum(page, seal), DPI)] == [CARD]


def test_bars_askew_are_read() -> None:
    page = stick(sheet(), "0931815000123", 60, 20, 75, height=6, kind="Code39")
    turn = cv2.getRotationMatrix2D((dots(95), dots(22)), 9, 1.0)
    askew = np.asarray(cv2.warpAffine(page, turn, page.shape[1::-1], borderValue=(250, 250, 250)), np.uint8)
    assert [code.text for code in codes_on(askew, DPI)] == ["0931815000123"]


def test_a_page_of_writing_gives_no_code_and_no_second_look() -> None:
    page = sheet()
    assert codes_on(page, DPI) == ()
    assert patches_of(glance_at(page, DPI)) == []
    assert codes_on(np.full((9, 9), 255, np.uint8), DPI) == ()
    assert codes_on(np.zeros((400, 40, 3), np.uint8), DPI) == ()


def test_a_page_keeps_a_limited_number_of_codes() -> None:
    page = np.full((dots(148), dots(210)), 255, np.uint8)[..., None].repeat(3, axis=2)
    for index in range(24):
        page = stick(page, f"code {index}", 10 + 32 * (index % 6), 8 + 34 * (index // 6), 18)
    assert len(codes_on(page, DPI)) == MOST_CODES


def test_places_follow_the_page_when_it_is_set_upright() -> None:
    page = stick(sheet(), CARD, 150, 20, 30)
    upright = codes_on(page, DPI)
    lying = np.ascontiguousarray(np.rot90(page))
    (code,) = turned(codes_on(lying, DPI), 90, lying.shape[1], lying.shape[0])
    assert np.allclose(code.box.as_list(), upright[0].box.as_list(), atol=4)


def zone() -> list[str]:
    """A zone of an invented bearer whose check digits hold."""
    number = "027085904417"
    first = f"IDVNM{number[3:]}{mrz.check_digit(number[3:])}{number}<<{mrz.check_digit(number)}"
    second = f"850312{mrz.check_digit('850312')}M450312{mrz.check_digit('450312')}VNM<<<<<<<<<<<"
    whole = mrz.check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    return [first, second + whole, "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"]


def words(lines: list[str]) -> list[Word]:
    """Lines of a zone under a line of ordinary print."""
    return [
        Word(text, Box(200, 500 + 60 * number, 200 + 26 * len(text), 535 + 60 * number), 0.8, number)
        for number, text in enumerate(["Ngón trỏ trái / Left index finger", *lines])
    ]


def silent(baseline: Line, height: float) -> Iterator[str]:
    del baseline, height
    yield ""


def test_a_zone_among_other_lines_is_found_without_reading_again() -> None:
    (code,) = zones_in(words(zone()), silent)
    assert code.kind == "mrz" and code.text.split("\n") == zone()
    assert code.box.y0 == 560


def test_a_misread_line_is_read_again_with_the_signs_of_a_zone() -> None:
    lines = zone()
    spoilt = [lines[0].replace("8590", "8S9"), lines[1].replace("<<<<<<<<<<<", "«««KKC"), lines[2]]

    def reread(baseline: Line, height: float) -> Iterator[str]:
        yield "NONSENSE"
        yield lines[round((baseline.y0 - 595) / 60)]

    (code,) = zones_in(words(spoilt), reread)
    assert mrz.parse(code.text).normalised == "\n".join(lines)


def test_a_zone_whose_check_digits_never_hold_is_left_out() -> None:
    lines = zone()
    assert zones_in(words([lines[0].replace("85", "86"), *lines[1:]]), silent) == ()
    assert zones_in(words(lines[:2]), silent) == ()
