"""Second looks at filed records: drawn by chance, opened in review, and what came of them counted.

Records that wait in review are those that the machine doubted, so what reviewers change there says nothing
of the records that filed themselves. A sample drawn by chance does (acceptance sampling; the interval is
Wilson's, which holds for few checks and for shares near one: Wilson 1927, J. Am. Stat. Assoc. 22, 209).
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.corrections.outstanding import PERSON
from portal.counts.office_days import begins, ends
from portal.counts.standing import scanned_records
from portal.models import CatalogueRecord, SampleCheck
from portal.rights.holding import Rights
from portal.rights.roles import Right

MOST_DRAWN = 50
Z95 = 1.959964
"""The normal distribution's 97.5 % point."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often what the machine accepted was right."""

    checked: int
    """Fields at which somebody looked."""
    changed: int
    records: int

    @property
    def share(self) -> float:
        """Of the fields looked at, those that stayed; 0 to 1."""
        return (self.checked - self.changed) / self.checked if self.checked else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Within which the true share lies in 95 of 100 such samples."""
        return wilson(self.checked - self.changed, self.checked)


def wilson(right: int, of: int) -> tuple[float, float]:
    """Wilson's score interval at 95 % for `right` of `of`; everything is possible of none."""
    if not of:
        return 0.0, 1.0
    share = right / of
    divisor = 1 + Z95**2 / of
    centre = (share + Z95**2 / (2 * of)) / divisor
    half = Z95 * math.sqrt(share * (1 - share) / of + Z95**2 / (4 * of**2)) / divisor
    return max(0.0, centre - half), min(1.0, centre + half)


def draw(rights: Rights, by: str, *, count: int, first: date, last: date) -> list[SampleCheck]:
    """Draws up to `count` filed records that came between two days, none that is still to be checked.

    Every record has the same chance. Only records that the person may review are drawn.
    """
    open_ones = SampleCheck.objects.filter(checked_at=None).values("record_id")
    pool = list(
        scanned_records(rights, Right.REVIEW)
        .filter(needs_review=False, received_at__gte=begins(first), received_at__lt=ends(last))
        .exclude(pk__in=open_ones)
        .values_list("pk", flat=True)
    )
    drawn = random.SystemRandom().sample(pool, min(count, MOST_DRAWN, len(pool)))
    return [made for row in CatalogueRecord.objects.filter(pk__in=drawn) if (made := _drawn(row, by))]


def _drawn(row: CatalogueRecord, by: str) -> SampleCheck | None:
    try:
        with transaction.atomic():
            check: SampleCheck = SampleCheck.objects.create(
                record_id=row.record_id,
                unit=row.unit,
                record_type=row.record_type,
                sensitivity=row.sensitivity,
                version=row.version,
                accepted=accepted_of(row),
                drawn_by=by,
                drawn_at=timezone.now(),
            )
    except IntegrityError:  # somebody else drew it in this moment
        return None
    return check


def accepted_of(row: CatalogueRecord) -> dict[str, str]:
    """Fields that the machine was sure enough of and no person touched, each with the digest of its value."""
    threshold = float(row.record.get("threshold") or 0.0)
    return {
        name: _digest(found)
        for name, found in row.record.get("fields", {}).items()
        if not str(found.get("rule", "")).startswith(PERSON)
        and float(found.get("confidence") or 0.0) >= threshold
    }


def settle(check: SampleCheck, by: str) -> SampleCheck:
    """Counts what the check changed: the record as it is now against the record as it was drawn."""
    row = CatalogueRecord.objects.filter(pk=check.record_id).first()
    check.checked_by, check.checked_at = by, timezone.now()
    if row is None or _is_another_scan(row, check):
        check.is_void = True
    else:
        now = row.record.get("fields", {})
        check.is_type_changed = row.record_type != check.record_type
        check.fields_checked = len(check.accepted)
        check.fields_changed = sum(
            1 for name, digest in check.accepted.items() if name not in now or _digest(now[name]) != digest
        )
    check.save()
    return check


def _is_another_scan(row: CatalogueRecord, check: SampleCheck) -> bool:
    return row.rescanned_at is not None and row.rescanned_at > check.drawn_at


def _digest(found: Mapping[str, object]) -> str:
    value = found.get("normalised") or found.get("value") or ""
    return hashlib.sha256(str(value).encode()).hexdigest()[:32]


def checks_of(rights: Rights, right: Right) -> QuerySet[SampleCheck]:
    """The checks of records within the right."""
    rows = SampleCheck.objects.all()
    if rights.covers_all(right):
        return rows
    inside = Q(pk__in=())
    for held in rights.with_right(right):
        if not (condition := held.of_records()):
            return rows
        inside |= condition
    return rows.filter(inside)


def checked_between(rights: Rights, right: Right, first: date, last: date) -> QuerySet[SampleCheck]:
    """The checks that ended between two days, both included, and say something of the machine."""
    done = Q(checked_at__gte=begins(first), checked_at__lt=ends(last), is_void=False)
    return checks_of(rights, right).filter(done)


def accuracy_of(rights: Rights, first: date, last: date, right: Right = Right.WATCH) -> Accuracy:
    """What the checks that ended between two days found."""
    rows = checked_between(rights, right, first, last).values_list("fields_checked", "fields_changed")
    held = list(rows)
    return Accuracy(sum(one for one, _ in held), sum(one for _, one in held), len(held))
