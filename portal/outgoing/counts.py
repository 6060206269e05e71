"""How many documents wait where on the outgoing road, for `hoso status` and for the overview."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from portal.models import OutgoingDocument
from portal.outgoing.states import DocumentState


@dataclass(frozen=True, slots=True)
class OutgoingCounts:
    """Documents by what they wait for."""

    waiting_number: int
    """Read or still being read: the clerk gives the number."""
    waiting_signature: int
    """Numbered: a competent person signs."""
    waiting_seal: int
    """Signed: the clerk seals."""
    archiving: int
    """Sealed, on their way into the archive and `signed/`."""
    waiting_level: int
    """Issued, while a timestamp service still owes their signatures' level."""
    issued: int
    """All that went out, with those that wait for a level."""

    @property
    def in_work(self) -> int:
        """Documents that are not issued, refused or recalled."""
        return self.waiting_number + self.waiting_signature + self.waiting_seal + self.archiving


def count_outgoing(agencies: Collection[str] | None = None) -> OutgoingCounts:
    """How many wait where, in one query; of the agencies with these codes, or of all."""
    states = {
        "waiting_number": (DocumentState.RECEIVED, DocumentState.CHECKED),
        "waiting_signature": (DocumentState.NUMBERED, DocumentState.SIGNING),
        "waiting_seal": (DocumentState.SIGNED,),
        "archiving": (DocumentState.SEALED,),
        "issued": (DocumentState.ISSUED,),
    }
    asked = {name: Count("pk", filter=Q(state__in=held)) for name, held in states.items()}
    level = Count("pk", filter=Q(awaits_level=True, state=DocumentState.ISSUED))
    documents = OutgoingDocument.objects.all()
    if agencies is not None:
        documents = documents.filter(agency__in=agencies)
    return OutgoingCounts(**documents.aggregate(**asked, waiting_level=level))
