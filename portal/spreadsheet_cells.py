"""Text for a cell of a spreadsheet that stays text."""

from __future__ import annotations

_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection")."""


def as_text(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
