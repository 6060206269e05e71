"""What a person has typed and not saved, kept field by field so that no broken line or browser loses it.

A draft is the field's own controls as the form sends them. Laid over the form they make what the person had
before them; whether the record has moved on since is told as for any form that comes late.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from portal.models import ReviewDraft

MOST_AT_ONCE = 400
"""Drafts in one message; the longest type has fewer than a hundred fields."""
LONGEST_FORM = 200_000
"""Signs of one field's controls, as sent."""
KEPT = timedelta(days=60)
"""After which a draft that nobody came back to is dropped."""
LARGEST_NUMBER = 2**53
TYPE, SEEN = ":type", ":seen"
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_CONTROL = re.compile(r"(?:was|value|why|ok|none|place|cells|total|drop)-([a-z][a-z0-9_]*?)(?:-\d+)?\Z")
_OTHER_CONTROLS = {TYPE: frozenset({"type", "type-ok"}), SEEN: frozenset({"seen"})}


@dataclass(frozen=True, slots=True)
class Draft:
    """One field as a page sends it."""

    field: str
    form: str
    number: int


@dataclass(frozen=True, slots=True)
class Laid:
    """All that a person has in hand of one record."""

    form: QueryDict
    """Their controls, as if the form had been sent."""
    version: str
    """The oldest version that one of them was typed over."""
    saved_at: datetime
    """When the last of them came."""


def draft_of(raw: Any) -> Draft | None:  # JSON of a stranger: of any type until looked at
    """A draft out of what a page sent; `None` for what is none, or holds controls of another field."""
    if not isinstance(raw, Mapping):
        return None
    field, form, number = raw.get("field"), raw.get("form"), raw.get("number")
    if not isinstance(field, str) or not isinstance(form, str) or type(number) is not int:
        return None
    if len(form) > LONGEST_FORM or not 0 <= number < LARGEST_NUMBER or not _is_of(field, form):
        return None
    return Draft(field, form, number)


def keep(record_id: str, person: str, drafts: Sequence[Draft], *, version: str, tab: str) -> None:
    """Keeps drafts; the same ones again, or ones that arrive late, change nothing."""
    now = timezone.now()
    with transaction.atomic():
        held = {
            one.field: one
            for one in ReviewDraft.objects.filter(
                record_id=record_id, person=person, field__in=[draft.field for draft in drafts]
            )
        }
        for draft in drafts:
            before = held.get(draft.field)
            if before is not None and before.tab == tab and before.number >= draft.number:
                continue
            ReviewDraft.objects.update_or_create(
                record_id=record_id,
                person=person,
                field=draft.field,
                defaults={
                    "form": draft.form,
                    "version": version,
                    "tab": tab,
                    "number": draft.number,
                    "saved_at": now,
                },
            )


def laid(record_id: str, person: str) -> Laid | None:
    """What the person has in hand of a record; `None` for nothing."""
    drafts = list(ReviewDraft.objects.filter(record_id=record_id, person=person).order_by("field"))
    if not drafts:
        return None
    form = QueryDict(mutable=True)
    for one in drafts:
        form.update(QueryDict(one.form))
    oldest = min(drafts, key=lambda one: int(one.version.removeprefix("v") or 0))
    return Laid(form, oldest.version, max(one.saved_at for one in drafts))


def drop(record_id: str, person: str) -> None:
    """Drops what the person had in hand: it is saved, or they gave it up. Old ones of anybody go with it."""
    ReviewDraft.objects.filter(record_id=record_id, person=person).delete()
    ReviewDraft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()


def _is_of(field: str, form: str) -> bool:
    names = set(QueryDict(form))
    if field in _OTHER_CONTROLS:
        return names <= _OTHER_CONTROLS[field]
    return bool(_FIELD.match(field)) and all(_field_of(name) == field for name in names)


def _field_of(control: str) -> str:
    found = _CONTROL.match(control)
    return found[1] if found else ""
