"""Addresses of both regimes: what is sure, what is open, and what contradicts itself."""

from __future__ import annotations

import json
from random import Random

import pytest

from bench.addresses import FORMS, compose
from classifiers.places import Regime, read_address
from classifiers.places import units as listed
from classifiers.places.judging import errors_of, warnings_of
from classifiers.validators import address as validator

OLD, NEW = Regime.PRE_2025, Regime.POST_2025


def code(text: str) -> tuple[Regime, str] | None:
    """Regime and code of the commune, where the address is sure of it."""
    address = read_address(text)
    return (address.regime, address.commune.unit.code) if address.is_sure and address.commune else None


def test_the_lists_hold_both_divisions_whole() -> None:
    assert len(listed.provinces(OLD)) == 63 and len(listed.provinces(NEW)) == 34
    old = [commune for province in listed.provinces(OLD) for commune in listed.old_communes(province.code)]
    new = [commune for province in listed.provinces(NEW) for commune in listed.new_communes(province.code)]
    assert (len(old), len(new)) == (10_035, 3_321)
    assert sum(len(listed.districts(province.code)) for province in listed.provinces(OLD)) == 696
    assert len({unit.code for unit in old}) == len(old) and len({unit.code for unit in new}) == len(new)
    known = {unit.code for unit in new}
    assert all(went in known for unit in old for went in unit.successors)
    assert [unit.path for unit in old if not unit.successors] == [
        "xã Mỹ Hưng, huyện Quảng Hòa, tỉnh Cao Bằng",
        "xã Phú Thịnh, huyện Yên Sơn, tỉnh Tuyên Quang",
    ]
    assert listed.UNTIL_FILE.stat().st_size + listed.SINCE_FILE.stat().st_size < 1_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh", (OLD, "09322")),
        ("Phú Lâm, Tiên Du, Bắc Ninh", (OLD, "09322")),
        ("Phú Lâm Tiên Du Bắc Ninh", (OLD, "09322")),
        ("Phú Lâm - Tiên Du - Bắc Ninh", (OLD, "09322")),
        ("Thôn Đông, Tiên Du, Bắc Ninh", (NEW, "09319")),
        ("Số 10, đường Lý Thường Kiệt, xã Tiên Du, tỉnh Bắc Ninh, Việt Nam", (NEW, "09319")),
        ("P. 4, Q. 3, TP. HCM", (OLD, "27148")),
        ("Phường 04, Quận 3, TPHCM", (OLD, "27148")),
        ("Tổ 5, P.12, TP Vũng Tàu, Bà Rịa - Vũng Tàu", (OLD, "26542")),
        ("XÃ EA H'LEO, HUYỆN EA HLEO, TỈNH ĐĂK LĂK", (OLD, "24184")),
        ("P. Đại Phúc, T.P Bắc Ninh, T. Bắc Ninh", (OLD, "09181")),
        ("Thị trấn Yên Viên, Gia Lâm, Hà Nội", (OLD, "00526")),
        ("phường Đại Phúc, thành phố Bắc Ninh", (OLD, "09181")),
    ],
)
def test_every_print_of_a_place_gives_its_code(text: str, expected: tuple[Regime, str]) -> None:
    assert code(text) == expected


def test_parts_stand_small_to_large_and_the_detail_is_kept_as_printed() -> None:
    address = read_address("Số 7 ngõ 36, tổ 4, P. Đại Phúc, TP. Bắc Ninh, tỉnh Bắc Ninh")
    assert address.detail == "Số 7 ngõ 36, tổ 4"
    assert [unit.full for unit in address.units] == ["phường Đại Phúc", "thành phố Bắc Ninh", "tỉnh Bắc Ninh"]
    parts = json.loads(address.to_json())
    assert parts["district"] == {
        "as_read": "Bắc Ninh",
        "code": "256",
        "kind": "Thành phố",
        "name": "Bắc Ninh",
    }
    assert parts["regime"] == "pre_2025" and parts["successors"][0]["regime"] == "post_2025"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("xã Hoà Bình, huyện Thường Tín, Hà Nội", "X. Hòa Bình, H. Thường Tín, TP Hà Nội"),
        ("xã Mỹ Đức, thành phố Hà Nội", "Xã Mĩ Đức, Hà Nội"),
        ("thôn 2, xã Cư M'gar, tỉnh Đắk Lắk", "thôn 2, xã Cư Mgar, Đắc Lắc"),
    ],
)
def test_tone_place_i_and_y_and_apostrophes_do_not_part_one_place(one: str, other: str) -> None:
    assert read_address(one).units == read_address(other).units
    assert read_address(one).normalised == read_address(other).normalised


