"""Errors of a reading are counted as their definitions say."""

from __future__ import annotations

import pytest

from bench.errors import Errors, compare, normalised, without_marks


def test_a_faultless_reading_has_no_error() -> None:
    assert compare("Số: 15/QĐ-UBND", "Số: 15/QĐ-UBND").rates() == dict.fromkeys(Errors().rates(), 0.0)


def test_lines_in_another_order_are_wrong_only_where_order_counts() -> None:
    errors = compare("ỦY BAN\nĐộc lập", "Độc lập\nỦY BAN")
    assert errors.letters_wrong == errors.words_wrong == 0
    assert errors.ordered_letters_wrong > 0


def test_a_wrong_mark_is_an_error_of_one_letter_and_none_without_marks() -> None:
    errors = compare("Hường", "Hương")
    assert (errors.letters_wrong, errors.words_wrong, errors.bare_letters_wrong) == (1, 1, 0)
    assert without_marks("ĐƯỜNG đi") == "DUONG di"


def test_a_page_without_text_is_wholly_wrong() -> None:
    assert compare("một hai ba", "").rates()["character_error"] == 1.0
    assert compare("một hai ba", "").rates()["word_error"] == 1.0


def test_words_too_many_count_as_much_as_words_missed() -> None:
    assert compare("một", "một hai ba").words_wrong == 2
    assert compare("một hai ba", "một").words_wrong == 2


def test_a_dropped_word_costs_its_letters() -> None:
    errors = compare("nguyễn văn an", "nguyễn an")
    assert errors.letters_wrong == len("văn")


@pytest.mark.parametrize("leaders", ["......", ". . . . .", "……", "·····"])
def test_dotted_leaders_are_no_text(leaders: str) -> None:
    assert normalised(f"Họ tên {leaders} An") == "Họ tên An"


def test_decomposed_letters_equal_composed_ones() -> None:
    assert compare("Tiếng Việt", "Tie\u0302\u0301ng Vie\u0323\u0302t").letters_wrong == 0


def test_errors_add_up() -> None:
    total = compare("an", "am") + compare("bình", "bình")
    assert (total.letters, total.letters_wrong) == (6, 1)
