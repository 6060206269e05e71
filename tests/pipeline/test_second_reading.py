"""Lines read again, the readings laid over each other, and the likelier one kept."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.confidence import FIRST, HIGHEST, Surroundings, likelihood
from pipeline.lines import LinePicture
from pipeline.ocr import LineRead, RecognitionOptions, get_engine
from pipeline.second_reading import readings_of, second_thoughts
from pipeline.second_reading.budget import allowance, width, worth_reading
from pipeline.second_reading.voting import DISAGREEMENT, voted
from pipeline.second_reading.ways import OtherSize
from pipeline.spots import Heard, spots_of
from records import Box, Line, Word
from tests.pipeline.written import BODY, Paper

GOOD_PAGE = Surroundings(page=0.93, line=0.9, height=50)


def heard(text: str, confidence: float = 0.9) -> tuple[Heard, ...]:
    """A reading whose words stand where their letters do, ten pixels a letter."""
    words, at = [], 0
    for word in text.split(" "):
        words.append(Heard(word, confidence, at * 10.0, (at + len(word)) * 10.0))
        at += len(word) + 1
    return tuple(words)


def line_of(text: str, confidence: float = 0.9, number: int = 0) -> LineRead:
    picture = LinePicture(number, 0, np.full((40, 10 * len(text)), 255, np.uint8), 0, 0)
    words = tuple(
        Word(
            word.text,
            Box(word.left, 5, word.right, 35),
            word.confidence,
            number,
            0,
            Line(word.left, 30, word.right, 30),
        )
        for word in heard(text, confidence)
    )
    return LineRead(picture, words)


class Remembering:
    """A way of reading that answers from memory and notes which lines it was given."""

    name = "line_reader"
    cost = 0.5

    def __init__(self, answers: dict[int, tuple[Heard, ...]]) -> None:
        self.answers = answers
        self.asked: list[int] = []

    def read(self, lines: Sequence[LineRead]) -> list[tuple[Heard, ...]]:
        self.asked = [line.picture.line for line in lines]
        return [self.answers.get(line.picture.line, ()) for line in lines]


def test_words_that_stand_over_each_other_are_one_spot_however_they_are_divided() -> None:
    one = (Heard("Số:", 0.9, 0, 30), Heard("12", 0.9, 40, 60))
    two = (Heard("Số", 0.9, 0, 20), Heard(":", 0.9, 22, 29), Heard("12", 0.9, 41, 60))
    spots = spots_of({"one": one, "two": two})
    assert [(spot.text("one"), spot.text("two")) for spot in spots] == [("Số:", "Số :"), ("12", "12")]


def test_a_word_that_only_one_reading_saw_is_a_spot_of_its_own() -> None:
    spots = spots_of({"one": heard("xã Đồng"), "two": heard("xã")})
    assert [(spot.text("one"), spot.text("two")) for spot in spots] == [("xã", "xã"), ("Đồng", "")]


def test_readings_that_agree_are_surer_than_one_alone() -> None:
    alone = spots_of({FIRST: heard("đổi", 0.8)})[0]
    agreed = spots_of({FIRST: heard("đổi", 0.8), "other_size": heard("đổi", 0.8)})[0]
    assert likelihood(agreed, "đổi", GOOD_PAGE) > likelihood(alone, "đổi", GOOD_PAGE)


def test_nothing_that_was_recognised_is_as_sure_as_the_files_own_text() -> None:
    spot = spots_of({FIRST: heard("xã", 1.0)})[0]
    assert likelihood(spot, "xã", GOOD_PAGE) <= HIGHEST < 1


def test_the_reading_that_can_be_vietnamese_wins_over_one_that_cannot() -> None:
    words = voted(line_of("tố chứcc", 0.5), {"other_size": heard("tổ chức", 0.9)}, GOOD_PAGE)
    assert words[1].text == "chức"


@pytest.mark.parametrize(
    ("first", "second"), [("0790880l2345", "079088012345"), ("12.500.000", "12.800.000"), ("Krôông", "Krông")]
)
def test_the_vote_only_ever_takes_what_some_reading_said(first: str, second: str) -> None:
    for way in ("other_size", "line_reader"):
        for sure in (0.3, 0.6, 0.95):
            words = voted(line_of(first, 0.6), {way: heard(second, sure)}, GOOD_PAGE)
            assert {word.text for word in words} <= {first, second}


def test_a_number_on_which_two_readings_differ_says_so_and_carries_the_other() -> None:
    (word,) = voted(line_of("12.500.000", 0.7), {"other_size": heard("12.800.000", 0.7)}, GOOD_PAGE)
    assert word.remark == DISAGREEMENT
    assert {word.text, word.other} == {"12.500.000", "12.800.000"}
    assert word.confidence < 0.9


def test_a_word_keeps_its_place_when_another_reading_of_it_is_taken() -> None:
    line = line_of("xă Đồng", 0.3)
    words = voted(line, {"line_reader": heard("xã Đồng", 0.99)}, GOOD_PAGE)
    assert [word.box for word in words] == [word.box for word in line.words]
    assert [word.baseline for word in words] == [word.baseline for word in line.words]


def test_words_that_were_read_as_one_are_placed_apart() -> None:
    line = line_of("nhândân", 0.3)
    second = (Heard("nhân", 0.95, 0, 38), Heard("dân", 0.95, 42, 70))
    words = voted(line, {"line_reader": second}, GOOD_PAGE)
    if len(words) == 2:
        assert words[0].box.x1 <= words[1].box.x0
        assert all(word.baseline is not None and word.box.height == 30 for word in words)


def test_figures_are_never_dropped_because_another_reading_did_not_see_them() -> None:
    words = voted(line_of("xã 7", 0.4), {"line_reader": heard("xã", 0.99)}, GOOD_PAGE)
    assert [word.text for word in words] == ["xã", "7"]


def test_the_most_promising_lines_are_read_again_until_the_allowance_is_spent() -> None:
    lines = [line_of("một hai ba", sure, number) for number, sure in enumerate((0.9, 0.2, 0.6, 0.4, 0.8))]
    room = 2.5 * width(lines[0])
    assert worth_reading(lines, range(5), room, 1.0) == [1, 3]


def test_ink_that_was_read_hopelessly_is_read_again_last() -> None:
    lines = [line_of("một hai ba", sure, number) for number, sure in enumerate((0.02, 0.6, 0.9))]
    assert worth_reading(lines, range(3), 2 * width(lines[0]), 1.0) == [1, 2]


def test_a_page_that_reads_surely_is_not_read_again() -> None:
    lines = [line_of("một hai ba", 0.97, number) for number in range(20)]
    way = Remembering({})
    words = second_thoughts(lines, [way])
    assert way.asked == []
    assert [word.text for word in words] == ["một", "hai", "ba"] * 20


def test_second_readings_stay_within_the_allowance_of_a_page() -> None:
    lines = [line_of("một hai ba", 0.5, number) for number in range(40)]
    ways = [Remembering({}), Remembering({})]
    readings_of(lines, ways)
    spent = sum(way.cost * width(lines[number]) for way in ways for number in way.asked)
    assert 0.8 * allowance(lines) < spent <= allowance(lines)


def test_a_line_that_another_reading_confirmed_is_not_read_a_third_time() -> None:
    lines = [line_of("một hai ba", 0.97, number) for number in range(30)]
    lines += [line_of("bốn", 0.5, 30), line_of("năm", 0.5, 31)]
    one, two = Remembering({30: heard("bốn"), 31: heard("nằm")}), Remembering({})
    readings_of(lines, [one, two])
    assert (sorted(one.asked), two.asked) == ([30, 31], [31])


@pytest.mark.needs("tesseract")
def test_the_same_engine_reads_a_line_at_another_size_and_says_where_words_stand() -> None:
    paper = Paper(250, height_mm=20)
    paper.write(BODY[0], 20, 12)
    grey = cv2.cvtColor(paper.pixels, cv2.COLOR_RGB2GRAY)
    engine, options = get_engine("auto"), RecognitionOptions()
    line = LineRead(LinePicture(0, 0, grey[60:140, 150:], 150, 60), ())
    (words,) = OtherSize(engine, options, 250).read([line])
    found = {word.text: word for word in words}
    for written in paper.words:
        if written.text in found:
            assert found[written.text].left == pytest.approx(written.box.x0, abs=8)
    assert len(found) > 0.7 * len(paper.words)
