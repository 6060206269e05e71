"""Timestamps and certificate status come from the services that the settings and the chain name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.errors import CertificateUnfit, ServiceUnavailable, SettingInvalid
from signing.demo_pki import STRANGER, DemoPki
from signing.services import Services, ServiceSettings, open_services
from signing.trust import TrustStore


@pytest.fixture
def services(pki: DemoPki) -> Iterator[Services]:
    settings = ServiceSettings(timestamp_urls=(pki.timestamp_url("tsa1"), pki.timestamp_url("tsa2")))
    with open_services(settings, _trust(pki)) as opened:
        yield opened


def _trust(pki: DemoPki) -> TrustStore:
    return TrustStore(roots=(pki.certificate("root"),), others=(pki.certificate("issuing"),))


def test_a_timestamp_is_of_the_digest_that_was_handed_in(services: Services) -> None:
    token = asyncio.run(services.timestamper.async_timestamp(b"\x07" * 32, "sha256"))
    told = token["content"]["encap_content_info"]["content"].parsed
    assert told["message_imprint"]["hashed_message"].native == b"\x07" * 32
    assert services.timestamper.last is not None
    assert abs(services.timestamper.last.ahead.total_seconds()) < 60


def test_a_good_certificate_passes_and_a_revoked_or_expired_one_does_not(
    services: Services, pki: DemoPki
) -> None:
    path = asyncio.run(services.check_certificate(pki.certificate("chairman")))
    assert path.leaf == pki.certificate("chairman")
    for label in ("revoked", "expired"):
        with pytest.raises(CertificateUnfit):
            asyncio.run(services.check_certificate(pki.certificate(label)))
    with pytest.raises(CertificateUnfit):
        asyncio.run(services.check_certificate(pki.certificate("chairman", architecture=STRANGER)))


def test_a_strangers_timestamp_is_refused_when_it_comes(pki: DemoPki) -> None:
    settings = ServiceSettings(timestamp_urls=(pki.timestamp_url(architecture=STRANGER),))
    with open_services(settings, _trust(pki)) as services, pytest.raises(ServiceUnavailable) as refused:
        asyncio.run(services.timestamper.async_timestamp(b"\x07" * 32, "sha256"))
    assert "tsa1" in refused.value.detail


def test_without_services_nothing_is_asked(pki: DemoPki) -> None:
    with open_services(ServiceSettings(), _trust(pki)) as services, pytest.raises(ServiceUnavailable):
        asyncio.run(services.timestamper.async_timestamp(b"\x07" * 32, "sha256"))


@pytest.mark.parametrize(
    "address", ["ftp://tsa/x", "file:///etc/passwd", "tsa", "http://", "http://u:p@tsa/", "http://tsa:0x/"]
)
def test_an_address_that_is_no_http_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(SettingInvalid, match="timestamp_urls"):
        ServiceSettings(timestamp_urls=(address,))


def test_answers_are_kept_on_disk_for_the_next_run(pki: DemoPki, tmp_path: Path) -> None:
    settings = ServiceSettings(cache_folder=tmp_path / "answers")
    with open_services(settings, _trust(pki)) as services:
        asyncio.run(services.check_certificate(pki.certificate("chairman")))
    assert len(list((tmp_path / "answers").glob("*.der"))) == 2
