"""Requests to scan a record, or one page of it, again: who asks, why, and when it was done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from portal.models import IntakeFile, RescanRequest


def ask(record_id: str, page: int, reason: str, *, by: str, of: str = "") -> RescanRequest:
    """Asks for a new scan; whoever asks again for the same page puts their reason beside the first."""
    with transaction.atomic():
        held = RescanRequest.objects.select_for_update().filter(
            record_id=record_id, page=page, closed_at=None
        )
        found: RescanRequest | None = held.first()
        if found is None:
            return RescanRequest.objects.create(
                record_id=record_id,
                page=page,
                reason=reason,
                asked_by=by,
                asked_of=of,
                asked_at=timezone.now(),
            )
        if reason not in found.reason:
            found.reason = f"{found.reason}; {reason}"[:500]
            found.save(update_fields=["reason"])
        return found


def open_for(record_ids: Iterable[str]) -> dict[str, list[RescanRequest]]:
    """What is still asked for, by record."""
    found: dict[str, list[RescanRequest]] = {}
    for one in RescanRequest.objects.filter(record_id__in=list(record_ids), closed_at=None).order_by("page"):
        found.setdefault(one.record_id, []).append(one)
    return found


def withdraw(request_id: int, *, by: str) -> bool:
    """Nobody needs to scan it again after all; `False` when it was closed before."""
    still = RescanRequest.objects.filter(pk=request_id, closed_at=None)
    return bool(still.update(closed_at=timezone.now(), closed_by=by, is_withdrawn=True))


def close_by(file: IntakeFile) -> None:
    """A new scan went into its record: what was asked of its pages is done. In the caller's transaction."""
    asked = RescanRequest.objects.filter(record_id=file.replaces, closed_at=None)
    if file.replaces_page:
        asked = asked.filter(page=file.replaces_page)
    asked.update(closed_at=timezone.now(), closed_by=file.sent_by)
