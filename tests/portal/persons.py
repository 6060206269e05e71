"""People for the portal's tests, with roles as an administrator gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

EVERY_LEVEL = 4


def make_person(
    name: str, *roles: str, unit: str = "", types: tuple[str, ...] = (), level: int = EVERY_LEVEL
) -> User:
    """An account with `roles` (codes; records staff when none is told), for the whole office or at a unit.

    A unit that is not there yet is made, directly below the office.
    """
    from django.contrib.auth.models import User
    from django.utils import timezone

    from portal.models import Unit
    from portal.rights.granting import give
    from portal.rights.roles import Role

    person = User.objects.create_user(name)
    held = Unit.objects.get_or_create(name=unit, defaults={"seen_at": timezone.now()})[0] if unit else None
    for role in roles or ("records_staff",):
        give(person, Role(role), by="test", unit=held, types=types, level=level)
    return person


def signed_in(name: str, *roles: str, unit: str = "", types: tuple[str, ...] = (), level: int = 4) -> Client:
    """A browser in which such a person has signed in."""
    from django.test import Client

    client = Client()
    client.force_login(make_person(name, *roles, unit=unit, types=types, level=level))
    return client
