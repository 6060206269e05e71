"""Every vector of the record-type catalogue, and the habits of offices and recognisers around them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from classifiers.catalogue import FieldType, load_record_types
from classifiers.validators import (
    all_validators,
    area,
    barcode,
    business_code,
    cccd,
    cccd_qr,
    choice,
    civil_extract_number,
    civil_number,
    date_words,
    dates,
    doc_number,
    gcn_code,
    id_document,
    id_number,
    map_sheet_number,
    money,
    number_words,
    parcel_number,
    person_name,
    phone,
    plain_text,
    registry_number,
    serial,
    tax_code,
    time_of_day,
    validator_for,
    year,
)

VALID = [
    (cccd, ["027085904417", "027188771203", "027221650318", "036042118250", "0270 8590 4417"]),
    (id_number, ["125341907", "027085904417", "C1234567", "B12345678"]),
    (tax_code, ["0100047516", "0100233488", "0314409058-002", "2300987655", "8123456781", "027085904417"]),
    (serial, ["AA 00123456", "BM 123456", "CĐ 123456", "Q 123456", "CĐ123456"]),
    (registry_number, ["CH 00321", "CS 01234", "CN4157", "CL.3016", "CH 01234", "CN 01234"]),
    (
        doc_number,
        ["15/QĐ-UBND", "123/UBND-VP", "07/NQ-HĐND", "18/TTr-UBND", "47/2026/QĐ-UBND", "05/CTr-UBND"],
    ),
    (
        doc_number,
        ["57/UBND-XNTTHN", "36/GPXD", "125/XN", "125/TL-CNVPĐKĐĐ", "299/UBND-TTHC"],
    ),
    (civil_number, ["45/2021", "45", "38/2025", "Số: 45  Quyển số: 01/2010"]),
    (civil_extract_number, ["300/2026/TLKT-BS", "88/TLKS-BS", "214/2026/TLCCHT"]),
    (phone, ["0912345678", "+84 912 345 678", "02223838383"]),
    (year, ["1985", "2 0 21"]),
    (gcn_code, ["T10000012345"]),
    (barcode, ["0931815000123", "270931815000123"]),
    (business_code, ["8400123459-001", "027085904417", "21A8001234", "8400123459"]),
    (parcel_number, ["152", "152-1", "152a"]),
    (map_sheet_number, ["14", "TĐ 05-2023", "00", "-/-"]),
]
INVALID = [
    (cccd, ["27085904417", "0270859O4417", "0270859044177", "027485904417"]),
    (id_number, ["12534190", "1253419O7", "C123456"]),
    (tax_code, ["0100233480", "0000000000", "0314409058-000", "12345"]),
    (serial, ["A1 123456", "CH 0123", "AA 0012345678", "cđ 123456"]),
    (registry_number, ["AA 00123456789"]),
    (doc_number, ["15-QĐ/UBND", "QĐ-UBND", "15/QĐ", "/QĐ-UBND", "18/TTR-UBND", "00/QĐ-UBND"]),
    (civil_number, ["45-2021", "TLKS-BS"]),
    (civil_extract_number, ["TLKS-BS", "45/2021"]),
    (phone, ["912345678", "09123"]),
    (year, ["21", "1785"]),
    (gcn_code, ["T1000001234"]),
    (barcode, ["093181500012"]),
    (parcel_number, ["l52", ""]),
]


@pytest.mark.parametrize(("validator", "texts"), VALID)
def test_right_values_are_accepted(validator: object, texts: list[str]) -> None:
    for text in texts:
        assert validator.parse(text).is_valid, text  # type: ignore[attr-defined]


@pytest.mark.parametrize(("validator", "texts"), INVALID)
def test_wrong_values_are_refused_with_a_reason(validator: object, texts: list[str]) -> None:
    for text in texts:
        parsed = validator.parse(text)  # type: ignore[attr-defined]
        assert not parsed.is_valid and parsed.errors, text


def test_every_validator_bears_any_text_and_states_the_fields_it_judges() -> None:
    odd = [
        "",
        " ",
        "-/-",
        "…………",
        "ngày tháng năm",
        "\u0111\u0303",
        "Ｎ",
        "0" * 400,
        "ngày 32 tháng 13 năm 2021",
        "a|b|c",
    ]
    for validator in all_validators().values():
        assert isinstance(validator.FIELD_TYPES, tuple)
        for text in odd:
            parsed = validator.parse(text)
            assert parsed.normalised or parsed.errors


def test_no_two_validators_judge_the_same_kind_of_field() -> None:
    kinds = [kind for validator in all_validators().values() for kind in validator.FIELD_TYPES]
    assert len(kinds) == len(set(kinds))


def test_the_examples_of_the_catalogue_pass_their_validators() -> None:
    unjudged = {FieldType.LIST, FieldType.TABLE, FieldType.CHECKBOX, FieldType.ENUM, FieldType.QR}
    for record_type in load_record_types().values():
        for rule in record_type.fields:
            if rule.example is None or rule.example in {"-/-", "ngày ký", "7, ngày 29 tháng 11 năm 2022"}:
                continue
            if rule.type not in unjudged:
                parsed = validator_for(rule.type).parse(rule.example)
                assert parsed.is_valid, (record_type.code, rule.name, parsed.errors)


def test_a_number_of_another_sex_or_year_is_an_error_and_an_unknown_province_a_warning() -> None:
    assert cccd.parse("027085904417", sex="Nam", birth_year=1985).is_valid
    assert not cccd.parse("027085904417", sex="Nữ").is_valid
    assert not cccd.parse("027085904417", birth_year=1986).is_valid
    assert cccd.parse("999085904417").is_valid and cccd.parse("999085904417").warnings
    assert (cccd.sex_of("027221650318"), cccd.birth_year_of("027221650318")) == ("Nam", 2021)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày 05 tháng 3 năm 2026", "2026-03-05"),
        ("Tiên Du, ngảy 0 9 tháng 6 nãm 2 0 21", "2021-06-09"),
        ("12/03/1985", "1985-03-12"),
        ("12 - 3 - 1985", "1985-03-12"),
        ("12.03.1985", "1985-03-12"),
        ("2021-11-20", "2021-11-20"),
        ("03/1942", "1942-03"),
        ("tháng 3 năm 1942", "1942-03"),
        ("1942", "1942"),
        ("Sinh năm 1942", "1942"),
    ],
)
def test_dates_in_figures(text: str, iso: str) -> None:
    parsed = dates.parse(text)
    assert parsed.normalised == iso and parsed.is_valid
    assert dates.precision(iso) in {"day", "month", "year"}


def test_a_blank_day_gives_the_month_and_says_so() -> None:
    parsed = dates.parse("Quảng Ngãi, ngày     tháng 3 năm 2024")
    assert parsed.normalised == "2024-03" and parsed.warnings


@pytest.mark.parametrize(
    "text", ["31/02/2021", "ngày 32 tháng 1 năm 2021", "12/03/1985 và 13/03/1985", "13/2021", ""]
)
def test_impossible_or_several_dates_are_refused(text: str) -> None:
    assert not dates.parse(text).is_valid


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Ngày hai mươi, tháng mười một, năm hai nghìn không trăm hai mươi mốt", "2021-11-20"),
        ("Ngày mười hai tháng ba năm hai nghìn không trăm lẻ năm", "2005-03-12"),
        ("Ngày một, tháng một, năm một ngàn chín trăm chín mươi", "1990-01-01"),
        ("ngày mồng năm tháng tư năm một nghìn chín trăm bảy mươi tư", "1974-04-05"),
        ("Ngày năm tháng năm năm hai nghìn không trăm mười lăm", "2015-05-05"),
        ("tháng giêng năm một nghìn chín trăm bốn mươi", "1940-01"),
        (
            "Mười tám giờ, mười phút, ngày mười lăm, tháng tám, năm hai nghìn không trăm hai mươi lăm",
            "2025-08-15",
        ),
    ],
)
def test_dates_in_words(words: str, iso: str) -> None:
    assert date_words.parse(words).normalised == iso


def test_impossible_dates_in_words_are_refused() -> None:
    for words in ("Ngày ba mươi mốt tháng hai năm hai nghìn", "ngày tháng năm", "Ngày bánh mì", ""):
        assert not date_words.parse(words).is_valid, words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("120.5", "Một trăm hai mươi phẩy năm"),
        ("1250000000", "Một tỷ hai trăm năm mươi triệu"),
        ("354270", "Ba trăm năm mươi tư nghìn hai trăm bảy mươi"),
        ("761.2", "Bảy trăm sáu mươi mốt phẩy hai"),
        ("2005", "Hai nghìn không trăm linh năm"),
        ("95000000", "Chín mươi lăm triệu"),
        ("2000000000", "Hai tỷ"),
        ("100000000", "Một trăm triệu"),
        ("1041.9", "Một nghìn không trăm bốn mươi mốt phẩy chín"),
        ("15", "Mười lăm"),
        ("21", "Hai mươi mốt"),
        ("105", "Một trăm linh năm"),
    ],
)
def test_numbers_in_words_both_ways(figure: str, words: str) -> None:
    assert number_words.to_words(Decimal(figure)) == words
    assert number_words.to_number(words) == Decimal(figure)


def test_what_is_written_in_words_is_read_back_the_same() -> None:
    numbers = [
        *range(0, 1200),
        10_001,
        100_000,
        1_000_005,
        1_010_010,
        20_000_000_015,
        3_000_000_000_000,
        999_999_999_999,
    ]
    for number in numbers:
        assert number_words.to_number(number_words.to_words(number)) == number, number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Một tỷ hai trăm năm mươi triệu đồng chẵn", "1250000000"),
        ("Một trăm hai mươi phẩy năm mét vuông", "120.5"),
        ("không phẩy bảy lăm", "0.75"),
        ("không phẩy bảy mươi lăm", "0.75"),
        ("không phẩy bảy năm", "0.75"),
        ("Môt trăm linh nãm", "105"),
        ("Hai ngàn lẻ năm", "2005"),
    ],
)
def test_variants_and_misread_marks_are_understood(words: str, number: str) -> None:
    assert number_words.parse(words).normalised == number


@pytest.mark.parametrize("words", ["hai ba", "trăm", "một nghìn triệu", "một triệu triệu", "bánh mì", ""])
def test_words_that_are_no_number_are_refused(words: str) -> None:
    assert number_words.to_number(words) is None


def test_areas_money_and_figures() -> None:
    assert area.parse("120,5 m²").normalised == "120.5"
    assert area.parse("1.041,9 m2").normalised == "1041.9"
    assert area.parse("1.041").normalised == "1041" and area.parse("1.041").alternatives == ("1.041",)
    assert area.parse("120.5m?").warnings
    assert not area.parse("12O,5").is_valid
    assert money.parse("1.250.000.000 đồng").normalised == "1250000000"
    assert not money.parse("1.250.00 đồng").is_valid
    assert time_of_day.parse("18 giờ 10 phút").normalised == "18:10"
    assert not time_of_day.parse("25 giờ").is_valid


def test_case_of_an_abbreviation_matters() -> None:
    programme, directive = doc_number.parts("05/CTr-UBND"), doc_number.parts("05/CT-UBND")
    assert programme and directive
    assert (programme.abbreviation, directive.abbreviation) == ("CTr", "CT")
    letter = doc_number.parts("123/UBND-VP")
    assert letter and letter.abbreviation is None and letter.agency == "UBND-VP"
    assert "TTr" in doc_number.parse("18/TTR-UBND").errors[0]


def test_names_keep_their_spelling_and_change_only_capitals() -> None:
    assert person_name.parse("NGUYỄN VĂN QUÍ").normalised == "Nguyễn Văn Quí"
    assert person_name.parse("H'HEN NIÊ").normalised == "H'Hen Niê"
    assert not person_name.parse("NGUYỄN V4N AN").is_valid
    assert person_name.parse("An").warnings


def test_an_identity_paper_in_a_line_gives_its_number_only_when_there_is_one() -> None:
    line = "Căn cước công dân số 027085904417, Cục Cảnh sát QLHC về TTXH cấp ngày 10/05/2021"
    assert id_document.parse(line).normalised == "027085904417"
    assert not id_document.parse("CCCD 027085904417, CMND 125341907").is_valid


def test_the_code_of_a_card_is_read_and_checked_within_itself() -> None:
    payload = "027085904417|125341907|Nguyễn Văn An|12031985|Nam|Thôn Đông, Phú Lâm, Tiên Du|10052021"
    card = cccd_qr.read(payload)
    assert card is not None
    assert (card.full_name, card.date_of_birth, card.issue_date) == (
        "Nguyễn Văn An",
        "1985-03-12",
        "2021-05-10",
    )
    assert cccd_qr.parse(payload).is_valid
    assert cccd_qr.read(payload.replace("|125341907|", "||") + "|thêm") is not None
    assert not cccd_qr.parse(payload.replace("Nam", "Nữ")).is_valid
    assert cccd_qr.read("https://example.vn") is None


def test_sex_and_blanks() -> None:
    assert choice.parse("nữ").normalised == "Nữ"
    assert choice.parse("Nu").warnings
    assert not choice.parse("Nữa").is_valid
    assert not plain_text.parse("-/-").is_valid


def test_a_day_torn_out_of_misread_figures_is_no_date() -> None:
    torn = validator_for(FieldType.DATE).parse("1l4/02/1994")
    assert torn.normalised != "1994-02-04"
    assert validator_for(FieldType.DATE).parse("ngày04/02/1994").normalised == "1994-02-04"
