"""A page for a fault of ours names an incident that stands in the log, and neither holds what was in hand."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.usefixtures("portal_data")


def test_an_incident_is_told_to_the_reader_and_to_the_log_without_the_fault_s_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from portal.views.failures import failed

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    try:
        int("NGUYỄN VĂN AN")
    except ValueError:
        page = failed(request).content.decode()
    incident = re.search(r"mã sự cố ([0-9A-F]{6})", page)
    assert incident and incident[1] in caplog.text
    assert "NGUYỄN" not in page + caplog.text
