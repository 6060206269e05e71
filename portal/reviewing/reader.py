"""Reads spots and pages for people in review, in a child process that is stopped when it takes too long.

A portal must not fall over a hostile page, nor wait for one. The child stays for the next box that is drawn
and goes when nobody drew one for a while.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from portal.jobs.dispatchers import Dispatcher, DispatchOptions
from portal.jobs.dispatchers.local import open_dispatcher
from records.errors import EngineTimedOut

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

SPOT_SECONDS = 25.0
"""A line takes half a second; the first one waits for a child that begins."""
PAGE_SECONDS = 120.0
MEMORY_BYTES = 3 << 30
IDLE_SECONDS = 600.0
WAIT_SECONDS = 20.0
"""How long one waits for the reader while others use it."""


class Reader:
    """One child process that reads, begun when first asked; may be used from many threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._dispatcher: Dispatcher | None = None
        self._going: threading.Timer | None = None

    def read(self, step: Callable[[Task], Outcome], task: Task, *, time_limit_seconds: float) -> Outcome:
        """What the step gives; raises what it raises, `EngineCrashed`, or `EngineTimedOut`."""
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise EngineTimedOut("the reader is in use")
        try:
            if self._going is not None:
                self._going.cancel()
            if self._dispatcher is None:
                self._dispatcher = open_dispatcher(DispatchOptions(jobs=1, memory_bytes=MEMORY_BYTES))
            future = self._dispatcher.submit(step, task, time_limit_seconds=time_limit_seconds)
            return future.result()
        finally:
            self._going = threading.Timer(IDLE_SECONDS, self.stop)
            self._going.daemon = True
            self._going.start()
            self._turn.release()

    def stop(self) -> None:
        """Gives the child back."""
        with self._turn:
            dispatcher, self._dispatcher = self._dispatcher, None
            if self._going is not None:
                self._going.cancel()
        if dispatcher is not None:
            dispatcher.stop()


the_reader = Reader()
"""Of this process."""
