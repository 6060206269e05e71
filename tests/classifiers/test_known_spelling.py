"""Known words put right in values, and what is never touched."""

from __future__ import annotations

import pytest

from classifiers.extraction.known_spelling import put_right
from classifiers.record_type import FieldType

ADDRESS, OFFICE, OPEN = FieldType.ADDRESS, FieldType.ORG_NAME, FieldType.ENUM_OPEN


@pytest.mark.parametrize(
    ("kind", "read", "right"),
    [
        (ADDRESS, "Xóm Đình, huyên Tiên Du, tỉnh Lâm Đồn", "Xóm Đình, huyện Tiên Du, tỉnh Lâm Đồng"),
        (ADDRESS, "Tố dân phố số 4, tỉnh Cao Băng", "Tổ dân phố số 4, tỉnh Cao Bằng"),
        (ADDRESS, "Vĩnh Sơn Đông, Tây Ninh R6653", "Vĩnh Sơn Đông, Tây Ninh"),
        (OFFICE, "CÔNG AN TỈNH CAO BĂNG", "CÔNG AN TỈNH CAO BẰNG"),
        (OFFICE, "Uy ban nhân đân xã Phú Lâm", "Ủy ban nhân dân xã Phú Lâm"),
        (OPEN, "Số đăne ký khai tử", "Sổ đăng ký khai tử"),
        (OPEN, "Vuệt Nam", "Việt Nam"),
        (ADDRESS, "Tô 12, khu phố 3, tỉnh Cao Bằng", "Tổ 12, khu phố 3, tỉnh Cao Bằng"),
        (FieldType.TEXT, "Mãu sô 18", "Mẫu số 18"),
        (FieldType.TEXT, "Trung tâm Y tế huyên Văn Chấn", "Trung tâm Y tế huyện Văn Chấn"),
        (FieldType.TEXT, "12 thang", "12 tháng"),
        (FieldType.TEXT, "Số đăng ký khai tử và Trích lục", "Sổ đăng ký khai tử và Trích lục"),
        (OFFICE, "UBND huyện Phú Lộc, thành phố Huê", "UBND huyện Phú Lộc, thành phố Huế"),
        (
            OFFICE,
            "Ủy ban nhân dân xã Ninh Điên, huyện Châu Thành, tỉnh Tây Ninh",
            "Ủy ban nhân dân xã Ninh Điền, huyện Châu Thành, tỉnh Tây Ninh",
        ),
        (OFFICE, "CÔNG AN HUYỆN CÂU NGANG, TỈNH TRÀ VINH", "CÔNG AN HUYỆN CẦU NGANG, TỈNH TRÀ VINH"),
        (OPEN, "Kinh Quốc Việt Nam", "Kinh"),
        (
            FieldType.ID_DOCUMENT,
            "CMND số 012345678, Cục Cảrh sát quản lý hành chính về trật tự xãhội cấp",
            "CMND số 012345678, Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp",
        ),
    ],
)
def test_a_known_word_that_was_misread_is_written_as_it_is_known(
    kind: FieldType, read: str, right: str
) -> None:
    assert put_right(kind, read) == right


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        (OFFICE, "Uỷ ban nhân dân xã Hoà Bình, tỉnh Hoà Bình"),
        (ADDRESS, "xã Phú Lâm, tỉnh Bắc Cạn"),
        (ADDRESS, "buôn Ea Knốp, tỉnh Đăk Lăk"),
        (ADDRESS, "phường 1, thành phố Vũng Tàu, tỉnh Bà Rịa - Vũng Tàu"),
        (ADDRESS, "Thôn Đông, xã Cao Băng"),
        (ADDRESS, "thửa 5, tờ 12, tỉnh Cao Bằng"),
        (OFFICE, "ỦY BAN NHÂN DÂN THÀNH PHỐ PHỔ YÊN"),
        (OFFICE, "Ủy ban nhân dân xã Ninh Điên"),
        (OFFICE, "UBND XA NINH DIEN, HUYEN CHAU THANH, TINH TAY NINH"),
        (OPEN, "Không"),
        (OPEN, "Công giáo"),
        (OPEN, "Hoa Kỳ"),
        (FieldType.PERSON_NAME, "TRẦN VIỆT NĂM"),
        (FieldType.TEXT, "số đăng ký khai sinh 12"),
        (FieldType.TEXT, "mẫu sổ theo quy định"),
        (FieldType.TEXT, "lời ca huyền ảo"),
        (FieldType.TEXT, "12 thang thuốc"),
    ],
)
def test_other_spellings_names_and_unknown_words_stay_as_printed(kind: FieldType, printed: str) -> None:
    assert put_right(kind, printed) == printed


def test_a_value_of_any_length_is_answered() -> None:
    long = "Ủy ban " * 5000
    assert put_right(OFFICE, long) == long
    assert put_right(ADDRESS, "") == ""
