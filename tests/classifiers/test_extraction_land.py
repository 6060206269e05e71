"""Fields of land papers and contracts, set as their printed forms set them."""

from __future__ import annotations

import pytest

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, make_page

HEAD: list[Row] = [
    centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    centred(300, "Độc lập - Tự do - Hạnh phúc"),
]


def read(code: str, title: str, lines: list[str], *, left: float = 280.0) -> dict[str, FieldValue]:
    """The fields of a paper whose lines stand below each other under its title."""
    rows: list[Row] = [(600 + 80 * at, [(left, line)]) for at, line in enumerate(lines)]
    return extract(load_record_types()[code], [make_page([*HEAD, centred(460, title), *rows])])


CHANGE = "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"


def test_the_serial_that_an_application_cites_is_told_from_the_numbers_beside_it() -> None:
    found = read(
        "land_change_application",
        CHANGE,
        [
            "b) Giấy tờ nhân thân/pháp nhân: Hộ chiếu số B 7654321",
            "2. Nội dung biến động: Cấp đổi Giấy chứng nhận",
            "(1) Giấy chứng nhận đã cấp, số phát hành",
            "CĐ 123456, số vào sổ cấp GCN: CH 012345",
        ],
    )
    assert found["cited_serial"].normalised == "CĐ 123456"
    assert found["change_kind"].value == "cap_doi"


def test_of_two_cited_serials_neither_is_sure() -> None:
    found = read(
        "land_change_application",
        CHANGE,
        ["(1) Giấy chứng nhận số phát hành CĐ 123456", "(2) Giấy chứng nhận số phát hành CĐ 123457"],
    )
    assert found["cited_serial"].confidence <= 0.6 and "nhiều số phát hành" in found["cited_serial"].doubt


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Xóa đăng ký thế chấp quyền sử dụng đất", "xoa_the_chap"),
        ("Đăng ký thế chấp quyền sử dụng đất", "the_chap"),
        ("Nhận tặng cho quyền sử dụng đất", "tang_cho"),
    ],
)
def test_the_kind_of_a_change_follows_from_its_content(content: str, kind: str) -> None:
    found = read("land_change_application", CHANGE, ["2. Nội dung biến động:", content])
    assert found["change_kind"].value == kind


def test_the_raised_two_of_a_unit_is_no_area() -> None:
    found = read(
        "cadastral_survey_sheet",
        "PHIẾU ĐO ĐẠC CHỈNH LÝ THỬA ĐẤT",
        ["Thửa đất số: 753", "Diện tích trên giấy tờ: …………… m²"],
    )
    assert "area_on_paper_m2" not in found


def test_usual_words_of_a_blank_take_their_marks_and_names_keep_theirs() -> None:
    found = read(
        "land_registration_application",
        "ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",
        [
            "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất, người quản lý đất:",
            "a) Họ và tên: NGUYỄN VĂN QUÍ",
            "2. Thửa đất đăng ký:",
            "e) Nguồn gốc sử dụng đất: Nhận thừa kê của bô mẹ Nguyễn Thị Quí năm 1995",
        ],
    )
    assert found["applicant_name"].value == "NGUYỄN VĂN QUÍ"
    assert found["land_use_origin"].value == "Nhận thừa kế của bố mẹ Nguyễn Thị Quí năm 1995"
    assert "thừa kê của bô mẹ" in found["land_use_origin"].as_read


def test_an_applications_list_of_enclosures_begins_no_attachment() -> None:
    first = make_page([*HEAD, centred(460, "ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT")])
    second = make_page(
        [
            (300, [(280, "5. Những giấy tờ nộp kèm theo: Giấy chứng nhận đã cấp")]),
            (500, [(1350, "Tiên Du, ngày 12 tháng 8 năm 2025")]),
            (580, [(1500, "Người viết đơn")]),
            (900, [(1480, "Phạm Thị Dung")]),
        ],
        number=2,
    )
    found = extract(load_record_types()["land_registration_application"], [first, second])
    assert found["applicant_signature_name"].value == "Phạm Thị Dung"


def test_the_number_of_a_blank_on_a_tax_form_is_no_value() -> None:
    found = read(
        "land_tax_declaration",
        "TỜ KHAI THUẾ SỬ DỤNG ĐẤT PHI NÔNG NGHIỆP",
        ["[05] Mã số thuế:", "[06] Địa chỉ: Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"],
    )
    assert "tax_code" not in found
    assert found["address"].value == "Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"


def test_a_unit_word_that_opens_the_second_line_of_an_address_is_no_label() -> None:
    found = read(
        "cadastral_map_extract",
        "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH",
        [
            "Địa chỉ thửa đất: Số 18 ngõ 36 đường Trần Hưng Đạo, tổ dân phố số 4, khu đô thị mới Yên Trạch, ",
            "phường Mỹ Thượng, thành phố Nam Định, tỉnh Nam Định",
        ],
    )
    assert found["parcel_address"].value.endswith("phường Mỹ Thượng, thành phố Nam Định, tỉnh Nam Định")


