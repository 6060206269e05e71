"""Words that cannot be Vietnamese are marked in Vietnamese lines, and nothing is ever changed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.improbable import IMPROBABLE, marked_improbable
from records import Box, Word


def line(text: str, number: int = 0, remark: str = "") -> list[Word]:
    return [Word(word, Box(0, 0, 10, 10), 0.9, number, 0, remark=remark) for word in text.split()]


def marked(*lines: str) -> list[str]:
    words = [word for number, text in enumerate(lines) for word in line(text, number)]
    out = marked_improbable(words)
    assert [replace(word, remark="") for word in out] == words
    return [word.text for word in out if word.remark == IMPROBABLE]


def test_a_misread_word_in_a_vietnamese_line_is_marked() -> None:
    assert marked("Ông Nguyêễn Văn Mận trú tại thôn Đông") == ["Nguyêễn"]
    assert marked("Căn cứ Luật Tổ chức chính quyển địa phưong ngày 19") == ["phưong"]


def test_numbers_codes_addresses_and_abbreviations_are_not_marked() -> None:
    assert marked("Số 15/QĐ-UBND ngày 3/4/2024 của UBND xã, email: xa@phuloc.gov.vn, GCN số CH01234") == []
    assert marked("H'Bia Êban trú tại buôn Krông, xã Ea Đrăng, tỉnh Đắk Lắk") == []


def test_a_line_in_another_language_is_left_alone() -> None:
    page = ["Căn cứ Luật Tổ chức chính quyền địa phương", "Socialist Republic independence through freedoms"]
    assert marked(*page) == []


def test_a_word_alone_on_its_line_goes_by_the_page() -> None:
    assert marked("Căn cứ Luật Tổ chức chính quyền", "Nguyễnn") == ["Nguyễnn"]
    assert marked("Nguyễnn") == []


def test_another_remark_stays() -> None:
    words = [*line("Ông Văn Mận trú tại"), *line("Nguyễnn", remark="handwritten")]
    assert [word.remark for word in marked_improbable(words)] == ["", "", "", "", "", "handwritten"]
