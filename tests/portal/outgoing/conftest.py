"""The throwaway public-key infrastructure, one a test process, and an office that signs with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.demo_pki import DemoPki, serve_demo_pki
from tests.portal.outgoing.offices import SigningOffice, open_office


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    with serve_demo_pki(tmp_path_factory.mktemp("pki")) as served:
        yield served


@pytest.fixture
def office(portal_data: Path, pki: DemoPki) -> SigningOffice:
    """Sender, chairman, vice chairman, clerk, administrator and a colleague; PKCS#12 keys; no services."""
    return open_office(portal_data, pki)
