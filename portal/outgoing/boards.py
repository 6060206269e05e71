"""What waits for whom: people against what they owe, with the oldest of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Min, OuterRef, Q

from portal.models import OutgoingDocument, OutgoingSigner
from portal.outgoing.states import DocumentState, SignerState


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for one person, or for the clerks."""

    name: str
    what: str
    """`sign`, `later` (behind other signers), `number`, `seal` or `level`."""
    count: int
    oldest: datetime | None
    """Since when the oldest has been on the road."""


def waits_for_signers(agencies: Collection[str] | None = None) -> list[Waits]:
    """Each official who owes a signature, the longest waiting first; of some agencies or of all."""
    before = OutgoingSigner.objects.filter(
        document=OuterRef("document"), ordinal__lt=OuterRef("ordinal"), state=SignerState.WAITING
    )
    owed = OutgoingSigner.objects.filter(
        state=SignerState.WAITING, document__state=DocumentState.SIGNING
    ).annotate(is_later=Exists(before) & Q(document__in_order=True))
    if agencies is not None:
        owed = owed.filter(document__agency__in=agencies)
    sums = (
        owed.order_by()
        .values("user_id", "is_later")
        .annotate(n=Count("pk"), oldest=Min("document__received_at"))
    )
    rows = list(sums)
    people = User.objects.in_bulk({row["user_id"] for row in rows})
    waits = [
        Waits(
            people[row["user_id"]].get_full_name() or people[row["user_id"]].get_username(),
            "later" if row["is_later"] else "sign",
            row["n"],
            row["oldest"],
        )
        for row in rows
    ]
    return sorted(waits, key=lambda one: (one.what != "sign", one.oldest is None, one.oldest))


def waits_for_clerks(agencies: Collection[str] | None = None) -> list[Waits]:
    """What the clerks of these agencies owe: numbers and seals; and what waits for a service."""
    asked = {
        "number": Q(state__in=(DocumentState.RECEIVED, DocumentState.CHECKED)),
        "seal": Q(state=DocumentState.SIGNED),
        "level": Q(state=DocumentState.ISSUED, awaits_level=True),
    }
    sums = {f"{what}_n": Count("pk", filter=held) for what, held in asked.items()}
    oldest = {f"{what}_at": Min("received_at", filter=held) for what, held in asked.items()}
    documents = OutgoingDocument.objects.all()
    if agencies is not None:
        documents = documents.filter(agency__in=agencies)
    found = documents.aggregate(**sums, **oldest)
    return [Waits("", what, found[f"{what}_n"], found[f"{what}_at"]) for what in asked]
