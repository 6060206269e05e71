"""What happens to an outgoing document stands in the audit chain too, without words that people wrote."""

from __future__ import annotations

import pytest

from tests.portal.outgoing.offices import AGENCY, SigningOffice


def test_the_way_of_a_document_stands_in_the_chain(office: SigningOffice) -> None:
    from portal.models import AuditEvent

    document = office.numbered(office.letter())
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()
    told = list(AuditEvent.objects.filter(object=f"outgoing:{document.pk}").values_list("kind", "actor"))
    assert told == [
        ("outgoing.received", "soan_thao"),
        ("outgoing.numbered", "van_thu"),
        ("outgoing.signed", "chu_tich"),
        ("outgoing.sealed", "van_thu"),
        ("outgoing.issued", "hoso"),
    ]
    signed = AuditEvent.objects.get(kind="outgoing.signed")
    assert signed.details["certificate"] == office.pki.certificate("chairman").sha256.hex()


def test_a_reason_that_a_person_wrote_stays_out_of_the_chain(office: SigningOffice) -> None:
    from portal.models import AuditEvent
    from portal.outgoing.ending import refuse

    document = office.numbered(office.letter())
    refuse(document.pk, by="chu_tich", why="Sai tên ông Nguyễn Văn A")
    event = AuditEvent.objects.get(kind="outgoing.refused")
    assert (event.actor, event.details) == ("chu_tich", {})
    assert document.events.get(kind="refused").details["reason"] == "Sai tên ông Nguyễn Văn A"


def test_what_is_rolled_back_is_not_in_the_chain(office: SigningOffice) -> None:
    from django.db import transaction

    from portal.models import AuditEvent
    from portal.outgoing.ending import refuse

    document = office.numbered(office.letter())
    with pytest.raises(RuntimeError), transaction.atomic():
        refuse(document.pk, by="chu_tich", why="Sai")
        raise RuntimeError("the power went")
    assert not AuditEvent.objects.filter(kind="outgoing.refused").exists()
