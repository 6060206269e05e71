"""An office whose papers citizens check, with the throwaway authority behind its keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from signing.demo_pki import DemoPki
from tests.portal.outgoing.offices import SigningOffice, open_office


@pytest.fixture
def office(portal_data: Path, pki: DemoPki) -> SigningOffice:
    """With a public page to which its QR codes lead; the portal knows its agencies and trusts its root."""
    from django.conf import settings

    office = open_office(portal_data, pki)
    office.options = replace(office.options, verification_page="http://testserver/kiem-tra")
    settings.HOSO = replace(settings.HOSO, outgoing=office.options)
    return office
