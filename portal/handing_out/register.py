"""The register of copies: what was handed out, to whom and why.

The audit chain can never be changed, so what may name a citizen stays out of it: the chain holds the number
of a row here and the digest of the copy, and the row may be redacted when the law asks for that.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.audit import Kind, note
from portal.handing_out.orders import Wanted
from portal.models import AuditEvent, CatalogueRecord, HandOut


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One line of the register."""

    at: datetime
    by: str
    recipient: str
    reason: str
    hides: bool
    drawn: int = 0
    """Places that were drawn by hand."""


def write_down(request: HttpRequest, row: CatalogueRecord, wanted: Wanted, content: bytes) -> None:
    """Enters a copy that was just made into the register, and its number into the chain."""
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        entry = HandOut.objects.create(
            record_id=row.record_id,
            by=request.user.get_username(),
            at=timezone.now(),
            sha256=digest,
            recipient=wanted.recipient,
            reason=wanted.reason,
            hides=wanted.hides,
            places=[one.numbers for one in wanted.drawn],
        )
        note(
            request,
            Kind.RECORD_HANDED_OUT,
            object=f"record:{row.record_id}",
            unit=row.unit,
            version=row.version,
            pages=list(wanted.numbers),
            hidden=sorted(wanted.fields),
            words=len(wanted.words),
            drawn=len(wanted.drawn),
            hand_out=entry.pk,
            sha256=digest,
        )


def handed_out(record_id: str, most: int) -> list[HandedOut]:
    """The last copies of a record, the newest first; earlier ones stand in the chain alone."""
    entries = HandOut.objects.filter(record_id=record_id).order_by("-pk")[:most]
    found = [
        HandedOut(one.at, one.by, one.recipient, one.reason, one.hides, len(one.places)) for one in entries
    ]
    chained = AuditEvent.objects.filter(
        object=f"record:{record_id}", kind=Kind.RECORD_HANDED_OUT, details__has_key="recipient"
    )
    for event in chained.order_by("-pk")[: most - len(found)]:
        told = event.details
        hides = bool(told.get("hidden") or told.get("words"))
        found.append(
            HandedOut(event.at, event.actor, told.get("recipient", ""), told.get("reason", ""), hides)
        )
    return found


def last_places(record_id: str) -> list[list[float]]:
    """The places drawn on the last copy that had any: page, left, top, width, height in per cent."""
    last = HandOut.objects.filter(record_id=record_id).exclude(places=[]).order_by("-pk").first()
    return list(last.places) if last is not None else []
