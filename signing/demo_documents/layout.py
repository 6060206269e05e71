"""Where each part of a paper stands: Decree 30/2020, Appendix I, section I and the diagrams of section IV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  a field below is called date

from signing.fonts import Face
from signing.printing.drawing import POINTS_PER_MM
from signing.printing.faces import Style, width_of
from signing.printing.sheets import LEADING, Run, Sheets

BODY = Style(14)
BODY_BOLD = Style(14, Face.BOLD)
BODY_ITALIC = Style(14, Face.ITALIC)
_COUNTRY = Style(12.5, Face.BOLD)
_ISSUER = Style(13, Face.BOLD)
_PARENT = Style(13)
_NUMBER = Style(13)
_PLACE = Style(14, Face.ITALIC)
_CC_HEAD = Style(12, Face.BOLD_ITALIC)
_CC = Style(11)
_SIGNING_ROOM = 34 * POINTS_PER_MM
"""Between position and name: the seal of a People's Committee is 36 mm across and may touch both."""
_INDENT = 12.7 * POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of number and date when a paper is drawn."""

    number: str = ""
    date: Date | None = None
    blank: str = "      "
    """What waits where they are missing: spaces or dots."""

    def number_line(self, symbol: str) -> str:
        """`Số:      /QĐ-UBND`."""
        return f"Số: {self.number}/{symbol}" if self.number else f"Số: {self.blank}/{symbol}"

    def reference(self, symbol: str) -> str:
        """`số      /QĐ-UBND ngày     tháng     năm 2026`, as appendices name their document."""
        held = Heading(self.number, self.date, self.blank.replace(" ", "\u00a0"))
        number = held.number_line(symbol).replace("Số: ", "số ")
        return f"{number} {held.date_line('').removeprefix(', ')}"

    def date_line(self, place: str) -> str:
        """`Thử Nghiệm, ngày     tháng     năm 2026`."""
        if self.date is None:
            return f"{place}, ngày {self.blank} tháng {self.blank} năm 2026"
        day = f"{self.date.day:02d}"
        month = f"{self.date.month:02d}" if self.date.month <= 2 else str(self.date.month)
        return f"{place}, ngày {day} tháng {month} năm {self.date.year}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: lines of authority and position above, full name below."""

    authority: tuple[str, ...]
    """`KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`; the last line is the position."""
    full_name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper that is drawn but not yet written."""

    sheets: Sheets
    file_stem: str
    title: str
    subject: str
    symbol: str
    signers: tuple[Signer, ...]
    agency: str
    place: str


def draw_heading(
    sheets: Sheets, heading: Heading, *, parent: str, issuer: str, symbol: str, place: str, about: str = ""
) -> None:
    """Draws issuer, country, number and date at the top; `about` is the V/v of a công văn."""
    split = sheets.left + (sheets.right - sheets.left) * 0.40
    left, right = (sheets.left + split) / 2 - 6, (split + sheets.right) / 2 + 4
    top = sheets.y - 14
    draw = sheets.drawing
    draw.centred(right, top, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _COUNTRY)
    motto, style = "Độc lập - Tự do - Hạnh phúc", Style(13.5, Face.BOLD)
    draw.centred(right, top - 17, motto, style)
    half = width_of(motto, style) / 2
    draw.line((right - half, top - 22), (right + half, top - 22))
    draw.centred(left, top, parent, _ISSUER if not issuer else _PARENT)
    last = issuer or parent
    if issuer:
        draw.centred(left, top - 17, issuer, _ISSUER)
    third = width_of(last, _ISSUER) / 5
    rule = top - 24 if issuer else top - 7
    draw.line((left - third, rule), (left + third, rule))
    draw.centred(left, top - 44, heading.number_line(symbol), _NUMBER)
    draw.centred(right, top - 44, heading.date_line(place), _PLACE)
    sheets.y = top - 52
    if about:
        column = (sheets.left - 8, split - 4)
        sheets.paragraph([Run(about, Style(12))], box=column, align="centre", may_break=False)


def draw_title(sheets: Sheets, kind: str, subject: str) -> None:
    """Draws the type's name, what it is about, and the line below."""
    sheets.paragraph([Run(kind, BODY_BOLD)], align="centre", before=18)
    narrow = (sheets.left + 40, sheets.right - 40)
    sheets.paragraph([Run(subject, BODY_BOLD)], box=narrow, align="centre", before=2)
    middle = (sheets.left + sheets.right) / 2
    sheets.y -= 3
    sheets.drawing.line((middle - 45, sheets.y), (middle + 45, sheets.y))
    sheets.y -= 8


def draw_body(sheets: Sheets, *runs: Run) -> None:
    """Draws one paragraph: its first line 1.27 cm in, 6 points above."""
    sheets.paragraph(runs, indent=_INDENT, before=6)


def draw_signers(sheets: Sheets, signers: Sequence[Signer], copies: Sequence[str]) -> None:
    """Draws who signs on the right (two side by side) and, on the left, who receives the paper.

    The block stays on one page.
    """
    lines = max(len(signer.authority) for signer in signers)
    sheets.need(10 + (lines + 1) * 14 * LEADING + _SIGNING_ROOM)
    sheets.y -= 10
    top = sheets.y
    width = sheets.right - sheets.left
    for number, signer in enumerate(reversed(signers)):
        middle = sheets.right - width * (0.25 + 0.5 * number)
        baseline = top - 14
        for line in signer.authority:
            sheets.drawing.centred(middle, baseline, line, BODY_BOLD)
            baseline -= 14 * LEADING
        sheets.drawing.centred(middle, baseline - _SIGNING_ROOM, signer.full_name, BODY_BOLD)
    if len(signers) == 1:
        _draw_copies(sheets, copies, top)
    sheets.y = top - (lines + 1) * 14 * LEADING - _SIGNING_ROOM


def _draw_copies(sheets: Sheets, copies: Sequence[str], top: float) -> None:
    baseline = top - 12
    sheets.drawing.text(sheets.left, baseline, "Nơi nhận:", _CC_HEAD)
    for line in copies:
        baseline -= 11 * LEADING
        sheets.drawing.text(sheets.left, baseline, line, _CC)
