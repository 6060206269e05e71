"""Codes bear witness: agreement makes sure, contradiction goes to a person, what was not read is offered."""

from __future__ import annotations

import pytest

from classifiers.agreement import cross_check
from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldType
from classifiers.validators import mrz
from classifiers.witnesses import all_witnesses, land_qr
from records import Box, FieldValue, Page
from records.printed_marks import PageCode

CARD = "027085904417|125341907|Nguyễn Văn An|12031985|Nam|Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh|10052021"
OTHER_CARD = CARD.replace("027085904417", "021085904417").replace("An|", "Bình|")
ICAO_EXAMPLE = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)


def field(value: str, normalised: str | None = None, confidence: float = 0.95, doubt: str = "") -> FieldValue:
    return FieldValue(
        value, normalised or value, confidence, 1, Box(10, 10, 200, 40), value, "label:test", doubt
    )


def page(*codes: tuple[str, str]) -> Page:
    return Page(
        1, 300, 2480, 3508, codes=tuple(PageCode(kind, text, Box(5, 5, 90, 90)) for kind, text in codes)
    )


def zone(number: str = "027085904417", expiry: str = "450312") -> str:
    """A zone of an invented bearer whose check digits hold."""
    first = f"IDVNM{number[3:]}{mrz.check_digit(number[3:])}{number}<<{mrz.check_digit(number)}"
    second = f"850312{mrz.check_digit('850312')}M{expiry}{mrz.check_digit(expiry)}VNM<<<<<<<<<<<"
    whole = mrz.check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    return f"{first}\n{second}{whole}\nNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"


PRINTED = {
    "id_number": field("027085904417", confidence=0.8),
    "full_name": field("NGUYỄN VĂN AN", "Nguyễn Văn An", confidence=0.8),
    "date_of_birth": field("12/03/1985", "1985-03-12", confidence=0.8),
}


def test_every_witness_says_nothing_of_a_page_without_codes() -> None:
    for kind in load_record_types().values():
        for witness in all_witnesses().values():
            assert list(witness.testify(kind, {}, [page()])) == []


@pytest.mark.parametrize("payload", ["", "|" * 4000, "0" * 4296, "027|\u202e|\x00", "<" * 400, "T1" * 900])
def test_no_payload_breaks_a_witness(payload: str) -> None:
    codes = [(kind, payload) for kind in ("qr", "code128", "mrz", "datamatrix")]
    for kind in load_record_types().values():
        cross_check(kind, PRINTED, [page(*codes)])


def test_a_code_that_agrees_makes_the_printed_values_sure_and_settles_doubts_about_reading() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    fields = {
        **PRINTED,
        "full_name": field("NGUYỄN VĂN AN", "Nguyễn Văn An", 0.6, "Chữ nằm dưới dấu, cần người kiểm tra"),
    }
    checked = cross_check(kind, fields, [page(("qr", CARD))])
    assert checked.contradictions == ()
    for name in PRINTED:
        assert checked.fields[name].confidence >= 0.98 and not checked.fields[name].doubt, name
        assert checked.fields[name].rule == "label:test"


def test_what_was_not_read_is_offered_from_the_code_with_its_place() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    checked = cross_check(kind, PRINTED, [page(("qr", CARD))]).fields
    assert checked["issue_date"].normalised == "2021-05-10"
    assert checked["sex"].value == "Nam"
    assert checked["residence"].value == "Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh"
    assert {checked[name].rule for name in ("issue_date", "sex", "residence")} == {"witness:cccd_qr"}
    assert checked["qr_payload"].value == CARD and checked["qr_payload"].normalised == "027085904417"


def test_a_surely_read_number_that_contradicts_the_code_goes_to_a_person_with_both_numbers() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    checked = cross_check(kind, {"id_number": field("021085904418")}, [page(("qr", CARD))])
    assert checked.contradictions == ("Số trên mã QR “027085904417” khác chữ in “021085904418”",)
    assert checked.fields["id_number"].value == "021085904418"
    assert checked.fields["id_number"].confidence <= 0.5
    assert "full_name" not in checked.fields, "a card of somebody else gives nothing"


