"""Words put into the order in which people read them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from classifiers.specimens import compose, perfect_pages
from pipeline.layout import in_reading_order
from records import Box, Line, Word


def part(text: str, x: float, y: float, *, line: int, high: float = 20) -> list[Word]:
    """Words on the foot `y`, in letters half as wide as high."""
    words = []
    for piece in text.split():
        width = high / 2 * len(piece)
        words.append(Word(piece, Box(x, y - high, x + width, y), 0.9, line, 0, Line(x, y, x + width, y)))
        x += width + 0.4 * high
    return words


def page(*rows: Sequence[tuple[str, float, float]]) -> list[Word]:
    return [
        word for line, row in enumerate(rows) for text, x, y in row for word in part(text, x, y, line=line)
    ]


def read(words: Sequence[Word]) -> list[str]:
    lines: dict[int, list[str]] = {}
    for word in in_reading_order(words):
        lines.setdefault(word.line, []).append(word.text)
    return [" ".join(line) for line in lines.values()]


def test_each_storey_of_a_letterhead_is_read_on_its_own() -> None:
    words = page(
        [("ỦY BAN NHÂN DÂN", 0, 0), ("CỘNG HÒA XÃ HỘI", 400, 0)],
        [("XÃ YÊN THỦY", 20, 26), ("Độc lập - Tự do", 410, 26)],
        [("Số: 34/UBND", 20, 70), ("Yên Thủy, ngày 08", 400, 70)],
        [("CÔNG VĂN VỀ MỘT VIỆC CỦA CẢ XÃ NÀY", 150, 120)],
    )
    assert read(words) == [
        "ỦY BAN NHÂN DÂN", "XÃ YÊN THỦY", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do",
        "Số: 34/UBND", "Yên Thủy, ngày 08", "CÔNG VĂN VỀ MỘT VIỆC CỦA CẢ XÃ NÀY",
    ]  # fmt: skip


def test_recipients_are_read_before_the_signature_beside_them() -> None:
    words = page(
        [("Nơi nhận:", 0, 0), ("TM. ỦY BAN NHÂN DÂN", 400, 3)],
        [("- Như Điều 3;", 0, 22)],
        [("CHỦ TỊCH", 460, 31)],
        [("- Lưu: VT.", 0, 44)],
        [("Nguyễn Bích My", 430, 200)],
    )
    assert read(words) == [
        "Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Bích My",
    ]  # fmt: skip


def test_labels_side_by_side_are_read_row_by_row() -> None:
    words = page(
        [("Giới tính: Nam", 0, 0), ("Sinh ngày: 14/05/2003", 400, 0)],
        [("Dân tộc: Khmer", 0, 40), ("Quốc tịch: Việt Nam", 400, 40)],
    )
    assert read(words)[:2] == ["Giới tính: Nam", "Sinh ngày: 14/05/2003"]


def test_husband_and_wife_beside_each_other_are_read_one_after_the_other() -> None:
    words = page(
        [("Họ, tên vợ: LÊ THỊ NGỌC", 0, 0), ("Họ, tên chồng: CHU QUANG", 400, 0)],
        [("NHUNG", 0, 40), ("Dân tộc: Kinh", 400, 40)],
        [("Dân tộc: Kinh", 0, 80), ("Quốc tịch: Việt Nam", 400, 80)],
        [("Quốc tịch: Việt Nam", 0, 120)],
    )
    assert read(words)[4] == "Họ, tên chồng: CHU QUANG"


def test_a_label_and_its_value_in_the_next_column_are_one_line() -> None:
    words = page([("Họ và tên:", 0, 0), ("Nguyễn An", 300, 0)], [("Quê quán:", 0, 40), ("Hà Tĩnh", 300, 40)])
    assert read(words) == ["Họ và tên: Nguyễn An", "Quê quán: Hà Tĩnh"]


def test_a_cell_of_two_lines_is_read_to_its_end_before_the_next() -> None:
    words = page(
        [("STT", 0, 0), ("Tên ngành", 100, 0), ("Mã", 500, 0)],
        [("1", 0, 44), ("Dịch vụ", 100, 44), ("5610", 500, 44)],
        [("ăn uống", 100, 70)],
        [("2", 0, 114), ("May mặc", 100, 114), ("1410", 500, 114)],
    )
    assert read(words)[3:7] == ["1", "Dịch vụ", "ăn uống", "5610"]


def test_a_speck_read_as_a_sign_ends_no_column() -> None:
    clean = [
        [("Một cột", 0, 0), ("Hai cột", 400, 0)],
        [("còn nữa", 0, 26), ("còn tiếp", 400, 26)],
        [("và hết", 0, 52), ("và xong", 400, 52)],
    ]
    spoiled = [clean[0], [clean[1][0], ("·", 250, 26), clean[1][1]], clean[2]]
    assert [line for line in read(page(*spoiled)) if line != "·"] == read(page(*clean))


def test_the_same_words_come_out_as_went_in() -> None:
    words = page([("a b", 0, 0), ("-", 300, 0)], [(".", 0, 40)], [("c: d", 0, 80), ("e", 90, 300)])
    assert sorted(word.text for word in in_reading_order(words)) == sorted(word.text for word in words)
    assert in_reading_order([]) == ()


@pytest.mark.parametrize(
    "code", ["decision", "official_letter", "marriage_certificate", "household_business_certificate"]
)
def test_a_drawn_paper_is_read_as_it_was_written(code: str) -> None:
    printed = perfect_pages(compose(code, 101), 300)[0].words
    lines: dict[tuple[int, int], list[Word]] = {(word.block, word.line): [] for word in printed}
    for word in printed:
        lines[word.block, word.line].append(word)
    shuffled = list(lines.values())
    random.Random(1).shuffle(shuffled)
    given = [replace(word, line=number, block=0) for number, line in enumerate(shuffled) for word in line]
    assert [word.text for word in in_reading_order(given)] == [word.text for word in printed]


def test_a_page_that_lies_aslant_is_read_in_the_order_of_its_level_lines() -> None:
    texts = ("một đoạn của văn bản dài, in kín chiều ngang của trang", "hết đoạn.") * 3
    rows = [[(text, 0, 30 * row)] for row, text in enumerate(texts)]
    level = page(*rows)
    aslant = [replace(word, box=word.box.moved(0, -0.2 * word.box.x0), baseline=None) for word in level]
    assert [word.text for word in in_reading_order(aslant)] != [word.text for word in level]
    ordered = in_reading_order(aslant, level)
    assert [word.text for word in ordered] == [word.text for word in level]
    assert [word.box for word in ordered] == [word.box for word in aslant]


def test_a_bit_of_a_frame_read_as_a_figure_does_not_end_two_columns() -> None:
    rows = [[(f"vợ dòng {row}", 0, 26 * row), (f"chồng dòng {row}", 400, 26 * row)] for row in range(6)]
    words = page(*rows)
    speck = replace(part("1", 900, 78, line=3)[0], confidence=0.05)
    at = next(place for place, word in enumerate(words) if word.line == 4)
    given = [*words[:at], speck, *words[at:]]
    said = [line for line in read(given) if line != "1"]
    assert said == [f"vợ dòng {row}" for row in range(6)] + [f"chồng dòng {row}" for row in range(6)]
