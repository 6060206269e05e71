"""Forms that are grids of cells, told from words alone."""

from __future__ import annotations

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.extraction.fields import Paper
from classifiers.extraction.unfinished import breaks_off
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, make_page

PITCH = 66
"""Foot to foot of two lines of a cell, pixels at 300 dpi; text heights are 44."""


def marriage(rows: list[Row]) -> dict[str, FieldValue]:
    page = make_page([centred(300, "TỜ KHAI ĐĂNG KÝ KẾT HÔN"), *rows])
    return extract(load_record_types()["marriage_application"], [page])


def birth(rows: list[Row]) -> dict[str, FieldValue]:
    page = make_page([centred(300, "TỜ KHAI ĐĂNG KÝ KHAI SINH"), *rows])
    return extract(load_record_types()["birth_application"], [page])


def test_value_broken_in_its_cell_keeps_both_lines() -> None:
    found = birth(
        [
            (600, [(280, "Họ, chữ đệm, tên người yêu cầu"), (1100, "NGUYỄN VĂN MẪU")]),
            (700, [(280, "Nơi cư trú"), (1100, "Thôn Đông, xã Tiên Du,")]),
            (700 + PITCH, [(1100, "huyện Mẫu, tỉnh Bắc Ninh")]),
            (870, [(280, "Quan hệ với người được khai sinh"), (1100, "Bố đẻ")]),
        ]
    )
    assert found["applicant_residence"].value == "Thôn Đông, xã Tiên Du, huyện Mẫu, tỉnh Bắc Ninh"
    assert found["applicant_full_name"].value == "NGUYỄN VĂN MẪU"
    assert found["relation"].value == "Bố đẻ"


def test_label_broken_in_its_cell_is_one_label_and_none_of_it_is_value() -> None:
    found = birth(
        [
            (600, [(280, "Họ, chữ đệm, tên"), (1000, "NGUYỄN VĂN MẪU")]),
            (600 + PITCH, [(280, "người yêu cầu")]),
            (770, [(280, "Quan hệ với người"), (1000, "Bố đẻ")]),
            (770 + PITCH, [(280, "được khai sinh")]),
        ]
    )
    assert found["applicant_full_name"].value == "NGUYỄN VĂN MẪU"
    assert found["relation"].value == "Bố đẻ"


def test_label_at_half_height_of_its_value_is_read_with_all_lines_of_it() -> None:
    found = birth(
        [
            (600, [(280, "Họ, chữ đệm, tên người yêu cầu"), (1100, "NGUYỄN VĂN MẪU")]),
            (700, [(1100, "Thôn Đông, xã Tiên Du,")]),
            (700 + PITCH / 2, [(280, "Nơi cư trú")]),
            (700 + PITCH, [(1100, "huyện Mẫu, tỉnh Bắc Ninh")]),
            (870, [(280, "Quan hệ với người được khai sinh"), (1100, "Bố đẻ")]),
        ]
    )
    assert found["applicant_full_name"].value == "NGUYỄN VĂN MẪU"
    assert found["applicant_residence"].value == "Thôn Đông, xã Tiên Du, huyện Mẫu, tỉnh Bắc Ninh"


