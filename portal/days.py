"""Days as people of the office write them."""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def day_of(text: str) -> date:
    """The day that `text` names: 9/2/2026, as forms show it, or 2026-02-09, as addresses hold it.

    Forms have a line of text for it instead of the browser's calendar, which would write the day as the
    browser's own language does: 02/09/2026 for 9 February. Raises `ValueError` for anything else.
    """
    text = text.strip()
    if written := _WRITTEN.fullmatch(text):
        day, month, year = (int(number) for number in written.groups())
        return date(year, month, day)
    return date.fromisoformat(text)
