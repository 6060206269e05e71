"""An office that signs with the throwaway public-key infrastructure."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.demo_pki import DemoPki
from tests.portal.outgoing.offices import SigningOffice, open_office


@pytest.fixture
def office(portal_data: Path, pki: DemoPki) -> SigningOffice:
    """Sender, chairman, vice chairman, clerk, administrator and a colleague; PKCS#12 keys; no services."""
    return open_office(portal_data, pki)
