"""An office with keys, for minutes that are signed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from signing.demo_pki import DemoPki
from tests.portal.outgoing.offices import SigningOffice, open_office


@pytest.fixture
def office(portal_data: Path, pki: DemoPki) -> SigningOffice:
    from django.conf import settings

    office = open_office(portal_data, pki)
    settings.HOSO = replace(settings.HOSO, outgoing=office.options)
    return office