def test_misread_letters_are_matched_within_the_parent_only_and_kept_as_read() -> None:
    address = read_address("xã Phú Lân huyện Tiên Dư tỉnh Bắc Ninh")
    assert address.commune and address.commune.unit.name == "Phú Lâm" and address.commune.name == "Phú Lân"
    assert address.text == "xã Phú Lân huyện Tiên Dư tỉnh Bắc Ninh"
    assert warnings_of(address)[0] == "Đọc được “Phú Lân”, hiểu là xã Phú Lâm"
    assert code("xã Hưng Long tbị xã Mỹ Hào tỉnh Hưng Yên") == code("Hưng Long, Mỹ Hào, Hưng Yên") is not None
    # "Cẩm Giaug" may be Cẩm Giang or Cẩm Giàng of the same province: the choice is said, not made.
    address = read_address("xã Cẩm Giaug, thành phố Hải Phòng")
    assert not address.is_sure and {unit.name for unit in address.candidates} == {"Cẩm Giang", "Cẩm Giàng"}


@pytest.mark.parametrize(
    "text", ["xã Tân Tiến", "Tân Tiến", "Bệnh viện Sản Nhi Bắc Ninh", "tỉnh Bắc Ninh", "", "…"]
)
def test_nothing_is_guessed_from_a_name_alone(text: str) -> None:
    address = read_address(text)
    assert not address.is_sure and address.commune is None and address.regime is Regime.UNSURE


def test_two_units_of_one_name_in_a_district_stay_open_without_their_unit_word() -> None:
    address = read_address("Yên Viên, Gia Lâm, Hà Nội")
    assert not address.is_sure and {unit.kind for unit in address.candidates} == {"Xã", "Thị trấn"}
    assert address.district and address.district.unit.name == "Gia Lâm"
    assert "có thể là" in warnings_of(address)[0]


def test_a_name_that_was_a_district_and_is_a_commune_stays_open() -> None:
    address = read_address("Tiên Du, Bắc Ninh")
    assert not address.is_sure and address.regime is Regime.UNSURE and len(address.candidates) == 2
    assert code("xã Tiên Du, Bắc Ninh") == (NEW, "09319")


def test_a_split_commune_gives_all_its_successors_and_a_whole_one_its_only_one() -> None:
    assert len(read_address("Phường 4, Quận 3, TP. Hồ Chí Minh").successors) == 2
    assert [unit.full for unit in read_address("Phú Lâm, Tiên Du, Bắc Ninh").successors] == ["xã Tiên Du"]
    assert [unit.full for unit in read_address("huyện Bạch Long Vĩ, Hải Phòng").successors] == [
        "đặc khu Bạch Long Vĩ"
    ]
    assert read_address("xã Tiên Du, tỉnh Bắc Ninh").successors == ()


def test_an_old_place_under_the_province_of_today_is_understood_and_said() -> None:
    address = read_address("xã Mỹ Thái, huyện Lạng Giang, tỉnh Bắc Ninh")
    assert address.is_sure and address.province and address.province.unit.name == "Bắc Giang"
    assert warnings_of(address) == ["Giấy ghi Bắc Ninh; trước 01/7/2025 nơi này thuộc tỉnh Bắc Giang"]


def test_units_that_grew_are_known_under_their_old_word() -> None:
    address = read_address("xã Trạm Lộ, huyện Thuận Thành, tỉnh Bắc Ninh")
    assert address.is_sure and address.commune and address.commune.unit.kind == "Phường"
    assert warnings_of(address)[0] == "Giấy ghi xã Trạm Lộ, danh mục ghi phường Trạm Lộ"


