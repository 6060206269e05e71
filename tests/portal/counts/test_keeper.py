"""Days are counted by a keeper, and hardly any while somebody looks at the wall."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta

import pytest

from tests.portal.catalogued import add, make_record

pytestmark = pytest.mark.usefixtures("portal_data")
FIRST, DAYS = date(2026, 5, 1), 9


def put_a_record_a_day() -> None:
    for day in range(DAYS):
        record = make_record(f"tờ {day}", name=f"{day}.pdf", record_type="decision")
        add(record, received_at=f"{FIRST + timedelta(days=day)}T08:00:00+07:00", unit="xa-a")


def test_a_few_days_are_counted_at_a_time_until_none_is_left() -> None:
    from portal.counts.keeper import DAYS_AT_ONCE, count_some
    from portal.models import DayCount

    put_a_record_a_day()
    assert count_some()
    assert DayCount.objects.count() == DAYS_AT_ONCE
    while count_some():
        pass
    assert DayCount.objects.count() == DAYS


def test_a_look_at_the_wall_counts_one_day_and_leaves_the_others_to_the_keeper() -> None:
    from portal.models import DayCount
    from portal.rights.holding import Rights
    from portal.wall.figures import count

    put_a_record_a_day()
    found = count(Rights.everything(), 7)
    assert (DayCount.objects.count(), found.days_left_to_count) == (1, DAYS - 1)


def test_the_keeper_counts_all_days_and_ends_when_it_is_told_to() -> None:
    from portal.counts.keeper import CountKeeper
    from portal.models import DayCount

    put_a_record_a_day()
    keeper, stop = CountKeeper(), threading.Event()
    thread = threading.Thread(target=keeper.run, args=(stop,))
    thread.start()
    try:
        deadline = time.monotonic() + 60
        while DayCount.objects.count() < DAYS and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        keeper.wake()
        thread.join(30)
    assert DayCount.objects.count() == DAYS
    assert not thread.is_alive()
