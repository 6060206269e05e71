"""A table that contradicts itself is told, and never keeps a record from filing."""

from __future__ import annotations

import json

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldRule
from classifiers.row_checks import checked_rows, row_doubt
from records import Box, FieldValue


def rule_of(code: str, field: str) -> FieldRule:
    rule = load_record_types()[code].field(field)
    assert rule is not None
    return rule


def parcels(total: str) -> list[dict[str, str]]:
    return [
        {"so_thua": "92", "dien_tich_m2": "216.6"},
        {"so_thua": "93", "dien_tich_m2": "1020"},
        {"so_to_ban_do": "Tổng cộng", "dien_tich_m2": total, "is_total": "true"},
    ]


def test_parts_that_miss_their_total_are_told() -> None:
    rule = rule_of("land_use_certificate_red", "parcels")
    assert row_doubt(rule, parcels("1236.6")) == ""
    assert row_doubt(rule, parcels("1263.6")) == "Dòng cộng ghi 1263.6, cộng các dòng được 1236.6"


def test_a_number_that_is_passed_over_is_a_row_that_was_not_read() -> None:
    rule = rule_of("residence_confirmation_ct07", "members")
    assert row_doubt(rule, [{"tt": "1"}, {"tt": "3"}]) == "Thiếu dòng số 2"
    assert row_doubt(rule, [{"tt": "4"}, {"tt": "5"}]) == ""


def test_a_doubted_table_is_less_sure_and_only_warned_of() -> None:
    kind = load_record_types()["land_use_certificate_red"]
    rows = json.dumps(parcels("9"))
    fields = {"parcels": FieldValue("92", rows, 0.95, 1, Box(0, 0, 1, 1), "92", "table:head")}
    checked, warnings = checked_rows(kind, fields)
    assert checked["parcels"].confidence == 0.5
    assert warnings == [f"Theo bảng liệt kê dưới đây: {checked['parcels'].doubt}"]


def test_what_a_person_confirmed_is_not_doubted_again() -> None:
    kind = load_record_types()["land_use_certificate_red"]
    rows = json.dumps(parcels("9"))
    fields = {"parcels": FieldValue("92", rows, 1.0, 1, Box(0, 0, 1, 1), "92", "person:lan")}
    assert checked_rows(kind, fields) == (fields, [])
