"""Addresses of the first steps."""

from __future__ import annotations

from django.urls import path

from portal.views.guide import page

urlpatterns = [
    path("", page.guide, name="guide"),
    path("<slug:step>", page.say_of, name="guide_say"),
]
