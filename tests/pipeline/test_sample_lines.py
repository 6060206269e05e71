"""Text that does not prove itself stands for its page only where a few lines read the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pipeline.reading import read_page
from pipeline.sample_lines import agrees
from records import TextOrigin, Word
from tests.pipeline.drawn import text_pdf, words_on
from tests.pipeline.old_fonts import Run, old_pdf
from tests.pipeline.written import BODY

ENGLISH = [f"This is line number {row} of an ordinary letter about bills." for row in range(8)]
WHITE = np.full((1169, 827), 255, np.uint8)


def reader(lines: list[str]) -> Callable[[object], str]:
    """Reads these lines, one after the other, whatever it is shown."""
    answers = iter(lines)
    return lambda _: next(answers)


def sample() -> tuple[Word, ...]:
    return words_on(ENGLISH[:2])


def test_lines_that_read_the_same_agree_whatever_the_marks() -> None:
    assert agrees(
        sample(), WHITE, reader([ENGLISH[0], "Thỉs ís lỉne numbêr 1 ọf an ordinary letter about bills"])
    )


def test_lines_that_read_otherwise_do_not() -> None:
    assert not agrees(sample(), WHITE, reader(["Ủy ban nhân dân xã Đồng Lộc", "kính gửi các thôn"]))


def test_where_nothing_can_be_read_nothing_speaks_against_the_text() -> None:
    assert agrees(sample(), WHITE, reader(["", ""]))


def test_an_english_letter_keeps_its_text(tmp_path: Path) -> None:
    page = read_page(text_pdf(tmp_path / "letter.pdf", ENGLISH), 1)
    assert page.origin is TextOrigin.TEXT_LAYER


def test_letters_in_the_order_of_their_first_use_are_read_from_the_picture(tmp_path: Path) -> None:
    runs = [[Run(line.replace("Ủ", "U"), "ABCDEF+F1", stores="first_used")] for line in BODY]
    page = read_page(old_pdf(tmp_path / "coded.pdf", runs), 1)
    assert page.origin is TextOrigin.RECOGNISED
    assert "hồ sơ địa chính" in page.text


def test_a_page_whose_file_draws_letters_is_not_blank_though_nobody_reads_them(tmp_path: Path) -> None:
    page = read_page(old_pdf(tmp_path / "one.pdf", [[Run("ừ", "F1", stores="private")]]), 1)
    assert not page.words
    assert not page.is_blank
    assert "không đọc được chữ nào" in page.warnings[0]