def test_a_badly_read_value_is_taken_from_the_code_and_staff_are_told() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    fields = {**PRINTED, "full_name": field("NGUYỄN VAN ÂN", "Nguyễn Van Ân", 0.55)}
    checked = cross_check(kind, fields, [page(("qr", CARD))])
    assert checked.fields["full_name"].normalised == "Nguyễn Văn An"
    assert checked.fields["full_name"].rule == "witness:cccd_qr"
    assert checked.contradictions == ()
    assert any("NGUYỄN VAN ÂN" in warning for warning in checked.warnings)


def test_of_two_cards_on_a_sheet_the_one_with_the_printed_number_speaks() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    checked = cross_check(kind, PRINTED, [page(("qr", OTHER_CARD), ("qr", CARD))])
    assert checked.contradictions == () and checked.fields["full_name"].confidence >= 0.98
    assert cross_check(kind, {}, [page(("qr", OTHER_CARD), ("qr", CARD))]).fields == {}


def test_the_check_digits_of_the_standards_example_hold() -> None:
    assert mrz.parse(ICAO_EXAMPLE).is_valid
    assert mrz.check_digit("D23145890") == "7"
    assert not mrz.parse(ICAO_EXAMPLE.replace("740812", "740813")).is_valid


def test_a_zone_is_repaired_only_where_its_check_digits_prove_it() -> None:
    sound = zone()
    misread = (
        sound.replace("IDVNM0", "IDVNMO").replace("8503", "B5O3").replace("<<<<<<<<<<<<<<<<", "<<<<<<<<<<<<")
    )
    assert misread != sound
    assert mrz.parse(misread).normalised == sound
    assert mrz.read(sound.replace("0859", "0869", 1)) is None


def test_fillers_taken_for_letters_are_mended_where_the_check_digits_prove_it() -> None:
    first, second, third = zone().split("\n")
    misread = f"T{first[1:]}\n{second[:18]}KKKCKKCKC{second[-1]}\n{third[:14]}KKKKCKKK"
    assert mrz.parse(misread).normalised == zone()


def test_a_misread_name_of_a_zone_contradicts_nothing() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    checked = cross_check(kind, PRINTED, [page(("mrz", zone().replace("NGUYEN", "NGUVEN")))])
    assert checked.contradictions == () and checked.fields["full_name"].confidence == 0.8


def test_a_zone_confirms_the_name_without_its_marks_and_never_offers_it() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    checked = cross_check(kind, PRINTED, [page(("mrz", zone()))])
    assert checked.fields["full_name"].confidence >= 0.98
    assert checked.fields["expiry_date"].normalised == "2045-03-12"
    alone = cross_check(kind, {}, [page(("mrz", zone()))]).fields
    assert alone["id_number"].normalised == "027085904417" and "full_name" not in alone


def test_the_last_day_that_a_zone_can_give_means_a_card_without_expiry() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    printed = {**PRINTED, "expiry_date": field("Không thời hạn", "không thời hạn", confidence=0.8)}
    never = [page(("mrz", zone(expiry="991231")))]
    assert cross_check(kind, printed, never).fields["expiry_date"].confidence >= 0.98
    assert cross_check(kind, PRINTED, never).fields["expiry_date"].value == "Không thời hạn"


def test_of_a_land_code_only_what_can_be_recognised_is_taken() -> None:
    said = "Số phát hành AA 00123456; Thửa đất số: 152; tờ bản đồ số: 14; Diện tích: 120,5 m²"
    assert land_qr.recognised(said) == {
        "serial": "AA 00123456",
        "parcel_number": "152",
        "map_sheet_number": "14",
        "area_m2": "120,5",
    }
    assert land_qr.recognised("https://example.vn/gcn?id=8831&k=AA00123456B") == {}
    assert land_qr.recognised("AA 00123456 AB 00123457") == {}


def test_a_land_code_that_contradicts_the_printed_area_goes_to_a_person() -> None:
    kind = load_record_types()["land_certificate_2024"]
    fields = {"area_m2": field("125,0", "125.0"), "serial": field("AA 00123456")}
    checked = cross_check(kind, fields, [page(("qr", "AA 00123456 | Diện tích: 120,5 m2"))])
    assert checked.contradictions == ("Diện tích trên mã QR “120,5” khác chữ in “125,0”",)
    assert checked.fields["serial"].confidence >= 0.98
    assert checked.fields["qr_payload"].value.startswith("AA 00123456")


