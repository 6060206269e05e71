"""Addresses of the keys' pages, below `keys/`."""

from __future__ import annotations

from django.urls import path

from portal.views.keys import pages

urlpatterns = [
    path("", pages.keys, name="keys"),
    path("<int:token_id>/end", pages.end, name="end_key"),
]
