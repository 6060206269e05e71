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
