"""Leaves a service alone for a while after it failed, so that a batch of hundreds waits for it once."""

from __future__ import annotations

import threading
import time

from records.errors import ServiceUnavailable


class Resting:
    """Which services failed lately; for use from any thread."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[str, tuple[float, str]] = {}
        self._lock = threading.Lock()

    def rest(self, name: str, why: str) -> None:
        """The service has just failed."""
        with self._lock:
            self._until[name] = (time.monotonic() + self._seconds, why)

    def why(self, name: str) -> str:
        """Why it is left alone now; empty when it may be asked."""
        with self._lock:
            until, why = self._until.get(name, (0.0, ""))
            return why if time.monotonic() < until else ""

    def refuse(self, name: str) -> None:
        """Raises `ServiceUnavailable` with what went wrong last while it rests."""
        if why := self.why(name):
            raise ServiceUnavailable(why)
