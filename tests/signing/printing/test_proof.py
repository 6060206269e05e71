"""The proof is read by a telephone at any scan's resolution, and covers neither print nor a place to sign."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from records.errors import NotSignable, PlaceNotFound, SettingInvalid
from signing.appearance import find_places
from signing.demo_documents import KINDS, DemoLetter, demo_letters
from signing.orders import FieldPlace
from signing.printing.number import print_number
from signing.printing.proof import print_proof, proof_address
from tests.signing.printing.papers import rewritten, text_of
from tests.tools.verapdf import failures

ADDRESS = "https://xa-thu-nghiem.example/kiem-tra"
CODE = "MZXW-6YTB-OI2D-GNJV"


def draw(folder: Path, *, kind: str = "decision") -> DemoLetter:
    return demo_letters(folder, count=1, kinds=[kind])[0]


def proven(source: Path, **more: FieldPlace) -> tuple[Path, FieldPlace]:
    target = source.with_suffix(".proven.pdf")
    return target, print_proof(source, target, address=ADDRESS, code=CODE, **more)


def picture(path: Path, page: int, dpi: int) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[page - 1].render(scale=dpi / 72).to_numpy()[..., 0].copy()


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_proof_is_read_from_a_scan(tmp_path: Path, dpi: int) -> None:
    path, place = proven(draw(tmp_path).path)
    scan = picture(path, place.page, dpi)
    grain = np.random.default_rng(1).normal(0, 20, scan.shape)
    (seen,) = zxingcpp.read_barcodes(np.clip(scan * 0.85 + grain, 0, 255).astype(np.uint8))
    assert seen.text == f"{ADDRESS}/{CODE}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_proof_covers_no_print_and_no_place_to_sign(tmp_path: Path, kind: str) -> None:
    letter = draw(tmp_path, kind=kind)
    path, place = proven(letter.path)
    assert place.page == letter.pages
    before, after = picture(letter.path, place.page, 72), picture(path, place.page, 72)
    assert not ((before < 128) & (after >= 128)).any()
    left, bottom, right, top = place.box
    assert (before[int(len(before) - top) : int(len(before) - bottom), int(left) : int(right)] > 200).all()
    places = find_places(path)
    for signing in (places.person, places.agency):
        if signing is not None and signing.page == place.page:
            assert not (
                left < signing.box[2]
                and signing.box[0] < right
                and bottom < signing.box[3]
                and signing.box[1] < top
            )


def test_the_proof_stands_at_the_bottom_left_within_what_printers_reach(tmp_path: Path) -> None:
    _, place = proven(draw(tmp_path).path)
    assert place.box[0] == pytest.approx(85, abs=1)
    assert place.box[1] == pytest.approx(34, abs=1)


@pytest.mark.needs("verapdf", "pdftotext")
def test_a_numbered_and_proven_paper_is_pdf_a_and_shows_its_code(tmp_path: Path) -> None:
    from datetime import date

    letter = draw(tmp_path)
    numbered = tmp_path / "numbered.pdf"
    print_number(letter.path, numbered, number=1, symbol=letter.symbol, date=date(2026, 5, 6))
    path, _ = proven(numbered)
    assert failures([path]) == []
    text = text_of(path)
    assert f"Mã: {CODE}" in text
    assert "xa-thu-nghiem.example/kiem-tra" in text
    assert "Số: 01/QĐ-UBND" in text


def test_a_full_page_is_refused_unless_a_place_is_shown(tmp_path: Path) -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[-1]
        page.contents_add(b"0.5 g " + b" ".join(b"0 %d 600 3 re f" % y for y in range(0, 842, 20)))

    full = rewritten(draw(tmp_path).path, tmp_path / "full.pdf", fill)
    with pytest.raises(PlaceNotFound):
        proven(full)
    assert not full.with_suffix(".proven.pdf").exists()
    _, place = proven(full, place=FieldPlace(1, (90, 40, 200, 100)))
    assert place.page == 1


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_a_turned_page_it_stands_as_the_page_is_read(tmp_path: Path, turned: int) -> None:
    letter = draw(tmp_path, kind="letter")
    path = rewritten(
        letter.path, tmp_path / "turned.pdf", lambda pdf: pdf.pages[0].rotate(turned, relative=False)
    )
    made, place = proven(path, place=FieldPlace(1, (60, 60, 100, 100)))
    (seen,) = zxingcpp.read_barcodes(picture(made, 1, 200), try_rotate=False)
    corner = seen.position.bottom_left
    height = picture(made, 1, 200).shape[0]
    assert corner.x / 200 * 72 == pytest.approx(place.box[0] + 6, abs=8)
    assert (height - corner.y) / 200 * 72 == pytest.approx(place.box[1] + 6, abs=8)


def test_signed_papers_get_no_proof(tmp_path: Path) -> None:
    path = draw(tmp_path).path
    path.write_bytes(path.read_bytes() + b"\n% /ByteRange [0 1 2 3]")
    with pytest.raises(NotSignable):
        proven(path)


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example", "kiem-tra", "https://", "https://a.example/\n", f"https://a.example/{'x' * 120}"],
)
def test_addresses_that_are_none_are_refused(address: str) -> None:
    with pytest.raises(SettingInvalid):
        proof_address(address, CODE)


@pytest.mark.parametrize("code", ["", "ABC", "1234-5678-90AB-CDEF", "MZXW-6YTB-OI2D-GNJ", "M" * 70])
def test_codes_that_could_be_guessed_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="80 bits"):
        proof_address(ADDRESS, code)


def test_an_address_may_say_where_its_code_goes() -> None:
    assert proof_address("https://a.example/?ma={code}", CODE) == f"https://a.example/?ma={CODE}"


def test_a_page_of_metres_is_looked_at_within_bounds(tmp_path: Path) -> None:
    def enlarge(pdf: pikepdf.Pdf) -> None:
        pdf.pages[-1].MediaBox = [0, 0, 14_400, 14_400]
        pdf.pages[-1].UserUnit = 75

    path = rewritten(draw(tmp_path).path, tmp_path / "vast.pdf", enlarge)
    _, place = proven(path)
    assert place.box[3] < 3400
