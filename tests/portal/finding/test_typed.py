"""Queries as clerks type them mean what they say; pasted text stays the words that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from records.errors import QueryInvalid

if TYPE_CHECKING:
    from portal.catalogue.query import Query

pytestmark = pytest.mark.usefixtures("portal_data")


def understood(text: str) -> Query:
    from portal.catalogue.typed import understood

    return understood(text)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("loại:khai sinh", 'loại:"khai sinh"'),
        ("loại: giấy khai sinh nguyễn văn an", 'loại:"giấy khai sinh" nguyễn văn an'),
        ("Loại hồ sơ: khai sinh", 'loại:"khai sinh"'),
        ("loai: birth_certificate", "loại:birth_certificate"),
        ("trạng thái:chờ xem", "trạng_thái:review"),
        ("trang thai: đã lưu khai sinh", "trạng_thái:filed khai sinh"),
        ("đơn vị:phú", "đơn_vị:phú"),
        ("số: 15/QĐ-UBND", "số:15/QĐ-UBND"),
        ("họ và tên: ẩn", "tên:ẩn"),
        ("năm:2024", "ngày:2024"),
        ("từ ngày: 01/03/2024 đến ngày: 2025", "từ:01/03/2024 đến:2025"),
        ("ngày nhận: 06/2026", "nhận:06/2026"),
        ("khai sinh AND kết hôn", "khai sinh kết hôn"),
        ('tên:"nguyễn văn an" số: 5', 'tên:"nguyễn văn an" số:5'),
    ],
)
def test_a_filter_is_typed_as_one_says_it(typed: str, plain: str) -> None:
    assert understood(typed) == understood(plain)
    assert not understood(plain).is_empty


@pytest.mark.parametrize(
    "pasted",
    [
        "Kính gửi: Ủy ban nhân dân xã",
        "Từ: Hà Nội",
        "Đến: ông An",
        "Loại: zzyzx",
        "số tờ:12",
        "Nam: 45",
        'dòng chữ "ngày: 2024"',
        "GIẤY CHỨNG NHẬN OR AND",
        "loại:",
        ":",
    ],
)
def test_what_is_no_filter_is_words(pasted: str) -> None:
    from portal.catalogue.folding import words_of
    from portal.catalogue.query import Query

    query = understood(pasted)
    assert list(query.words) == words_of(pasted)
    assert Query(terms=query.terms) == query


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("loại:abc", "Không có loại hồ sơ nào tên “abc”"),
        ("khai sinh OR kết hôn", "Hãy bỏ OR"),
        ("ngày:15/3/26", "bốn chữ số"),
        ("đến:12", "bốn chữ số"),
        ("trạng thái:xyz", "chờ xem"),
    ],
)
def test_what_cannot_be_meant_says_how_to_write_it(typed: str, says: str) -> None:
    with pytest.raises(QueryInvalid) as refused:
        understood(typed)
    assert says in refused.value.remedy_vi
