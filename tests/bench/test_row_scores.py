"""Rows and cells of lists and tables are compared with what is printed."""

from __future__ import annotations

import json

from bench.row_scores import long_score
from classifiers.specimens.sheet import Row, Specimen
from records import Box, FieldValue


def paper(*rows: Row, **truth: str) -> Specimen:
    return Specimen("residence_confirmation_ct07", 1, (), truth, {"members": tuple(rows)})


def read(*rows: Row) -> dict[str, FieldValue]:
    text = "\n".join(" | ".join(row.values()) for row in rows)
    return {"members": FieldValue(text, json.dumps(rows), 0.9, 1, Box(0, 0, 1, 1), text, "table:head")}


FIRST = {"tt": "1", "ho_chu_dem_ten": "TRẦN THỊ MẪU", "ngay_sinh": "02/03/1990"}
SECOND = {"tt": "2", "ho_chu_dem_ten": "LÊ GIA MẪU", "ngay_sinh": "11/12/2015"}
READ_SECOND = {"tt": "2", "ho_chu_dem_ten": "Lê Gia Mẫu", "ngay_sinh": "2015-12-11"}


def test_cells_are_compared_in_canonical_form() -> None:
    score, wrong = long_score(paper(SECOND), read(READ_SECOND))
    assert (score.cells_right, score.cells_printed, score.rows_right) == (3, 3, 1)
    assert wrong == ()


def test_a_missing_row_does_not_spoil_the_next() -> None:
    score, wrong = long_score(paper(FIRST, SECOND), read(READ_SECOND))
    assert (score.rows_printed, score.rows_read, score.rows_right, score.cells_right) == (2, 1, 1, 3)
    assert {one.read for one in wrong} == {""}


def test_a_cell_too_many_and_a_wrong_one_are_told() -> None:
    score, wrong = long_score(paper(FIRST), read({**READ_SECOND, "tt": "1", "quan_he": "Con"}))
    assert (score.cells_read, score.cells_right, score.rows_right) == (4, 1, 0)
    assert {one.column for one in wrong} == {"ho_chu_dem_ten", "ngay_sinh", "quan_he"}


def test_a_total_taken_for_a_row_is_wrong() -> None:
    total = {"ho_chu_dem_ten": "Tổng cộng", "is_total": "true"}
    assert long_score(paper(total), read({"ho_chu_dem_ten": "Tổng Cộng"}))[0].cells_right == 0
    assert long_score(paper(total), read(total | {"ho_chu_dem_ten": "Tổng Cộng"}))[0].cells_right == 1


def test_nothing_read_counts_against_recall_alone() -> None:
    score, _ = long_score(paper(FIRST), {})
    assert (score.cells_printed, score.cells_read) == (3, 0)
