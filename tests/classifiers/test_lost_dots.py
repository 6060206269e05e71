"""Dots below that a dotted line hides."""

from __future__ import annotations

import pytest

from classifiers.extraction.lost_dots import may_have_lost_a_dot, with_the_usual_thi


def test_thi_between_family_and_name_is_put_right_in_its_own_case() -> None:
    assert with_the_usual_thi("PHÀN THI MẨY") == "PHÀN THỊ MẨY"
    assert with_the_usual_thi("Lê Thi Ngọc Thi") == "Lê Thị Ngọc Thi"
    assert with_the_usual_thi("Thi Văn An") == "Thi Văn An"


@pytest.mark.parametrize(
    ("name", "read", "dotted"),
    [
        ("TRƯƠNG DIÊU YẾN", "DIÊU", "DIỆU"),
        ("Lê Văn Thuân", "Thuân", "Thuận"),
        ("Trần Đinh Long", "Đinh", "Định"),
        ("Vũ Văn Đao", "Đao", "Đạo"),
        ("Vũ Văn Tao", "Tao", "Tạo"),
    ],
)
def test_a_given_name_usual_with_a_dot_is_doubted(name: str, read: str, dotted: str) -> None:
    assert may_have_lost_a_dot(name) == (read, dotted)


@pytest.mark.parametrize("name", ["Đinh Văn Hòa", "Nguyễn Thị Diệu", "Lê Minh Phương", "Phạm Thị Lan Anh"])
def test_other_names_are_left_in_peace(name: str) -> None:
    assert may_have_lost_a_dot(name) is None
