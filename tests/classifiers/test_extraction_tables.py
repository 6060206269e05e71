"""Tables with wrapped, centred and grouped cells or labels for columns; lists of items; kinds of cells."""

from __future__ import annotations

from bench.row_scores import long_score
from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.extraction.cell_values import cell, faulty_cells
from classifiers.extraction.people import people_in
from classifiers.extraction.rows import from_json
from classifiers.specimens import compose, perfect_pages
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, make_page

HEAD: list[Row] = [
    centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    centred(300, "Độc lập - Tự do - Hạnh phúc"),
]


def read(code: str, field: str, rows: list[Row]) -> FieldValue | None:
    return extract(load_record_types()[code], [make_page([*HEAD, *rows])]).get(field)


def cells_read(code: str, field: str, rows: list[Row]) -> list[dict[str, str]]:
    found = read(code, field, rows)
    return from_json(found.normalised) if found is not None else []


MEMBERS: list[Row] = [
    centred(420, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"),
    (800, [(200, "7. Thông tin các thành viên trong hộ gia đình:")]),
    (880, [(200, "TT"), (420, "Họ, chữ đệm và tên"), (1050, "Ngày sinh"), (1440, "Giới tính"),
           (1740, "Số định danh"), (2080, "Quan hệ")]),
]  # fmt: skip


def test_lines_above_and_below_a_centred_number_are_its_row() -> None:
    rows = cells_read(
        "residence_confirmation_ct07",
        "members",
        [
            *MEMBERS,
            (970, [(300, "TRẦN THỊ HỒNG")]),
            (995, [(200, "1"), (1040, "02/03/1990"), (1440, "Nữ"), (1720, "027190904417"), (2080, "Vợ")]),
            (1020, [(300, "NGỌC")]),
            (1110, [(200, "2"), (300, "LÊ MẪU"), (1040, "04/05/2011"), (1440, "Nam"), (2080, "Con")]),
        ],
    )
    assert [row["ho_chu_dem_ten"] for row in rows] == ["Trần Thị Hồng Ngọc", "Lê Mẫu"]
    assert "so_dinh_danh" not in rows[1]


def test_rows_that_stand_close_are_not_joined() -> None:
    rows = cells_read(
        "residence_confirmation_ct07",
        "members",
        [
            *MEMBERS,
            *((970 + 80 * index, [(200, str(index + 1)), (300, f"LÊ MẪU {name}"), (1040, "02/03/1990"),
               (1440, "Nữ"), (2080, "Con")]) for index, name in enumerate(("AN", "BÌNH", "CHI"))),
        ],
    )  # fmt: skip
    assert [row["ho_chu_dem_ten"] for row in rows] == ["Lê Mẫu An", "Lê Mẫu Bình", "Lê Mẫu Chi"]


def test_values_left_of_a_centred_head_stay_in_its_column() -> None:
    rows = cells_read(
        "cadastral_survey_sheet",
        "coordinates",
        [
            centred(420, "PHIẾU ĐO ĐẠC CHỈNH LÝ THỬA ĐẤT"),
            (700, [(200, "BẢNG KÊ TỌA ĐỘ:")]),
            (780, [(1250, "Tọa độ")]),
            (810, [(260, "Tên điểm"), (2050, "Cạnh (m)")]),
            (840, [(950, "X (m)"), (1580, "Y (m)")]),
            (920, [(300, "1"), (700, "1668587.37"), (1330, "454539.88"), (1960, "10.98")]),
            (990, [(300, "2"), (700, "1668581,84"), (1330, "454549.36"), (1960, "13.50")]),
        ],
    )
    assert rows[0] == {"diem": "1", "x_m": "1668587.37", "y_m": "454539.88", "canh_m": "10.98"}
    assert rows[1]["x_m"] == "1668581.84"


def test_a_total_is_told_from_rows_and_a_word_like_it_is_not() -> None:
    rows = cells_read(
        "land_use_certificate_red",
        "parcels",
        [
            (800, [(200, "Theo bảng liệt kê dưới đây:")]),
            (880, [(200, "Số tờ bản đồ"), (560, "Số thửa"), (860, "Diện tích (m2)"), (1300, "Mục đích"),
                   (1620, "Thời hạn"), (1950, "Phần ghi thêm")]),
            (960, [(260, "12"), (600, "92"), (900, "216,6"), (1300, "T"), (1620, "Lâu dài"), (1950, "tông")]),
            (1030, [(260, "12"), (600, "93"), (900, "1.020"), (1300, "Vườn"), (1620, "2034")]),
            (1100, [(260, "Tổng cộng"), (900, "1.236,6")]),
        ],
    )  # fmt: skip
    assert [row.get("is_total", "") for row in rows] == ["", "", "true"]
    assert [row["dien_tich_m2"] for row in rows] == ["216.6", "1020", "1236.6"]


def test_a_register_with_labels_gives_a_row_an_entry() -> None:
    for seed in range(3):
        specimen = compose("birth_register", 320_000 + seed)
        found = extract(load_record_types()["birth_register"], perfect_pages(specimen))
        score, wrong = long_score(specimen, found)
        assert score.cells_right >= 0.95 * score.cells_printed, wrong


def test_enclosures_are_items_without_their_marks_and_end_at_the_next_label() -> None:
    found = read(
        "dossier_receipt",
        "components",
        [
            centred(420, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
            (700, [(200, "Thành phần hồ sơ nộp gồm:")]),
            (770, [(200, "1. Tờ khai lệ phí trước bạ;")]),
            (840, [(200, "2. Giấy khai sinh (bản sao).")]),
            (910, [(200, "Số lượng hồ sơ: 01 (bộ)")]),
        ],
    )
    assert found is not None
    assert found.value.split("\n") == ["Tờ khai lệ phí trước bạ", "Giấy khai sinh (bản sao)"]


def test_a_residence_in_running_text_needs_no_colon() -> None:
    text = "Ông Lê Văn Mẫu, CCCD số 027085904417, thường trú tại Thôn 4, xã Quế Mỹ, huyện Quế"
    (row,) = people_in(f"{text}\nSơn, tỉnh Quảng Nam:", ("name", "id_number", "address"))
    assert row["address"] == "Thôn 4, xã Quế Mỹ, huyện Quế Sơn, tỉnh Quảng Nam"


def test_cells_have_the_form_of_their_column() -> None:
    said = {
        ("ngay_sinh", "02/03/1990"): "1990-03-02",
        ("me_nam_sinh", "1990"): "1990",
        ("dien_tich_m2", "1.041,9"): "1041.9",
        ("gia_tri_von", "50.000.000"): "50000000",
        ("ty_le", "33,33"): "33.33",
        ("so_dinh_danh", "027 085 904 417"): "027085904417",
        ("ngay_sinh_bang_chu", "Ngày mười"): "Ngày mười",
        ("id_kind", "Căn cước công dân"): "CCCD",
        ("ghi_chu", "-"): "",
    }
    assert {key: cell(*key) for key in said} == said


def test_a_cell_without_the_form_of_its_column_is_told() -> None:
    rule = load_record_types()["residence_confirmation_ct07"].field("members")
    assert rule is not None
    rows = [{"tt": "1", "ngay_sinh": "1990-03-02"}, {"tt": "2", "ngay_sinh": "31/02/1990"}]
    assert [(index, column) for index, column, _ in faulty_cells(rule, rows)] == [(1, "ngay_sinh")]
