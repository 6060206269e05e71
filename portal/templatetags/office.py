"""Icons, and numbers as they are written in Vietnam."""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The icon `name` of `icons.svg`; with `label` it speaks for itself, else the words beside it do."""
    about = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', about, _icons(), name)


@cache
def _icons() -> str:
    """Where the icons lie: a page has some thirty, and each asking joins addresses."""
    return static("portal/icons.svg")


@register.filter
def number(value: int | float | None, places: int = 0) -> str:
    """1234567 as 1.234.567 (in English 1,234,567); nothing for `None`."""
    return (
        "" if value is None else number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    )
