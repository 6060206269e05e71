"""A page's own text is taken only where it covers the writing and reads like a language."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.source import open_source
from pipeline.source.plausibility import plausibility_of
from pipeline.source.reading_order import Piece, in_reading_order
from pipeline.source.text_layer import judge
from tests.pipeline.drawn import add_stamp, drawn_text, encoded, scan_pdf, text_pdf, words_on

PROSE = [f"This is line number {row} of an ordinary letter about bills." for row in range(20)]
VIETNAMESE = (
    "Căn cứ Luật Tổ chức chính quyền địa phương; theo đề nghị của Chánh Văn phòng, "
    "Ủy ban nhân dân xã quyết định: Điều 1. Cấp giấy chứng nhận số 12/GCN-UBND ngày 03/4/2024."
)


def test_a_letter_from_an_office_program_keeps_its_text(tmp_path: Path) -> None:
    with open_source(text_pdf(tmp_path / "letter.pdf", PROSE)) as source:
        page = source.page(1)
        picture = page.picture(dpi=100)
        trust = judge(page.own_words(100), picture.pixels, 100)
    assert trust.is_trusted
    assert trust.coverage > 0.95


def test_the_text_of_a_stamp_does_not_stand_for_the_page(tmp_path: Path) -> None:
    stream = encoded(drawn_text(PROSE), "JPEG")
    path = scan_pdf(tmp_path / "scan.pdf", [stream])
    add_stamp(path, "Signed by the office on 6 November", (600, 1150, 850, 1180))
    with open_source(path) as source:
        page = source.page(1)
        picture = page.picture()
        trust = judge(page.own_words(picture.dpi), picture.pixels, picture.dpi)
    assert not trust.is_trusted
    assert trust.coverage < 0.2
    assert "một phần" in trust.why


def test_without_words_there_is_nothing_to_trust(tmp_path: Path) -> None:
    with open_source(scan_pdf(tmp_path / "scan.pdf", [encoded(drawn_text(PROSE), "JPEG")])) as source:
        page = source.page(1)
        assert page.own_words(100) == ()
        assert not judge((), page.picture().pixels, 100).is_trusted


@pytest.mark.parametrize(
    "text",
    [
        "JCH CilU NGHIA VIJT THIJ xA HQI Phii 1ic TRLEN KiIAI dfrc lô m.ng kh0ng c6 gi4 tr1 phAp lY",
        "\ue001\ue002\ue003 \ue004\ue005 \ue006\ue007\ue008",
        "\x19\x12 \x13\x14",
        "&Ӝ1*+Ñ$ ;Ã+Ӝ, &+Ӫ 1*+Ƭ$",
    ],
)
def test_garbage_is_told_by_how_it_reads(text: str) -> None:
    assert plausibility_of(text.split()).score < 0.9


def test_vietnamese_and_other_latin_text_read_well() -> None:
    vietnamese = plausibility_of(VIETNAMESE.split())
    assert vietnamese.score > 0.98
    assert not vietnamese.has_lost_marks
    english = plausibility_of(
        ["Please", "find", "enclosed", "the", "invoice", "for", "services", "rendered,", "ref.", "AB-1234."]
    )
    assert english.score > 0.95
    assert not english.has_lost_marks


def test_vietnamese_without_its_marks_is_recognised_as_such() -> None:
    bare = "Can cu Luat To chuc chinh quyen dia phuong theo de nghi cua Chanh Van phong uy ban nhan dan xa"
    assert plausibility_of(bare.split()).has_lost_marks


def test_words_where_no_ink_is_are_not_trusted() -> None:
    blank = encoded(drawn_text([]), "PNG")
    del blank
    words = words_on(PROSE[:3], dpi=150)
    import numpy as np

    assert not judge(words, np.full((1754, 1240), 255, np.uint8), 150).is_trusted


def _piece(text: str, x: float, y: float) -> Piece:
    width = 6.0 * len(text)
    return Piece(text, x, y - 9, x + width, y + 3, 12.0, 0.0, (x, y, x + width, y))


def test_columns_written_one_after_the_other_stay_whole() -> None:
    left = [_piece("left", 50, 100 + 16 * row) for row in range(4)]
    right = [_piece("right", 320, 100 + 16 * row) for row in range(4)]
    ordered = [(piece.text, block) for piece, _, block in in_reading_order([*left, *right])]
    assert ordered == [("left", 0)] * 4 + [("right", 1)] * 4


def test_a_page_written_in_disorder_is_put_in_order() -> None:
    rows = [_piece(str(row), 50, 100 + 16 * row) for row in range(12)]
    shuffled = [rows[at] for at in (5, 2, 9, 0, 11, 1, 7, 3, 10, 4, 8, 6)]
    assert [piece.text for piece, _, _ in in_reading_order(shuffled)] == [str(row) for row in range(12)]
