"""What readers that are not ours give back: our words in our order, on level and on sloping pages."""

from __future__ import annotations

import pytest

from bench.order import measure, skewed
from classifiers.specimens import compose, perfect_pages
from pipeline.layout import in_reading_order
from records import Page

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


@pytest.mark.parametrize("degrees", [-2.5, 2.5, 6.0])
@pytest.mark.needs("pdftotext")
def test_readers_that_follow_the_drawing_do_so_on_sloping_pages_too(degrees: float) -> None:
    orders = measure({name: skewed(page, degrees) for name, page in letters().items()})
    assert orders["pdftotext -raw"].wrong == ()
    assert orders["pdfium"].words_wrong < (0.0001 if abs(degrees) < 3 else 0.05)


@pytest.mark.parametrize("degrees", [-1.0, 1.0])
@pytest.mark.needs("pdftotext")
def test_a_slope_of_a_degree_changes_no_order(degrees: float) -> None:
    orders = measure({name: skewed(page, degrees) for name, page in letters().items()})
    assert orders["pdftotext"].words_wrong < 0.02
