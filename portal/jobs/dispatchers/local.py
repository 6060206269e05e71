"""Runs steps in child processes of this machine, stopping those that hang and outliving those that die.

Each slot is a pebble pool of one child. In one pool for all, the children share a pipe and its locks: a
child that is killed while it holds one leaves the others waiting, and an idle child that is killed breaks
the pool for all. With a pool a slot, a death costs the one step that ran there, and its pool is replaced.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any

from pebble import ProcessExpired, ProcessPool

from portal.jobs import child
from portal.jobs.dispatchers import Dispatcher, DispatchOptions, Outcome, Task
from records.errors import EngineCrashed, EngineTimedOut, HosoError

log = logging.getLogger(__name__)

BEGIN_SECONDS = 60.0
"""Time over its limit after which a step is given up that no child answered for; a cold start takes three."""
MOST_TRIES = 3
WATCH_SECONDS = 1.0
SERVER_DIED = 255
"""What multiprocessing says of a child whose fork server is gone (`popen_forkserver.Popen.poll`)."""
# One thread a child: children are as many as processors, and threads on top were measured 5 times slower.
CHILD_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
PRELOADED = ["portal.jobs.work"]


@dataclass(eq=False)
class _Slot:
    """One child process and the step that it runs."""

    options: DispatchOptions
    pool: ProcessPool | None = None
    announced: Connection | None = None
    pids: deque[int] = field(default_factory=lambda: deque(maxlen=2))
    """The child and the one before it: numbers older than that may be another program's by now."""
    running: Future[Any] | None = None  # outcomes are of the step's type
    deadline: float = 0.0

    def begin(
        self, step: Callable[[Task], Outcome], task: Task, time_limit_seconds: float
    ) -> Future[Outcome]:
        """Hands the step to the child; a pool whose child died while nothing ran says so only now."""
        try:
            began: Future[Outcome] = self._opened().schedule(step, args=(task,), timeout=time_limit_seconds)
        except (RuntimeError, OSError):
            self.abandon()
            began = self._opened().schedule(step, args=(task,), timeout=time_limit_seconds)
        return began

    def abandon(self) -> None:
        """Stops the child and all that it started, and lets the pool go; the next step opens another."""
        pool, self.pool = self.pool, None
        self._note_pids()
        for pid in self.pids:
            child.stop_group(pid)
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            # Not waited for: pebble's reader thread may hang on what the dead child had half written.
            threading.Thread(target=_let_go, args=(pool,), daemon=True).start()

    def _opened(self) -> ProcessPool:
        self._note_pids()
        if self.pool is None:
            context = multiprocessing.get_context("forkserver")
            self.announced, announce = context.Pipe(duplex=False)
            self.pool = ProcessPool(
                max_workers=1,
                max_tasks=self.options.tasks_a_child,
                initializer=child.prepare,
                initargs=(self.options.memory_bytes, announce, self.options.models),
                context=context,
            )
        return self.pool

    def _note_pids(self) -> None:
        with suppress(OSError, EOFError):
            while self.announced is not None and self.announced.poll():
                self.pids.append(struct.unpack(child.PID_FORMAT, self.announced.recv_bytes())[0])


def _let_go(pool: ProcessPool) -> None:
    with suppress(Exception):
        pool.join()


@dataclass(frozen=True, slots=True)
class _Order:
    """A step as it was submitted, so that it can be begun again."""

    step: Callable[[Any], Any]
    task: Any
    time_limit_seconds: float
    tries: int = 1


class LocalDispatcher:
    """As many slots as jobs, each with its child process."""

    def __init__(self, options: DispatchOptions) -> None:
        self._options = options
        self._slots = [_Slot(options) for _ in range(max(1, options.jobs))]
        self._lock = threading.RLock()
        self._stopped = threading.Event()
        _start_fork_server()
        threading.Thread(target=self._watch, name="dispatcher-watch", daemon=True).start()

    @property
    def free_slots(self) -> int:
        with self._lock:
            return sum(slot.running is None for slot in self._slots)

    def submit(
        self, step: Callable[[Task], Outcome], task: Task, *, time_limit_seconds: float
    ) -> Future[Outcome]:
        promised: Future[Outcome] = Future()
        with self._lock:
            slot = next(slot for slot in self._slots if slot.running is None)
            slot.running, slot.deadline = promised, time.monotonic() + time_limit_seconds + BEGIN_SECONDS
        self._begin(slot, promised, _Order(step, task, time_limit_seconds))
        return promised

    def stop(self) -> None:
        self._stopped.set()
        for slot in self._slots:
            slot.abandon()
            running = slot.running
            if running is not None:
                self._finish(slot, running, None, EngineCrashed("stopped"))

    def _begin(self, slot: _Slot, promised: Future[Any], order: _Order) -> None:
        began = slot.begin(order.step, order.task, order.time_limit_seconds)
        began.add_done_callback(lambda done: self._settle(slot, promised, done, order))

    def _settle(self, slot: _Slot, promised: Future[Any], done: Future[Any], order: _Order) -> None:
        """Runs in pebble's thread when a step has ended, one way or another."""
        try:
            outcome = done.result()
        except HosoError as error:
            self._finish(slot, promised, None, error)
        except TimeoutError:
            self._abandon_and_finish(slot, promised, EngineTimedOut("stopped at its time limit"))
        except BrokenProcessPool:
            self._begin_again(slot, promised, order)
        except ProcessExpired as error:
            if error.exitcode == SERVER_DIED:
                self._begin_again(slot, promised, order)
                return
            died = EngineCrashed(f"its process died, exit code {error.exitcode}")
            self._abandon_and_finish(slot, promised, died)
        except BaseException as error:  # a step may raise anything, and pebble cancels
            self._abandon_and_finish(slot, promised, EngineCrashed(f"{type(error).__name__} in a step"))
        else:
            self._finish(slot, promised, outcome, None)

    def _begin_again(self, slot: _Slot, promised: Future[Any], order: _Order) -> None:
        """The child, or the fork server with it, died through no fault of the step."""
        if self._stopped.is_set() or slot.running is not promised:
            return
        if order.tries >= MOST_TRIES:
            self._abandon_and_finish(slot, promised, EngineCrashed("no process lived to take it up"))
            return
        slot.abandon()
        self._begin(slot, promised, replace(order, tries=order.tries + 1))

    def _abandon_and_finish(self, slot: _Slot, promised: Future[Outcome], error: HosoError) -> None:
        if slot.running is promised:
            slot.abandon()
        self._finish(slot, promised, None, error)

    def _finish(
        self, slot: _Slot, promised: Future[Outcome], outcome: Outcome | None, error: HosoError | None
    ) -> None:
        with self._lock:
            if slot.running is not promised:
                return  # given up already
            slot.running = None
        if error is not None:
            promised.set_exception(error)
        else:
            promised.set_result(outcome)  # type: ignore[arg-type]  # no error means an outcome

    def _watch(self) -> None:
        """Gives up steps that no child answers for: pebble keeps the clock only once a child has begun."""
        while not self._stopped.wait(WATCH_SECONDS):
            for slot in self._slots:
                running = slot.running
                if running is not None and time.monotonic() > slot.deadline > 0:
                    log.warning("a step was given up that no process answered for")
                    self._abandon_and_finish(slot, running, EngineTimedOut("no process answered for it"))


def _start_fork_server() -> None:
    """Starts the process from which children are forked, with the steps' libraries loaded once for all."""
    for name, value in CHILD_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()


def open_dispatcher(options: DispatchOptions) -> Dispatcher:
    """Children of this machine, `options.jobs` of them."""
    return LocalDispatcher(options)
