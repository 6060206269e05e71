"""Searches that people keep: their last ones, those with a name, and those that a unit shares."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.catalogue.asked import Asked
from portal.catalogue.finding import answered
from portal.models import RecentSearch, SavedSearch, SavedSearchLook
from portal.models.finding import LONGEST_NAME
from portal.rights.holding import Rights
from portal.rights.roles import Right
from records.errors import QueryInvalid

Person = AbstractBaseUser | AnonymousUser
RECENT_KEPT = 12
SAVED_MOST = 100
"""A person's own."""
SHOWN_MOST = 60
STILL_TYPING = timedelta(seconds=90)
"""A search that goes on where the last one stopped takes its place among the recent ones."""
NEWS_COUNTED = 999


def remember(user: Person, asked: Asked) -> None:
    """Puts a search first among the person's recent ones."""
    now = timezone.now()
    with transaction.atomic():
        mine = RecentSearch.objects.filter(user_id=user.pk)
        held = list(mine)
        last = held[0] if held else None
        same = next((one for one in held if one.digest == asked.digest), None)
        if same is not None:
            mine.filter(pk=same.pk).update(at=now)
        else:
            mine.create(user_id=user.pk, digest=asked.digest, address=asked.address, at=now)
        others = [one for one in held if one is not same]
        gone = others[RECENT_KEPT - 1 :]
        if last is not None and last is not same and now - last.at < STILL_TYPING and _goes_on(last, asked):
            gone.append(last)
        if gone:
            mine.filter(pk__in=[one.pk for one in gone]).delete()


def _goes_on(last: RecentSearch, asked: Asked) -> bool:
    before = Asked.at(last.address).text
    return asked.text.startswith(before) or before.startswith(asked.text)


def recent(user: Person) -> QuerySet[RecentSearch]:
    """The person's last searches, the newest first."""
    return RecentSearch.objects.filter(user_id=user.pk)[:RECENT_KEPT]


def visible_to(user: Person, rights: Rights) -> QuerySet[SavedSearch]:
    """A person's own saved searches and those that their units share."""
    units = rights.units(Right.SEE)
    shared = Q(is_shared=True) if units is None else Q(is_shared=True, unit__in=sorted(units))
    return SavedSearch.objects.filter(Q(owner_id=user.pk) | shared).select_related("owner")[:SHOWN_MOST]


def held_search(user: Person, rights: Rights, number: int) -> SavedSearch | None:
    """One of those that the person may open; `None` for any other."""
    found = SavedSearch.objects.filter(pk=number).first()
    if found is None or found.owner_id == user.pk:
        return found
    return found if found.is_shared and rights.may_at(Right.SEE, found.unit) else None


def keep(user: Person, rights: Rights, asked: Asked, name: str, unit: str | None) -> SavedSearch | None:
    """Keeps a search under a name, shared with `unit` unless that is `None`; what has the name is replaced.

    `None` when it has no name, the person may not see that unit, or has as many as may be.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name or (unit is not None and not rights.may_at(Right.SEE, unit)):
        return None
    values = {
        "address": asked.address,
        "is_shared": unit is not None,
        "unit": unit or "",
        "made_at": timezone.now(),
    }
    with transaction.atomic():
        mine = SavedSearch.objects.filter(owner_id=user.pk)
        if mine.exclude(name=name).count() >= SAVED_MOST:
            return None
        held, _ = mine.update_or_create(owner_id=user.pk, name=name, defaults=values)
        looked(user, held)
    return held


def looked(user: Person, search: SavedSearch) -> None:
    """Writes down that the person has opened it now."""
    SavedSearchLook.objects.update_or_create(
        search=search, user_id=user.pk, defaults={"looked_at": timezone.now()}
    )


def new_since(user: Person, rights: Rights, search: SavedSearch) -> int:
    """Records received since the person last opened it that it would find now; 0 for whoever never did."""
    look = SavedSearchLook.objects.filter(search=search, user_id=user.pk).first()
    if look is None:
        return 0
    asked = Asked.at(search.address)
    try:
        result = answered(asked.query(), rights, chosen=asked.chosen())
    except QueryInvalid:
        return 0
    moment = np.datetime64(look.looked_at.replace(tzinfo=None))
    return min(NEWS_COUNTED, result.received_after(moment))
