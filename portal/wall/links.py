"""Addresses under which a screen shows the wall without an account; administrators make and end them.

Such an address opens numbers and nothing else: the right to watch, no names, no lists. Of its secret only the
digest is kept, so that nobody can read it back from the database or a backup.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.audit import Kind, note_by
from portal.models import Unit, WallLink
from portal.rights.asking import units_below
from portal.rights.holding import Held, Rights
from portal.rights.roles import Role

SECRET_BYTES = 32
SEEN_AGAIN_AFTER = timedelta(minutes=5)
"""So often at most it is written down that a screen still asks."""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link and its secret, which is told once."""

    link: WallLink
    secret: str


def make(name: str, unit: Unit | None, *, by: str) -> MadeLink:
    """A new address for a screen that shows one unit with all below it, or the whole office."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        link: WallLink = WallLink.objects.create(
            name=name, digest=digest_of(secret), unit=unit, made_by=by, made_at=timezone.now()
        )
        _note(link, by, "made")
    return MadeLink(link, secret)


def end(link: WallLink, *, by: str) -> None:
    """Ends an address at once; nothing happens to one that has ended."""
    with transaction.atomic():
        if WallLink.objects.filter(pk=link.pk, ended_at=None).update(ended_by=by, ended_at=timezone.now()):
            _note(link, by, "ended")


def link_of(secret: str) -> WallLink | None:
    """The link in force that a secret opens; notes that its screen is alive."""
    link = WallLink.objects.filter(digest=digest_of(secret), ended_at=None).select_related("unit").first()
    if link is None:
        return None
    now = timezone.now()
    if link.seen_at is None or now - link.seen_at > SEEN_AGAIN_AFTER:
        WallLink.objects.filter(pk=link.pk).update(seen_at=now)
    return link


def rights_of_link(link: WallLink) -> Rights:
    """To watch, at the link's unit, and no more; never to be laid on a request."""
    units = None if link.unit is None else units_below({link.unit.name})[link.unit.name]
    return Rights((Held(Role.ADMINISTRATOR, units=units),))


def digest_of(secret: str) -> str:
    """What is kept of a secret; it has 256 random bits, so that a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _note(link: WallLink, by: str, what: str) -> None:
    unit = link.unit.name if link.unit is not None else ""
    note_by(by, Kind.WALL_LINK_CHANGED, object=f"wall:{link.pk}", unit=unit, what=what)