TRANSFER = "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT"


def test_a_blank_before_a_new_article_stays_blank() -> None:
    found = read(
        "land_transfer_contract",
        TRANSFER,
        ["LỜI CHỨNG", "Số chứng thực: 34, quyển số:", "ĐIỀU 3. Việc giao và đăng ký quyền sử dụng đất"],
    )
    assert found["certification_number"].value == "34" and "book_number" not in found


def test_the_day_of_issue_is_no_number_in_the_register() -> None:
    found = read(
        "land_transfer_contract",
        TRANSFER,
        ["ĐIỀU 1", "số vào sổ cấp GCN: do UBND huyện Tiên Du cấp ngày 20/05/2015"],
    )
    number = found.get("certificate_registry_number")
    assert number is None or number.confidence < 0.5


def test_a_name_in_capitals_goes_on_below_up_to_the_next_label() -> None:
    found = read(
        "land_purpose_change_application",
        "ĐƠN XIN CHUYỂN MỤC ĐÍCH SỬ DỤNG ĐẤT",
        [
            "1. Người xin giao đất/cho thuê đất/cho phép chuyển mục đích sử dụng đất: DƯƠNG HOÀI",
            "GIANG số CCCD: 033188089151",
            "2. Địa chỉ/trụ sở chính: Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh, gần trụ sở Ủy ban nhân dân",
        ],
    )
    assert found["applicant_name"].value == "DƯƠNG HOÀI GIANG"
    assert found["applicant_id"].value == "033188089151"


def test_a_purpose_that_ends_like_a_label_is_read_whole_and_dwelling_land_takes_its_code_from_the_place() -> (
    None
):
    found = read(
        "land_certificate_2009_2024",
        "GIẤY CHỨNG NHẬN",
        [
            "1. Thửa đất:",
            "a) Thửa đất số: 152, tờ bản đồ số: 14",
            "b) Địa chỉ: Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh",
            "đ) Mục đích sử dụng: Đất ở: 100 m²; Đất trồng cây lâu năm: 20,5 m²",
            "e) Thời hạn sử dụng: Đất ở: Lâu dài; Đất trồng cây lâu năm: đến ngày 15/10/2063",
            "5. Cây lâu năm: -/-",
        ],
    )
    assert (found["parcel_number"].value, found["map_sheet_number"].value) == ("152", "14")
    assert found["land_use_purpose"].value == "Đất ở: 100 m²; Đất trồng cây lâu năm: 20,5 m²"
    assert found["land_use_purpose"].normalised == "ONT 100; CLN 20.5"
    assert found["land_use_term"].value.endswith("đến ngày 15/10/2063")


def test_a_label_goes_on_to_its_colon() -> None:
    found = read(
        "land_certificate_2009_2024",
        "GIẤY CHỨNG NHẬN",
        ["1. Thửa đất:", "e) Thời hạn sử dụng đất: Lâu dài", "g) Nguồn gốc sử dụng đất: Nhận tặng cho"],
    )
    assert found["land_use_term"].value == "Lâu dài"
    assert found["land_use_origin"].value == "Nhận tặng cho"


def test_red_books_of_both_prints_are_read_with_a_date_that_has_no_place() -> None:
    page = make_page(
        [
            *HEAD,
            centred(460, "GIẤY CHỨNG NHẬN"),
            centred(540, "QUYỀN SỬ DỤNG ĐẤT"),
            (700, [(280, "I. Tên người sử dụng đất: Hộ ông NGUYỄN VĂN AN")]),
            (780, [(280, "Địa chỉ thường trú: Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh")]),
            (860, [(280, "4. Diện tích: 320 m²")]),
            centred(1000, "Ngày 16 tháng 12 năm 2006", 1750),
            centred(1080, "TM. ỦY BAN NHÂN DÂN HUYỆN TIÊN DU", 1750),
            centred(1150, "CHỦ TỊCH", 1750),
            centred(1500, "Trần Văn Minh", 1750),
            (1600, [(280, "Số vào sổ cấp giấy chứng nhận quyền sử dụng đất: H 01234")]),
        ]
    )
    found = extract(load_record_types()["land_use_certificate_red"], [page])
    assert found["holder_lines"].value == "Hộ ông NGUYỄN VĂN AN"
    assert found["total_area_m2"].normalised == "320" and found["registry_number"].value == "H 01234"
    assert found["issue_date"].normalised == "2006-12-16" and found["signer_name"].value == "Trần Văn Minh"


def test_the_kind_of_a_notice_is_known_by_the_initials_it_is_called_by() -> None:
    found = read(
        "land_tax_notice", "THÔNG BÁO NỘP THUẾ SỬ DỤNG ĐẤT PHI NÔNG NGHIỆP", ["Người nộp thuế: NGUYỄN VĂN AN"]
    )
    assert found["notice_kind"].value == "sddpnn"
