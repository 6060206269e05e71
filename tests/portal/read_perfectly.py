"""Drawn papers as a faultless reader reads them, composed and understood once a process."""

from __future__ import annotations

from functools import cache

from classifiers.specimens import compose, perfect_pages
from classifiers.understanding import Understanding, understand
from records import Page


@cache
def read_perfectly(record_type: str, seed: int) -> tuple[tuple[Page, ...], Understanding]:
    """The paper's pages and what is understood of them: a tenth of a second, asked for by a hundred tests."""
    pages = perfect_pages(compose(record_type, seed))
    return pages, understand(pages)
