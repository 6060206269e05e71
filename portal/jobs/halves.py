"""Halves of stacks in the ledger: pairs those that fit, completes pairs, gives back what stays alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from portal.intake.halves import GIVEN_BACK_VI, Half, Side, match
from portal.jobs import entries
from portal.jobs.plan import Plan
from portal.models import IntakeFile
from records import FileState
from records.errors import SourceRefused

GIVEN_BACK_EN = (
    "The other side of this stack did not come, or has another number of pages. Hand in both again."
)


class Halves:
    """Asked at each look at the ledger; whatever it decides is a row, so that no crash can undo it."""

    def __init__(
        self, plan: Plan, wait_seconds: float, give_back: Callable[[int, SourceRefused], None]
    ) -> None:
        self._plan = plan
        self._wait = timedelta(seconds=wait_seconds)
        self._give_back = give_back

    def settle(self) -> None:
        """Does what can be done now."""
        waiting = entries.waiting_halves()
        if waiting:
            self._pair(waiting)
        for file_id in entries.whole_pairs():
            if self._plan.is_left(file_id):
                self._plan.to_complete(file_id)

    def _pair(self, waiting: list[IntakeFile]) -> None:
        matched = match(
            Half(file.pk, file.name, file.folder, Side(file.side), file.page_count) for file in waiting
        )
        for fronts_id, backs_id in matched.pairs:
            entries.pair(fronts_id, backs_id)
        entries.say_why_waiting(matched.waiting)
        for file in waiting:
            if file.pk in matched.waiting and self._is_over(file):
                why = GIVEN_BACK_VI.format(
                    minutes=self._wait.total_seconds() / 60, why=matched.waiting[file.pk]
                )
                self._give_back(
                    file.pk, SourceRefused("no other side", remedy_vi=why, remedy_en=GIVEN_BACK_EN)
                )

    def _is_over(self, file: IntakeFile) -> bool:
        # Not while its pages are being read: the step that runs would end on a file that is gone.
        since = file.retried_at or file.received_at
        return bool(file.state == FileState.READ and timezone.now() - since > self._wait)
