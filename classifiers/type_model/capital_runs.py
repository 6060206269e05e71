"""Runs of lines in capitals under the letterhead: where a title may stand.

A word that was not read leaves a gap in its line, and lines are cut at wide gaps since they part two columns.
So rows are looked at both as cut and as joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from classifiers.type_model.paper import Paper, SheetLine

_MOST_LINES = 5
_WIDEST_GAP = 0.3
"""Of the text area's width: two words that were lost are not wider, a column's margin often is."""
_LETTERHEAD = (
    "cong hoa xa hoi chu nghia viet nam",
    "doc lap tu do hanh phuc",
    "uy ban nhan dan",
    "hoi dong nhan dan",
    "thanh pho",
    "cong an",
    "van phong",
    "so tai nguyen va moi truong",
    "so ke hoach va dau tu",
    "phong dang ky kinh doanh",
)
_AGENCY = re.compile(
    r"^(tinh|huyen|quan|thi xa|thanh pho|xa|phuong|thi tran|uy ban|ubnd|hoi dong|hdnd|phong|cong an|"
    # Sở and Ban, but not the register (sổ) or the statement (bản) of something
    r"so(?! (dang ky|ho khau|tam tru|dia chinh|muc ke|cap|theo doi|quan ly|hoc ba))|"
    r"ban(?! (khai|mo ta|cam ket|thoa thuan|sao|ve|an|chinh))|"
    r"chi nhanh|van phong|trung tam|cuc|chi cuc|bo|truong|benh vien|tram)\b"
)

Run = list[SheetLine]


def letterhead_end(paper: Paper) -> float:
    """Height of the motto, under which titles stand; above it are signature stamps, also in capitals."""
    motto = (
        line.y
        for line in paper.top
        if len(line.folded) > 12 and fuzz.partial_ratio(_LETTERHEAD[1], line.folded) > 86
    )
    return max(motto, default=0.05)


def capital_runs(paper: Paper) -> tuple[list[Run], list[Run]]:
    """Runs of neighbouring lines in capitals, letterhead left out, from the top: those of the lines as cut,
    and those of rows that were joined again, where that makes others."""
    lines = [line for line in paper.top if not is_letterhead(line)]
    cut = _runs(line for line in lines if line.is_capital)
    rows = _rows([line for line in lines if _is_upper(line)])
    whole = _runs(line for line in rows if line.is_capital or line.is_centred)
    return cut, [run for run in whole if run not in cut and any(line.is_capital for line in run)]


def _runs(lines: Iterable[SheetLine]) -> list[Run]:
    runs: list[Run] = []
    for line in lines:
        if runs and _continues(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [run[:_MOST_LINES] for run in runs]


def _continues(above: SheetLine, line: SheetLine) -> bool:
    """Whether `line` goes on with the title of the line above: close under it and sharing its middle."""
    gap = line.y - above.y
    tall = max(above.height, line.height)
    return (
        0 < gap < 3.2 * tall
        and min(above.x1, line.x1) > max(above.x0, line.x0)
        and abs(above.centre - line.centre) < 0.15
    )


def _rows(lines: Sequence[SheetLine]) -> list[SheetLine]:
    """Lines that stand side by side with a narrow gap between them, put together."""
    rows: list[Run] = []
    for line in lines:
        if rows and abs(line.y - rows[-1][-1].y) < 0.6 * max(line.height, rows[-1][-1].height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [joined for row in rows for joined in _joined(sorted(row, key=lambda line: line.x0))]


def _joined(row: Sequence[SheetLine]) -> Iterable[SheetLine]:
    left = row[0]
    for right in row[1:]:
        if right.x0 - left.x1 < _WIDEST_GAP:
            left = _beside(left, right)
        else:
            yield left
            left = right
    yield left


def _beside(left: SheetLine, right: SheetLine) -> SheetLine:
    return SheetLine(
        text=f"{left.text} {right.text}",
        folded=f"{left.folded} {right.folded}",
        x0=left.x0,
        x1=right.x1,
        y=(left.y + right.y) / 2,
        height=max(left.height, right.height),
        is_capital=left.is_capital or right.is_capital,
        middle=_middle_of(left, right),
    )


def _middle_of(left: SheetLine, right: SheetLine) -> float:
    """On the page, of two pieces of a row; their places in the text tell the page's scale."""
    if right.centre <= left.centre or not left.middle:
        return 0.0
    scale = (right.middle - left.middle) / (right.centre - left.centre)
    return left.middle + ((left.x0 + right.x1) / 2 - left.centre) * scale


def _is_upper(line: SheetLine) -> bool:
    """In capitals however short: `SỔ` above `ĐĂNG KÝ KHAI SINH`."""
    letters = [letter for letter in line.text if letter.isalpha()]
    return line.is_capital or (len(letters) > 1 and all(letter.isupper() for letter in letters))


def is_letterhead(line: SheetLine) -> bool:
    """Whether the line is the motto, or an agency in one of the two columns beside it."""
    if (
        any(fuzz.partial_ratio(phrase, line.folded) > 86 for phrase in _LETTERHEAD[:2])
        and len(line.folded) > 12
    ):
        return True
    in_a_column = line.centre < 0.38 or line.centre > 0.66
    return in_a_column and (
        is_agency(line.folded)
        or any(fuzz.ratio(phrase, line.folded[: len(phrase)]) > 80 for phrase in _LETTERHEAD)
    )


def is_agency(folded: str) -> bool:
    """Whether the words begin as the name of an agency or a place does."""
    return _AGENCY.match(folded) is not None
