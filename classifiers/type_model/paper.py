"""A paper as the type model looks at it: its first page's lines with their place, and the folded text of all.

Titles are told by where and how they stand, so lines are cut where a wide gap parts two columns, and each
knows its page's text area. Decree 30/2020/NĐ-CP, Appendix I: the title stands alone, centred, in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from classifiers.vietnamese import fold_words, nfc
from records import Box, Page, PageCode, Word

TITLE_ZONE = 0.5
"""Part of the page's height, from the top, in which a title may stand."""
_PAGES_READ = 3
"""Pages whose words count: a file may hold several papers, and the first says what it begins with."""
_WORDS_READ = 900
"""Words that count, about two pages of prose: what a paper is it says at its beginning."""
_MM_PER_INCH = 25.4
_MID_PAGE, _OFF_MID_PAGE = 0.52, 0.035
"""Middle of a column with 30 to 35 mm on the left and 15 to 20 mm on the right (Decree 30/2020), in parts of
the width, and how far a line's may lie from it; scanners and equal margins account for as much."""
_GAP = 1.9
"""Gap between words, in heights of the line, that parts two columns; letter-spaced titles stay below 1.2."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Words side by side; `x` and `y` are fractions of the text area's width and the page's height."""

    text: str
    folded: str
    x0: float
    x1: float
    y: float
    """Middle of the line."""
    height: float
    is_capital: bool
    """Nearly all of its letters are capitals."""
    middle: float = 0.0
    """Of the line on the page: fraction of the page's width; 0 when unknown."""

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def is_centred(self) -> bool:
        """About the middle of the text, or of the page where the text is ragged and says little of it."""
        is_mid_page = abs(self.middle - _MID_PAGE) < _OFF_MID_PAGE
        return self.x0 > 0.02 and (abs(self.centre - 0.5) < 0.13 or is_mid_page)


@dataclass(frozen=True)
class Paper:
    """The lines of the first page that has words, and the folded words of the first pages."""

    lines: tuple[SheetLine, ...]
    text: str
    """Folded words of the first pages, single spaces."""
    size_mm: tuple[float, float] = (0.0, 0.0)
    """Width and height of the first page, millimetres; 0 when unknown."""
    word_count: int = 0
    """Words on the first page."""
    codes: tuple[PageCode, ...] = ()
    """Machine-readable codes of the first pages."""

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Paper:
        """Looks at pages in their order; pages without words are passed over."""
        read = [page for page in pages if len(page.words) > 3][:_PAGES_READ]
        if not read:
            return cls((), "")
        words = [word.text for page in read for word in page.words][:_WORDS_READ]
        first = _front(read)
        return cls(
            tuple(_lines(first)),
            fold_words(" ".join(words)),
            _size_mm(first),
            len(first.words),
            tuple(code for page in pages[:_PAGES_READ] for code in page.codes),
        )

    @cached_property
    def top(self) -> tuple[SheetLine, ...]:
        """Lines of the zone in which a title may stand, from the top."""
        return tuple(sorted((line for line in self.lines if line.y < TITLE_ZONE), key=lambda line: line.y))

    @cached_property
    def opening(self) -> str:
        """Folded words of the first lines of that zone."""
        return " ".join(line.folded for line in self.top[:8])

    @cached_property
    def headings(self) -> str:
        """Folded words of those lines that are in capitals."""
        return " ".join(line.folded for line in self.top if line.is_capital)

    def lines_below(self, line: SheetLine) -> Iterator[SheetLine]:
        """The lines under `line`, from the top; those beside it left out."""
        return (each for each in self._downwards if each.y > line.y + 0.5 * line.height)

    @cached_property
    def _downwards(self) -> tuple[SheetLine, ...]:
        return tuple(sorted(self.lines, key=lambda line: line.y))


def _size_mm(page: Page) -> tuple[float, float]:
    if page.dpi <= 0:
        return 0.0, 0.0
    return page.width / page.dpi * _MM_PER_INCH, page.height / page.dpi * _MM_PER_INCH


def _front(read: Sequence[Page]) -> Page:
    """The page with the title: the first, unless a card was laid on the glass with its back up.

    The machine-readable zone stands on the back of cards, and booklets and sheets have none.
    """
    has_zone = [any(code.kind == "mrz" for code in page.codes) for page in read]
    return read[1] if len(read) > 1 and has_zone[0] and not has_zone[1] else read[0]


def _lines(page: Page) -> Iterator[SheetLine]:
    left, right = _text_area(page)
    width = max(right - left, 1.0)
    for line in page.lines():
        for words in _segments(line):
            text = nfc(" ".join(word.text for word in words)).strip()
            folded = fold_words(text)
            if not folded:
                continue
            box = Box.around(word.box for word in words)
            yield SheetLine(
                text=text,
                folded=folded,
                x0=(box.x0 - left) / width,
                x1=(box.x1 - left) / width,
                y=box.centre[1] / max(page.height, 1),
                height=box.height / max(page.height, 1),
                is_capital=_is_capital(text),
                middle=box.centre[0] / max(page.width, 1),
            )


def _text_area(page: Page) -> tuple[float, float]:
    """Left and right end of the text, leaving out the twentieth of words that stand farthest out (stamps,
    dust)."""
    starts = sorted(word.box.x0 for word in page.words)
    ends = sorted(word.box.x1 for word in page.words)
    spare = len(starts) // 20
    return starts[spare], ends[-1 - spare]


def _segments(line: Sequence[Word]) -> Iterator[list[Word]]:
    words = sorted(line, key=lambda word: word.box.x0)
    height = sorted(word.box.height for word in words)[len(words) // 2]
    segment: list[Word] = []
    for word in words:
        if segment and word.box.x0 - segment[-1].box.x1 > _GAP * height:
            yield segment
            segment = []
        segment.append(word)
    yield segment


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 4 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)
