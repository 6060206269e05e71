"""The demo's papers are laid out as the decree asks, can be read by a program, and conform to PDF/A-2."""

from __future__ import annotations

import subprocess
import unicodedata
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from signing.demo_documents import KINDS, demo_images, demo_letters
from tests.tools.verapdf import failures

MM = 72 / 25.4


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def characters(path: Path) -> list[tuple[str, tuple[float, float, float, float]]]:
    with pypdfium2.PdfDocument(path) as pdf:
        found = []
        for page in pdf:
            text = page.get_textpage()
            found += [
                (text.get_text_range(index, 1), text.get_charbox(index))
                for index in range(text.count_chars())
            ]
    return [(letter, box) for letter, box in found if letter.strip()]


def test_equal_seeds_give_equal_files_and_no_two_papers_are_alike(tmp_path: Path) -> None:
    once = [letter.path.read_bytes() for letter in demo_letters(tmp_path / "a", count=12, seed=7)]
    again = [letter.path.read_bytes() for letter in demo_letters(tmp_path / "b", count=12, seed=7)]
    assert once == again
    assert len(set(once)) == 12


def test_a_decision_has_two_pages_whatever_its_seed(tmp_path: Path) -> None:
    letters = demo_letters(tmp_path, count=12, seed=3, kinds=["decision"])
    assert {letter.pages for letter in letters} == {2}
    others = demo_letters(tmp_path / "others", count=15, seed=3, kinds=KINDS[1:])
    assert {letter.pages for letter in others} == {1}


def test_papers_keep_the_margins_of_the_decree(tmp_path: Path) -> None:
    for letter in demo_letters(tmp_path, count=len(KINDS)):
        boxes = [box for _, box in characters(letter.path)]
        assert min(box[0] for box in boxes) >= 30 * MM - 10  # the V/v of a công văn hangs out a little
        assert max(box[2] for box in boxes) <= 210 * MM - 15 * MM
        assert min(box[1] for box in boxes) >= 20 * MM - 4  # descenders


@pytest.mark.needs("pdftotext")
def test_papers_wait_for_number_and_date_and_are_read_in_composed_vietnamese(tmp_path: Path) -> None:
    decision, *_ = demo_letters(tmp_path)
    text = text_of(decision.path)
    assert text == unicodedata.normalize("NFC", text)
    flat = " ".join(text.split())
    for phrase in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /QĐ-UBND",
        "Thử Nghiệm, ngày tháng năm 2026",
        "TM. ỦY BAN NHÂN DÂN",
        "Nơi nhận:",
        "Nguyễn Văn Thử",
    ):
        assert phrase in flat


@pytest.mark.needs("pdftotext")
def test_papers_may_carry_number_and_date_already(tmp_path: Path) -> None:
    (letter,) = demo_letters(tmp_path, count=1, number="05", date=date(2026, 2, 3))
    flat = " ".join(text_of(letter.path).split())
    assert "Số: 05/QĐ-UBND" in flat
    assert "Thử Nghiệm, ngày 03 tháng 02 năm 2026" in flat


def test_the_seal_is_red_on_nothing_and_of_actual_size(tmp_path: Path) -> None:
    signature, seal = demo_images(tmp_path)
    for path, channel, mm in ((signature, 2, 48.0), (seal, 0, 36.0)):
        with Image.open(path) as image:
            assert image.mode == "RGBA"
            assert image.getpixel((0, 0))[3] == 0
            assert image.width / image.info["dpi"][0] * 25.4 == pytest.approx(mm, abs=0.1)
            inked = [pixel for pixel in image.get_flattened_data() if pixel[3] == 255]
            assert all(max(pixel[:3]) == pixel[channel] for pixel in inked)
            assert inked


@pytest.mark.needs("verapdf")
def test_papers_conform_to_pdf_a_2u(tmp_path: Path) -> None:
    letters = demo_letters(tmp_path, count=len(KINDS))
    assert failures([letter.path for letter in letters]) == []


def test_papers_embed_every_font(tmp_path: Path) -> None:
    (letter,) = demo_letters(tmp_path, count=1)
    with pikepdf.open(letter.path) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font
