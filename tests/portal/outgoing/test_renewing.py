"""What was issued is renewed in the archive, in the desk and in `signed/` together, or nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from signing.orders import Level
from signing.renewing import Fate
from signing.services import Services, ServiceSettings, open_services
from signing.trust import TrustStore
from tests.portal.outgoing.offices import AGENCY, SigningOffice

BEFORE = datetime(2027, 6, 1, tzinfo=UTC)


def _issued(office: SigningOffice) -> None:
    """One document on the whole road, B-B: the office had no timestamp service yet."""
    document = office.numbered(office.letter())
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()


def _renewed(office: SigningOffice, services: Services) -> list[Fate]:
    from portal.outgoing.renewing import issued_files, renew_issued

    options = replace(office.options, level=Level.B_LTA)
    return [
        renew_issued(issued, options, office.desk, office.archive, services, before=BEFORE).fate
        for issued in issued_files(office.desk)
    ]


def _settings(office: SigningOffice) -> ServiceSettings:
    return ServiceSettings(timestamp_urls=(office.pki.timestamp_url("tsa1"),), timeout_seconds=20)


def test_an_issued_document_gets_a_new_version_with_its_renewed_file(office: SigningOffice) -> None:
    from portal.outgoing.renewing import issued_files

    _issued(office)
    (before,) = issued_files(office.desk)
    old, record = before.kept.read_bytes(), before.document.record_id
    version = office.archive.head(record).number
    trust = TrustStore.from_folder(office.pki.trust_folder())
    with open_services(_settings(office), trust) as services:
        assert _renewed(office, services) == [Fate.LIFTED]
        assert _renewed(office, services) == [Fate.GOOD]
    (after,) = issued_files(office.desk)
    new = after.kept.read_bytes()
    assert new.startswith(old)
    assert after.laid.read_bytes() == new
    assert office.archive.head(record).number == version + 1
    assert office.archive.read(record, f"original/{after.laid.name}") == new
    assert not after.document.awaits_level


def test_what_cannot_be_renewed_stays_as_it_was_everywhere(office: SigningOffice) -> None:
    from portal.outgoing.renewing import issued_files

    _issued(office)
    (before,) = issued_files(office.desk)
    old, kept = before.kept.read_bytes(), sorted(path.name for path in office.desk.folder.iterdir())
    version = office.archive.head(before.document.record_id).number
    with open_services(ServiceSettings(), TrustStore.from_folder(office.pki.trust_folder())) as services:
        assert _renewed(office, services) == [Fate.FAILED]
    assert before.laid.read_bytes() == old
    assert office.archive.head(before.document.record_id).number == version
    assert sorted(path.name for path in office.desk.folder.iterdir()) == kept
