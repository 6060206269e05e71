"""An office with keys, for minutes that are signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
    from django.conf import settings

    office = open_office(portal_data, pki)
    settings.HOSO = replace(settings.HOSO, outgoing=office.options)
    return office
