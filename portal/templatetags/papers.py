"""What templates say of papers: the name of a type, and when something was signed."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from portal.catalogue.type_names import type_name as name_of

register = template.Library()


@register.filter
def type_name(code: str) -> str:
    """The name of a record type in the language of the page."""
    return name_of(code)


@register.filter
def signing_time(told: str) -> str:
    """A signing time of `record.json` with Vietnam's zone; as it is told where it has none."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return told
    if moment.tzinfo is None:
        return f"{moment:%H:%M:%S %d/%m/%Y}"
    return f"{timezone.localtime(moment):%H:%M:%S %d/%m/%Y} +07:00"
