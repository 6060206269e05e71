"""Does by itself what the road owes: reads drafts, prints numbers, archives, lays in `signed/`, tells, lifts.

One keeper a data directory. It holds nothing that the rows do not: killed at any moment and started again,
it goes on from what was committed. Several documents are at work at once, each at one step at a time, in a
thread that mostly waits: work on the bytes runs in child processes (`steps`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait

from django.db import DatabaseError, connections
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from portal.jobs.dispatchers import Outcome
from portal.models import CertificateBinding, OutgoingDocument, OutgoingFile
from portal.outgoing import batches, checking, issuing, printing, telling
from portal.outgoing.events import SYSTEM
from portal.outgoing.lifting import Waits, lift_due
from portal.outgoing.moving import step_failed
from portal.outgoing.retention import empty_desk
from portal.outgoing.states import DocumentState, TrialState
from portal.outgoing.taking import finish_owed
from portal.outgoing.workshop import Workshop
from records.errors import HosoError
from records.faults import where

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
SWEEP_SECONDS = 3600.0
LIFT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 600.0
UNKNOWN_VI = "Có lỗi ngoài dự kiến ở bước này; hệ thống sẽ tự thử lại. Nếu lặp lại, hãy báo người phụ trách."
_FIRST = (DocumentState.NUMBERED, DocumentState.CHECKED, DocumentState.RECEIVED)
"""What people wait for goes before what happens behind their backs: archiving, telling."""
_OVER = (DocumentState.ISSUED, DocumentState.REFUSED, DocumentState.RECALLED)


class Keeper:
    """Does what is owed. `run` in a thread of its own, or `drain` for what is there now."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._not_before: dict[int, float] = {}
        self._lifting_waits = Waits()
        self._next_sweep = self._next_lift = 0.0
        self._wake = threading.Event()
        self._stop = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set; `recover` must have been called. What was being done is done again."""
        self._stop = stop
        try:
            while not stop.is_set():
                if not self._turn():
                    self._shop.rest()
                    self._wake.wait(POLL_SECONDS)
                    self._wake.clear()
        finally:
            self._shop.give_back()
            connections.close_all()

    def drain(self) -> None:
        """Does everything that can be done now, and returns; a step that fails is left for later."""
        while self._turn():
            pass
        self._shop.give_back()

    def wake(self) -> None:
        """Tells the keeper, from any thread, that there is work."""
        self._wake.set()

    def recover(self) -> None:
        """Ends what a crash left open; to be called once, before the portal begins batches."""
        self._outside_may_fail(batches.recover)
        self._outside_may_fail(lambda: finish_owed(self._shop.desk))
        self._outside_may_fail(self._shop.desk.clear_work)
        self._outside_may_fail(self._sweep)

    def _turn(self) -> bool:
        """Works until nothing can be done now; whether anything was done."""
        self._look_after()
        if not self._owed(set()).exists():
            return False
        if self._shop.options.jobs == 1:
            return self._work_through(_OwnHand(), self._do)
        with ThreadPoolExecutor(self._shop.options.jobs, thread_name_prefix="keeper") as hands:
            return self._work_through(hands, self._do_apart)

    def _work_through(self, hands: Executor, act: Callable[[OutgoingDocument], bool]) -> bool:
        """Gives each free hand the document that is owed a step first; a document is in one hand only."""
        worked = False
        held: dict[Future[bool], int] = {}
        while not self._stop.is_set():
            for document in self._owed(set(held.values()))[: self._shop.options.jobs - len(held)]:
                held[hands.submit(act, document)] = document.pk
            if not held:
                break
            for done in wait(held, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED).done:
                del held[done]
                worked = done.result() or worked
            self._look_after()
        return worked

    def _do_apart(self, document: OutgoingDocument) -> bool:
        try:
            return self._do(document)
        finally:
            connections.close_all()  # Django keeps one a thread, and this thread ends with the work

    def _look_after(self) -> None:
        """What comes round by the clock, whatever else is owed."""
        shop = self._shop
        if time.monotonic() >= self._next_lift:
            self._next_lift = time.monotonic() + LIFT_SECONDS
            self._outside_may_fail(
                lambda: lift_due(shop.options.outgoing, shop.desk, shop.archive, self._lifting_waits)
            )
        if time.monotonic() >= self._next_sweep:
            self._outside_may_fail(self._sweep)

    def _owed(self, held: set[int]) -> QuerySet[OutgoingDocument]:
        """What is owed a step now and is in no hand; those that failed lately do not stand in the way."""
        now = time.monotonic()
        later = {pk for pk, moment in list(self._not_before.items()) if moment > now}
        states = (DocumentState.RECEIVED, DocumentState.NUMBERED, DocumentState.SEALED)
        untold = Q(state__in=_OVER, told=False)
        turn = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(_FIRST)),
            default=Value(len(_FIRST)),
            output_field=IntegerField(),
        )
        untried = Q(state=DocumentState.CHECKED, trial=TrialState.OWED) & ~Q(type_code="")
        owed = OutgoingDocument.objects.filter(Q(state__in=states) | untried | untold).exclude(
            pk__in=held | later
        )
        return owed.order_by(turn, "pk")

    def _do(self, document: OutgoingDocument) -> bool:
        step = {
            DocumentState.RECEIVED: checking.check,
            DocumentState.CHECKED: checking.try_again,
            DocumentState.NUMBERED: printing.print_number_on,
            DocumentState.SEALED: issuing.issue,
        }.get(DocumentState(document.state), telling.tell)
        try:
            step(self._shop, document)
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
        empty_desk(self._shop.desk, self._shop.archive, days=self._shop.options.outgoing.desk_days)
        self._shop.desk.sweep(named_files())

    def _outside_may_fail(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (HosoError, OSError, DatabaseError) as error:
            log.warning("the outgoing road: %s; it is tried again", type(error).__name__)


class _OwnHand(Executor):
    """One hand, and it is this thread's."""

    def submit(self, act: Callable[..., Outcome], /, *given: object, **named: object) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        done.set_result(act(*given, **named))
        return done


def named_files() -> set[str]:
    """Every file of the desk that a row names."""

    files = OutgoingFile.objects.values_list("handed_in", "current", "words")
    images = CertificateBinding.objects.values_list("image", flat=True)
    return {name for names in files for name in names} | set(images)
