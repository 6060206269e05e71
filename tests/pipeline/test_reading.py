"""A page of a file in, its words with their places out."""

from __future__ import annotations

import pickle
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from pipeline.handwriting import HANDWRITTEN
from pipeline.layout import in_reading_order
from pipeline.limits import Limits
from pipeline.reading import PageReader, ReadingOptions, read_page, read_pages, read_region
from records import Box, Page, TextOrigin, Word
from records.errors import EngineCrashed
from tests.pipeline.written import Paper, directive, placed

FAULTS = "tests.pipeline.faults"


def saved(pixels: np.ndarray, path: Path, dpi: int) -> Path:
    Image.fromarray(pixels).save(path, dpi=(dpi, dpi))
    return path


def best_match(word: Word, words: tuple[Word, ...]) -> Word | None:
    """The word read where `word` was written."""
    return max(words, key=lambda other: other.box.overlap(word.box), default=None)


def share_found(truth: list[Word], words: tuple[Word, ...], slack: float) -> float:
    """Share of the written words that were read with a box within `slack` pixels on every side."""
    found = 0
    for word in truth:
        other = best_match(word, words)
        if other is not None and other.text == word.text:
            pairs = zip(word.box.as_list(), other.box.as_list(), strict=True)
            found += all(abs(one - two) <= slack for one, two in pairs)
    return found / len(truth)


@pytest.mark.needs("tesseract")
def test_a_scan_is_read_with_every_word_in_its_place(tmp_path: Path) -> None:
    written = directive(300, number="12")
    page = read_page(saved(written.pixels, tmp_path / "a.png", 300), 1)
    assert page.origin is TextOrigin.RECOGNISED
    assert (round(page.dpi), page.width, page.height, page.rotation) == (300, 2480, 3508, 0)
    assert share_found(written.words, page.words, 4) > 0.93
    assert not any(word.remark == HANDWRITTEN for word in page.words)


@pytest.mark.needs("tesseract")
def test_words_of_an_upside_down_skewed_page_lie_on_the_upright_page(tmp_path: Path) -> None:
    written = directive(200, number="12")
    lying, turn = placed(written.pixels, 1.5)
    page = read_page(saved(np.rot90(lying, 2), tmp_path / "a.png", 200), 1)
    assert page.rotation == 180
    assert page.skew == pytest.approx(1.5, abs=0.1)
    centres = np.array([(*word.box.centre, 1.0) for word in written.words]) @ turn.T
    hits = 0
    for word, (x, y) in zip(written.words, centres, strict=True):
        around = Box(
            x - word.box.width / 2, y - word.box.height / 2, x + word.box.width / 2, y + word.box.height / 2
        )
        other = best_match(Word(word.text, around, 1.0), page.words)
        if other is not None and other.text == word.text:
            hits += np.hypot(other.box.centre[0] - x, other.box.centre[1] - y) < 5
    assert hits / len(written.words) > 0.9
    assert any("xoay" in warning for warning in page.warnings)


@pytest.mark.needs("tesseract")
def test_a_poor_scan_keeps_its_own_resolution_and_says_so(tmp_path: Path) -> None:
    written = directive(100, number="12")
    page = read_page(saved(written.pixels, tmp_path / "a.png", 100), 1)
    assert (round(page.dpi), page.width) == (100, 827)
    assert share_found(written.words, page.words, 3) > 0.8
    assert any("100 dpi" in warning for warning in page.warnings)


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize("colour", ["black", "#2030a0"])
def test_a_number_and_a_day_written_by_hand_are_marked(tmp_path: Path, colour: str) -> None:
    page = read_page(saved(directive(250, by_hand=colour).pixels, tmp_path / "a.png", 250), 1)
    marked = [word for word in page.words if word.remark == HANDWRITTEN]
    places = [(word.box.centre[0] / page.width, word.box.centre[1] / page.height) for word in marked]
    assert any(x < 0.35 and y < 0.16 for x, y in places), "the number"
    assert any(x > 0.5 and y < 0.16 for x, y in places), "the day"
    assert all(y < 0.16 for _, y in places), "print is not marked"


