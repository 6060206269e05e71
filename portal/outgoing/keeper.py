"""Does by itself what the road owes: reads drafts, prints numbers, archives, lays in `signed/`, tells, lifts.

One thread a data directory. It holds nothing that the rows do not: killed at any moment and started again,
it goes on from what was committed. Work on the bytes runs in a child process (`steps`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connections
from django.db.models import Q

from archive import Archive
from pipeline.reading import ReadingOptions
from portal.jobs.dispatchers import Dispatcher, DispatchOptions, Outcome, Task, open_dispatcher
from portal.jobs.work import seconds_for
from portal.models import CertificateBinding, OutgoingDocument, OutgoingFile
from portal.outgoing import batches, checking, issuing, printing, telling
from portal.outgoing.desk_folder import Desk
from portal.outgoing.lifting import lift_due
from portal.outgoing.moving import step_failed
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.states import DocumentState
from portal.outgoing.taking import finish_owed
from records.errors import HosoError
from records.faults import where

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
SWEEP_SECONDS = 3600.0
LIFT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 600.0
IDLE_SECONDS = 60.0
"""A child process is given back when nothing was owed for so long."""
AT_ONCE = 50
UNKNOWN_VI = "Có lỗi ngoài dự kiến ở bước này; hệ thống sẽ tự thử lại. Nếu lặp lại, hãy báo người phụ trách."
SYSTEM = "hoso"
_OVER = (DocumentState.ISSUED, DocumentState.REFUSED, DocumentState.RECALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperOptions:
    """How the keeper works."""

    data_dir: Path
    outgoing: OutgoingOptions
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    threshold: float = 0.9
    dispatcher: str = "local"
    """Name of a file in `portal/jobs/dispatchers`."""


class Keeper:
    """Does what is owed. `run` in a thread of its own, or `drain` for what is there now."""

    def __init__(self, options: KeeperOptions, archive: Archive) -> None:
        self.options = options
        self.archive = archive
        self.desk = Desk(options.data_dir)
        self._children: Dispatcher | None = None
        self._used = 0.0
        self._not_before: dict[int, float] = {}
        self._next_sweep = self._next_lift = 0.0
        self._wake = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set; `recover` must have been called. What was being done is done again."""
        try:
            while not stop.is_set():
                if not self._turn():
                    self._rest()
                    self._wake.wait(POLL_SECONDS)
                    self._wake.clear()
        finally:
            self._give_back()
            connections.close_all()

    def drain(self) -> None:
        """Does everything that can be done now, and returns; a step that fails is left for later."""
        while self._turn():
            pass
        self._give_back()

    def wake(self) -> None:
        """Tells the keeper, from any thread, that there is work."""
        self._wake.set()

    def recover(self) -> None:
        """Ends what a crash left open; to be called once, before the portal begins batches."""
        self._outside_may_fail(batches.recover)
        self._outside_may_fail(lambda: finish_owed(self.desk))
        self._outside_may_fail(self.desk.clear_work)
        self._outside_may_fail(self._sweep)

    def submit(self, step: Callable[[Task], Outcome], task: Task, *, pages: int = 1) -> Outcome:
        """Runs a step in a child process and waits for it; raises what it raised."""
        if self._children is None:
            limits = self.options.reading.limits
            asked = DispatchOptions(jobs=1, memory_bytes=limits.memory_bytes)
            self._children = open_dispatcher(self.options.dispatcher, asked)
        self._used = time.monotonic()
        seconds = seconds_for(self.options.reading.limits, pages)
        return self._children.submit(step, task, time_limit_seconds=seconds).result()

    def _turn(self) -> bool:
        """One round; whether anything was done that may have made more work."""
        worked = False
        for document in self._owed():
            if time.monotonic() >= self._not_before.get(document.pk, 0.0):
                worked = self._do(document) or worked
        if time.monotonic() >= self._next_lift:
            self._next_lift = time.monotonic() + LIFT_SECONDS
            self._outside_may_fail(lambda: lift_due(self.options.outgoing, self.desk, self.archive))
        if time.monotonic() >= self._next_sweep:
            self._outside_may_fail(self._sweep)
        return worked

    def _owed(self) -> list[OutgoingDocument]:
        owed = Q(state__in=(DocumentState.RECEIVED, DocumentState.NUMBERED, DocumentState.SEALED))
        untold = Q(state__in=_OVER, told=False)
        return list(OutgoingDocument.objects.filter(owed | untold).order_by("pk")[:AT_ONCE])

    def _do(self, document: OutgoingDocument) -> bool:
        step = {
            DocumentState.RECEIVED: checking.check,
            DocumentState.NUMBERED: printing.print_number_on,
            DocumentState.SEALED: issuing.issue,
        }.get(DocumentState(document.state), telling.tell)
        try:
            step(self, document)
        except HosoError as error:
            log.warning("outgoing %s: %s (%s)", document.pk, error.code, error)
            self._later(document, error.code, error.remedy_vi)
            return False
        except (OSError, DatabaseError) as error:
            log.warning("outgoing %s: %s", document.pk, type(error).__name__)
            self._later(document, "StoreFailed", UNKNOWN_VI)
            return False
        except Exception as error:
            # Its message may hold a document's text: the place is kept, the words are not.
            log.error("outgoing %s: a step ended by a fault: %s", document.pk, where(error))  # noqa: TRY400
            self._later(document, "HosoError", UNKNOWN_VI)
            return False
        self._not_before.pop(document.pk, None)
        return True

    def _later(self, document: OutgoingDocument, code: str, reason_vi: str) -> None:
        wait = min(2.0 ** min(document.attempts, 20), LONGEST_WAIT_SECONDS)
        self._not_before[document.pk] = time.monotonic() + wait
        self._outside_may_fail(lambda: step_failed(document.pk, code, reason_vi, SYSTEM))

    def _sweep(self) -> None:
        self._next_sweep = time.monotonic() + SWEEP_SECONDS
        self.desk.sweep(named_files())

    def _outside_may_fail(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (HosoError, OSError, DatabaseError) as error:
            log.warning("the outgoing road: %s; it is tried again", type(error).__name__)

    def _rest(self) -> None:
        if self._children is not None and time.monotonic() - self._used > IDLE_SECONDS:
            self._give_back()

    def _give_back(self) -> None:
        children, self._children = self._children, None
        if children is not None:
            children.stop()


def named_files() -> set[str]:
    """Every file of the desk that a row names."""

    files = OutgoingFile.objects.values_list("handed_in", "current")
    images = CertificateBinding.objects.values_list("image", flat=True)
    return {name for pair in files for name in pair} | set(images)
