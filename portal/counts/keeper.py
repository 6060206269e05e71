"""Keeps the counts of days that are over up to date, so that nobody who looks at the wall waits for it.

After an upgrade or a rebuild every day of an old archive is owed: they are counted here, a few at a time
with pauses between, while the office works.
"""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connections

from portal.counts import activity, days
from records.faults import where

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0
"""So old at most are the wall's numbers of a day that is over."""
PAUSE_SECONDS = 0.5
DAYS_AT_ONCE = 5
"""Each day is a transaction of its own of some 10 ms; between lots everybody else may write."""


def count_some() -> bool:
    """Counts a few days; whether some are left."""
    left = activity.catch_up(at_most=DAYS_AT_ONCE) + days.catch_up(at_most=DAYS_AT_ONCE)
    return left > 0


class CountKeeper:
    """Counts what has changed twice a minute. `run` in a thread of its own."""

    def __init__(self) -> None:
        self._woken = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set."""
        try:
            while not stop.is_set():
                self._woken.wait(PAUSE_SECONDS if self._look() else LOOK_SECONDS)
                self._woken.clear()
        finally:
            connections.close_all()

    def wake(self) -> None:
        """Has it look now, or see that it is to stop."""
        self._woken.set()

    def _look(self) -> bool:
        try:
            return count_some()
        except DatabaseError as error:  # the worker writes just now: what was counted before is good enough
            log.info("days were not counted: %s", type(error).__name__)
        except Exception as error:  # one bad look must not end the keeper
            log.error("days were not counted: %s", where(error))  # noqa: TRY400
        return False