def test_parts_that_contradict_each_other_are_errors() -> None:
    parsed = validator.parse("xã Phú Lâm, huyện Yên Phong, tỉnh Bắc Ninh")
    assert parsed.errors == ("Xã Phú Lâm không thuộc huyện Yên Phong, mà thuộc huyện Tiên Du",)
    assert errors_of(read_address("huyện Tiên Du, tỉnh Thanh Hóa")) == [
        "Huyện Tiên Du không thuộc tỉnh Thanh Hóa, mà thuộc tỉnh Bắc Ninh"
    ]
    assert errors_of(read_address("xã Phú Lâm, huyện Tiên Du, tỉnh Thanh Hóa"))


def test_a_unit_that_the_list_lost_is_a_warning_and_a_former_province_has_no_code() -> None:
    parsed = validator.parse("Phường Phương Liên, quận Đống Đa, Hà Nội")
    assert parsed.is_valid and "Danh mục không có phường Phương Liên" in parsed.warnings[0]
    address = read_address("xã Phú Lâm, huyện Tiên Sơn, tỉnh Hà Bắc")
    assert address.regime is OLD and address.units == ()
    assert "Hà Bắc có đến năm 1996" in warnings_of(address)[0]
    # One letter from Vĩnh Phúc, and not the same.
    assert read_address("xã A, huyện B, tỉnh Vĩnh Phú").province is None


@pytest.mark.parametrize(
    "text",
    [
        "Số 5 Xã Đàn, phường Nam Đồng, quận Đống Đa, Hà Nội",
        "đường Tỉnh lộ 8, xã Tân Thạnh Đông, huyện Củ Chi, TP. Hồ Chí Minh",
        "Quang Tiến, Sóc Sơn, Hà Nội",
        "Quan Hoa, Cầu Giấy, Hà Nội",
    ],
)
def test_streets_and_names_that_hold_unit_words_are_not_cut(text: str) -> None:
    address = read_address(text)
    assert address.is_sure
    assert address.commune and address.commune.unit.full.split(" ", 1)[1].split()[0] in text


@pytest.mark.parametrize("form", FORMS)
def test_the_canonical_form_reads_as_the_same_place(form: str) -> None:
    chance = Random(f"canonical {form}")
    for _ in range(40):
        printed = compose(chance, form, 0)
        address = read_address(printed.text)
        if address.is_sure:
            again = read_address(address.normalised)
            assert address.commune and again.commune and again.is_sure, (printed.text, address.normalised)
            assert again.commune.unit == address.commune.unit == printed.unit
            assert again.normalised == address.normalised


def test_any_text_is_borne() -> None:
    for text in (
        "xã" * 300,
        "," * 500,
        "xã , huyện , tỉnh ",
        "tỉnh",
        "TP.",
        "- - -",
        "huyện Tỉnh, xã Huyện",
        "Q.",
        "4",
    ):
        assert not read_address(text).is_sure
        assert validator.parse(text).normalised or validator.parse(text).errors


@pytest.mark.parametrize(
    ("read", "canonical"),
    [
        (
            "Thốn Đông, xã Phú Lĩnh Hạ, huiện Cẩm Xá Hạ, iỉnh Đông Nai",
            "Thôn Đông, xã Phú Lĩnh Hạ, huyện Cẩm Xá Hạ, tỉnh Đồng Nai",
        ),
        ("Làng Thượng, xã Phú Lĩnh Hạ, TP. Cần Tbơ", "Làng Thượng, xã Phú Lĩnh Hạ, thành phố Cần Thơ"),
        ("Thọ Sơn, xã Phú Lĩnh Hạ, Hoa Kỳ", "Thọ Sơn, xã Phú Lĩnh Hạ, Hoa Kỳ"),
    ],
)  # fmt: skip
def test_of_an_unknown_address_only_unit_words_and_the_province_are_respelled(
    read: str, canonical: str
) -> None:
    address = read_address(read)
    assert not address.is_sure and address.text == read
    assert address.normalised == canonical
    assert read_address(canonical).normalised == canonical
