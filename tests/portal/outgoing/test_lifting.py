"""A timestamp service that is down delays the level; the document goes out marked, and is lifted later."""

from __future__ import annotations

import json
from dataclasses import replace

from signing.orders import Level
from signing.services import ServiceSettings
from tests.portal.outgoing.offices import AGENCY, SigningOffice

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
