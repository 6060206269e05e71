"""Names stand where a Vietnamese reader looks for them."""

from __future__ import annotations

import random

import pytest


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "p", "u", "ư", "v", "x", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mấ"],
        ["Dung", "Dũng", "Đan", "Đào", "Đức"],
        ["Hoa", "Hòa", "Hoà An", "Hoan"],
        ["An Bình", "An Phú", "Ân", "Ân Thi"],
        ["Quyết định số 9", "Quyết định số 10", "Quyết định số 100"],
        ["Nguyễn Văn An", "Nguyễn Văn Ân", "Nguyễn Văn Bình", "Ông", "Ơn", "Uyên", "Ưng"],
        ["2024", "An", "Ω"],
    ],
)
def test_the_order_is_that_of_a_dictionary(ordered: list[str]) -> None:
    from portal.catalogue.collation import vietnamese_key

    mixed = list(ordered)
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=vietnamese_key) == ordered


def test_capitals_and_ways_of_writing_unicode_do_not_count() -> None:
    import unicodedata

    from portal.catalogue.collation import vietnamese_key

    assert vietnamese_key("NGUYỄN  VĂN AN") == vietnamese_key("nguyễn văn an")
    assert vietnamese_key(unicodedata.normalize("NFD", "Đỗ Đình Ưng")) == vietnamese_key("Đỗ Đình Ưng")


def test_a_key_is_short_and_ascii_whatever_it_is_made_from() -> None:
    from portal.catalogue.collation import LONGEST_KEY, vietnamese_key

    for text in ("", "漢字" * 500, "9" * 5000, "ậ" * 2000, "\x00\ud7ff a\u0300\u0300\u0300"):
        key = vietnamese_key(text)
        assert key.isascii()
        assert len(key) <= LONGEST_KEY
