"""Addresses of the public page: in Vietnamese, as QR codes carry them, and in English."""

from __future__ import annotations

from django.urls import path

from portal.views.public import checking

urlpatterns = [
    path("kiem-tra/", checking.check, name="public_check"),
    path("kiem-tra/bao-cao", checking.report, name="public_report"),
    path("kiem-tra/<str:code>", checking.paper, name="public_paper"),
    path("verify/", checking.check, name="public_check_english"),
    path("verify/<str:code>", checking.paper, name="public_paper_english"),
]
