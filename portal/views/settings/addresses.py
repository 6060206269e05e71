"""Addresses of the settings."""

from __future__ import annotations

from django.urls import path

from portal.views.settings import office, trust, types

urlpatterns = [
    path("", office.office, name="settings"),
    path("change/<str:name>", office.change, name="settings_change"),
    path("undo/<int:event_id>", office.undo, name="settings_undo"),
    path("types/", types.types, name="settings_types"),
    path("types/<slug:code>/", types.one_type, name="settings_type"),
    path("trust/", trust.trust, name="settings_trust"),
    path("trust/look", trust.look, name="settings_trust_look"),
    path("trust/add", trust.add, name="settings_trust_add"),
    path("trust/remove", trust.remove, name="settings_trust_remove"),
]
