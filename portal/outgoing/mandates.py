"""Who may sign for another on a day: KT., TL., TUQ., Q. (Decree 30/2020, Art. 13)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from portal.models import Mandate, OutgoingSigner
from portal.outgoing.states import Prefix
from records.errors import NoMandate


def mandate_for(signer: OutgoingSigner, agency: str, *, today: date | None = None) -> Mandate | None:
    """The mandate under which a signer signs today; `None` where none is needed. Raises `NoMandate`."""
    prefix = Prefix(signer.prefix)
    if not prefix.needs_mandate:
        return None
    day = today or timezone.localdate()
    mandate = in_force(signer.user, agency, prefix, day)
    if mandate is None:
        raise NoMandate(f"{prefix} on {day.isoformat()}")
    return mandate


def in_force(holder: User, agency: str, prefix: Prefix, day: date) -> Mandate | None:
    """A mandate of that person for that prefix, in force on `day` and not revoked; the newest of several."""
    open_ended = Q(ends_on=None) | Q(ends_on__gte=day)
    return (
        Mandate.objects.filter(open_ended, holder=holder, agency=agency, prefix=prefix, begins_on__lte=day)
        .filter(ended_at=None)
        .order_by("-pk")
        .first()
    )
