"""Text laid on pages is in Tinos: measured as Times New Roman is, embedded, found again by every reader."""

from __future__ import annotations

import io
import subprocess
import zlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from records.errors import SigningRefused
from signing import fonts
from signing.fonts import VIETNAMESE, Face, cut_for, font_file, width, wrapped

SENTENCE = "Ủy ban nhân dân xã Thử Nghiệm – SAO Y; 22/11/2026, 10:40:05 +07:00"


def page_with(text: str, face: Face, path: Path) -> Path:
    writer = PdfFileWriter()
    cut = cut_for(text, face)
    fonts_used = generic.DictionaryObject({generic.NameObject("/F"): cut.embed(writer)})
    page = PageObject(
        contents=writer.add_object(
            generic.StreamObject(stream_data=b"BT /F 10 Tf 20 50 Td " + cut.shown(text) + b" Tj ET")
        ),
        media_box=(0, 0, 500, 100),
        resources=generic.DictionaryObject({generic.NameObject("/Font"): fonts_used}),
    )
    writer.insert_page(page)
    with path.open("wb") as out:
        writer.write(out)
    return path


@pytest.mark.parametrize("face", Face)
def test_what_is_drawn_is_read_back_letter_by_letter(face: Face, tmp_path: Path) -> None:
    path = page_with(SENTENCE, face, tmp_path / "page.pdf")
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == SENTENCE
    told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[2].split()[3:7] == ["Identity-H", "yes", "yes", "yes"]


def test_every_vietnamese_letter_is_in_every_face() -> None:
    for face in Face:
        assert set(VIETNAMESE) <= cut_for(VIETNAMESE, face).codes.keys()


def test_widths_are_those_of_times_new_roman() -> None:
    # 722, 500 and 250 thousandths of an em for A, a figure and a space, as in every Times of 1000 units.
    assert width("A", 1000) == pytest.approx(722, abs=0.5)
    assert width("0", 10) == pytest.approx(5, abs=0.01)
    assert width(" ", 10) == pytest.approx(2.5, abs=0.01)
    assert width("Thử", 13, Face.BOLD) > width("Thử", 13)


def test_a_letter_typed_as_base_and_mark_is_measured_and_drawn_as_one() -> None:
    assert width("Ủ", 10) == width("U\u0309", 10)
    assert cut_for("Ủ").shown("U\u0309") == cut_for("Ủ").shown("Ủ")


def test_the_embedded_widths_are_those_of_the_program() -> None:
    cut = cut_for(SENTENCE)
    program = TTFont(io.BytesIO(zlib.decompress(cut.program)))
    assert program["head"].unitsPerEm == 1000
    assert tuple(program["hmtx"][glyph][0] for glyph in program.getGlyphOrder()) == cut.widths
    assert len(cut.program) < 20_000


def test_texts_that_differ_by_figures_share_one_cut() -> None:
    assert cut_for("Số 15, 10:40") is cut_for("Số 16, 11:52")


def test_lines_break_between_words_within_the_width() -> None:
    lines = wrapped("Cơ quan: Ủy ban nhân dân xã Thử Nghiệm, tỉnh Thử", 100, 10)
    assert len(lines) > 1
    assert all(width(line, 10) <= 100 for line in lines)
    assert " ".join(lines) == "Cơ quan: Ủy ban nhân dân xã Thử Nghiệm, tỉnh Thử"
    assert wrapped("dài-hơn-bề-rộng", 10, 10) == ("dài-hơn-bề-rộng",)
    assert wrapped("", 10, 10) == ()


def test_a_letter_that_the_font_lacks_is_named() -> None:
    with pytest.raises(SigningRefused, match=r"U\+4E2D"):
        cut_for("中")


def test_a_missing_font_is_named_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    monkeypatch.setenv("PATH", str(tmp_path))
    font_file.cache_clear()
    try:
        with pytest.raises(SigningRefused) as refused:
            font_file()
    finally:
        font_file.cache_clear()
    assert "apt-get install fonts-croscore" in refused.value.remedy_vi
