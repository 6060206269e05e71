"""Whole numbers as addresses and forms hold them: pages, versions, rows, sizes."""

from __future__ import annotations

ID_DIGITS = 18
"""As many as fit a database's 64-bit number whatever they are."""


def short_number(text: str, *, digits: int) -> int | None:
    """The number that `text` writes with at most `digits` of 0 to 9; `None` for anything else.

    Asked of ASCII, because `str.isdigit` lets "²" through, which `int` refuses; and bounded, because `int`
    refuses more than 4,300 digits and a column of the database fewer.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
