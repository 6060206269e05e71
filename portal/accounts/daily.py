"""What is looked at once a day: idle accounts, sessions and counts that have ended; new folders each hour."""

from __future__ import annotations

import logging
import threading
from datetime import date

from django.db import close_old_connections
from django.utils import timezone

from portal.accounts import idle, sessions, throttling, units
from records.faults import where

log = logging.getLogger(__name__)

LOOK_SECONDS = 3600.0
"""A machine that is switched off at night has its day's look within an hour of being switched on."""


def look_after_accounts() -> int:
    """One look; how many idle accounts it switched off."""
    switched_off = idle.switch_off_idle()
    sessions.clear_old(timezone.now())
    throttling.clear_old()
    return switched_off


class AccountKeeper:
    """Looks for new units each hour, and after accounts each day, until it is told to stop."""

    def __init__(self) -> None:
        self._looked_on: date | None = None
        self._woken = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Goes on until `stop` is set; a look that fails is tried again an hour later."""
        while not stop.is_set():
            try:
                self._look()
            except Exception as error:  # the office must not stop because of a look that can wait
                log.warning("accounts were not looked after: %s", where(error))
            finally:
                close_old_connections()
            self._woken.wait(LOOK_SECONDS)
            self._woken.clear()

    def wake(self) -> None:
        """Has it look now, or see that it is to stop."""
        self._woken.set()

    def _look(self) -> None:
        units.see_units()
        today = timezone.localdate()
        if self._looked_on != today:
            switched_off = look_after_accounts()
            self._looked_on = today
            if switched_off:
                log.info("%d idle accounts were switched off", switched_off)
