"""What programs leave in words is resolved, and what is printed stays as printed."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.tidy_text import tidy, tidy_words
from records import Box, Line, Word


def word(text: str) -> Word:
    return Word(text, Box(100, 10, 200, 30), 0.9, 3, 1, Line(100, 25, 200, 27))


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("of\ufb01ce", "office"),
        ("Qu\0yet", "Quyet"),
        ("\ufb02oor", "floor"),
        ("hợp\u00adđồng", "hợpđồng"),
        ("\u200bĐiều\ufeff", "Điều"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
        ("Ðông", "Đông"),
        ("\uf0b7", "•"),
        ("  15\u00a0 \u2009tháng ", "15 tháng"),
    ],
)
def test_signs_that_stand_for_others_are_resolved(stored: str, read: str) -> None:
    assert tidy(stored) == read


@pytest.mark.parametrize(
    "text", ["hoà", "hòa", "thuý", "thúy", "m²", "20°C", "½", "v.v...", "…", "15.000.000"]
)
def test_what_is_printed_stays_as_printed(text: str) -> None:
    assert tidy(text) == text
    assert tidy_words([word(text)]) == (word(text),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Số:……/QĐ-UBND", ["Số:", "/QĐ-UBND"]),
        ("Số:…../QĐ-UBND", ["Số:", "/QĐ-UBND"]),
        ("tên:.........Nguyễn", ["tên:", "Nguyễn"]),
        ("..............", []),
        ("____", []),
        ("......,.....", []),
        ("\u00ad", []),
        ("ngày\u00a015", ["ngày", "15"]),
        ("www.phuong.gov.vn", ["www.phuong.gov.vn"]),
    ],
)
def test_leaders_part_words_and_are_none_themselves(text: str, parts: list[str]) -> None:
    assert [one.text for one in tidy_words([word(text)])] == parts


def test_parts_of_a_word_share_its_place() -> None:
    first, last = tidy_words([word("Số:……/QĐ")])
    assert (first.box.x0, last.box.x1) == (100, 200)
    assert first.box.x1 < last.box.x0
    assert last.baseline is not None
    assert last.baseline.y0 < last.baseline.y1 == 27
    assert (first.line, last.block, last.confidence) == (3, 1, 0.9)
