"""Where the words of our rendition lie, by a reader that is not ours."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pdfplumber

from pipeline.pdfa import write_searchable
from tests.pipeline.drawn import WHEN, encoded, paper, read_page, scan_pdf

POINTS_AN_INCH = 72.0
NEAR_POINTS = 2.0


def test_each_word_lies_on_its_ink_as_another_reader_sees_it(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")])
    page = read_page()
    write_searchable(source, [page], tmp_path / "out.pdf", title="Giấy", created=WHEN)
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        seen = pdf.pages[0].extract_words(use_text_flow=True, keep_blank_chars=False)
    assert [unicodedata.normalize("NFC", word["text"]) for word in seen] == [word.text for word in page.words]
    for word, place in zip(page.words, seen, strict=True):
        points = word.box.scaled(POINTS_AN_INCH / page.dpi)
        assert abs(place["x0"] - points.x0) < NEAR_POINTS, word
        assert abs(place["x1"] - points.x1) < NEAR_POINTS, word
        middle = (place["top"] + place["bottom"]) / 2
        assert points.y0 - NEAR_POINTS < middle < points.y1 + NEAR_POINTS, word
