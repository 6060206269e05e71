"""Cards and booklets: faces beside each other, text beside a photograph, columns that end."""

from __future__ import annotations

from dataclasses import replace

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, make_page

TEXT_X = 800.0
"""Where print begins right of the photograph."""


def read(code: str, rows: list[Row]) -> dict[str, FieldValue]:
    return extract(load_record_types()[code], [make_page(rows)])


def front() -> list[Row]:
    return [
        (300, [(TEXT_X, "CĂN CƯỚC CÔNG DÂN")]),
        (380, [(TEXT_X, "Số / No.: 027185904417")]),
        (460, [(TEXT_X, "Họ và tên / Full name:")]),
        (540, [(TEXT_X, "TRẦN THỊ MẪU")]),
        (620, [(TEXT_X, "Ngày sinh / Date of birth: 12/03/1985")]),
        (700, [(TEXT_X, "Quê quán / Place of origin:")]),
        (780, [(TEXT_X, "Phú Lâm, Tiên Du, Bắc Ninh")]),
    ]


def test_the_expiry_below_the_photograph_does_not_interrupt_the_residence() -> None:
    below_photograph: list[Row] = [
        (860, [(100, "Có giá trị đến: 12/03/2045"), (TEXT_X, "Nơi thường trú: Thôn Đông,")]),
        (940, [(100, "Date of expiry"), (TEXT_X, "Phú Lâm, Tiên Du, Bắc Ninh")]),
    ]
    found = read("cccd_chip_2021", [*front(), *below_photograph])
    assert found["residence"].value == "Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh"
    assert found["expiry_date"].normalised == "2045-03-12"


def test_a_card_that_never_expires_says_so_in_words() -> None:
    found = read("cccd_chip_2021", [*front(), (860, [(100, "Có giá trị đến: Không thời hạn")])])
    assert found["expiry_date"].value == "Không thời hạn"
    assert found["expiry_date"].confidence >= 0.9


def test_each_face_of_a_card_is_read_apart_where_both_lie_beside_each_other() -> None:
    found = read(
        "cmnd_9",
        [
            (300, [(200, "GIẤY CHỨNG MINH NHÂN DÂN"), (1400, "Dân tộc: Kinh Tôn giáo: Không")]),
            (400, [(200, "SỐ 125341907"), (1400, "DẤU VẾT RIÊNG VÀ DỊ HÌNH")]),
            (480, [(200, "Họ tên: TRẦN THỊ MẪU"), (1400, "Nốt ruồi C.1cm dưới mắt phải")]),
            (560, [(200, "Sinh ngày: 12-03-1985"), (1400, "Ngày 10 tháng 5 năm 2011")]),
            (640, [(200, "Nguyên quán: Phú Lâm, Tiên Du,"), (1400, "GIÁM ĐỐC CA TỈNH BẮC NINH")]),
            (720, [(200, "Bắc Ninh")]),
        ],
    )
    assert found["hometown"].value == "Phú Lâm, Tiên Du, Bắc Ninh"
    assert found["ethnicity"].value == "Kinh"
    assert found["issue_date"].normalised == "2011-05-10"


def test_a_label_that_stands_alone_on_the_left_ends_two_columns() -> None:
    parents: list[Row] = [
        (800, [(280, "Họ và tên cha nuôi: NGUYỄN VĂN MẪU"), (1300, "Họ và tên mẹ nuôi: TRẦN THỊ MẪU")]),
        (880, [(280, "Ngày, tháng, năm sinh: 12/03/1985"), (1300, "Ngày, tháng, năm sinh: 05/09/1988")]),
        (960, [(280, "Dân tộc: Kinh"), (1300, "Dân tộc: Tày")]),
        (1040, [(280, "Quốc tịch: Việt Nam"), (1300, "Quốc tịch: Việt Nam")]),
    ]
    child: list[Row] = [
        (1120, [(280, "Họ và tên con nuôi: NGUYỄN GIA MẪU")]),
        (1200, [(280, "Ngày, tháng, năm sinh: 20/11/2021")]),
        (1280, [(280, "Giới tính: Nữ Dân tộc: Mường Quốc tịch: Việt Nam")]),
        (1360, [(280, "Nơi thường trú: Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh")]),
    ]
    head = [centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(560, "GIẤY CHỨNG NHẬN NUÔI CON NUÔI")]
    found = read("adoption_certificate", [*head, *parents, *child])
    assert found["adoptive_mother_ethnicity"].value == "Tày"
    assert found["child_ethnicity"].value == "Mường"
    assert found["child_residence"].value == "Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"


def test_the_title_of_a_household_book_is_no_label_of_its_dossier() -> None:
    found = read(
        "household_book",
        [
            centred(230, "SỔ HỘ KHẨU"),
            centred(310, "Số: 270123456"),
            (460, [(280, "Họ và tên chủ hộ: NGUYỄN VĂN MẪU")]),
        ],
    )
    assert found["book_number"].value == "270123456"


