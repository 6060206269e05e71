from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

from classifiers.specimens import fonts
from pipeline.line_reader import LineReading, is_available, model, read_lines
from pipeline.line_reader.alphabet import SIGNS
from pipeline.line_reader.fitting import HEIGHT, fitted
from records.errors import ModelRefused

LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 1207/QĐ-UBND",
    "Quảng Lạc, ngày 05 tháng 3 năm 2024",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Ông Nguyễn Hữu Thắng, sinh năm 1968, trú tại thôn Đồng Mới",
    "số tiền 1.250.000 đồng (Một triệu hai trăm năm mươi nghìn)",
    "kể từ ngày ký; thửa đất số 45, tờ bản đồ 12, diện tích 104,9 m²",
)


def drawn(text: str, *, size: int = 50, noise: float = 0.0, bold: bool = False) -> NDArray[np.uint8]:
    """A line cut as `pipeline.lines` cuts it: its ink and four pixels of white around it."""
    font = fonts.load("serif", bold, False, size)
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    image = Image.new("L", (round(right - left) + 12, round(bottom - top) + 12), 255)
    ImageDraw.Draw(image).text((6 - left, 6 - top), text, font=font, fill=20, anchor="ls")
    grey = np.asarray(image, np.float64) + np.random.default_rng(5).normal(0, noise, image.size[::-1])
    return np.clip(grey, 0, 255).astype(np.uint8)


def error(texts: Sequence[str], readings: Sequence[LineReading]) -> float:
    wrong = sum(Levenshtein.distance(text, read.text) for text, read in zip(texts, readings, strict=True))
    return wrong / sum(map(len, texts))


def test_the_model_that_is_shipped_is_the_one_that_was_measured() -> None:
    assert is_available()


def test_drawn_lines_are_read_nearly_without_fault() -> None:
    readings = read_lines([drawn(text) for text in LINES])
    assert error(LINES, readings) < 0.01


def test_noisy_small_and_bold_lines_are_read_too() -> None:
    pictures = [
        drawn(text, size=38 + index, noise=18, bold=index % 2 == 0) for index, text in enumerate(LINES)
    ]
    assert error(LINES, read_lines(pictures)) < 0.03


def test_a_line_reads_the_same_alone_and_among_others() -> None:
    pictures = [drawn(text) for text in LINES]
    together = read_lines(pictures)
    alone = [read_lines([picture])[0] for picture in pictures]
    assert [reading.text for reading in together] == [reading.text for reading in alone]


def test_only_the_signs_asked_for_are_read() -> None:
    (reading,) = read_lines([drawn("Số: 1207/QĐ-UBND")], characters="0123456789")
    assert set(reading.text) <= set("0123456789 ")
    assert "1207" in reading.text


def test_words_stand_in_order_and_inside_the_picture() -> None:
    pictures = [drawn(text) for text in LINES]
    for picture, reading in zip(pictures, read_lines(pictures), strict=True):
        ends = [(word.left, word.right) for word in reading.words]
        assert ends == sorted(ends)
        assert all(left < right for left, right in ends)
        assert all(before[1] <= after[0] for before, after in pairwise(ends))
        assert ends[0][0] >= 0
        assert ends[-1][1] <= picture.shape[1] + 1


def test_a_words_box_is_where_its_ink_is() -> None:
    text = "Độc lập - Tự do - Hạnh phúc"
    font = fonts.load("serif", False, False, 50)
    (reading,) = read_lines([drawn(text)])
    assert reading.text == text
    for index, word in enumerate(reading.words):
        before = " ".join([*text.split()[:index], ""])
        assert abs(word.left - (6 + font.getlength(before))) < 8


def test_confidence_is_a_share_and_lower_where_the_line_is_spoilt() -> None:
    clean, spoilt = read_lines([drawn(LINES[0]), drawn(LINES[0], size=18, noise=60)])
    assert 0 <= spoilt.confidence < clean.confidence <= 1


def test_a_white_picture_and_an_empty_one_say_nothing() -> None:
    white, empty = read_lines([np.full((60, 300), 255, np.uint8), np.zeros((0, 0), np.uint8)])
    assert white.words == empty.words == ()
    assert white.text == empty.text == ""


def test_no_pictures_give_no_readings() -> None:
    assert read_lines([]) == []


def test_a_picture_of_any_shape_is_brought_to_one_height() -> None:
    for shape in ((1, 1), (3, 5000), (900, 20), (60, 40_000)):
        picture = fitted(np.full(shape, 255, np.uint8))
        assert picture.shape[0] == HEIGHT
        assert picture.shape[1] <= 4000


def test_every_sign_is_known_once() -> None:
    assert len(set(SIGNS)) == len(SIGNS)


def test_a_model_with_another_digest_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = bytearray(model.MODEL.read_bytes())
    changed[-1] ^= 1
    (tmp_path / "model.onnx").write_bytes(changed)
    monkeypatch.setattr(model, "MODEL", tmp_path / "model.onnx")
    assert not is_available()
    with pytest.raises(ModelRefused):
        read_lines([drawn("xem")])


def test_a_missing_model_makes_the_reader_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "MODEL", tmp_path / "model.onnx")
    assert not is_available()
