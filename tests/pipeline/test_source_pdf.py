"""PDF pages are shown as a viewer shows them, at the scan's own resolution, within the limits."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from pipeline.limits import Limits
from pipeline.source import open_source
from records import PageImageKind
from records.errors import DamagedFile, EncryptedFile, NotADocument, PageFailed, TooLarge
from tests.pipeline.drawn import add_stamp, encoded, paper, scan_pdf, text_pdf


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_scan_comes_out_with_its_own_pixels(tmp_path: Path, mode: str) -> None:
    stream = encoded(paper(mode=mode), "JPEG")
    path = scan_pdf(tmp_path / "scan.pdf", [stream])
    with open_source(path) as source:
        page = source.page(1)
        assert page.kind is PageImageKind.SCAN
        picture = page.picture()
    stored = np.asarray(Image.open(io.BytesIO(stream)))
    assert picture.dpi == pytest.approx(100)
    assert picture.pixels.shape == stored.shape
    assert np.abs(picture.pixels.astype(int) - stored).max() <= 2


@pytest.mark.parametrize(("rotate", "corner"), [(90, (5, -5)), (180, (-5, -5)), (270, (-5, 5))])
def test_a_page_is_turned_as_it_says(tmp_path: Path, rotate: int, corner: tuple[int, int]) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")], rotate=rotate)
    with open_source(path) as source:
        pixels = source.page(1).picture().pixels
    assert pixels.shape[:2] == ((827, 1169) if rotate % 180 else (1169, 827))
    assert pixels[corner].max() < 60


def test_taking_the_stored_picture_and_drawing_the_page_agree(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")], rotate=90)
    with open_source(path) as source:
        taken, drawn = source.page(1).picture(), source.page(1).picture(dpi=100)
    assert taken.pixels.shape == drawn.pixels.shape
    assert np.abs(taken.pixels.astype(int) - drawn.pixels).mean() < 1


def test_a_masked_scan_is_drawn_and_not_taken(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(mark=False), "JPEG")])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        image.SMask = pikepdf.Stream(
            pdf,
            bytes(827 * 1169),
            Subtype=pikepdf.Name.Image,
            Width=827,
            Height=1169,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
        )
        pdf.save(path)
    with open_source(path) as source:
        assert source.page(1).picture().pixels.min() == 255


def test_a_stamp_is_seen_and_read(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(mark=False), "JPEG")])
    add_stamp(path, "So 542", (400, 780, 500, 810))
    with open_source(path) as source:
        page = source.page(1)
        picture = page.picture()
        words = page.own_words(picture.dpi)
        assert page.kind is PageImageKind.SCAN
    assert [word.text for word in words] == ["So", "542"]
    assert picture.pixels.shape == (1169, 827, 3)
    assert picture.pixels[60, 690].tolist() == [255, 0, 0]
    assert 540 < words[0].box.x0 < 640
    assert 40 < words[0].box.y0 < 90


def test_invisible_text_is_not_the_pages_own(tmp_path: Path) -> None:
    stream = encoded(paper(), "JPEG")
    path = scan_pdf(tmp_path / "scan.pdf", [stream], hidden="somebody else read this", shown="Stamp")
    with open_source(path) as source:
        page = source.page(1)
        assert [word.text for word in page.own_words(100)] == ["Stamp"]
        assert page.kind is PageImageKind.SCAN


def test_born_digital_text_comes_in_words_and_lines(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "letter.pdf", ["Dear Sir or Madam,", "all bills are paid."])
    with open_source(path) as source:
        page = source.page(1)
        words = page.own_words(300)
        assert page.kind is PageImageKind.BORN_DIGITAL
        picture = page.picture()
    assert [word.text for word in words] == ["Dear", "Sir", "or", "Madam,", "all", "bills", "are", "paid."]
    assert [word.line for word in words] == [0, 0, 0, 0, 1, 1, 1, 1]
    box = words[0].box
    assert picture.pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)].min() < 60
    assert picture.pixels[: int(box.y0) - 4].min() == 255


def test_text_that_was_drawn_later_is_read_in_its_gap(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "letter.pdf", ["So:                 /TB-UBND"])
    add_stamp(path, "542", (90, 754, 125, 776))
    with open_source(path) as source:
        assert [word.text for word in source.page(1).own_words(72)] == ["So:", "542", "/TB-UBND"]


def test_an_enormous_page_is_drawn_smaller_and_said(tmp_path: Path) -> None:
    path = tmp_path / "wall.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(8400, 8400))
    pdf.save(path)
    with open_source(path, Limits(max_rendered_pixels=1_000_000)) as source:
        page = source.page(1)
        picture = page.picture()
    assert picture.pixels.shape[:2] == (1000, 1000)
    assert "thu nhỏ" in page.warnings[0]


def test_a_picture_beyond_the_limit_fails_its_page_only(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG"), encoded(paper((80, 80)), "JPEG")])
    with open_source(path, Limits(max_page_pixels=100_000)) as source:
        with pytest.raises(PageFailed):
            source.page(1).picture()
        assert source.page(2).picture().pixels.shape == (80, 80, 3)


def test_a_password_is_asked_for_only_where_opening_needs_it(tmp_path: Path) -> None:
    stream = encoded(paper(), "JPEG")
    closed = {"encryption": pikepdf.Encryption(owner="o", user="u")}
    guarded = {"encryption": pikepdf.Encryption(owner="o", user="")}
    with pytest.raises(EncryptedFile):
        open_source(scan_pdf(tmp_path / "closed.pdf", [stream], save=closed))
    with open_source(scan_pdf(tmp_path / "guarded.pdf", [stream], save=guarded)) as source:
        assert source.page(1).picture().pixels.shape == (1169, 827, 3)


def test_a_truncated_pdf_is_refused_or_said(tmp_path: Path) -> None:
    whole = scan_pdf(tmp_path / "whole.pdf", [encoded(paper(), "JPEG")] * 3).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedFile):
        open_source(cut)
    cut.write_bytes(whole[:-8])
    with open_source(cut) as source:
        assert "chưa chép xong" in source.page(1).warnings[0]


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "long.pdf", [encoded(paper((80, 80)), "JPEG")] * 6)
    with pytest.raises(TooLarge):
        open_source(path, Limits(max_pages=5))


def test_a_dynamic_form_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.NeedsRendering = True
    pdf.save(path)
    with pytest.raises(NotADocument) as refused:
        open_source(path)
    assert "Adobe Reader" in refused.value.remedy_vi


def test_pages_are_counted_from_one(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", [encoded(paper((80, 80)), "JPEG")])
    with open_source(path) as source:
        for number in (0, 2):
            with pytest.raises(IndexError):
                source.page(number)
