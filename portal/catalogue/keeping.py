"""Writes down that a scan below the rule stays as it is, because nobody can scan its paper again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from archive import Archive
from portal.catalogue.index import replace_records
from portal.catalogue.rebuild import read_deposited
from portal.corrections.outstanding import FAULT_REASON
from records.record import dump_json


def keep_as_scanned(archive: Archive, record_id: str, user: str, *, noting: Callable[[str], object]) -> None:
    """Adds a version that no longer waits for a new scan, with who said so and when; faults stay told.

    `noting` writes the decision down, with the version that it is about, in the transaction that takes it.
    Nothing happens when somebody said so before. Raises `ObjectMissing`, `StoreFailed` or `MalformedRecord`.
    """
    held = read_deposited(archive, record_id)
    if "kept_as_is" in held.intake:
        return
    now = timezone.localtime()
    reasons = tuple(reason for reason in held.record.reasons if not reason.startswith(FAULT_REASON))
    record = replace(held.record, reasons=reasons, needs_review=bool(reasons))
    said = {"at": now.isoformat(timespec="seconds"), "by": user}
    intake = {**held.intake, "kept_as_is": said}
    with transaction.atomic():
        # First, so that the archive never holds a version of which the chain knows nothing.
        noting(held.version)
        archive.revise(
            record_id,
            {"record.json": dump_json(record.to_json()), "intake.json": dump_json(intake)},
            message="Giữ nguyên bản quét",
            user=user,
            created=now,
        )
        replace_records([read_deposited(archive, record_id)])
