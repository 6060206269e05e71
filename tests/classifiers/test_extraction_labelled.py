"""Values beside and below their printed labels."""

from __future__ import annotations

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, make_page

HEAD: list[Row] = [
    centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    centred(300, "Độc lập - Tự do - Hạnh phúc"),
]


def birth(rows: list[Row], **wanted: object) -> dict[str, FieldValue]:
    number: Row = (420, [(280, "Số: 45/2021")])
    page = make_page([*HEAD, number, centred(560, "GIẤY KHAI SINH"), *rows], **wanted)  # type: ignore[arg-type]
    return extract(load_record_types()["birth_certificate"], [page])


def test_several_pairs_on_one_line_are_told_apart() -> None:
    found = birth(
        [
            (760, [(280, "Họ, chữ đệm, tên: NGUYỄN GIA MẪU")]),
            (840, [(280, "Giới tính: Nam"), (1000, "Dân tộc: Kinh"), (1700, "Quốc tịch: Việt Nam")]),
        ]
    )
    assert found["child_full_name"].normalised == "Nguyễn Gia Mẫu"
    assert found["child_sex"].value == "Nam"
    assert found["child_ethnicity"].value == "Kinh"
    assert found["child_nationality"].value == "Việt Nam"
    assert found["child_nationality"].rule == "label:Quốc tịch"


def test_same_label_means_another_field_in_another_section() -> None:
    found = birth(
        [
            (760, [(280, "Họ, chữ đệm, tên: NGUYỄN GIA MẪU")]),
            (840, [(280, "Dân tộc: Kinh")]),
            (920, [(280, "Họ, chữ đệm, tên người mẹ: TRẦN THỊ MẪU")]),
            (1000, [(280, "Năm sinh: 1988"), (1000, "Dân tộc: Tày")]),
            (1080, [(280, "Họ, chữ đệm, tên người cha: NGUYỄN VĂN MẪU")]),
            (1160, [(280, "Năm sinh: 1985"), (1000, "Dân tộc: Nùng")]),
        ]
    )
    ethnicities = [found[f"{who}_ethnicity"].value for who in ("child", "mother", "father")]
    assert ethnicities == ["Kinh", "Tày", "Nùng"]
    assert found["mother_full_name"].value == "TRẦN THỊ MẪU"
    assert found["father_birth_year"].value == "1985"


def test_labels_are_found_though_marks_and_spaces_are_misread() -> None:
    found = birth(
        [
            (760, [(280, "Họ,chữ đêm, tẽn: NGUYỄN GIA MẪU")]),
            (840, [(280, "Ngày, thảng, năm sính: 20/11/2021")]),
            (920, [(280, "Giớitính:Nam"), (1000, "Dân tôc: Kinh")]),
        ]
    )
    assert found["child_full_name"].value == "NGUYỄN GIA MẪU"
    assert found["child_date_of_birth"].normalised == "2021-11-20"
    assert found["child_sex"].value == "Nam"
    assert found["child_ethnicity"].value == "Kinh"


def test_value_goes_on_below_a_full_line() -> None:
    found = birth(
        [
            (
                760,
                [
                    (
                        280,
                        "Nơi sinh: Bệnh viện Đa khoa huyện Tân Hòa Thượng, thôn Đông, xã Tân Bình, huyện Tân",
                    )
                ],
            ),
            (840, [(280, "Hòa, tỉnh Bắc Giang")]),
            (920, [(280, "Quê quán: xã Tân Bình, huyện Tân Hòa")]),
        ]
    )
    assert found["place_of_birth"].value.endswith("huyện Tân Hòa, tỉnh Bắc Giang")
    assert found["hometown"].value == "xã Tân Bình, huyện Tân Hòa"


def test_dotted_leaders_are_no_value() -> None:
    found = birth(
        [
            (760, [(280, "Quê quán: ........ xã Tân Bình ........")]),
            (840, [(280, "Dân tộc: ..................")]),
        ]
    )
    assert found["hometown"].value == "xã Tân Bình"
    assert "child_ethnicity" not in found


def test_value_below_its_label_is_found() -> None:
    found = birth([(760, [(280, "Nơi sinh:")]), (830, [(280, "Trạm Y tế xã Tân Bình")])])
    assert found["place_of_birth"].value == "Trạm Y tế xã Tân Bình"


