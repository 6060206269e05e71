"""The line of the name in a machine-readable zone, put together from several readings."""

from __future__ import annotations

import pytest

from pipeline.mrz_names import whole_name


@pytest.mark.parametrize(
    ("readings", "name"),
    [
        (["NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"], "NGUYEN<<VAN<AN"),
        (["VOKKTHIKNG0CKMYKKKKKKKKKKKKKKK", "VO<<THT<NGOC<MY<<<<<<<<<<<<<<<"], "VO<<THI<NGOC<MY"),
        (["PHANKKTIENKVANGKKKKKKKKKKKKKK"], "PHAN<<TIEN<VANG"),
        (["BAKCTHIMYLEKKKKKKCKKKKKKKK", "BA<<THI<MY<LE<<<<<<<<<<<<<<<<<"], "BA<<THI<MY<LE"),
    ],
)
def test_fillers_read_as_letters_are_fillers_again(readings: list[str], name: str) -> None:
    assert whole_name(readings) == name.ljust(30, "<")


def test_a_last_letter_that_looks_like_a_filler_stays() -> None:
    assert whole_name(["LE<<THE<PHUC<<<<<<<<<<<<<<<<<<"]).rstrip("<") == "LE<<THE<PHUC"
    assert whole_name(["LEKKTHEKPHUCKKKKKKKKKKKKKKKKK"]).rstrip("<") == "LE<<THE<PHUC"


def test_two_readings_of_three_outvote_the_third() -> None:
    readings = ["TRINHK-VANKTAIKCKKKK", "TRINHKKVANKTAIKKKKKK", "TRINH<<VAN<TAT<<<<<<<<<<<<<<<<"]
    assert whole_name(readings).rstrip("<") == "TRINH<<VAN<TAI"


def test_a_name_that_is_no_row_of_syllables_stays_as_read() -> None:
    assert whole_name(["KPA<<HWRING<<<<<<<<<<<<<<<<<<<"]).rstrip("<") == "KPA<<HWRING"


def test_nothing_read_is_a_line_of_fillers() -> None:
    assert whole_name([]) == whole_name(["KKKKKKKKKK"]) == "<" * 30


def test_a_line_far_too_long_ends_with_its_place() -> None:
    assert len(whole_name(["NGUYEN" * 400])) == 30
