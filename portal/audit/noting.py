"""Adds events to the chain, in the same transaction as what they record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.client_address import client_address
from portal.audit.chain import digest_of
from portal.audit.kinds import Kind
from portal.models import AuditEvent

SYSTEM = "hoso"
"""Who acts when no person does."""
SAME_LOOK = timedelta(minutes=10)
"""Turning pages and fetching their pictures for so long is one look at a record."""


def note(
    request: HttpRequest,
    kind: Kind,
    /,
    *,
    object: str = "",  # noqa: A002  # the column's name
    unit: str = "",
    **details: object,
) -> AuditEvent:
    """Writes down what the person of `request` does; details are codes, numbers, digests."""
    actor = request.user.get_username() if request.user.is_authenticated else ""
    return note_by(actor, kind, object=object, unit=unit, address=client_address(request), **details)


def note_by(
    actor: str,
    kind: Kind,
    /,
    *,
    object: str = "",  # noqa: A002  # the column's name
    unit: str = "",
    address: str = "",
    **details: object,
) -> AuditEvent:
    """Writes down what `actor` (an account, or `SYSTEM`) does. JSON values only in `details`."""
    values = {
        "at": timezone.now(),
        "actor": actor[:150],
        "address": address,
        "kind": kind.value,
        "object": object[:160],
        "unit": unit[:255],
        "details": details,
    }
    # A transaction takes its turn at the beginning, in SQLite (IMMEDIATE) and in PostgreSQL
    # (`portal.database.one_writer`): nobody else adds between reading the last digest and writing the next.
    with transaction.atomic():
        last = AuditEvent.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
        return AuditEvent.objects.create(
            **values,
            previous=last,
            digest=digest_of(**values, previous=last),  # type: ignore[arg-type]  # values of several types
        )


def note_look(
    request: HttpRequest,
    kind: Kind,
    /,
    *,
    object: str,  # noqa: A002  # the column's name
    unit: str = "",
    only_same: Iterable[str] = (),
    **details: object,
) -> None:
    """Writes a look down once in `SAME_LOOK` for a person and a thing; one with another value of the details
    named in `only_same` is another look.
    """
    seen = AuditEvent.objects.filter(
        object=object, actor=request.user.get_username(), at__gte=timezone.now() - SAME_LOOK, kind=kind
    )
    told = {name: details[name] for name in only_same}
    if not any(told.items() <= held.items() for held in seen.values_list("details", flat=True)):
        note(request, kind, object=object, unit=unit, **details)
