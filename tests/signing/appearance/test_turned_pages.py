"""Signatures stand right as seen, however a page is turned, cropped, scaled or sized."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from records.errors import PlaceNotFound
from signing.appearance import find_places, shown_page
from signing.orders import Role
from tests.signing.appearance.conftest import Desk
from tests.signing.appearance.hand import by_pdfium, by_poppler, in_mm, ink_mm, order, signed

A4 = (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class Turn:
    """A way to keep the same visible page in a file."""

    rotation: int = 0
    left: float = 0.0
    bottom: float = 0.0
    margin: float = 0.0
    """How much larger than the crop box the media box is, on every side."""
    unit: float = 1.0
    is_inherited: bool = False
    """Whether the page tree says it instead of the page."""


TURNS = {
    "90": Turn(90),
    "180": Turn(180),
    "270": Turn(270),
    "inherited": Turn(90, is_inherited=True),
    "cropped": Turn(left=-30, bottom=57, margin=40),
    "cropped and turned": Turn(270, left=100, bottom=-20, margin=25),
    "user unit": Turn(unit=2.5),
    "user unit and turned": Turn(90, left=10, bottom=20, margin=5, unit=0.5),
}


def kept_as(turn: Turn, source: Path, target: Path, *, scale: float = 1.0) -> Path:
    """The paper in a file that keeps it otherwise and shows it the same, `scale` times as large."""
    width, height = (side * scale / turn.unit for side in A4)
    stored = (height, width) if turn.rotation in {90, 270} else (width, height)
    x, y = turn.left, turn.bottom
    moved = {0: (x, y), 90: (x + stored[0], y), 180: (x + stored[0], y + stored[1]), 270: (x, y + stored[1])}
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn.rotation]
    factor = scale / turn.unit
    matrix = [cosine * factor, sine * factor, -sine * factor, cosine * factor, *moved[turn.rotation]]
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            page.contents_add(" ".join(f"{number:.6f}" for number in matrix).encode() + b" cm", prepend=True)
            page.MediaBox = pikepdf.Array(
                [x - turn.margin, y - turn.margin, x + stored[0] + turn.margin, y + stored[1] + turn.margin]
            )
            page.CropBox = pikepdf.Array([x, y, x + stored[0], y + stored[1]])
            if turn.unit != 1:
                page.obj["/UserUnit"] = turn.unit
            holder = pdf.Root.Pages if turn.is_inherited else page.obj
            holder["/Rotate"] = turn.rotation
        pdf.save(target)
    return target


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_places_are_the_same_as_on_the_plain_page(turn: Turn, desk: Desk, tmp_path: Path) -> None:
    plain = find_places(desk.paper("letter"))
    turned = find_places(kept_as(turn, desk.paper("letter"), tmp_path / "turned.pdf"))
    for a, b in ((plain.person, turned.person), (plain.agency, turned.agency)):
        assert a is not None and b is not None
        assert b.box == pytest.approx(a.box, abs=0.5)
    assert plain.text_block is not None and turned.text_block is not None
    assert turned.text_block.box == pytest.approx(plain.text_block.box, abs=0.5)


@pytest.mark.needs("pdftoppm")
@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_signature_and_seal_are_drawn_upright_where_the_plain_page_has_them(
    turn: Turn, desk: Desk, tmp_path: Path
) -> None:
    seen = []
    for name, source in (("plain", desk.paper("letter")), ("turned", tmp_path / "source.pdf")):
        if name == "turned":
            kept_as(turn, desk.paper("letter"), source)
        half, whole = tmp_path / f"{name}-1.pdf", tmp_path / f"{name}-2.pdf"
        signed(source, half, order(source, image=desk.signature), field="NguoiKy1")
        signed(half, whole, order(half, Role.AGENCY, image=desk.seal, field="CoQuan"), field="CoQuan")
        seen.append([draw(whole, 1) for draw in (by_poppler, by_pdfium)])
    for plain, turned in zip(*seen, strict=True):
        # viewers that do not know UserUnit show the page smaller: measured against its width
        ratio = plain.shape[1] / turned.shape[1]
        for colour in ("red", "blue"):
            expected = ink_mm(plain, colour)
            assert [edge * ratio for edge in ink_mm(turned, colour)] == pytest.approx(
                expected, abs=0.5 * max(ratio, 1)
            )
    if turn.unit == 1:
        plain, turned = seen[0][0], seen[1][0]
        rows, columns = (min(a, b) for a, b in zip(plain.shape[:2], turned.shape[:2], strict=True))
        difference = np.abs(plain[:rows, :columns].astype(int) - turned[:rows, :columns]).mean()
        assert difference < 1.5  # letters set differently against the pixels; upside down it is over 5


@pytest.mark.parametrize("scale", [2**0.5, 2**-0.5], ids=["A3", "A5"])
def test_images_keep_their_size_on_other_papers(scale: float, desk: Desk, tmp_path: Path) -> None:
    source = kept_as(Turn(), desk.paper("letter"), tmp_path / "source.pdf", scale=scale)
    out = tmp_path / "out.pdf"
    appearance = signed(source, out, order(source, image=desk.signature), field="NguoiKy1")
    left, bottom, right, top = in_mm(appearance.place)
    assert right - left == pytest.approx(40.7, abs=0.1)
    assert top - bottom == pytest.approx(13.7, abs=0.1)
    assert right < 210 * scale


def test_a_landscape_table_is_stamped_at_its_own_top_right(desk: Desk, tmp_path: Path) -> None:
    source, out = tmp_path / "source.pdf", tmp_path / "out.pdf"
    with pikepdf.open(desk.paper("appendix")) as pdf:
        pdf.pages[0].Rotate = 90  # a portrait page that is shown lying down
        pdf.save(source)
    place = signed(source, out, order(source, Role.APPENDIX, text=["15/QĐ-UBND"])).place
    left, _, right, top = in_mm(place)
    assert (right, top) == pytest.approx((297 - 15, 210 - 6), abs=0.1)
    assert left > 297 / 2


def test_a_page_that_says_it_is_kilometres_wide_takes_no_memory_and_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    source = tmp_path / "source.pdf"
    with pikepdf.open(desk.paper("appendix")) as pdf:
        pdf.pages[0].obj["/UserUnit"] = 75_000
        pdf.save(source)
    with pytest.raises(PlaceNotFound):
        find_places(source)


def test_boxes_go_into_the_file_and_come_back() -> None:
    page = {
        "/MediaBox": [-10, -20, 900, 700],
        "/CropBox": [0, 10, 842, 605],
        "/Rotate": -90,
        "/UserUnit": 2,
    }
    shown = shown_page(page)
    assert shown.rotation == 270
    assert shown.size == (1190, 1684)
    box = (30.0, 40.0, 130.0, 100.0)
    assert shown.as_shown(shown.in_file(box)) == pytest.approx(box)
    assert shown_page({"/MediaBox": ["x"], "/Rotate": "x"}).size == pytest.approx(A4, abs=0.01)
