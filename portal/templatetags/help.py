"""What templates say of help and the first steps."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from portal.guide.steps import first_open
from portal.help.targets import target
from portal.rights.asking import rights_of
from portal.rights.roles import Right

register = template.Library()


@register.simple_tag(takes_context=True)
def help_of_page(context: dict[str, Any]) -> str:
    """The address of the page of help that speaks of the page in view."""
    request: HttpRequest = context["request"]
    match = request.resolver_match
    if match is not None and (match.url_name or "").startswith("help"):
        return reverse("help")
    name = target(match.url_name or "" if match is not None else "", get_language() or "vi")
    return reverse("help_page", args=(name,))


@register.inclusion_tag("portal/guide/_card.html", takes_context=True)
def guide_card(context: dict[str, Any]) -> dict[str, object]:
    """The next of the first steps, for administrators of the whole office while there is one."""
    rights = rights_of(context["request"])
    is_theirs = rights.may(Right.ADMINISTER) and rights.units(Right.ADMINISTER) is None
    return {
        "next": first_open(context["request"]) if is_theirs else None,
        "csrf_token": context.get("csrf_token"),
    }
