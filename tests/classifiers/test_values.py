"""Values that have a list or a wording of their own: ethnic groups, land use, money and dates in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldRule, FieldType
from classifiers.validators import (
    all_validators,
    area,
    date_words,
    document_type,
    ethnic_group,
    figures,
    land_use,
    money,
    nationality,
    notarial_number,
    number_words,
    org_name,
    person_name,
    religion,
    validator_for,
    validator_of,
)
from classifiers.validators.doc_number import ABBREVIATIONS


def test_there_are_54_ethnic_groups_and_each_is_read_under_every_spelling() -> None:
    assert len(ethnic_group.GROUPS) == 54
    for group, others in ethnic_group.GROUPS.items():
        for spelling in (group, *others, group.upper(), group.lower(), group.replace(" ", "-")):
            assert ethnic_group.parse(spelling).normalised == group, spelling


@pytest.mark.parametrize(
    ("printed", "group"),
    [("Khơ-me", "Khmer"), ("H’Mông", "Mông"), ("Ê-đê", "Ê Đê"), ("JRAI", "Gia Rai"), ("Dân tộc Tày", "Tày"),
     ("Bru-Vân Kiều", "Bru - Vân Kiều"), ("Muờng", "Mường"), ("Xơ Đãng", "Xơ Đăng"), ("Sán Dỉuu", "Sán Dìu")],
)  # fmt: skip
def test_ethnic_groups_are_read_in_spite_of_hyphens_and_misread_marks(printed: str, group: str) -> None:
    parsed = ethnic_group.parse(printed)
    assert parsed.normalised == group and parsed.value == printed


def test_a_group_of_no_list_is_kept_and_said() -> None:
    assert ethnic_group.parse("Xyz").normalised == "Xyz" and ethnic_group.parse("Xyz").warnings
    assert not ethnic_group.parse("…").is_valid


def test_nationalities_and_religions_have_one_name() -> None:
    for printed in ("Việt Nam", "VIỆT NAM", "Việt-Nam", "Vietnam", "VN"):
        assert nationality.parse(printed).normalised == "Việt Nam"
    assert nationality.parse("Mỹ").normalised == "Hoa Kỳ"
    assert nationality.parse("Tan-da-ni-a").warnings and not nationality.parse("-").is_valid
    assert religion.parse("không").normalised == "Không"
    assert religion.parse("Thiên chúa giáo").normalised == "Công giáo"
    assert religion.parse("Đạo lạ").warnings and not religion.parse("").is_valid


def test_every_code_and_name_of_land_use_reads_as_its_code() -> None:
    assert len(land_use.CODES) == 56
    for code, name in land_use.CODES.items():
        assert land_use.code_of(code) == code
        assert land_use.code_of(name) == code, name
        assert land_use.code_of(name.upper()) == code, name


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("Đất ở tại nông thôn: 120,5 m²; Đất trồng cây lâu năm: 300 m²", "ONT 120.5; CLN 300"),
        ("Đất ở tại nông thôn 200m2, đất trồng cây lâu năm 1.300,2m2", "ONT 200; CLN 1300.2"),
        ("ODT 75,2 m2, CLN 30 m2", "ODT 75.2; CLN 30"),
        ("Đất chuyên trồng lúa nước", "LUC"),
        ("Đất bằng trồng cây hằng năm khác", "BHK"),
        ("Đất thương mại, dịch vụ", "TMD"),
        ("Đất chợ dân sinh, chợ đầu mối", "DCH"),
        ("Đât trông cây lâu nãm", "CLN"),
        ("Đất nuôi trồng thuỷ sàn", "NTS"),
    ],
)
def test_purposes_of_a_parcel_are_read_with_their_areas(printed: str, canonical: str) -> None:
    parsed = land_use.parse(printed)
    assert parsed.normalised == canonical and not parsed.warnings


def test_dwelling_land_has_no_code_until_the_address_of_the_parcel_is_known() -> None:
    assert land_use.code_of("Đất ở") == "" and "ONT hay ODT" in land_use.parse("Đất ở: 120 m²").warnings[0]
    for address, code in (
        ("Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh", "ONT"),
        ("Phú Lâm, Tiên Du, Bắc Ninh", "ONT"),
        ("Tổ 5, phường Đại Phúc, thành phố Bắc Ninh", "ODT"),
        ("Thị trấn Lim, huyện Tiên Du", "ODT"),
        ("huyện Tiên Du, tỉnh Bắc Ninh", "ONT"),
        ("tổ dân phố 3", "ODT"),
        ("thôn 3", "ONT"),
        ("Quang Tiến", ""),
    ):
        assert land_use.dwelling_code(address) == code, address


@pytest.mark.parametrize("printed", ["vườn", "ao", "T", "Thổ cư"])
def test_names_of_red_books_have_no_code(printed: str) -> None:
    assert land_use.code_of(printed) == "" and land_use.parse(printed).warnings


def test_kinds_of_documents_are_those_of_decree_30() -> None:
    assert len(ABBREVIATIONS) == 27 + 3
    for short, name in ABBREVIATIONS.items():
        assert document_type.parse(short).normalised == document_type.parse(name.upper()).normalised == name
        assert document_type.abbreviation_of(name) == short
    assert document_type.parse("CT").normalised == "Chỉ thị"
    assert document_type.parse("CTr").normalised == "Chương trình"
    assert document_type.parse("Công văn").is_valid and document_type.abbreviation_of("Công văn") == ""
    assert not document_type.parse("Bài thơ").is_valid


def test_agencies_are_spelt_out_and_kept_as_printed() -> None:
    for printed in ("UBND xã Phú Lâm", "Uỷ ban nhân dân xã Phú Lâm", "Ủy ban nhân dân xã Phú Lâm"):
        parsed = org_name.parse(printed)
        assert parsed.normalised == "Ủy ban nhân dân xã Phú Lâm" and parsed.value == printed
    assert org_name.parse("UBND XÃ TIÊN DU").normalised == "ỦY BAN NHÂN DÂN XÃ TIÊN DU"
    assert org_name.parse("TIEN SON CO., LTD").normalised == "TIEN SON CO., LTD"
    assert not org_name.parse("-/-").is_valid


def test_numbers_of_notaries_keep_their_book() -> None:
    for printed in (
        "Số công chứng: 1358/2025, quyển số 01/TP/CC-SCC/HĐGD",
        "1358/2025 quyển số: 01 /TP/CC-SCC/HĐGD",
    ):
        assert notarial_number.parse(printed).normalised == "1358/2025, quyển 01/TP/CC-SCC/HĐGD"
    assert (
        notarial_number.parse("Số chứng thực 34 quyển số 01-SCT/HĐ,GD").normalised == "34, quyển 01-SCT/HĐ,GD"
    )
    assert not notarial_number.parse("quyển số 01").is_valid


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("một triệu rưỡi", "1500000"),
        ("hai tỷ rưỡi đồng", "2500000000"),
        ("một trăm rưỡi", "150"),
        ("(Bằng chữ: Mười lăm nghìn đồng chẵn)", "15000"),
        ("một tỷ không trăm linh năm triệu đồng", "1005000000"),
        ("ba trăm bảy tư phẩy không năm m²", "374.05"),
        ("hai mươi nhăm ngàn lẻ một", "25001"),
        ("Chín mươi mốt nghìn bảy trăm hai mươi ba tỷ", "91723000000000"),
        ("một tỷ tỷ", None),
        ("hai mươi nhăm ngàn không trăm lẻ một", "25001"),
        (
            "Chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
            "999999999",
        ),
        ("hai mươi mốt tỷ tư trăm triệu", "21400000000"),
        ("một phẩy năm mét vuông", "1.5"),
        ("rưỡi", None),
        ("hai rưỡi", None),
        ("hai nghìn lẻ hai mươi mốt", None),
        ("phẩy năm", None),
    ],
)
def test_hard_numbers_in_words(words: str, number: str | None) -> None:
    read = number_words.to_number(words)
    assert read == (None if number is None else Decimal(number)), words


def test_numbers_drawn_at_random_are_written_and_read_back() -> None:
    chance = Random(39)
    for _ in range(600):
        number = Decimal(chance.randrange(10 ** chance.randrange(1, 15)))
        if chance.random() < 0.4:
            number += Decimal(chance.randrange(1, 100)) / 100
        assert number_words.to_number(number_words.to_words(number)) == number, number


def test_every_day_of_a_span_is_written_and_read_back() -> None:
    day = date(1899, 12, 25)
    while day < date(2031, 1, 1):
        assert date_words.to_iso(date_words.to_words(day.isoformat())) == day.isoformat()
        day += timedelta(days=97)
    for iso in ("1940", "1940-01", "2005-12"):
        assert date_words.to_iso(date_words.to_words(iso)) == iso
    assert date_words.to_words("1974-04-05") == ("Ngày mồng năm tháng tư năm một nghìn chín trăm bảy mươi tư")
    with pytest.raises(ValueError, match="day"):
        date_words.to_words("2021-02-30")


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("ngày mùng mười tháng chạp năm một chín tám lăm", "1985-12-10"),
        ("Ngày ba mươi tháng tư năm hai không không bốn", "2004-04-30"),
        ("ngày mồng một, tháng giêng, năm hai ngàn không trăm lẻ sáu", "2006-01-01"),
        ("Hai mươi mốt tháng năm năm một nghìn chín trăm chín mươi nhăm", "1995-05-21"),
        ("năm hai nghìn", "2000"),
    ],
)
def test_hard_dates_in_words(words: str, iso: str) -> None:
    assert date_words.to_iso(words) == iso


def test_money_with_a_scale_and_areas_in_hectares() -> None:
    assert money.parse("1,25 tỷ đồng").normalised == "1250000000"
    assert money.parse("250 triệu đồng").normalised == "250000000"
    assert not money.parse("1,2345678 triệu").is_valid
    assert area.parse("1,2 ha").normalised == "12000" and area.parse("1,2 ha").warnings
    assert figures.parse("66,4%").normalised == "66.4" and figures.parse("1,33").normalised == "1.33"


def test_spelling_of_names_is_never_changed() -> None:
    for name in ("Nguyễn Văn Quí", "Nguyễn Văn Quý", "Lê Thị Hoà", "Lê Thị Hòa", "Lý Thuý", "Lí Thúy"):
        assert person_name.parse(name).normalised == name
        assert person_name.parse(name.upper()).value == name.upper()


def test_open_fields_are_judged_by_their_name_and_others_by_their_kind() -> None:
    def of(name: str, kind: FieldType) -> object:
        return validator_of(FieldRule(name=name, type=kind))

    found = all_validators()
    assert of("mother_ethnicity", FieldType.ENUM_OPEN) is found["ethnic_group"]
    assert of("ethnicity", FieldType.TEXT) is found["ethnic_group"]
    assert of("nationality", FieldType.ENUM_OPEN) is found["nationality"]
    assert of("notarial_number", FieldType.TEXT) is found["notarial_number"]
    assert of("signer_authority", FieldType.ENUM_OPEN) is found["plain_text"]
    assert of("mother_ethnicity", FieldType.PERSON_NAME) is validator_for(FieldType.PERSON_NAME)


def test_every_kind_of_field_of_the_catalogue_has_a_validator_that_bears_its_examples() -> None:
    for record_type in load_record_types().values():
        for rule in record_type.fields:
            parsed = validator_of(rule).parse(rule.example or "")
            assert parsed.normalised or parsed.errors, (record_type.code, rule.name)
