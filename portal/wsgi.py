"""The portal as a WSGI application, for any server; Django must be configured before it is made."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler


def make_application() -> WSGIHandler:
    """A new application over the configuration that this process was given."""
    return WSGIHandler()
