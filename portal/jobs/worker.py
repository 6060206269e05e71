"""The worker: feeds the dispatcher from the ledger and writes what comes back, until it is told to stop.

It holds nothing that the ledger does not: killed at any moment and started again, it goes on from what was
committed. One worker a data directory (`lock`); all of this runs in one thread.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from django.db import connections

from archive import Archive
from portal.intake.ledger import Intake
from portal.jobs.dispatchers import Dispatcher, open_dispatcher
from portal.jobs.lock import Notice
from portal.jobs.options import WorkOptions
from portal.jobs.pausing import Pause, is_outside
from portal.jobs.plan import Job, Plan
from portal.jobs.settling import Settling
from portal.jobs.work import Steps

log = logging.getLogger(__name__)

SWEEP_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A step that has ended."""

    job: Job
    future: Future[object]


class Worker:
    """Does what the ledger owes. `run` in a thread of its own, or `drain` for what is there now."""

    def __init__(
        self,
        options: WorkOptions,
        archive: Archive,
        *,
        steps: Steps | None = None,
        say: Callable[[Notice], None] = lambda _: None,
    ) -> None:
        """`say` is told what stops the work (`DataLock.say`); `steps` is for tests."""
        self.options = options
        self.intake = Intake(options.data_dir, options.limits)
        self.pause = Pause(options.longest_pause_seconds, say)
        self._plan = Plan()
        self._settling = Settling(options, archive, self.intake, self._plan, steps or Steps())
        self._ended: queue.SimpleQueue[_Outcome | None] = queue.SimpleQueue()
        self._held: deque[_Outcome] = deque()
        self._running: set[Job] = set()
        self._next_poll = 0.0
        self._next_sweep = time.monotonic() + SWEEP_SECONDS

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set; then gives what runs a few seconds, and abandons the rest safely."""
        dispatcher = open_dispatcher(self.options.dispatcher, self.options.dispatch)
        try:
            self._recover(stop)
            while not stop.is_set():
                self._turn(dispatcher)
            self._finish_running()
        finally:
            dispatcher.stop()
            connections.close_all()

    def drain(self, dispatcher: Dispatcher) -> None:
        """Works until nothing is owed any more, and returns."""
        self._recover(threading.Event())
        while True:
            self._next_poll = 0.0
            self._turn(dispatcher)
            if not (self._running or self._held or self._plan.has_work or self.pause.holds):
                return

    def wake(self) -> None:
        """Tells the worker, from any thread, that a file came in."""
        self._ended.put(None)

    def _recover(self, stop: threading.Event) -> None:
        """Ends what a crash left open; a full disk is waited for."""
        while not stop.is_set():
            try:
                self.intake.recover()
                self._settling.clear_work()
            except Exception as error:
                if not is_outside(error):
                    raise
                self.pause.begin(error)
                stop.wait(1.0)
            else:
                return

    def _turn(self, dispatcher: Dispatcher) -> None:
        """One round: begin what may begin, wait a moment for what ends, write it down."""
        if not self.pause.holds:
            self._outside_may_fail(self._look_for_files)
            self._outside_may_fail(lambda: self._feed(dispatcher))
        outcomes = self._ended_steps()
        if outcomes and not self.pause.holds:
            # Children work on while the ledger is written.
            self._outside_may_fail(lambda: self._feed(dispatcher))
        self._held.extend(outcomes)
        if not self.pause.holds:
            self._write_down()

    def _look_for_files(self) -> None:
        now = time.monotonic()
        if now < self._next_poll:
            return
        self._next_poll = now + self.options.poll_seconds
        self._settling.admit()
        if now > self._next_sweep:
            self._next_sweep = now + SWEEP_SECONDS
            self.intake.sweep()

    def _feed(self, dispatcher: Dispatcher) -> None:
        while dispatcher.free_slots and not self.pause.holds:
            job = self._plan.next()
            if job is None:
                return
            try:
                order = self._settling.order(job)
            except Exception:
                self._plan.again(job)
                raise
            if order is None:
                continue
            step, task, time_limit_seconds = order
            self._running.add(job)
            future = dispatcher.submit(step, task, time_limit_seconds=time_limit_seconds)
            future.add_done_callback(partial(self._put_ended, job))
            if future.done():
                return  # an inline step has run: what it gave is written down before the next begins

    def _put_ended(self, job: Job, future: Future[object]) -> None:
        self._ended.put(_Outcome(job, future))

    def _ended_steps(self) -> list[_Outcome]:
        """Steps that ended, after waiting a moment for the first."""
        if self._held and not self.pause.holds:
            wait = 0.0
        elif self._running or not self._plan.has_work or self.pause.holds:
            wait = min(self.options.poll_seconds, 0.5)
        else:
            wait = 0.0
        ended: list[_Outcome] = []
        try:
            first = self._ended.get(timeout=wait) if wait else self._ended.get_nowait()
            while True:
                if first is None:
                    self._next_poll = 0.0
                else:
                    ended.append(first)
                first = self._ended.get_nowait()
        except queue.Empty:
            return ended

    def _write_down(self) -> None:
        while self._held:
            outcome = self._held[0]
            try:
                self._settling.settle(outcome.job, outcome.future)
            except Exception as error:
                if is_outside(error):
                    self.pause.begin(error)  # the outcome is kept and written when that is over
                    return
                log.exception("intake %s: could not be settled; left for the next start", outcome.job.file_id)
                self._plan.leave(outcome.job.file_id, outcome.job.copy)
            else:
                self._after(outcome)
            self._held.popleft()
            self._running.discard(outcome.job)

    def _after(self, outcome: _Outcome) -> None:
        error = outcome.future.exception()
        if error is not None and is_outside(error):
            self.pause.begin(error)
        else:
            self.pause.over()

    def _outside_may_fail(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            if not is_outside(error):
                raise
            self.pause.begin(error)

    def _finish_running(self) -> None:
        """What ends within the grace time is kept; the rest is abandoned and will be done again."""
        until = time.monotonic() + self.options.grace_seconds
        while self._running and time.monotonic() < until:
            self._held.extend(self._ended_steps())
            self._write_down()
            if self.pause.holds:
                return
