"""Finds where number and date go on page 1, and what stands there already.

The lines are those of Decree 30/2020, Appendix I, section II: point 3 (`Số: 15/QĐ-UBND`) and point 4
(`Thử Nghiệm, ngày 05 tháng 02 năm 2026`). A blank is a gap, or dots or underscores.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from signing.printing.reading import COLUMN, Glyph, TextLine, joined

_FILLER = r"[\s.…_·‥]*"
_NUMBER = re.compile(
    rf"\bS[ốỐ]\s*:(?P<before>{_FILLER})(?P<own>\d*)(?P<after>{_FILLER})(?P<slash>/)\s?(?P<symbol>[^{COLUMN}]+)"
)
_UNSLASHED = re.compile(rf"\bS[ốỐ]\s*:(?P<before>{_FILLER})(?={COLUMN}|$)")
_DATE = re.compile(
    rf"(?P<word>ngày)(?P<before_day>{_FILLER})(?P<day>\d{{0,2}})(?P<after_day>{_FILLER})"
    rf"(?P<month_word>tháng)(?P<before_month>{_FILLER})(?P<month>\d{{0,2}})(?P<after_month>{_FILLER})"
    rf"(?P<year_word>năm)(?P<before_year>{_FILLER})(?P<year>\d{{0,4}})(?P<after_year>{_FILLER})",
    re.IGNORECASE,
)
_DATE_AFTER_PLACE = re.compile(rf",\s*{_DATE.pattern}", re.IGNORECASE)
_REFERENCE = re.compile(
    rf"kèm theo[^()/]{{0,80}}?\bsố\b:?(?P<before>{_FILLER})(?P<own>\d*)(?P<after>{_FILLER})"
    r"(?P<slash>/)\s?(?P<symbol>[^\s)]+)",
    re.IGNORECASE,
)
_REFERENCE_LINES = 3
_HEADING = 0.45
"""Of the page's height: further down, numbers and dates are those of other papers."""
_RIGHT_PART = 0.35
"""Of its width: the date stands in the right column; the words of a law's title do not."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The part of page 1 in which number and date stand."""

    floor: float
    """Lines below are not looked at."""
    date_from: float
    """The date's first word stands further to the right."""

    @classmethod
    def of(cls, page: tuple[float, float, float, float]) -> Heading:
        """For a page from left, bottom to right, top."""
        left, bottom, right, top = page
        return cls(top - _HEADING * (top - bottom), left + _RIGHT_PART * (right - left))


@dataclass(frozen=True, slots=True)
class Blank:
    """Where one figure goes."""

    left: float
    """Where the ink before it ends; `right` is where the ink after it begins."""
    right: float
    before: Glyph
    after: Glyph | None
    """`None` at the end of a line."""
    fillers: tuple[Glyph, ...]
    """Dots or underscores that give way."""
    touches_next: bool
    """Whether nothing stands between the figure and what follows: a number and its slash."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure's place: what stands there, or the blank that waits for it."""

    stands: str
    """As printed; empty where the blank waits."""
    blank: Blank


@dataclass(frozen=True, slots=True)
class NumberLine:
    """`Số:      /QĐ-UBND`."""

    number: Slot
    symbol: str
    """As printed after the slash; empty where the slash is missing, too."""


@dataclass(frozen=True, slots=True)
class Reference:
    """`(Kèm theo Quyết định số      /QĐ-UBND ngày     tháng     năm 2026 của …)`."""

    line: NumberLine
    date: DateLine | None


@dataclass(frozen=True, slots=True)
class DateLine:
    """`Thử Nghiệm, ngày     tháng     năm 2026`."""

    day: Slot
    month: Slot
    year: Slot


def find_number(lines: Sequence[TextLine], heading: Heading) -> NumberLine | None:
    """The uppermost line of number and symbol in the heading."""
    for line in _within(lines, heading):
        if found := _NUMBER.search(line.text):
            number = _slot(line, found.start("before"), found.start("slash"), found["own"], touches=True)
            return NumberLine(number, found["symbol"].strip())
        if found := _UNSLASHED.search(line.text):
            # A cell that holds nothing but the label: number and symbol are printed right after it.
            slot = _slot(line, found.start("before"), found.end(), "", touches=False)
            return NumberLine(replace(slot, blank=replace(slot.blank, after=None)), "")
    return None


def find_date(lines: Sequence[TextLine], heading: Heading) -> DateLine | None:
    """The uppermost line of place and date in the heading's right column."""
    for line in _within(lines, heading):
        found = _DATE_AFTER_PLACE.search(line.text)
        if found and line.between(*found.span("word"))[0].left > heading.date_from:
            return _date_line(line, found)
    return None


def find_reference(lines: Sequence[TextLine]) -> Reference | None:
    """The first line that begins `(Kèm theo`, with what follows it up to the bracket's end."""
    for number, line in enumerate(lines):
        if "kèm theo" not in line.text.lower():
            continue
        whole = joined(lines[number : number + _REFERENCE_LINES])
        found = _REFERENCE.search(whole.text)
        if found is None:
            return None
        slot = _slot(whole, found.start("before"), found.start("slash"), found["own"], touches=True)
        date = _DATE.search(whole.text, found.end())
        return Reference(
            NumberLine(slot, found["symbol"].strip(",;")), _date_line(whole, date) if date else None
        )
    return None


def _date_line(line: TextLine, found: re.Match[str]) -> DateLine:
    starts = [found.start(f"before_{part}") for part in ("day", "month", "year")]
    ends = [found.start("month_word"), found.start("year_word"), found.end()]
    stands = (found["day"], found["month"], found["year"])
    parts = zip(starts, ends, stands, strict=True)
    return DateLine(*(_slot(line, *part, touches=False) for part in parts))


def _within(lines: Sequence[TextLine], heading: Heading) -> list[TextLine]:
    return [line for line in lines if line.baseline > heading.floor]


def _slot(line: TextLine, start: int, end: int, stands: str, *, touches: bool) -> Slot:
    """The figure between two characters of a line; figures that stand there end what came before it."""
    within = line.between(start, end)
    own = tuple(glyph for glyph in within if glyph.text.isdigit())
    before = own[-1] if own else line.between(0, start)[-1]
    rest = line.between(end, len(line.text))
    after = rest[0] if rest and abs(rest[0].baseline - before.baseline) < before.size * 0.3 else None
    fillers = tuple(glyph for glyph in within if not glyph.text.isdigit())
    right = after.left if after else float("inf")
    return Slot(stands, Blank(before.right, right, before, after, fillers, touches))
