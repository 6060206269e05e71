"""Values that decisions and contracts set in running sentences, as the usual forms word them."""

from __future__ import annotations

import json

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, letterhead, make_page

HEAD = letterhead(["ỦY BAN NHÂN DÂN", "XÃ TIÊN DU"], "Số: 215/QĐ-UBND", "Tiên Du, ngày 05 tháng 3 năm 2026")


def decision(code: str, subject: str, lines: list[str]) -> dict[str, FieldValue]:
    body: list[Row] = [(900 + 75 * at, [(280, line)]) for at, line in enumerate(lines)]
    page = make_page([*HEAD, centred(620, "QUYẾT ĐỊNH"), centred(700, subject), *body])
    return extract(load_record_types()[code], [page])


def test_an_allocation_tells_its_values_in_one_sentence_each() -> None:
    found = decision(
        "land_allocation_decision",
        "Về việc giao đất ở cho hộ gia đình, cá nhân",
        [
            "Theo đề nghị của Trưởng phòng Kinh tế xã tại Tờ trình số 45/TTr-PKT ngày 01 tháng 3 năm 2026.",
            "Điều 1. Giao cho ông Nguyễn Văn An, CCCD số 027085904417, thường trú tại thôn Đông, xã",
            "Tiên Du, tỉnh Bắc Ninh 120,5 m² đất tại thôn Đông, xã Tiên Du, tỉnh Bắc Ninh để sử dụng",
            "vào mục đích đất ở tại nông thôn.",
            "Vị trí, ranh giới thửa đất theo Trích lục bản đồ địa chính thửa đất số 152, tờ bản đồ số 14",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng chịu trách nhiệm thi hành.",
        ],
    )
    assert found["proposer"].value == "Trưởng phòng Kinh tế xã"
    assert json.loads(found["beneficiaries"].normalised) == [
        {
            "name": "Nguyễn Văn An",
            "id_number": "027085904417",
            "address": "thôn Đông, xã Tiên Du, tỉnh Bắc Ninh",
        }
    ]
    assert found["area_m2"].normalised == "120.5"
    assert found["parcel_address"].value == "thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"
    assert (found["parcel_number"].value, found["map_sheet_number"].value) == ("152", "14")
    assert found["land_use_purpose"].normalised == "ONT"
    assert found["effective_date"].normalised == "ngày ký"


def test_a_recovery_gives_area_owner_and_place_in_one_sentence() -> None:
    found = decision(
        "land_recovery_decision",
        "Về việc thu hồi đất",
        [
            "Điều 1. Thu hồi 120,5 m² đất của ông Nguyễn Văn An, thường trú tại thôn Đông, xã Tiên Du,",
            "tỉnh Bắc Ninh, thuộc thửa đất số 152, tờ bản đồ số 14 tại thôn Đoài, xã Tiên Du, tỉnh Bắc Ninh.",
            "Lý do thu hồi đất: để thực hiện công trình Đường liên xã ĐX.05.",
        ],
    )
    assert found["area_m2"].normalised == "120.5"
    assert (
        json.loads(found["beneficiaries"].normalised)[0]["address"] == "thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"
    )
    assert found["parcel_address"].value == "thôn Đoài, xã Tiên Du, tỉnh Bắc Ninh"


def test_a_change_of_purpose_names_the_new_one_with_its_first_word() -> None:
    found = decision(
        "land_purpose_change_decision",
        "Về việc cho phép chuyển mục đích sử dụng đất",
        [
            "Điều 1. Cho phép ông Nguyễn Văn An, CCCD số 027085904417, được chuyển mục đích sử dụng",
            "100,0 m² đất trồng cây lâu năm thuộc thửa đất số 152, tờ bản đồ số 14, diện tích 320 m²",
            "tại thôn Đông, xã Tiên Du, tỉnh Bắc Ninh sang đất ở tại nông thôn.",
        ],
    )
    assert (found["area_changed_m2"].normalised, found["area_m2"].normalised) == ("100.0", "320")
    assert found["purpose_to"].value.rstrip(".") == "đất ở tại nông thôn"
    assert found["purpose_to"].normalised == "ONT"


def contract(lines: list[str]) -> dict[str, FieldValue]:
    rows: list[Row] = [(600 + 75 * at, [(280, line)]) for at, line in enumerate(lines)]
    title = centred(460, "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT")
    motto = centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(300, "Độc lập - Tự do - Hạnh phúc")
    return extract(load_record_types()["land_transfer_contract"], [make_page([*motto, title, *rows])])