def test_two_pairs_beside_each_other_keep_their_broken_values_apart() -> None:
    found = birth(
        [
            (500, [(280, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:")]),
            (
                600,
                [(280, "Nơi sinh"), (620, "Trung tâm Y tế Mẫu,"), (1300, "Quê quán"), (1600, "Thôn Đông,")],
            ),
            (600 + PITCH, [(620, "tỉnh Bắc Ninh"), (1600, "xã Tiên Du")]),
            (770, [(280, "Dân tộc"), (620, "Tày"), (1300, "Quốc tịch"), (1600, "Việt Nam")]),
        ]
    )
    assert found["place_of_birth"].value == "Trung tâm Y tế Mẫu, tỉnh Bắc Ninh"
    assert found["hometown"].value == "Thôn Đông, xã Tiên Du"
    assert found["child_ethnicity"].value == "Tày"
    assert found["child_nationality"].value == "Việt Nam"


def test_labels_over_their_values_beside_each_other_are_read_column_by_column() -> None:
    found = birth(
        [
            (500, [(280, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:")]),
            (600, [(280, "Nơi sinh"), (1300, "Quê quán")]),
            (600 + PITCH, [(280, "Trung tâm Y tế Mẫu"), (1300, "Thôn Đông, xã Tiên Du")]),
            (770, [(280, "Dân tộc"), (1300, "Quốc tịch")]),
            (770 + PITCH, [(280, "Tày"), (1300, "Việt Nam")]),
        ]
    )
    assert found["place_of_birth"].value == "Trung tâm Y tế Mẫu"
    assert found["hometown"].value == "Thôn Đông, xã Tiên Du"
    assert found["child_ethnicity"].value == "Tày"
    assert found["child_nationality"].value == "Việt Nam"


def test_value_below_a_long_label_at_the_tab_stop_of_the_others_is_its_value() -> None:
    found = birth(
        [
            (600, [(280, "Họ, chữ đệm, tên người yêu cầu:"), (1300, "NGUYỄN VĂN MẪU")]),
            (680, [(280, "Giấy tờ tùy thân:"), (1300, "Căn cước số 027085904417")]),
            (760, [(280, "Nơi cư trú:"), (1300, "Thôn Đông, xã Tiên Du")]),
            (840, [(280, "Quan hệ với người được khai sinh:")]),
            (840 + PITCH, [(1300, "Bố đẻ")]),
        ]
    )
    assert found["relation"].value == "Bố đẻ"


def test_husband_beside_wife_are_still_two_columns() -> None:
    found = marriage(
        [
            (500, [(280, "Thông tin bên nữ"), (1300, "Thông tin bên nam")]),
            (600, [(280, "Họ, chữ đệm, tên: TRẦN THỊ MẪU"), (1300, "Họ, chữ đệm, tên: LÊ VĂN MẪU")]),
            (680, [(280, "Dân tộc: Tày"), (1300, "Dân tộc: Nùng")]),
            (760, [(280, "Quốc tịch: Việt Nam"), (1300, "Quốc tịch: Việt Nam")]),
        ]
    )
    ethnicities = {name: value.value for name, value in found.items() if name.endswith("ethnicity")}
    assert sorted(ethnicities.values()) == ["Nùng", "Tày"]


def test_name_of_a_province_that_is_broken_goes_on_below() -> None:
    assert breaks_off("Thôn Đông, xã Tiên Du, tỉnh Bắc", "Ninh")
    assert breaks_off("Thôn Đông, xã", "Tiên Du, tỉnh Bắc Ninh")
    assert not breaks_off("Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh", "Nơi cư trú")
    assert not breaks_off("Thôn Đông, thành phố Huế", "Ninh")


def test_explanation_in_brackets_belongs_to_the_label_though_it_is_broken() -> None:
    found = birth(
        [
            (600, [(280, "Họ, chữ đệm, tên người yêu cầu (viết chữ in hoa): NGUYỄN VĂN MẪU")]),
            (700, [(280, "Nơi cư trú (ghi theo nơi đăng ký thường trú; nếu không có thì ghi theo nơi")]),
            (700 + PITCH, [(280, "đăng ký tạm trú): Thôn Đông, xã Tiên Du")]),
            (870, [(280, "Quan hệ với người được khai sinh (1) : Bố đẻ")]),
        ]
    )
    assert found["applicant_full_name"].value == "NGUYỄN VĂN MẪU"
    assert found["applicant_residence"].value == "Thôn Đông, xã Tiên Du"
    assert found["relation"].value == "Bố đẻ"


def test_white_at_a_tab_stop_parts_label_and_value_though_it_is_narrow() -> None:
    found = birth(
        [
            (600, [(280, "Họ, chữ đệm, tên người yêu cầu"), (1068, "NGUYỄN VĂN MẪU")]),
            (700, [(280, "Giấy tờ tùy thân"), (1068, "Căn cước số 027085904417")]),
            (800, [(280, "Nơi cư trú"), (1068, "Thôn Đông, xã Tiên Du")]),
            (900, [(280, "Quan hệ với người được khai"), (1068, "Bố đẻ")]),
            (900 + PITCH, [(280, "sinh")]),
        ]
    )
    assert found["relation"].value == "Bố đẻ"


def test_candidate_knows_by_how_much_it_beats_the_next_one() -> None:
    rows: list[Row] = [
        centred(300, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
        (600, [(280, "Họ, chữ đệm, tên người yêu cầu: NGUYỄN VĂN MẪU")]),
        (700, [(280, "Quan hệ với người được khai sinh: Bố đẻ")]),
        (800, [(280, "Quan hệ với người được khai sinh Mẹ đẻ")]),
    ]
    kind = load_record_types()["birth_application"]
    labelled = Paper(kind, [make_page(rows)]).labelled
    relation, name = kind.field("relation"), kind.field("applicant_full_name")
    assert relation is not None and name is not None
    best, *others = labelled.candidates(relation)
    assert best[1].value == "Bố đẻ"
    assert best[1].margin == best[0] - others[0][0] > 0
    assert labelled.candidates(name)[0][1].margin == 1.0


def test_name_of_one_syllable_is_never_sure() -> None:
    found = birth([(600, [(280, "Họ, chữ đệm, tên người yêu cầu: MẪU")])])
    assert found["applicant_full_name"].confidence <= 0.8


def test_label_that_lost_a_letter_behind_its_number_is_found() -> None:
    found = birth(
        [
            (500, [(280, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:")]),
            (600, [(280, "2. Ngà, tháng, năm sinh: 20/11/2021")]),
        ]
    )
    assert found["child_date_of_birth"].value == "20/11/2021"
