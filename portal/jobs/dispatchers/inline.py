"""Runs each step at once in this process: for tests, and for machines where one process is all there is.

It cannot stop a step that hangs, nor survive one that dies.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from portal.jobs.dispatchers import Dispatcher, DispatchOptions, Outcome, Task


class InlineDispatcher:
    """One slot, which is always free."""

    free_slots = 1

    def submit(
        self,
        step: Callable[[Task], Outcome],
        task: Task,
        *,
        time_limit_seconds: float,  # noqa: ARG002  nobody is there to look at the clock
    ) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        try:
            future.set_result(step(task))
        except Exception as error:  # the future carries it to whoever waits
            future.set_exception(error)
        return future

    def stop(self) -> None:
        """Nothing runs between two calls."""


def open_dispatcher(options: DispatchOptions) -> Dispatcher:  # noqa: ARG001
    """The dispatcher; one step at a time whatever the options say."""
    return InlineDispatcher()
