"""Addresses of the interface: operations ask for a key, its description for an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern

from portal.api.interface import api
from portal.rights.guarding import signed_in

DESCRIPTION = frozenset({"openapi-json", "openapi-view"})


def addresses() -> tuple[list[URLPattern], str, str]:
    """What Django's `path` takes in place of an `include`."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        guard = signed_in if pattern.name in DESCRIPTION else login_not_required
        pattern.callback = guard(pattern.callback)
    return patterns, app, namespace
