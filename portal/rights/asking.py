"""Asks the database for a person's rights, once a request."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.http import HttpRequest

from portal.models import Grant, Unit
from portal.rights.holding import Held, Rights
from portal.rights.roles import Role

Person = AbstractBaseUser | AnonymousUser
_KEPT = "_hoso_rights"
MOST_LEVELS = 12
"""Depth of the tree of units: a guard against a circle, which the forms do not let anybody draw."""


def rights_of(asker: HttpRequest | Person) -> Rights:
    """What the person of a request, or an account, may do now; nothing for whoever is not signed in.

    A request's rights are asked for once and kept on it.
    """
    if isinstance(asker, HttpRequest):
        kept: Rights | None = getattr(asker, _KEPT, None)
        if kept is None:
            kept = _rights(asker.user)
            setattr(asker, _KEPT, kept)
        return kept
    return _rights(asker)


def act_for(request: HttpRequest, person: User, *, without: frozenset[Role]) -> None:
    """Lets the rest of a request act for `person`, less some roles: a system with their key."""
    person.roles_without_effect = without  # type: ignore[attr-defined]  # read where rights are asked for
    request.user = person
    setattr(request, _KEPT, _rights(person))


def _rights(person: Person) -> Rights:
    if not person.is_authenticated or not person.is_active:
        return Rights()
    # What the session of a request does not carry: the administrator's role without a second factor.
    without: frozenset[Role] = getattr(person, "roles_without_effect", frozenset())
    grants = list(Grant.objects.filter(user_id=person.pk, ended_at=None).select_related("unit"))
    below = units_below({one.unit.name for one in grants if one.unit is not None})
    held = tuple(
        Held(
            Role(one.role),
            units=None if one.unit is None else below[one.unit.name],
            types=frozenset(one.types),
            level=one.level,
        )
        for one in grants
        if Role(one.role) not in without
    )
    return Rights(held, person.get_username())


def units_below(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each of these units its own name and the names of all units below it."""
    wanted = set(names)
    if not wanted:
        return {}
    children: dict[str, list[str]] = {}
    for name, parent in Unit.objects.values_list("name", "parent__name"):
        children.setdefault(parent or "", []).append(name)
    return {name: frozenset(_all_below(name, children)) for name in wanted}


def _all_below(name: str, children: dict[str, list[str]]) -> set[str]:
    found, newest = {name}, {name}
    for _ in range(MOST_LEVELS):
        newest = {child for one in newest for child in children.get(one, ())} - found
        if not newest:
            break
        found |= newest
    return found