def test_columns_of_wife_and_husband_are_read_one_after_the_other() -> None:
    rows: list[Row] = [
        *HEAD,
        centred(600, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        (790, [(280, "Họ, chữ đệm, tên vợ: TRẦN THỊ"), (1300, "Họ, chữ đệm, tên chồng: LÊ")]),
        (860, [(280, "MẪU"), (1300, "VĂN MẪU")]),
        (930, [(280, "Dân tộc: Kinh"), (1300, "Dân tộc: Tày")]),
        (1000, [(280, "Quốc tịch: Việt Nam"), (1300, "Quốc tịch: Việt Nam")]),
        (1070, [(280, "Nơi cư trú: thôn Đông, xã Tân"), (1300, "Nơi cư trú: thôn Đoài, xã Tân")]),
        (1140, [(280, "Hòa, tỉnh Bắc Giang"), (1300, "Bình, tỉnh Bắc Giang")]),
        (1240, [(280, "Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tân Hòa, tỉnh Bắc Giang")]),
    ]
    found = extract(load_record_types()["marriage_certificate"], [make_page(rows)])
    assert found["wife_full_name"].value == "TRẦN THỊ MẪU"
    assert found["husband_full_name"].value == "LÊ VĂN MẪU"
    assert found["wife_residence"].value == "thôn Đông, xã Tân Hòa, tỉnh Bắc Giang"
    assert found["husband_residence"].value == "thôn Đoài, xã Tân Bình, tỉnh Bắc Giang"
    assert (found["wife_ethnicity"].value, found["husband_ethnicity"].value) == ("Kinh", "Tày")


def test_evidence_is_the_values_own_words() -> None:
    found = birth([(760, [(280, "Dân tộc: Kinh")])])["child_ethnicity"]
    assert found.page == 1
    assert found.as_read == "Kinh"
    assert (found.box.y0, found.box.y1) == (760, 804)
    assert found.box.x0 > 280 + 22 * len("Dân tộc:")


def test_handwritten_value_is_doubted() -> None:
    found = birth([(760, [(280, "Dân tộc: Kinh")])], remarks={"Kinh": "handwritten"})["child_ethnicity"]
    assert found.confidence < 0.9
    assert found.doubt == "Chữ viết tay, cần người kiểm tra"


def test_impossible_number_stays_below_every_threshold() -> None:
    found = birth([(760, [(280, "Số định danh cá nhân: 0272216503")])])["child_personal_id"]
    assert found.confidence < 0.5
    assert found.doubt


def test_pages_without_words_give_no_fields() -> None:
    assert extract(load_record_types()["birth_certificate"], [make_page([])]) == {}


def test_value_of_a_cell_does_not_take_the_line_below_its_neighbour() -> None:
    rows: list[Row] = [
        *HEAD,
        centred(560, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"),
        (800, [(280, "4. Họ, chữ đệm và tên chủ hộ: MAI"), (1300, "5. Quan hệ với chủ hộ: Cháu ruột")]),
        (870, [(280, "THỊ MẪU")]),
        (950, [(280, "6. Số định danh cá nhân của chủ hộ: 027188771203")]),
    ]
    found = extract(load_record_types()["residence_confirmation_ct07"], [make_page(rows)])
    assert found["head_name"].value == "MAI THỊ MẪU"
    assert found["relation_to_head"].value == "Cháu ruột"


def test_value_cut_off_by_a_line_that_was_not_read_is_doubted() -> None:
    found = birth(
        [
            (760, [(280, "Họ, chữ đệm, tên: NGUYỄN GIA MẪU")]),
            (830, [(280, "Giới tính: Nam"), (1000, "Dân tộc: Kinh")]),
            (
                900,
                [
                    (
                        280,
                        "Nơi sinh: Bệnh viện Đa khoa huyện Tân Hòa Thượng, thôn Đông, xã Tân Bình, huyện Tân",
                    )
                ],
            ),
            (1120, [(280, "Quê quán: xã Tân Bình, huyện Tân Hòa")]),
            (1190, [(280, "Số định danh cá nhân: 027221650318")]),
        ]
    )["place_of_birth"]
    assert found.confidence < 0.9
    assert "thiếu dòng" in found.doubt


def test_half_a_number_whose_year_was_misread_is_not_taken_for_the_number() -> None:
    head = [*HEAD, (420, [(280, "Số: 72/2O21")]), centred(560, "GIẤY KHAI SINH")]
    found = extract(load_record_types()["birth_certificate"], [make_page(head)])
    assert "registration_number" not in found or found["registration_number"].confidence < 0.5


def test_a_label_misread_at_its_edges_is_taken_whole() -> None:
    found = birth(
        [
            (760, [(280, "Họ, chữ đệm, tên: NGUYỄN GIA MẪU")]),
            (840, [(280, "Giới tính: Nữ Đuốc tịch: Việt Nam")]),
            (920, [(280, "Họ, chữ đệm, tên người mẹ: TRẦN THỊ MẪU")]),
            (1000, [(280, "Nơi cư frú: Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh")]),
        ]
    )
    assert found["mother_residence"].value == "Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"
    assert found["child_sex"].value == "Nữ"


def test_an_empty_blank_before_who_gave_the_paper_stays_empty() -> None:
    kind = load_record_types()["death_application"]
    rows = [
        *HEAD,
        centred(560, "TỜ KHAI ĐĂNG KÝ KHAI TỬ"),
        (760, [(280, "Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử: do Trạm Y tế xã Mẫu cấp")]),
    ]
    found = extract(kind, [make_page(rows)])
    assert "death_notice_number" not in found
    assert found["death_notice_issuer"].value.startswith("Trạm Y tế xã Mẫu")


def test_what_a_paper_is_extracted_from_is_no_label_though_its_words_are() -> None:
    kind = load_record_types()["guardianship_termination_extract"]
    rows = [*HEAD, (760, [(280, "Thực hiện trích lục từ: Sổ đăng ký hộ tịch")])]
    found = extract(kind, [make_page([*rows, centred(560, "TRÍCH LỤC ĐĂNG KÝ CHẤM DỨT GIÁM HỘ")])])
    assert found["extract_source"].value == "Sổ đăng ký hộ tịch"


def test_an_address_with_its_province_does_not_run_on_into_the_next_entry() -> None:
    full = "Thôn Đông, xã Phú Lâm, huyện Tiên Du, một nơi rất xa và rất dài, tỉnh Bắc Ninh"
    found = birth(
        [
            (760, [(280, "Họ, chữ đệm, tên: NGUYỄN GIA MẪU")]),
            (840, [(280, f"Nơi sinh: {full}")]),
            (920, [(280, "Đã học tại nơi khác mà giấy này không kể")]),
        ]
    )
    assert found["place_of_birth"].value == full


def test_a_word_in_capitals_or_nearly_alike_is_no_label() -> None:
    rows = [
        (230, [(280, "TRƯỜNG TRUNG HỌC CƠ SỞ MẪU"), (1300, "Độc lập - Tự do - Hạnh phúc")]),
        centred(560, "GIẤY CHỨNG NHẬN TỐT NGHIỆP"),
        (760, [(280, "Họ và tên:"), (1000, "NGUYỄN GIA MẪU")]),
        (840, [(280, "Trường:"), (1000, "Trung học cơ sở Mẫu")]),
    ]
    found = extract(load_record_types()["school_record"], [make_page(rows)])
    assert found["school"].value == "Trung học cơ sở Mẫu"


def test_an_identity_paper_goes_on_with_its_number_on_the_next_line() -> None:
    explained = "Giấy tờ tùy thân (CCCD, hộ chiếu hoặc giấy tờ hợp lệ thay thế): Căn cước công dân"
    found = birth(
        [
            (760, [(280, "Họ, chữ đệm, tên người đi khai sinh: NGUYỄN GIA MẪU")]),
            (840, [(280, explained)]),
            (920, [(280, "số 030066968680")]),
            (1000, [(280, "Nơi đăng ký khai sinh: Ủy ban nhân dân xã Mẫu")]),
        ]
    )
    assert found["informant_id"].value == "Căn cước công dân số 030066968680"


def test_a_row_that_is_nearly_a_label_is_none() -> None:
    rows = [
        *HEAD,
        centred(560, "SỔ ĐĂNG KÝ KẾT HÔN"),
        (760, [(280, "Mở ngày: 02/01/2022")]),
        (1400, [(280, "124 Bản Pom Khoang, xã Hòa ngay 19/12/1994")]),
    ]
    assert "closed" not in extract(load_record_types()["marriage_register"], [make_page(rows)])


def test_a_blank_filled_with_dots_does_not_take_the_titles_of_who_signs_below() -> None:
    rows = [
        *HEAD,
        centred(560, "GIẤY BÁO TỬ"),
        (760, [(280, "Nguyên nhân tử vong: " + "." * 80)]),
        (860, [(500, "Người ghi giấy"), (1500, "THỦ TRƯỞNG ĐƠN VỊ")]),
    ]
    assert "death_cause" not in extract(load_record_types()["death_notice"], [make_page(rows)])
