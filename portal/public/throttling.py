"""Lets each visitor ask so often and no oftener, counted in the database: it holds for every process."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.client_address import household_of
from portal.models import PublicAttempt

KEPT = timedelta(hours=1)


class Asked(StrEnum):
    """What somebody asked for."""

    FILE = "file"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within so long."""

    count: int
    within: timedelta


A_VISITOR: Mapping[Asked, Limit] = {
    Asked.FILE: Limit(12, timedelta(minutes=10)),
    Asked.CODE: Limit(40, timedelta(minutes=10)),
}
"""A household behind one address checks a handful of papers; guessing a code of 80 bits takes 10^24 tries."""
EVERYBODY: Mapping[Asked, Limit] = {
    Asked.FILE: Limit(600, timedelta(hours=1)),
    Asked.CODE: Limit(6000, timedelta(hours=1)),
}
"""Together, so that many addresses of one person do not keep the machine from its work."""


def let_in(address: str, asked: Asked) -> bool:
    """Whether this visitor may ask now; the asking is counted where it may."""
    now, visitor = timezone.now(), visitor_of(address)
    with transaction.atomic():
        PublicAttempt.objects.filter(at__lt=now - KEPT).delete()
        own, all_of_them = A_VISITOR[asked], EVERYBODY[asked]
        of_kind = PublicAttempt.objects.filter(kind=asked)
        if of_kind.filter(visitor=visitor, at__gt=now - own.within).count() >= own.count:
            return False
        if of_kind.filter(at__gt=now - all_of_them.within).count() >= all_of_them.count:
            return False
        PublicAttempt.objects.create(visitor=visitor, kind=asked, at=now)
    return True


def visitor_of(address: str) -> str:
    """A keyed hash of an address's household."""
    key = f"public visitor {settings.SECRET_KEY}".encode()
    return hmac.new(key, household_of(address).encode(), hashlib.sha256).hexdigest()[:32]
