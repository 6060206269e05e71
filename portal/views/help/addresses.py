"""Addresses of help."""

from __future__ import annotations

from django.urls import path

from portal.views.help import pages

urlpatterns = [
    path("", pages.index, name="help"),
    path("<slug:topic>/", pages.one, name="help_page"),
    path("reference/<slug:topic>/", pages.of_reference, name="help_reference"),
]
