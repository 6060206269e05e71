"""Who is on a record: a soft claim that says so to the next person and lapses when nobody renews it.

It keeps two people from typing the same thing; what keeps them from overwriting each other is the version
that each form names (decision 0064), which holds also when claims fail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import ReviewClaim

LAPSES_AFTER = timedelta(minutes=3)
"""Without a sign of life; browsers wake pages in the background once a minute at least."""
RENEWED_AFTER = timedelta(seconds=20)
"""Signs of life within this time are not written: the page asks every few seconds."""


def claim(record_id: str, person: str) -> ReviewClaim:
    """The claim on the record: the person's own from now on, unless somebody else has one that lives."""
    now = timezone.now()
    with transaction.atomic():
        held = ReviewClaim.objects.filter(pk=record_id).first()
        if held is not None and _lives(held, now):
            if held.person == person and now - held.seen_at > RENEWED_AFTER:
                ReviewClaim.objects.filter(pk=record_id).update(seen_at=now)
            return held
        return _put(record_id, person, now, taken_from="")


def renewed(record_id: str, person: str) -> ReviewClaim | None:
    """Notes a sign of life of the person's page; whose the record is now, `None` for nobody's."""
    held = live_claim(record_id)
    if held is None or held.person == person:
        return claim(record_id, person)
    return held


def take_over(record_id: str, person: str) -> str:
    """Gives the record to the person; the account that had it, empty when nobody else did."""
    now = timezone.now()
    with transaction.atomic():
        held = ReviewClaim.objects.filter(pk=record_id).first()
        before = held.person if held is not None and _lives(held, now) else ""
        if before != person:
            _put(record_id, person, now, taken_from=before)
    return "" if before == person else before


def release(record_id: str, person: str) -> None:
    """Ends the person's own claim."""
    ReviewClaim.objects.filter(pk=record_id, person=person).delete()


def live_claim(record_id: str) -> ReviewClaim | None:
    """The claim in force; `None` for none."""
    held = ReviewClaim.objects.filter(pk=record_id).first()
    return held if held is not None and _lives(held, timezone.now()) else None


def live_claims(record_ids: Collection[str]) -> Mapping[str, ReviewClaim]:
    """The claims in force on some records."""
    since = timezone.now() - LAPSES_AFTER
    return {one.pk: one for one in ReviewClaim.objects.filter(pk__in=record_ids, seen_at__gt=since)}


def claimed_by_others(person: str) -> Collection[str]:
    """Identifiers of the records on which others are; as many as people are at work."""
    since = timezone.now() - LAPSES_AFTER
    return list(
        ReviewClaim.objects.filter(seen_at__gt=since).exclude(person=person).values_list("pk", flat=True)
    )


def _lives(held: ReviewClaim, now: datetime) -> bool:
    return bool(now - held.seen_at < LAPSES_AFTER)


def _put(record_id: str, person: str, now: datetime, *, taken_from: str) -> ReviewClaim:
    put, _ = ReviewClaim.objects.update_or_create(
        record_id=record_id,
        defaults={"person": person, "since": now, "seen_at": now, "taken_from": taken_from},
    )
    return put