def test_a_signers_position_keeps_its_letter_case() -> None:
    head = [centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(560, "GIẤY KHAI SINH")]
    rows: list[Row] = [
        centred(2500, "NGƯỜI KÝ GIẤY KHAI SINH", 1750),
        centred(2570, "Phó Chủ tịch", 1750),
        centred(2900, "Nguyễn Thị Mẫu", 1750),
    ]
    found = read("birth_certificate", [*head, (760, [(280, "Họ, chữ đệm, tên: NGUYỄN GIA MẪU")]), *rows])
    assert found["signer_title"].value == "Phó Chủ tịch"


def test_a_page_with_little_on_it_beside_the_fold_is_read_after_the_one_before_it() -> None:
    rows: list[Row] = [
        (300, [(280, "SỔ HỘ KHẨU"), (2100, "Những điều cần chú ý")]),
        (400, [(280, "Họ và tên chủ hộ: NGUYỄN VĂN MẪU"), (2100, "Giữ sổ cẩn thận.")]),
        (480, [(280, "Nơi thường trú: Thôn Đông, xã Phú Lâm, huyện Tiên Du,")]),
        (560, [(280, "tỉnh Bắc Ninh"), (2100, "Xuất trình khi người có thẩm quyền kiểm tra.")]),
    ]
    page = replace(make_page(rows), width=3508, height=2480)
    found = extract(load_record_types()["household_book"], [page])
    assert found["residence"].value == "Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh"


def test_what_follows_a_name_that_is_broken_in_its_cell_is_not_the_next_fields() -> None:
    found = read(
        "residence_confirmation_ct07",
        [
            centred(300, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"),
            (400, [(280, "4. Họ, chữ đệm và tên chủ hộ: ĐỖ VĂN 5. Quan hệ với chủ hộ: Chủ hộ")]),
            (480, [(280, "MẠNH")]),
            (560, [(280, "6. Số định danh cá nhân của chủ hộ: 048055109495")]),
        ],
    )
    assert found["relation_to_head"].value == "Chủ hộ"


def test_a_commune_keeps_its_number() -> None:
    head: list[Row] = [
        (230, [(360, "UBND PHƯỜNG 1"), (1150, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]),
        (300, [(1280, "Độc lập - Tự do - Hạnh phúc")]),
        (400, [(420, "Số: 12/2023/TLKS"), (1260, "Phường 1, ngày 02 tháng 6 năm 2023")]),
        centred(560, "TRÍCH LỤC KHAI SINH"),
        (700, [(280, "Ngày, tháng, năm sinh: 22/12/2013")]),
    ]
    found = read("birth_extract_copy", head)
    assert found["issuing_agency"].value == "UBND PHƯỜNG 1"
    assert found["issue_place"].value == "Phường 1"
    assert found["issue_date"].normalised == "2023-06-02"


def test_the_place_in_an_address_is_not_the_signers_name() -> None:
    head: list[Row] = [
        centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(560, "TRÍCH LỤC KHAI SINH"),
        (760, [(280, "- Nơi sinh : Ấp 3, xã Xuân La, huyện Pác Nặm, tỉnh Bắc Kạn")]),
    ]
    assert "signer_name" not in read("birth_extract_copy", head)


def test_small_print_below_the_photograph_does_not_part_a_label_from_its_value() -> None:
    rows: list[Row] = [
        *front(),
        (874, [(100, "Có giá trị đến: 12/03/2045")]),
        (890, [(TEXT_X, "Nơi thường trú:")]),
        (868, [(TEXT_X + 340, "Thôn Đông,")]),
        (948, [(TEXT_X, "Phú Lâm, Tiên Du, Bắc Ninh")]),
        (966, [(100, "Date of expiry")]),
    ]
    found = read("cccd_chip_2021", rows)
    assert found["residence"].value == "Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh"


def test_a_birthday_in_words_is_not_the_date_of_issue() -> None:
    found = read(
        "birth_application",
        [
            centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            centred(300, "Độc lập - Tự do - Hạnh phúc"),
            centred(460, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
            (640, [(280, "ghi bằng chữ Ngày bảy, tháng mười, năm hai nghìn không trăm mười tám")]),
            (1900, [(1400, "Kim Phú, ngày 22 tháng 3 năm 2021")]),
        ],
    )
    assert found["signing_place_date"].normalised == "2021-03-22"


def test_the_signer_of_an_opened_sheet_is_named_on_its_right_page() -> None:
    rows: list[Row] = [
        centred(230, "TRÍCH LỤC ĐĂNG KÝ GIÁM HỘ", 1250.0),
        (300, [(4080, "Đỗ Hoàng Mẫu")]),
        (3100, [(1600, "NGƯỜI KÝ TRÍCH LỤC")]),
        (3170, [(1700, "CHỦ TỊCH")]),
    ]
    page = replace(make_page(rows), width=4961, height=3508)
    found = extract(load_record_types()["guardianship_extract"], [page])
    assert found["signer_name"].value == "Đỗ Hoàng Mẫu"
    assert found["signer_name"].page == 1 and found["signer_name"].box.x0 == 4080
