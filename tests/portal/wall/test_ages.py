"""How long something has waited, in words and numbers as in Vietnam."""

from __future__ import annotations

from datetime import timedelta

import pytest

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.mark.parametrize(
    ("waited", "vi", "en"),
    [
        (timedelta(seconds=5), "0 phút", "0 minutes"),
        (timedelta(hours=47, minutes=59), "47 giờ", "47 hours"),
        (timedelta(days=2), "2 ngày", "2 days"),
        (timedelta(days=2517, hours=3), "2.517 ngày", "2,517 days"),
    ],
)
def test_the_largest_whole_unit_tells_how_long(waited: timedelta, vi: str, en: str) -> None:
    from django.utils import timezone, translation

    from portal.wall.ages import age

    told = []
    for language in ("vi", "en"):
        with translation.override(language):
            told.append(age(timezone.now() - waited))
    assert told == [vi, en]
