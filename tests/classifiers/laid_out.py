"""Pages of invented papers laid out in code: rows of text at given places, without drawing or OCR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records import Box, Page, TextOrigin, Word

LETTER_WIDTH = 22.0
HEIGHT = 44.0
Row = tuple[float, Sequence[tuple[float, str]]]


def make_words(rows: Sequence[Row], *, confidence: float = 0.965) -> tuple[Word, ...]:
    """Words of `(y, [(x, text), …])` rows in pixels; every text is a block of its own."""
    words: list[Word] = []
    for line, (y, texts) in enumerate(rows):
        for block, (x, text) in enumerate(texts):
            left = x
            for token in text.split():
                width = LETTER_WIDTH * len(token)
                box = Box(left, y, left + width, y + HEIGHT)
                words.append(Word(token, box, confidence, line, 100 * line + block))
                left += width + LETTER_WIDTH * 0.7
    return tuple(words)


def make_page(
    rows: Sequence[Row],
    *,
    number: int = 1,
    confidence: float = 0.965,
    origin: TextOrigin = TextOrigin.RECOGNISED,
    unsure: Mapping[str, float] | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Page:
    """An A4 page at 300 dpi; `unsure` and `remarks` change single words by their text."""
    words = tuple(
        Word(
            word.text,
            word.box,
            (unsure or {}).get(word.text, word.confidence),
            word.line,
            word.block,
            None,
            (remarks or {}).get(word.text, ""),
        )
        for word in make_words(rows, confidence=confidence)
    )
    return Page(number=number, dpi=300.0, width=2480, height=3508, words=words, origin=origin)


def centred(y: float, text: str, middle: float = 1290.0) -> Row:
    """A row whose middle lies at x `middle`."""
    width = sum(len(token) for token in text.split()) * LETTER_WIDTH
    width += 0.7 * LETTER_WIDTH * (len(text.split()) - 1)
    return y, [(middle - width / 2, text)]


def letterhead(
    agency: Sequence[str],
    number: str,
    place_date: str,
    *,
    top: float = 230.0,
) -> list[Row]:
    """Agency on the left, motto on the right, number and date below (Decree 30/2020, Appendix I)."""
    rows: list[Row] = []
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    for at in range(max(len(agency), 2)):
        texts: list[tuple[float, str]] = []
        if at < len(agency):
            texts.append((360.0, agency[at]))
        if at < 2:
            texts.append((1150.0 + 130.0 * at, right[at]))
        rows.append((top + 66 * at, texts))
    below = top + 66 * max(len(agency), 2) + 60
    rows.append((below, [(420.0, number), (1260.0, place_date)]))
    return rows
