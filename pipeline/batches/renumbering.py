"""Gives a page another number, in what it says of itself too: "Trang 2 mờ" becomes "Trang 3 mờ".

Pages get their numbers and remarks when they are read, each file by itself; two files that become one
record, or a page that takes another's place, are counted anew.
"""

from __future__ import annotations

from dataclasses import replace

from records import Page


def renumbered(page: Page, number: int) -> Page:
    """`page` as page `number` of its record."""
    if page.number == number:
        return page

    def said(remark: str) -> str:
        own = f"Trang {page.number} "
        return f"Trang {number} {remark.removeprefix(own)}" if remark.startswith(own) else remark

    return replace(
        page,
        number=number,
        warnings=tuple(said(warning) for warning in page.warnings),
        faults=tuple(replace(fault, reason=said(fault.reason)) for fault in page.faults),
    )
