"""Decides where in its blank each figure stands, and how it is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date  # noqa: N812  as in `print_number`

from records.errors import NotSignable
from signing.fonts import Face
from signing.printing.blanks import Blank, DateLine, Slot
from signing.printing.faces import Style, width_of
from signing.printing.setting_in import Figures
from signing.printing.wording import day_text, month_text

_SPACE, _LEAST_SPACE = 0.25, 0.18
"""Sizes between a figure and its neighbours; below the second, readers join them into one word."""
_NARROWEST = 0.75
"""Horizontal scaling to which figures may be squeezed: four of them then fit where six spaces were left."""


def date_figures(line: DateLine, day: Date) -> Iterator[tuple[str, Figures]]:
    """What is missing of a date, each with its part's name; raises `NotSignable` where another stands."""
    for part, slot, text in (
        ("day", line.day, day_text(day)),
        ("month", line.month, month_text(day)),
        ("year", line.year, str(day.year)),
    ):
        if (figures := _date_part(slot, text)) is not None:
            yield part, figures


def _date_part(slot: Slot, text: str) -> Figures | None:
    if not slot.stands:
        return figures_in(slot.blank, text, Face.ITALIC)
    if len(slot.stands) < len(text) == 4 and text.startswith(slot.stands):
        return figures_in(slot.blank, text.removeprefix(slot.stands), Face.ITALIC, joined=True)
    if int(slot.stands) != int(text):
        raise differs("ngày, tháng, năm", "date")
    return None


def figures_in(blank: Blank, text: str, face: Face, *, joined: bool = False) -> Figures:
    """Where in its blank a figure stands: against the slash, after what it continues, else in the middle.

    Raises `NotSignable` where the blank is too narrow.
    """
    size = blank.before.size
    style = Style(size, face)
    wide = width_of(text, style)
    least_left = blank.left + (0 if joined else _LEAST_SPACE * size)
    most_right = blank.right - (0 if blank.touches_next else _LEAST_SPACE * size)
    squeeze = min(1.0, (most_right - least_left) / wide)
    if squeeze < _NARROWEST:
        raise NotSignable(
            "the blank is too narrow",
            remedy_vi="Chỗ trống để ghi số hoặc ngày quá hẹp. Hãy chừa thêm khoảng trắng rồi xuất lại.",
            remedy_en="The blank for number or date is too narrow. Leave more space and export again.",
        )
    beside = blank.after or blank.before
    return Figures(
        text=text,
        style=style,
        left=_left(blank, wide * squeeze, size, joined=joined),
        baseline=blank.before.baseline,
        squeeze=squeeze,
        beside=(beside.left, beside.baseline),
        is_after=blank.after is None,
        gone=tuple((glyph.left, glyph.baseline) for glyph in blank.fillers),
    )


def _left(blank: Blank, wide: float, size: float, *, joined: bool) -> float:
    if joined:
        return blank.left
    if blank.touches_next:
        return blank.right - wide
    if blank.after is None:
        return blank.left + _SPACE * size
    return (blank.left + blank.right - wide) / 2


def differs(what_vi: str, what_en: str) -> NotSignable:
    """What is said where the paper shows another number, symbol or date than was allocated."""
    return NotSignable(
        f"page 1 shows another {what_en}",
        remedy_vi=f"Trang 1 đã ghi {what_vi} khác với {what_vi} được cấp. Hãy sửa văn bản hoặc cấp lại.",
        remedy_en=f"Page 1 shows another {what_en} than was allocated. Correct it or allocate again.",
    )
