"""Carries a type's new level of sensitivity over to its records in the catalogue."""

from __future__ import annotations

from django.db import transaction

from portal.audit import Kind
from portal.counts.marking import mark_days
from portal.models import AuditEvent, CatalogueRecord

_RECORD = "record:"


def carry_over(record_type: str, level: int) -> int:
    """Sets the level of a type's records, but where a person set it; how many it changed."""
    with transaction.atomic():
        by_person = {
            name.removeprefix(_RECORD)
            for name in AuditEvent.objects.filter(kind=Kind.RECORD_LEVEL_CHANGED).values_list(
                "object", flat=True
            )
        }
        others = CatalogueRecord.objects.filter(record_type=record_type).exclude(sensitivity=level)
        moments = {
            pk: at for pk, at in others.values_list("pk", "received_at").iterator() if pk not in by_person
        }
        ids = list(moments)
        for start in range(0, len(ids), 500):
            CatalogueRecord.objects.filter(pk__in=ids[start : start + 500]).update(sensitivity=level)
        mark_days(moments.values())
    return len(ids)
