"""Child processes in which the portal touches what strangers made: scans, photographs, documents.

A PDF may hang the program that opens it, eat all memory or make it die. In a child that costs its sender an
answer; the portal goes on. Each instance is a few children of its own, begun when first asked and given back
when nobody asked for a while, so that one kind of work never keeps another from its turn.
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

IDLE_SECONDS = 600.0
WAIT_SECONDS = 20.0
"""How long one waits for a turn while others have theirs."""


class NoTurn(EngineTimedOut):
    """All children were at work for as long as one waits; nothing is wrong with what was asked."""

    remedy_vi = "Máy chủ đang bận. Hãy thử lại sau ít phút."
    remedy_en = "The server is busy. Try again in a few minutes."


class Children:
    """`places` child processes with a limit of memory each; may be used from many threads."""

    def __init__(
        self, places: int, *, memory_bytes: int, tasks_a_child: int = 200, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._turns = threading.BoundedSemaphore(places)
        self._options = DispatchOptions(jobs=places, memory_bytes=memory_bytes, tasks_a_child=tasks_a_child)
        self._wait_seconds = wait_seconds
        self._opening = threading.Lock()
        self._dispatcher: Dispatcher | None = None
        self._going: threading.Timer | None = None
        self._at_work = 0

    def do(self, step: Callable[[Task], Outcome], task: Task, *, time_limit_seconds: float) -> Outcome:
        """What `step` (a function of a module that needs no Django) makes of `task`.

        Raises what the step raises, `EngineCrashed`, `EngineTimedOut`, or `NoTurn`.
        """
        if not self._turns.acquire(timeout=self._wait_seconds):
            raise NoTurn("all children are at work")
        try:
            return self._begun().submit(step, task, time_limit_seconds=time_limit_seconds).result()
        finally:
            self._turns.release()
            self._rest()

    def stop(self) -> None:
        """Gives the children back; what is running ends with `EngineCrashed`."""
        with self._opening:
            dispatcher, self._dispatcher = self._dispatcher, None
            if self._going is not None:
                self._going.cancel()
        if dispatcher is not None:
            dispatcher.stop()

    def _begun(self) -> Dispatcher:
        with self._opening:
            self._at_work += 1
            if self._going is not None:
                self._going.cancel()
            if self._dispatcher is None:
                self._dispatcher = open_dispatcher(self._options)
            return self._dispatcher

    def _rest(self) -> None:
        with self._opening:
            self._at_work -= 1
            if self._at_work == 0:
                self._going = threading.Timer(IDLE_SECONDS, self._stop_if_idle)
                self._going.daemon = True
                self._going.start()

    def _stop_if_idle(self) -> None:
        if self._at_work == 0:
            self.stop()
