"""What stands at the edges of pages and is no text: numbers of pages, and lines that every page bears."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from records import Page

PAGE_NUMBER = re.compile(r"^\W*(?:trang|tr)?\W*\d{1,3}(?:\s*/\s*\d{1,3})?\W*$", re.IGNORECASE)
MARGIN = 0.1
"""Share of the page's height at its top and foot in which page numbers and running lines stand."""


def text_lines(pages: Sequence[Page], lines: Mapping[int, Sequence[VisualLine]]) -> list[VisualLine]:
    """All lines of the pages but page numbers and lines that several pages bear at their edge."""
    edges = [fold(line.text) for page in pages for line in lines[page.number] if _is_at_edge(line, page)]
    return [
        line
        for page in pages
        for line in lines[page.number]
        if not (
            _is_at_edge(line, page) and (PAGE_NUMBER.match(line.text) or edges.count(fold(line.text)) > 1)
        )
    ]


def _is_at_edge(line: VisualLine, page: Page) -> bool:
    return line.foot < MARGIN * page.height or line.foot > (1 - MARGIN) * page.height