def test_the_article_that_a_contract_refers_to_is_no_price() -> None:
    found = contract(
        [
            "ĐIỀU 2",
            "1. Giá chuyển nhượng quyền sử dụng đất nêu tại Điều 1 của Hợp đồng này là:",
            "1.250.000.000 đồng (bằng chữ: Một tỷ hai trăm năm mươi triệu đồng).",
        ]
    )
    assert found["price"].normalised == found["price_words"].normalised == "1250000000"


def test_the_certificate_that_a_contract_cites_is_read_from_its_sentence() -> None:
    found = contract(
        [
            "BÊN NHẬN CHUYỂN NHƯỢNG (sau đây gọi là Bên B):",
            "Bà: PHẠM THỊ DUNG, sinh năm 1990, thường trú tại: Thôn Đoài, xã Phú Lâm, tỉnh Bắc Ninh",
            "Hai bên đồng ý thực hiện việc chuyển nhượng quyền sử dụng đất theo các thỏa thuận sau đây:",
            "ĐIỀU 1",
            "Quyền sử dụng đất của Bên A theo Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở",
            "và tài sản khác gắn liền với đất số CĐ 123456, số vào sổ cấp GCN: CH 01234 do UBND huyện",
            "Tiên Du cấp ngày 20/05/2015, cụ thể như sau:",
            "- Thửa đất số: 152, tờ bản đồ số: 14",
        ]
    )
    assert found["certificate_serial"].normalised == "CĐ 123456"
    assert found["certificate_registry_number"].value == "CH 01234"
    assert found["certificate_issuer_date"].value == "do UBND huyện Tiên Du cấp ngày 20/05/2015"
    assert json.loads(found["party_b"].normalised)[0]["residence"] == "Thôn Đoài, xã Phú Lâm, tỉnh Bắc Ninh"


def test_what_is_no_name_is_never_a_sure_one() -> None:
    rows: list[Row] = [
        (600, [(280, "Chúng tôi là những người thừa kế theo pháp luật của ông LÊ VĂN CƯỜNG, đã chết ngày")]),
        (675, [(280, "15/08/2025 theo Trích lục khai tử số 386/2025.")]),
        (750, [(280, "Nội dung thỏa thuận: ông NGUYỄN VĂN AN là người được nhận di sản nêu trên.")]),
    ]
    title = centred(460, "VĂN BẢN THỎA THUẬN PHÂN CHIA DI SẢN THỪA KẾ")
    motto = centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(300, "Độc lập - Tự do - Hạnh phúc")
    found = extract(
        load_record_types()["inheritance_division_agreement"], [make_page([*motto, title, *rows])]
    )
    assert found["deceased_name"].value == "LÊ VĂN CƯỜNG"
    assert found["death_date"].normalised == "2025-08-15"
    assert "receiving_heir" not in found or found["receiving_heir"].confidence < 0.5


def test_a_heading_in_capitals_is_not_found_in_a_sentence_of_its_words() -> None:
    rows: list[Row] = [
        (600 + 75 * at, [(280, line)])
        for at, line in enumerate(
            [
                "I. BÊN ỦY QUYỀN:",
                "Họ và tên: NGUYỄN VĂN AN",
                "III. NỘI DUNG ỦY QUYỀN:",
                "Bên A ủy quyền cho Bên B nộp hồ sơ và nhận kết quả đăng ký biến động đất đai.",
                "Số chứng thực: 45 quyển số 01-SCT/CK,ĐC",
            ]
        )
    ]
    motto = centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(300, "Độc lập - Tự do - Hạnh phúc")
    page = make_page([*motto, centred(460, "GIẤY ỦY QUYỀN"), *rows])
    found = extract(load_record_types()["authorization_letter"], [page])
    assert found["scope"].value.startswith("Bên A ủy quyền cho Bên B nộp hồ sơ")
    assert found["certification_number"].value == "45"


def test_a_label_broken_over_two_lines_is_read_where_the_second_has_few_words() -> None:
    found = decision(
        "social_allowance_decision",
        "Về việc trợ cấp xã hội hàng tháng",
        [
            "Điều 1. Trợ cấp xã hội hàrg tháng cho ông (bà) PHAN QUỐC BÌNH, sinh",
            "rgày 01/10/1952, số định danh cá nhân 096052084292, nơi cư trú: Bản Pom",
            "Khoang, xã An Trạch, huyện Đông Hải, tỉnh Bạc Liêu, tbuộc đốr tượng Người",
            "cao tuổi.",
        ],
    )
    assert found["beneficiary_name"].value == "PHAN QUỐC BÌNH"
    assert found["beneficiary_dob"].normalised == "1952-10-01"
