"""A timestamp service that is down delays the level; the document goes out marked, and is lifted later."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from records.errors import CertificateUnfit, HosoError, ServiceUnavailable
from signing.orders import Level
from signing.services import ServiceSettings
from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from portal.models import OutgoingFile

NOBODY = "http://127.0.0.1:9/"


def with_services(office: SigningOffice, address: str) -> None:
    services = ServiceSettings(timestamp_urls=(address,), timeout_seconds=20, rest_seconds=0)
    office.options = replace(office.options, level=Level.B_LTA, services=services)


def test_what_was_signed_while_the_service_was_down_is_issued_marked_and_lifted_when_it_is_back(
    office: SigningOffice,
) -> None:
    with_services(office, NOBODY)
    document = office.numbered(office.letter())
    item = office.sit("chu_tich", document).items.get()
    assert (item.state, item.level, bool(item.reason_vi)) == ("signed", "B-B", True)
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.awaits_level) == ("issued", True)
    before = (office.data_dir / document.laid_in).read_bytes()

    with_services(office, office.pki.timestamp_url())
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.awaits_level, document.reason_vi) == (False, "")
    after = (office.data_dir / document.laid_in).read_bytes()
    assert (after.startswith(before), len(after) > len(before)) == (True, True)
    assert len(office.archive.versions(document.record_id)) == 2
    proof = json.loads(office.archive.read(document.record_id, "proof.json"))
    signatures = proof["files"][0]["verification"]["signatures"]
    assert [(one["verdict"], one["level"]) for one in signatures] == [("valid", "B-LTA")] * 2
    assert "lifted" in [event["kind"] for event in proof["events"]]


def test_with_services_a_document_is_b_lta_and_valid_at_once(office: SigningOffice) -> None:
    with_services(office, office.pki.timestamp_url())
    document = office.numbered(office.letter())
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.awaits_level) == ("issued", False)
    proof = json.loads(office.archive.read(document.record_id, "proof.json"))
    signatures = proof["files"][0]["verification"]["signatures"]
    assert [(one["verdict"], one["level"]) for one in signatures] == [("valid", "B-LTA")] * 2


@pytest.mark.parametrize("refusal", [ServiceUnavailable("silent"), CertificateUnfit("revoked")])
def test_a_document_that_cannot_be_lifted_stops_no_other_and_is_not_tried_each_minute(
    office: SigningOffice, monkeypatch: pytest.MonkeyPatch, refusal: HosoError
) -> None:
    from portal.outgoing import lifting

    with_services(office, NOBODY)
    documents = [office.numbered(office.letter(seed=seed)) for seed in (1, 2)]
    office.sit("chu_tich", *documents)
    office.sit("van_thu", *documents, agency=AGENCY.code)
    keeper = office.keeper()
    keeper.drain()
    tried: list[int] = []
    lift_file = lifting._lift_file

    def first_fails(options: object, desk: object, file: OutgoingFile, services: object) -> bool:
        if file.document_id == documents[0].pk:
            tried.append(file.document_id)
            raise refusal
        return lift_file(options, desk, file, services)  # type: ignore[arg-type]

    monkeypatch.setattr(lifting, "_lift_file", first_fails)
    with_services(office, office.pki.timestamp_url())
    waits = lifting.Waits()
    for _ in range(3):
        lifting.lift_due(office.options, office.desk, office.archive, waits)
    for document in documents:
        document.refresh_from_db()
    assert [document.awaits_level for document in documents] == [True, False]
    assert len(tried) == 1
