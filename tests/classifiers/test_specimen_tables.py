"""Drawn tables hold true contents, know them cell by cell, and go on overleaf."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from classifiers.specimens import compose
from classifiers.specimens.sheet import Rule, Type, rows_of, truth_of
from classifiers.specimens.tables import Group, Ruling, Table, TableLook, set_table
from classifiers.specimens.typesetting import Galley

NAMES = ("tt", "ho_ten", "quan_he")
TITLES = ("TT", "Họ và tên", "Quan hệ với chủ hộ")


def galley_with(rows: int, look: TableLook, *, groups: tuple[Group, ...] = ()) -> Galley:
    galley = Galley(base=Type(size=12), size=(148.0, 105.0), margins=(10, 10, 10, 10), numbers_pages=False)
    people = tuple((str(index), f"LÊ VĂN MẪU {index}", "Con") for index in range(1, rows + 1))
    set_table(galley, Table(TITLES, people, (0.1, 0.5, 0.4), NAMES, groups), field="members", look=look)
    return galley


def test_cells_are_known_by_row_and_column() -> None:
    sheets = galley_with(2, TableLook()).sheets()
    assert rows_of(sheets)["members"][1] == {"tt": "2", "ho_ten": "LÊ VĂN MẪU 2", "quan_he": "Con"}
    assert truth_of(sheets)["members"].split("\n")[0] == "1 LÊ VĂN MẪU 1 Con"


@pytest.mark.parametrize("repeats", [True, False])
def test_a_long_table_goes_on_overleaf_with_its_head_or_without(repeats: bool) -> None:
    sheets = galley_with(20, TableLook(repeats_head=repeats)).sheets()
    heads = [sum(word.text == "Quan" for word in sheet.words) for sheet in sheets]
    assert len(sheets) > 1
    assert heads == [1] + [int(repeats)] * (len(sheets) - 1)
    assert all(word.baseline < 95.0 for sheet in sheets for word in sheet.words)
    assert len(rows_of(sheets)["members"]) == 20


def test_a_table_without_rules_draws_none() -> None:
    for ruling in Ruling:
        items = [item for sheet in galley_with(3, TableLook(ruling)).sheets() for item in sheet.items]
        upright = [item for item in items if isinstance(item, Rule) and item.x0 == item.x1]
        level = [item for item in items if isinstance(item, Rule) and item.y0 == item.y1]
        assert bool(upright) is (ruling is Ruling.GRID)
        assert bool(level) is (ruling is not Ruling.NONE)


def test_a_head_over_two_columns_stands_above_theirs() -> None:
    sheet = galley_with(1, TableLook(), groups=(Group("Thông tin", 1, 2),)).sheets()[0]
    over = next(word for word in sheet.words if word.text == "Thông")
    below = [word for word in sheet.words if word.text in {"Họ", "Quan"}]
    assert all(word.baseline > over.baseline for word in below)


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def test_parts_of_a_capital_and_of_a_certificate_add_up_to_their_total() -> None:
    summed = {
        "enterprise_certificate": ("members", "gia_tri_von"),
        "land_use_certificate_red": ("parcels", "dien_tich_m2"),
    }
    seen = 0
    for code, (field, column) in summed.items():
        for seed in range(40):
            rows = compose(code, seed).rows.get(field, ())
            if rows and "is_total" in rows[-1]:
                seen += 1
                parts = sum(number(row[column]) for row in rows[:-1])
                assert parts == pytest.approx(number(rows[-1][column]), abs=0.05)
    assert seen > 5


def test_coordinates_enclose_the_area_that_the_paper_states() -> None:
    for seed in range(10):
        specimen = compose("cadastral_survey_sheet", seed)
        if not (rows := specimen.rows.get("coordinates", ())):
            continue
        assert rows[0]["diem"] == rows[-1]["diem"]
        points = [(float(row["x_m"].replace(",", ".")), float(row["y_m"].replace(",", "."))) for row in rows]
        origin = points[0]
        local = [(x - origin[0], y - origin[1]) for x, y in points]
        twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(local))
        stated = number(specimen.truth.get("area_after_m2") or specimen.truth["area_on_paper_m2"])
        assert abs(twice) / 2 == pytest.approx(stated, rel=0.01)


def test_members_of_a_household_have_numbers_that_fit_their_birth_and_sex() -> None:
    chance = Random(4)
    for _ in range(6):
        for row in compose("residence_change_ct01", chance.randrange(600_000)).rows.get("members", ()):
            digits = row["so_dinh_danh"]
            if len(digits) == 12:
                assert digits[4:6] == row["ngay_sinh"][-2:]
                assert int(digits[3]) % 2 == (row["gioi_tinh"] == "Nữ")


def test_persons_of_a_contract_are_known_part_by_part() -> None:
    rows = compose("land_transfer_contract", 12).rows["party_a"]
    assert rows
    assert all(row["full_name"].upper() == row["full_name"] or row["full_name"].istitle() for row in rows)
    assert all(row["id_number"].isdigit() for row in rows)
