"""What readers that are not ours give back: our words in our order, on level and on sloping pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.order import measure, skewed
from classifiers.specimens import compose, perfect_pages
from pipeline.layout import in_reading_order
from records import Box, Page, Word

CODES = ("decision", "notice", "birth_certificate", "building_permit", "marital_status_confirmation")


def letters() -> dict[str, Page]:
    """Papers with two-column letterheads, signature blocks and values side by side."""
    pages = {}
    for seed, code in enumerate(CODES):
        page = perfect_pages(compose(code, 5100 + seed), 300)[0]
        words = in_reading_order(page.words)
        pages[code] = Page(page.number, page.dpi, page.width, page.height, words=words)
    return pages


@pytest.mark.needs("pdftotext")
def test_every_reader_gives_a_level_page_in_our_order() -> None:
    for reader, order in measure(letters()).items():
        assert order.wrong == (), reader


@pytest.mark.parametrize("degrees", [-8.0, -1.0, 0.1, 2.5, 12.0])
@pytest.mark.needs("pdftotext")
def test_every_reader_gives_a_sloping_page_in_our_order_too(degrees: float) -> None:
    for reader, order in measure({name: skewed(page, degrees) for name, page in letters().items()}).items():
        assert order.wrong == (), reader


@pytest.mark.needs("pdftotext")
def test_a_column_head_beside_a_lower_one_keeps_the_rows_below_it() -> None:
    """Papers whose letterhead rows stand 1.3 em apart beside one that begins a little lower."""
    pages = {}
    for code, seed in (("death_extract", 300_008), ("official_letter", 300_029)):
        page = perfect_pages(compose(code, seed), 300)[0]
        pages[code] = Page(page.number, page.dpi, page.width, page.height, words=in_reading_order(page.words))
    for reader, order in measure(pages).items():
        assert order.wrong == (), reader


@pytest.mark.needs("pdftotext")
def test_noise_read_as_many_letters_in_a_narrow_place_loses_none() -> None:
    page = next(iter(letters().values()))
    noise = Word("4005000900300086", Box(2000, 3300, 2012, 3340), 0.3, line=999, block=99)
    orders = measure({"noise": replace(page, words=(*page.words, noise))})
    for reader, order in orders.items():
        assert order.wrong == (), reader