@pytest.mark.needs("tesseract")
def test_the_name_under_the_seal_is_read(tmp_path: Path) -> None:
    page = read_page(saved(directive(250, number="12", sealed=True).pixels, tmp_path / "a.png", 250), 1)
    assert "Nguyễn Thị Hồng Thắm" in page.text
    assert "CHỦ TỊCH" in page.text


@pytest.mark.needs("tesseract")
def test_the_columns_of_a_letterhead_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = read_page(saved(directive(250, number="12").pixels, tmp_path / "a.png", 250), 1)
    lines = page.text.splitlines()
    assert lines[:3] == ["ỦY BAN NHÂN DÂN", "XÃ ĐỒNG LỘC", "Số: 12 /CT-UBND"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines


@pytest.mark.needs("tesseract")
def test_character_error_on_clean_print_is_below_one_percent(tmp_path: Path) -> None:
    written = directive(300, number="12")
    page = read_page(saved(written.pixels, tmp_path / "a.png", 300), 1)
    truth = " ".join(word.text for word in written.words)
    read = []
    for word in written.words:
        other = best_match(word, page.words)
        read.append(other.text if other is not None else "")
    assert Levenshtein.distance(truth, " ".join(read)) < 0.01 * len(truth)


def test_a_blank_page_is_kept_but_not_recognised(tmp_path: Path) -> None:
    options = ReadingOptions(engine=f"{FAULTS}.raising:RaisingEngine")
    page = read_page(saved(np.full((1169, 827), 250, np.uint8), tmp_path / "a.png", 100), 1, options)
    assert page.is_blank
    assert page.origin is TextOrigin.NONE
    assert page.words == ()


@pytest.mark.needs("tesseract")
def test_the_back_of_a_sealed_paper_is_blank_and_a_faint_paper_is_not(tmp_path: Path) -> None:
    back = Paper(200)
    back.seal(60, 200)
    pale = Image.blend(back.image, Image.new("RGB", back.image.size, "white"), 0.75)
    grain = np.random.default_rng(2).normal(0, 2, (*pale.size[::-1], 1))
    # Ink seen through paper is soft: 0.25 mm here.
    soft = cv2.GaussianBlur(np.asarray(pale), (0, 0), 2.0)
    worn = np.clip(soft + grain, 0, 255).astype(np.uint8)
    assert read_page(saved(worn, tmp_path / "back.png", 200), 1).is_blank
    faint = Image.blend(directive(200).image, Image.new("RGB", back.image.size, "white"), 0.7)
    page = read_page(saved(np.asarray(faint), tmp_path / "faint.png", 200), 1)
    assert not page.is_blank
    assert len(page.words) > 100


def test_a_picture_that_nobody_can_read_is_not_called_blank(tmp_path: Path) -> None:
    page = read_page(saved(directive(150).pixels, tmp_path / "a.png", 150), 1, ReadingOptions(engine="null"))
    assert page.words == ()
    assert not page.is_blank
    assert any("không đọc được" in warning for warning in page.warnings)


def test_an_engine_that_fails_fails_its_page_and_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tiff"
    first = Image.fromarray(directive(150).pixels)
    first.save(path, save_all=True, append_images=[Image.new("RGB", first.size, "white")], dpi=(150, 150))
    with PageReader(path, ReadingOptions(engine=f"{FAULTS}.raising:RaisingEngine")) as reader:
        with pytest.raises(EngineCrashed):
            reader.read(1)
        assert reader.read(2).is_blank


def test_nonsense_of_an_engine_becomes_words_within_the_page(tmp_path: Path) -> None:
    options = ReadingOptions(engine=f"{FAULTS}.babbling:BabblingEngine")
    page = read_page(saved(directive(150).pixels, tmp_path / "a.png", 150), 1, options)
    assert Page.from_json(page.to_json()) is not None
    for word in page.words:
        assert 0 <= word.confidence <= 1
        assert 0 <= word.box.x0 <= word.box.x1 <= page.width
        assert 0 <= word.box.y0 <= word.box.y1 <= page.height
        assert word.text.isprintable()


@pytest.mark.needs("tesseract")
def test_pages_of_a_file_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.tiff"
    pages = []
    for text in ("Trang thứ nhất của hồ sơ", "Trang thứ hai của hồ sơ"):
        paper = Paper(150, height_mm=100)
        paper.write(text, 30, 40, points=16)
        pages.append(paper.image)
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(150, 150))
    assert [page.number for page in read_pages(path, [2, 1])] == [2, 1]
    assert "hai" in next(read_pages(path, [2])).text


