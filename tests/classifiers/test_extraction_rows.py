"""Lists and tables: rows with columns, from printed heads and from running text."""

from __future__ import annotations

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.extraction.people import people_in
from classifiers.extraction.rows import from_json
from classifiers.specimens import compose, perfect_pages
from classifiers.specimens.looks import Binding
from classifiers.specimens.variants import look_of
from records import FieldValue
from tests.classifiers.laid_out import Row, centred, make_page

PARTY = (
    "honorific",
    "full_name",
    "birth_year",
    "id_kind",
    "id_number",
    "id_issuer",
    "id_issue_date",
    "residence",
)
HEAD: list[Row] = [
    centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    centred(300, "Độc lập - Tự do - Hạnh phúc"),
    centred(420, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"),
]
TITLES: list[Row] = [
    (800, [(200, "7. Thông tin các thành viên trong hộ gia đình:")]),
    (880, [(200, "TT"), (420, "Họ, chữ đệm"), (1050, "Ngày sinh"), (1440, "Giới"), (1640, "Số định danh"),
           (2080, "Quan hệ")]),
    (940, [(450, "và tên"), (1440, "tính")]),
]  # fmt: skip


def member(y: float, number: str, name: str, day: str, sex: str, relation: str) -> Row:  # noqa: PLR0917 (one a cell)
    cells = [
        (210.0, number),
        (300.0, name),
        (1040.0, day),
        (1440.0, sex),
        (1620.0, "027085904417"),
        (2080.0, relation),
    ]
    return y, [cell for cell in cells if cell[1]]


def members(*pages: list[Row]) -> FieldValue | None:
    made = [make_page(rows, number=number) for number, rows in enumerate(pages, start=1)]
    return extract(load_record_types()["residence_confirmation_ct07"], made).get("members")


def test_cells_carry_the_name_of_their_column() -> None:
    rows = [
        member(1020, "1", "TRẦN THỊ MẪU", "02/03/1990", "Nữ", "Vợ"),
        member(1100, "2", "LÊ GIA MẪU", "11/12/2015", "Nam", "Con"),
    ]
    found = members([*HEAD, *TITLES, *rows])
    assert found is not None
    first, second = from_json(found.normalised)
    assert first["ho_chu_dem_ten"] == "Trần Thị Mẫu"
    assert first["ngay_sinh"] == "1990-03-02"
    assert (second["tt"], second["so_dinh_danh"], second["quan_he"]) == ("2", "027085904417", "Con")
    assert found.value.split("\n")[1].startswith("2 | LÊ GIA MẪU")


def test_a_cell_of_two_lines_belongs_to_its_row_and_what_stands_below_the_table_to_none() -> None:
    rows = [
        member(1020, "1", "TRẦN THỊ NGỌC", "02/03/1990", "Nữ", "Vợ"),
        (1070, [(300, "MẪU")]),
        (1180, [(200, "Xác nhận này có giá trị đến hết ngày 31/12/2026.")]),
    ]
    found = members([*HEAD, *TITLES, *rows])
    assert found is not None
    (row,) = from_json(found.normalised)
    assert row["ho_chu_dem_ten"] == "Trần Thị Ngọc Mẫu"


def test_a_table_goes_on_overleaf_below_its_repeated_head() -> None:
    top = [(y - 700, texts) for y, texts in TITLES[1:]]
    first = [member(3200, "1", "TRẦN THỊ MẪU", "02/03/1990", "Nữ", "Vợ")]
    head = [(y + 2180, texts) for y, texts in TITLES]
    found = members(
        [*HEAD, *head, *first], [*top, member(330, "2", "LÊ GIA MẪU", "11/12/2015", "Nam", "Con")]
    )
    assert found is not None
    assert [row["tt"] for row in from_json(found.normalised)] == ["1", "2"]
    assert found.page == 1


def test_a_totals_row_is_marked_as_one() -> None:
    rows = [
        member(1020, "1", "TRẦN THỊ MẪU", "02/03/1990", "Nữ", "Vợ"),
        (1100, [(210, "Tổng cộng:"), (1440, "1")]),
    ]
    found = members([*HEAD, *TITLES, *rows])
    assert found is not None
    assert [row.get("is_total") for row in from_json(found.normalised)] == [None, "true"]


def test_a_register_without_a_label_is_known_by_its_head() -> None:
    gridded = next(
        seed for seed in range(100, 200) if look_of("birth_register", seed).binding is Binding.GRID
    )
    specimen = compose("birth_register", gridded)
    found = extract(load_record_types()["birth_register"], perfect_pages(specimen))["entries"]
    rows = from_json(found.normalised)
    printed = specimen.truth["entries"].split("\n")
    assert len(rows) == len(printed)
    assert all(text.startswith(f"{row['so']} ") for row, text in zip(rows, printed, strict=True))


def test_parties_of_a_contract_share_the_address_that_is_printed_once() -> None:
    text = (
        "Ông: NGUYỄN VĂN MẪU    Sinh năm: 1985\n"
        "CCCD số: 027085904417 do Cục Cảnh sát quản lý hành chính về trật\n"
        "tự xã hội cấp ngày 10/05/2021\n"
        "Và vợ là bà TRẦN THỊ MẪU, sinh năm 1988, CMND số 027188771 do Công an tỉnh Bắc Ninh cấp ngày 02 "
        "tháng 3 năm 2012\nCùng địa chỉ thường trú: Thôn Đông, xã Mẫu, tỉnh Bắc Ninh"
    )
    husband, wife = people_in(text, (*PARTY, "relation"))
    assert husband["id_issuer"] == "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
    assert (husband["id_issue_date"], wife["id_issue_date"]) == ("2021-05-10", "2012-03-02")
    assert (wife["full_name"], wife["relation"], wife["id_kind"]) == ("Trần Thị Mẫu", "vợ", "CMND")
    assert husband["residence"] == wife["residence"] == "Thôn Đông, xã Mẫu, tỉnh Bắc Ninh"


def test_a_list_keeps_its_text_for_people_and_its_rows_as_json() -> None:
    specimen = compose("land_transfer_contract", 100)
    found = extract(load_record_types()["land_transfer_contract"], perfect_pages(specimen))["party_b"]
    assert "\n" in found.value
    assert [row["honorific"] for row in from_json(found.normalised)] == [
        line.split()[0] for line in specimen.truth["party_b"].split("\n")
    ]


def test_owners_follow_from_the_lines_that_name_them_and_are_no_surer() -> None:
    specimen = compose("land_certificate_2024", 101)
    found = extract(load_record_types()["land_certificate_2024"], perfect_pages(specimen))
    owners = found["owners"]
    assert owners.rule == "derived:owner_lines"
    assert owners.confidence <= found["owner_lines"].confidence
    assert len(from_json(owners.normalised)) == len(specimen.truth["owner_lines"].split("\n"))
