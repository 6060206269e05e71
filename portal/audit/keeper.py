"""Checks the chain in the background and keeps how far it is: by itself every hour, and when asked for.

One check at a time over one database, whoever began it: the row `ChainState` says which, and a check that
gave no sign of life for a while is taken for dead.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, connections, transaction
from django.db.models import Q
from django.utils import timezone

from portal.audit.checking import START, Checked, Point, check_chain, head
from portal.audit.checkpoints import add_checkpoint, is_checkpoint_due, kept_points
from portal.models import ChainState
from records.faults import where

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(minutes=2)
CHECK_EVERY = timedelta(hours=1)
WHOLE_EVERY = timedelta(days=7)
POLL_SECONDS = 60.0
ROW = 1


def chain_state() -> ChainState:
    """How far the chain has been checked."""
    return ChainState.objects.filter(pk=ROW).first() or ChainState(pk=ROW)


def is_running(state: ChainState, *, now: datetime | None = None) -> bool:
    """Whether a check is at work."""
    beat = state.beat_at or state.running_since
    return state.running_since is not None and beat > (now or timezone.now()) - DEAD_AFTER


@dataclass(frozen=True, slots=True)
class ChainChecker:
    """Checks one data directory's chain."""

    data_dir: Path

    def begin(self, *, whole: bool) -> bool:
        """Begins a check in a thread of this process; false when one is at work already."""
        if not self._claim(whole=whole):
            return False
        threading.Thread(target=self._in_thread, args=(whole,), name="chain check", daemon=True).start()
        return True

    def check(self, *, whole: bool) -> Checked | None:
        """Checks now and writes down what came of it; `None` when another check is at work."""
        return self._check(whole=whole) if self._claim(whole=whole) else None

    def _in_thread(self, whole: bool) -> None:
        try:
            self._check(whole=whole)
        except DatabaseError as error:
            log.warning("the chain was not checked: %s", type(error).__name__)
        finally:
            connections.close_all()

    def _claim(self, *, whole: bool) -> bool:
        now = timezone.now()
        ChainState.objects.get_or_create(pk=ROW)
        free = Q(running_since=None) | Q(beat_at__lt=now - DEAD_AFTER)
        claimed = ChainState.objects.filter(free, pk=ROW).update(
            running_since=now,
            beat_at=now,
            running_whole=whole,
            running_event=0,
            running_aim=head().event,
        )
        return bool(claimed)

    def _check(self, *, whole: bool) -> Checked:
        state = chain_state()
        since = START if whole else Point(state.checked_event, state.checked_digest)
        try:
            checked = check_chain(since, kept_points(self.data_dir), progress=self._beat)
        except BaseException:
            ChainState.objects.filter(pk=ROW).update(running_since=None)
            raise
        self._keep(checked, whole=whole or not since.event)
        return checked

    def _beat(self, point: Point) -> None:
        ChainState.objects.filter(pk=ROW).update(beat_at=timezone.now(), running_event=point.event)

    def _keep(self, checked: Checked, *, whole: bool) -> None:
        now = timezone.now()
        changes: dict[str, object] = {"running_since": None, "checked_at": now}
        if checked.fault is None:
            if whole:
                changes["whole_at"] = now
            changes |= {"fault": "", "fault_event": None, "fault_at": None}
        else:
            changes |= {"fault": checked.fault.kind, "fault_event": checked.fault.event, "fault_at": now}
            log.error("the audit chain is broken: %s, event %s", checked.fault.kind, checked.fault.event)
        changes |= {"checked_event": checked.good.event, "checked_digest": checked.good.digest}
        with transaction.atomic():
            ChainState.objects.filter(pk=ROW).update(**changes)
        if checked.fault is None and checked.good.event and is_checkpoint_due(self.data_dir):
            add_checkpoint(self.data_dir, checked.good)


class ChainKeeper:
    """Checks by itself: what is new every hour, everything once a week. `run` in a thread of its own."""

    def __init__(self, data_dir: Path) -> None:
        self._checker = ChainChecker(data_dir)
        self._wake = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set."""
        try:
            while not stop.is_set():
                self._look()
                self._wake.wait(POLL_SECONDS)
                self._wake.clear()
        finally:
            connections.close_all()

    def wake(self) -> None:
        """Lets `run` see that it is to stop."""
        self._wake.set()

    def _look(self) -> None:
        try:
            due = due_check(chain_state())
            if due is not None:
                self._checker.check(whole=due)
        except DatabaseError as error:
            log.warning("the chain was not checked: %s", type(error).__name__)
        except Exception as error:  # one bad look must not end the keeper
            log.error("the chain was not checked: %s", where(error))  # noqa: TRY400


def due_check(state: ChainState, *, now: datetime | None = None) -> bool | None:
    """Whether a check is due: true for the whole chain, false for what is new, `None` for none."""
    moment = now or timezone.now()
    if state.whole_at is None or moment - state.whole_at >= WHOLE_EVERY:
        if state.checked_at is None or moment - state.checked_at >= CHECK_EVERY:
            return True
        return None
    return False if state.checked_at is None or moment - state.checked_at >= CHECK_EVERY else None
