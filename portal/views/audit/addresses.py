"""Addresses of the auditor's pages."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from portal.views.audit import chain, events, own_key, reviews


class DayConverter:
    """A day in an address: 2026-11-09."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a `ValueError` is no address of ours

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("", events.events, name="audit"),
    path("export", events.export, name="audit_export"),
    path("chain/", chain.chain, name="audit_chain"),
    path("chain/check", chain.begin, name="audit_chain_check"),
    path("reviews/", reviews.reviews, name="audit_reviews"),
    path("reviews/<day:week>/", reviews.review, name="audit_review"),
    path("reviews/<day:week>/close", reviews.close, name="audit_review_close"),
    path("reviews/<day:week>/announce", own_key.announce, name="audit_review_announce"),
    path("reviews/<day:week>/begin", own_key.begin, name="audit_review_begin"),
    path("reviews/<day:week>/minutes.pdf", reviews.minutes, name="audit_minutes"),
]
