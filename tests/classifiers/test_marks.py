"""Marks that a reader lost in names, hamlets and usual words: put right where sure, else both are said."""

from __future__ import annotations

import pytest

from classifiers.catalogue import load_record_types
from classifiers.extraction.finding import Finding
from classifiers.extraction.listed_places import usual_hamlet_name
from classifiers.extraction.marks import with_marks_weighed
from classifiers.extraction.name_marks import may_be_another, with_needed_tones
from classifiers.extraction.spelling import of_forms, of_places
from records import Box, Word


def words(text: str, confidence: float = 0.99) -> tuple[Word, ...]:
    return tuple(
        Word(text=each, box=Box(40 * at, 0, 40 * at + 30, 20), confidence=confidence)
        for at, each in enumerate(text.split())
    )


@pytest.mark.parametrize(
    ("read", "meant"),
    [("LÂM THỊ NGOC HỒNG", "LÂM THỊ NGỌC HỒNG"), ("Mai Quôc Long", "Mai Quốc Long")],
)
def test_a_syllable_that_needs_a_tone_gets_the_one_it_can_have(read: str, meant: str) -> None:
    assert with_needed_tones(read) == meant


@pytest.mark.parametrize(
    "name", ["Y Blêch Niê", "TRAN NGOC LONG", "Nguyễn Văn Viêt", "Nguyễn Thị Ngọc", "Lê Văn Sơp", ""]
)
def test_other_syllables_are_left_as_they_were_read(name: str) -> None:
    assert with_needed_tones(name) == name


@pytest.mark.parametrize(
    ("name", "word", "certainty", "told"),
    [
        ("Trần Đức Dạt", "Dạt", 0.988, ("Dạt", "Đạt")),
        ("Trần Đức Dạt", "Dạt", 0.995, None),
        ("ĐINH BÁ THĂNG", "THĂNG", 0.89, ("THĂNG", "THẮNG")),
        ("ĐINH BÁ THĂNG", "THĂNG", 0.98, None),
        ("ĐINH BÁ THẮNG", "THẮNG", 0.89, None),
        ("CẦM THỊ PHỚ", "PHỚ", 0.9, None),
    ],
)
def test_a_name_read_less_than_surely_is_doubted_where_a_usual_one_has_its_letters(
    name: str, word: str, certainty: float, told: tuple[str, str] | None
) -> None:
    assert may_be_another(name, {word: certainty}) == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("Thôn Tân Lấp 2, xã Phú Lâm", ("Tân Lấp", "Tân Lập")),
        ("Tổ dân phố Quyết Thăng, phường Tam Quan Bắc", ("Quyết Thăng", "Quyết Thắng")),
        ("Ấp Hoà Thuận, xã Phú Lâm", None),
        ("Buôn Ea Knốp, xã Phú Lâm", None),
        ("Thôn Đông, xã Phú Lâm", None),
        ("", None),
    ],
)
def test_a_hamlet_called_like_no_place_is_held_against_the_usual_name(
    address: str, told: tuple[str, str] | None
) -> None:
    assert usual_hamlet_name(address) == told


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Theo nguyện vong của gia đình", "Theo nguyện vọng của gia đình"),
        ("Suy tỉm", "Suy tim"),
        ("Seo chấm cánh mữi phải", "Sẹo chấm cánh mũi phải"),
    ],
)
def test_usual_words_of_blanks_are_put_right_however_sure_the_reader_was(read: str, meant: str) -> None:
    assert " ".join(of_forms().mend(words(read))[0]) == meant


@pytest.mark.parametrize(
    "text", ["có số nhà", "công nhân", "chú họ", "nơi trọ", "nguyên tắc", "theo nguyên trạng"]
)
def test_pairs_that_may_be_other_words_stay(text: str) -> None:
    assert " ".join(of_forms().mend(words(text))[0]) == text


def test_of_an_address_only_its_usual_words_are_respelled() -> None:
    assert " ".join(of_places().mend(words("Trạm Y tê xã Tân Lấp"))[0]) == "Trạm Y tế xã Tân Lấp"


def test_both_spellings_are_said_and_a_files_own_text_is_believed() -> None:
    kind = load_record_types()["birth_certificate"]
    rule = next(rule for rule in kind.fields if rule.type.value == "person_name")
    for confidence, is_doubted in ((0.988, True), (1.0, False)):
        carried = words("Trần Đức Dạt", confidence)
        weighed = with_marks_weighed(rule, finding(carried))
        assert ("Dạt hay Đạt" in weighed.doubt) is is_doubted
        assert (weighed.ceiling < 0.9) is is_doubted


def finding(carried: tuple[Word, ...]) -> Finding:
    text = " ".join(word.text for word in carried)
    return Finding(value=text, words=carried, page=1, label_score=1.0, rule="label:test")
