"""What signed pages look like, measured in the pixels of two engines and read by pdftotext."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray

from signing.appearance import find_places
from signing.demo_documents import demo_letters
from signing.demo_documents.images import SEAL_MM
from signing.orders import Role
from tests.signing.appearance.conftest import Desk
from tests.signing.appearance.hand import by_pdfium, by_poppler, in_mm, ink_mm, order, signed, text_of
from tests.tools.verapdf import failures

TRIAL = "CHỮ KÝ DÙNG THỬ – KHÔNG CÓ GIÁ TRỊ"
PIXEL = 0.2
"""Millimetres of a pixel in the drawn pages."""

Draws = Callable[[Path, int], NDArray[np.uint8]]


def sign_and_seal(desk: Desk, source: Path, folder: Path, *, is_trial: bool = False) -> tuple[Path, int]:
    half, whole = folder / "half.pdf", folder / "whole.pdf"
    person = order(source, image=desk.signature)
    signed(source, half, person, field="NguoiKy1", is_trial=is_trial)
    agency = order(half, Role.AGENCY, image=desk.seal, field="CoQuan")
    place = signed(half, whole, agency, field="CoQuan", is_trial=is_trial).place
    return whole, place.page


@pytest.mark.needs("pdftoppm")
@pytest.mark.parametrize("draws", [by_poppler, by_pdfium])
@pytest.mark.parametrize("kind", ["decision", "letter", "minutes"])
def test_the_seal_covers_the_left_third_of_the_signature_at_its_actual_size(
    kind: str, draws: Draws, desk: Desk, tmp_path: Path
) -> None:
    person = find_places(desk.paper(kind)).person
    assert person is not None
    path, page = sign_and_seal(desk, desk.paper(kind), tmp_path)
    picture = draws(path, page)
    seal, signature = ink_mm(picture, "red"), ink_mm(picture, "blue")
    assert seal[2] - seal[0] == pytest.approx(SEAL_MM, abs=2 * PIXEL)
    assert seal[3] - seal[1] == pytest.approx(SEAL_MM, abs=2 * PIXEL)
    covered = (seal[2] - signature[0]) / (signature[2] - signature[0])
    assert covered == pytest.approx(1 / 3, abs=0.02)
    # the seal's ring hides little ink: middles differ by what a pen stroke's end does
    assert (seal[1] + seal[3]) / 2 == pytest.approx((signature[1] + signature[3]) / 2, abs=1)
    left, _, right, _ = in_mm(person)
    assert (signature[0] + signature[2]) / 2 == pytest.approx((left + right) / 2, abs=2 * PIXEL)


@pytest.mark.needs("pdftotext")
def test_a_real_signature_adds_no_word_and_a_trial_says_so(desk: Desk, tmp_path: Path) -> None:
    source = desk.paper("letter")
    before = text_of(source, 1)
    (tmp_path / "trial").mkdir()
    real, page = sign_and_seal(desk, source, tmp_path)
    assert text_of(real, page) == before
    trial, page = sign_and_seal(desk, source, tmp_path / "trial", is_trial=True)
    assert text_of(trial, page).count("CHỮ KÝ DÙNG THỬ –") == 2
    assert text_of(trial, page).count("KHÔNG CÓ GIÁ TRỊ") == 2


@pytest.mark.needs("pdftotext")
def test_an_appendix_shows_number_and_time_at_the_top_right_and_no_image(desk: Desk, tmp_path: Path) -> None:
    source, out = desk.paper("appendix"), tmp_path / "out.pdf"
    wanted = order(source, Role.APPENDIX, text=["15/QĐ-UBND"], image=desk.seal)
    left, bottom, right, top = in_mm(signed(source, out, wanted).place)
    assert text_of(out, 1).startswith("15/QĐ-UBND Thời gian ký: 2026-11-22T10:40:05+07:00 PHỤ LỤC")
    assert right == pytest.approx(195, abs=0.1)
    assert left > 105
    assert top > 287
    assert bottom > 275
    red = by_poppler(out, 1).astype(int)  # pdfium smooths letters in colours
    assert not ((red[..., 0] > red[..., 2] + 60) & (red[..., 0] > red[..., 1] + 40)).any()


@pytest.mark.needs("pdftotext")
def test_a_copy_shows_its_form_agency_and_time_above_what_is_printed(desk: Desk, tmp_path: Path) -> None:
    source, out = desk.paper("record"), tmp_path / "out.pdf"
    wanted = order(source, Role.COPY, text=["SAO LỤC", "ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM"])
    appearance = signed(source, out, wanted)
    said = "SAO LỤC ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM Thời gian ký: 2026-11-22T10:40:05+07:00"
    assert text_of(out, 1).startswith(said)
    before = by_pdfium(source, 1)
    left, bottom, right, top = (round(edge / PIXEL) for edge in in_mm(appearance.place))
    assert (before[before.shape[0] - top : before.shape[0] - bottom, left:right] > 200).all()


def test_a_copy_without_a_form_is_a_whole_copy_by_the_certificates_agency(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    signed(desk.paper("record"), out, order(desk.paper("record"), Role.COPY), name="UBND xã Thử Nghiệm")
    assert text_of(out, 1).startswith("SAO Y UBND xã Thử Nghiệm Thời gian ký:")


@pytest.mark.needs("pdftotext")
def test_text_is_ten_points_high_and_embedded(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    signed(desk.paper("appendix"), out, order(desk.paper("appendix"), Role.APPENDIX, text=["15/QĐ-UBND"]))
    with pikepdf.open(out) as pdf:
        (widget,) = pdf.pages[0].Annots
        form = widget.AP.N
        width, height = (float(widget.Rect[2] - widget.Rect[0]), float(widget.Rect[3] - widget.Rect[1]))
        assert [float(side) for side in form.BBox] == pytest.approx([0, 0, width, height], abs=0.01)
        assert b"/Text 10 Tf" in form.read_bytes()
        assert "Tinos-Regular" in str(form.Resources.Font.Text.BaseFont)


@pytest.mark.needs("verapdf")
@pytest.mark.slow
def test_signed_sealed_and_copied_papers_stay_pdf_a_2(desk: Desk, tmp_path: Path) -> None:
    made = []
    for is_trial in (False, True):
        for kind in ("decision", "minutes"):
            folder = tmp_path / f"{kind}-{is_trial}"
            folder.mkdir()
            made.append(sign_and_seal(desk, desk.paper(kind), folder, is_trial=is_trial)[0])
        for role, kind in ((Role.APPENDIX, "appendix"), (Role.COPY, "record")):
            out = tmp_path / f"{kind}-{is_trial}.pdf"
            signed(desk.paper(kind), out, order(desk.paper(kind), role), is_trial=is_trial)
            made.append(out)
    invisible = tmp_path / "invisible.pdf"
    signed(desk.paper("appendix"), invisible, order(desk.paper("appendix")))
    assert failures([*made, invisible]) == []


def as_pdf_a_1(source: Path, target: Path) -> Path:
    """The same paper as an older office program writes it."""
    with pikepdf.open(source) as pdf:
        xmp = pdf.Root.Metadata.read_bytes()
        xmp = re.sub(rb"(pdfaid:part[>=\"']+)2", rb"\g<1>1", xmp)
        pdf.Root.Metadata.write(re.sub(rb"(pdfaid:conformance[>=\"']+)U", rb"\g<1>B", xmp))
        pdf.save(target, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target


def breaches_of_pdf_a_1(*paths: Path) -> list[dict[str, int]]:
    """Of each file: clause and test to how often it fails it, as veraPDF counts."""
    command = ["verapdf", "--flavour", "1b", *paths]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rule = re.compile(r'clause="([\d.]+)" testNumber="(\d+)" status="failed" failedChecks="(\d+)"')
    jobs = told.split("<job>")[1:]
    return [{f"{clause}-{number}": int(count) for clause, number, count in rule.findall(job)} for job in jobs]


@pytest.mark.needs("verapdf", "pdftoppm")
@pytest.mark.slow
def test_a_paper_that_is_pdf_a_1_is_signed_without_transparency(desk: Desk, tmp_path: Path) -> None:
    source = as_pdf_a_1(desk.paper("letter"), tmp_path / "source.pdf")
    path, page = sign_and_seal(desk, source, tmp_path)
    with pikepdf.open(path) as pdf:
        assert all("/SMask" not in entry for entry in pdf.objects if isinstance(entry, pikepdf.Stream))
    seal, signature = ink_mm(by_poppler(path, page), "red"), ink_mm(by_poppler(path, page), "blue")
    covered = (seal[2] - signature[0]) / (signature[2] - signature[0])
    assert covered == pytest.approx(1 / 3, abs=0.02)
    trial, copy = tmp_path / "trial.pdf", tmp_path / "copy.pdf"
    signed(source, trial, order(source, image=desk.signature), is_trial=True)
    signed(source, copy, order(source, Role.COPY))
    before, *after = breaches_of_pdf_a_1(source, path, trial, copy)
    assert before  # its colour profile is a newer one, which PDF/A-1 does not know
    for breaches in after:
        breaches.pop("6.7.3-7", None)  # pyHanko alone names itself as producer
    assert after == [before] * 3


@pytest.mark.needs("pdftoppm")
def test_hundreds_of_files_take_the_same_compressed_image(desk: Desk, tmp_path: Path) -> None:
    from signing.appearance.pictures import open_picture

    assert open_picture(desk.seal) is open_picture(desk.seal)
    (letter,) = demo_letters(tmp_path, count=1, kinds=["letter"])
    out = tmp_path / "out.pdf"
    signed(letter.path, out, order(letter.path, image=desk.signature))
    assert out.stat().st_size - letter.path.stat().st_size < 60_000
