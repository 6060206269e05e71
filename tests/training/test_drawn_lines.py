"""Training draws its lines without PyTorch; what it draws is what the reader is told it sees."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from classifiers.specimens import fonts
from pipeline.line_reader.alphabet import NUMBER_OF
from pipeline.line_reader.fitting import HEIGHT, fitted
from training.drawing import draw_line, look_of
from training.faces import Face
from training.paper_lines import keep, known_lines
from training.restacking import without_tones
from training.sheets import draw_sheet
from training.supply import PaperLines, bound
from training.syllables import every_syllable
from training.wearing import LEVELS, wear_line
from training.wording import Wording, readable, without_marks


@pytest.fixture(scope="module")
def face() -> Face:
    styles = ((False, False), (True, False), (False, True), (True, True))
    return Face("serif", {style: fonts.font_file("serif", *style) for style in styles})


def test_syllables_follow_the_spelling() -> None:
    syllables = set(every_syllable())
    assert {"nguyễn", "nghiêng", "quyền", "giữa", "khuỷu", "hòa", "hoà", "thuở", "đường"} <= syllables
    assert not {"nghang", "kang", "cêm", "mảt", "gheo1"} & syllables


def test_texts_hold_only_signs_that_the_reader_knows() -> None:
    wording, chance = Wording(papers=6), Random(3)
    texts = [wording.line(chance, 40) for _ in range(300)]
    assert all(len(text) <= 40 and set(text) <= set(NUMBER_OF) for text in texts)
    assert all(readable(text) == text for text in texts)


def test_the_same_seed_draws_the_same_line(face: Face) -> None:
    first, again = (
        wear_line(draw_line("Độc lập", look_of(face, chance), chance), "worn", chance)
        for chance in (Random(8), Random(8))
    )
    assert np.array_equal(first, again)


def test_sister_syllables_differ_in_their_marks_alone() -> None:
    groups = {frozenset(map(without_marks, group)) for group in Wording(papers=1).sisters}
    assert all(len(bare) == 1 for bare in groups)


def test_every_text_of_a_sheet_stands_in_its_box(face: Face) -> None:
    sheet, placed = draw_sheet({face.family: face}, Wording(papers=6), Random(2))
    ink = np.asarray(sheet.convert("L")) < 128
    assert len(placed) > 20
    for text, box, foot in placed:
        assert readable(text) == text
        assert ink[round(box.y0) : round(foot), round(box.x0) : round(box.x1)].any()


@pytest.mark.parametrize("level", LEVELS)
def test_a_worn_line_still_holds_ink_and_fits_the_network(face: Face, level: str) -> None:
    chance = Random(11)
    for _ in range(12):
        picture = wear_line(draw_line("Số: 15/QĐ-UBND ỄỢ gỷ", look_of(face, chance), chance), level, chance)
        assert picture.dtype == np.uint8
        assert int(picture.max()) - int(picture.min()) > 60
        assert fitted(picture).shape[0] == HEIGHT


def test_tones_come_off_and_hats_and_dots_stay() -> None:
    assert without_tones("triển Ấn tỉnh ượ ậ") == "triên Ân tınh ượ ậ"


def test_lines_of_a_drawn_paper_say_what_is_printed_there(tmp_path: Path) -> None:
    lines = [(fitted(picture), text) for picture, text in known_lines("notice", 4, "clean")]
    texts = [text for _, text in lines]
    assert "Độc lập - Tự do - Hạnh phúc" in texts
    keep(tmp_path / "papers.npz", lines)
    kept = PaperLines(tmp_path / "papers.npz")
    assert [kept.at(number)[1] for number in range(len(kept))] == texts
    assert np.array_equal(kept.at(1)[0], lines[1][0])
    assert bound(lines[:3]).lengths.tolist() == [len(text) for text in texts[:3]]