@pytest.mark.needs("tesseract")
def test_a_region_is_read_once_more_alone(tmp_path: Path) -> None:
    written = directive(200, number="12")
    path = saved(written.pixels, tmp_path / "a.png", 200)
    name = Box.around(word.box for word in written.words[-4:])
    assert read_region(path, 1, name) == "Nguyễn Thị Hồng Thắm"


def test_reading_options_travel_to_worker_processes() -> None:
    options = ReadingOptions(engine="null", limits=Limits(page_seconds=5))
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301 - what the pool does


def line_of(text: str, x: float, y: float, line: int, block: int = 0) -> list[Word]:
    words = []
    for piece in text.split():
        words.append(Word(piece, Box(x, y, x + 10 * len(piece), y + 20), 0.9, line, block))
        x += 10 * len(piece) + 8
    return words


def test_columns_end_where_a_line_crosses_their_gutter() -> None:
    words = [
        *line_of("ỦY BAN", 0, 0, 0), *line_of("CỘNG HÒA", 300, 0, 0),
        *line_of("XÃ", 20, 30, 1), *line_of("Độc lập", 310, 30, 1),
        *line_of("một dòng dài đi qua cả hai cột của trang", 0, 70, 2),
    ]  # fmt: skip
    ordered = [word.text for word in in_reading_order(words)]
    assert ordered[:7] == ["ỦY", "BAN", "XÃ", "CỘNG", "HÒA", "Độc", "lập"]
    assert [word.line for word in in_reading_order(words)] == sorted(
        word.line for word in in_reading_order(words)
    )


def test_rows_of_a_form_stay_rows() -> None:
    words = [
        *line_of("Họ tên:", 0, 0, 0), *line_of("Nguyễn An", 300, 0, 0),
        *line_of("Quê quán:", 0, 30, 1), *line_of("Hà Tĩnh", 300, 30, 1),
    ]  # fmt: skip
    ordered = in_reading_order(words)
    assert [word.text for word in ordered] == [word.text for word in words]
    assert all(one.line <= two.line for one, two in pairwise(ordered))


def test_real_backs_with_bleeding_seals_are_blank(shared_samples: Path) -> None:
    options = ReadingOptions()
    for name in ("qn_2025_22-TTr.pdf", "qn_2025_299-UBND-TTHC.pdf"):
        assert read_page(shared_samples / "real_admin" / name, 2, options).is_blank
    assert read_page(shared_samples / "hard" / "blank.pdf", 1, options).is_blank


@pytest.mark.needs("tesseract")
@pytest.mark.slow
def test_real_handwritten_numbers_and_days_are_marked(shared_samples: Path) -> None:
    for name in ("qn_2018_07-CT", "qn_2021_11-CT", "qn_2024_280-BC"):
        page = read_page(shared_samples / "real_admin" / f"{name}.pdf", 1)
        marked = [
            word for word in page.words if word.remark == HANDWRITTEN and word.box.y0 < page.height * 0.2
        ]
        assert any(word.box.x0 < page.width * 0.35 for word in marked)
        assert any(word.box.x0 > page.width * 0.45 for word in marked)
