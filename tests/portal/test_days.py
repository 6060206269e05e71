"""A day is understood as people write it and as addresses hold it, never with day and month changed over."""

from __future__ import annotations

from datetime import date

import pytest

from portal.days import day_of


@pytest.mark.parametrize("text", ["9/2/2026", "09/02/2026", " 09-02-2026 ", "9.2.2026", "2026-02-09"])
def test_a_day_is_read_as_written_in_vietnam(text: str) -> None:
    assert day_of(text) == date(2026, 2, 9)


@pytest.mark.usefixtures("django_ready")
@pytest.mark.parametrize("text", ["9/2/2026", "09/02/2026", " 09-02-2026 ", "9.2.2026", "2026-02-09"])
def test_the_search_reads_a_day_as_forms_do(text: str) -> None:
    from portal.catalogue.ranges import Span, span_of

    assert span_of(text) == Span(day_of(text), day_of(text))


@pytest.mark.parametrize("text", ["", "02/2026", "31/02/2026", "9/13/2026", "9/2/26", "hôm nay"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|isoformat"):
        day_of(text)
