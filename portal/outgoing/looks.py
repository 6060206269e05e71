"""Writes down who saw an outgoing document; what was fetched ahead is told apart from what was opened."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from portal.audit import Kind, note
from portal.audit.noting import SAME_LOOK
from portal.models import AuditEvent

AHEAD = "ahead"
"""Detail of a look for the paper that comes next in somebody's list, fetched so that it opens at once."""


def note_seen(request: HttpRequest, document_id: int, *, is_ahead: bool = False) -> None:
    """One look at a document in `SAME_LOOK`; an opening is written even where it was fetched ahead before."""
    thing = f"outgoing:{document_id}"
    looks = AuditEvent.objects.filter(
        object=thing,
        actor=request.user.get_username(),
        at__gte=timezone.now() - SAME_LOOK,
        kind=Kind.OUTGOING_VIEWED,
    ).values_list("details", flat=True)
    known = list(looks)
    if is_ahead:
        if not known:
            note(request, Kind.OUTGOING_VIEWED, object=thing, **{AHEAD: True})
    elif not any(AHEAD not in details for details in known):
        note(request, Kind.OUTGOING_VIEWED, object=thing)


def note_fetched(request: HttpRequest, document_id: int) -> None:
    """A page or a file of it was asked for by itself: a look, unless one is written down already."""
    note_seen(request, document_id, is_ahead=True)