def test_a_barcode_fills_its_field_and_its_year_is_held_against_the_day_of_issue() -> None:
    kind = load_record_types()["land_certificate_2009_2024"]
    day = {"issue_date": field("20/05/2013", "2013-05-20")}
    checked = cross_check(kind, day, [page(("code128", "0931815000123"))])
    assert checked.fields["barcode"].normalised == "0931815000123"
    assert checked.warnings == ("Mã vạch là của hồ sơ năm 2015, Giấy chứng nhận lại ký năm 2013",)
    assert not cross_check(kind, {}, [page(("code128", "ABC-123"))]).fields


def test_the_agency_in_a_number_is_held_against_the_letterhead() -> None:
    kind = load_record_types()["decision"]
    fields = {"doc_number": field("15/QĐ-UBND", confidence=0.8)}
    agreeing = cross_check(kind, {**fields, "issuing_agency": field("ỦY BAN NHÂN DÂN XÃ TIÊN DU")})
    assert agreeing.fields["doc_number"].confidence > 0.85
    other = cross_check(kind, {**fields, "issuing_agency": field("HỘI ĐỒNG NHÂN DÂN XÃ TIÊN DU")})
    assert len(other.contradictions) == 1 and "15/QĐ-UBND" in other.contradictions[0]
    silent = cross_check(kind, {**fields, "issuing_agency": field("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI")})
    assert silent.fields["doc_number"].confidence == 0.8


def test_a_broken_rule_says_which_values_contradict_each_other() -> None:
    kind = load_record_types()["land_transfer_contract"]
    fields = {
        "area_m2": field("120,5", "120.5"),
        "area_words": field("Một trăm hai mươi mét vuông", "120"),
    }
    (reason,) = cross_check(kind, fields).contradictions
    assert reason.endswith("“120,5”, “Một trăm hai mươi mét vuông”")


def test_types_with_codes_have_a_witness_for_them() -> None:
    kinds = {rule.type for kind in load_record_types().values() for rule in kind.fields}
    assert kinds >= {FieldType.QR, FieldType.BARCODE, FieldType.MRZ}
    assert {"cccd_qr", "land_qr", "mrz", "barcode"} <= set(all_witnesses())


@pytest.mark.parametrize(
    ("number", "place", "contradicts"),
    [
        ("027185904417", "Phú Lâm, Tiên Du, Bắc Ninh", False),
        ("024185904417", "Yên Thế, Bắc Ninh", False),  # Bắc Giang went into Bắc Ninh
        ("046185904417", "Quảng Điền, thành phố Huế", False),
        ("060185904417", "Phú Lâm, Tiên Du, Bắc Ninh", True),
    ],
)
def test_the_province_in_a_number_is_that_of_the_registration_of_birth(
    number: str, place: str, contradicts: bool
) -> None:
    kind = load_record_types()["can_cuoc_2024"]
    fields = {"id_number": field(number), "birth_registration_place": field(place)}
    assert bool(cross_check(kind, fields).contradictions) is contradicts


def test_addresses_of_a_card_and_its_code_are_one_where_their_commune_is() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    here = {**PRINTED, "residence": field("Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh")}
    assert cross_check(kind, here, [page(("qr", CARD))]).contradictions == ()
    there = {**PRINTED, "residence": field("Thôn Đông, xã Liên Bão, huyện Tiên Du, tỉnh Bắc Ninh")}
    (reason,) = cross_check(kind, there, [page(("qr", CARD))]).contradictions
    assert "Liên Bão" in reason and "Phú Lâm" in reason


def test_an_address_that_lost_a_mark_is_spelled_as_the_cards_own_code_spells_it() -> None:
    kind = load_record_types()["cccd_chip_2021"]
    read = field("Thôn Đông, Phú Lậm, Tiên Du, Bắc Ninh", confidence=0.97)
    residence = cross_check(kind, {**PRINTED, "residence": read}, [page(("qr", CARD))]).fields["residence"]
    assert residence.value == "Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh"
    assert residence.as_read == read.as_read and residence.box == read.box
    assert residence.rule == "witness:cccd_qr"
