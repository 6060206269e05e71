"""The desk lets go of what the archive holds and of nothing else; that can still be renewed and seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from signing.orders import Level
from signing.renewing import Fate
from signing.services import ServiceSettings, open_services
from signing.trust import TrustStore
from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from portal.models import OutgoingDocument

DAYS = 30
LATER = timedelta(days=DAYS + 1)


def issued(office: SigningOffice) -> OutgoingDocument:
    document = office.numbered(office.letter(), office.letter("appendix"))
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()
    document.refresh_from_db()
    return document


def on_the_desk(office: SigningOffice) -> set[str]:
    return {path.name for path in office.desk.folder.iterdir() if path.suffix == ".pdf"}


def emptied(office: SigningOffice, *, after: timedelta = LATER, days: int = DAYS) -> int:
    from portal.outgoing.keeper import named_files
    from portal.outgoing.retention import empty_desk

    count = empty_desk(office.desk, office.archive, days=days, now=timezone.now() + after)
    office.desk.sweep(named_files(), older_than_seconds=-1)
    return count


def test_the_desk_is_emptied_after_its_days_and_not_before(office: SigningOffice) -> None:
    document = issued(office)
    bytes_of = {file.ordinal: office.desk.path(file.current).read_bytes() for file in document.files.all()}
    lying = on_the_desk(office)
    assert emptied(office, after=timedelta(days=DAYS - 1)) == 0
    assert emptied(office, days=0) == 0
    assert on_the_desk(office) >= {file.current for file in document.files.all()}
    assert emptied(office) == 1
    assert emptied(office) == 0
    assert not on_the_desk(office)
    assert lying
    main, appendix = document.files.all()
    from portal.outgoing.retention import at_hand

    for file in (main, appendix):
        with at_hand(office.desk, office.archive, document, file) as path:
            assert path.read_bytes() == bytes_of[file.ordinal]
        with at_hand(office.desk, office.archive, document, file, as_handed_in=True) as path:
            assert path.stat().st_size == file.size_bytes
    assert (office.data_dir / document.laid_in).read_bytes() == bytes_of[0]


def test_nothing_is_let_go_of_that_the_archive_does_not_hold_byte_for_byte(office: SigningOffice) -> None:
    document = issued(office)
    file = document.files.get(ordinal=1)
    # As if it had been lifted, and the archive had not followed.
    office.desk.path(file.current).write_bytes(office.desk.path(file.current).read_bytes() + b"\n")
    lying = on_the_desk(office)
    assert emptied(office) == 0
    assert on_the_desk(office) >= {one.current for one in document.files.all()}
    assert lying >= {one.handed_in for one in document.files.all()}


def test_what_waits_for_its_level_stays_on_the_desk(office: SigningOffice) -> None:
    document = issued(office)
    document.awaits_level = True
    document.save()
    assert emptied(office) == 0


def test_what_the_desk_let_go_of_is_renewed_from_the_archive(office: SigningOffice) -> None:
    from portal.outgoing.renewing import issued_files, renew_issued

    document = issued(office)
    old = (office.data_dir / document.laid_in).read_bytes()
    assert emptied(office) == 1
    # A copy in signed/ that somebody spoilt is not what is renewed.
    (office.data_dir / document.laid_in).write_bytes(b"%PDF-1.7 spoilt")
    options = replace(office.options, level=Level.B_LTA)
    settings = ServiceSettings(timestamp_urls=(office.pki.timestamp_url("tsa1"),), timeout_seconds=5)
    before = datetime.now(UTC) + timedelta(days=365)
    with open_services(settings, TrustStore.from_folder(office.pki.trust_folder())) as services:
        fates = [
            renew_issued(one, options, office.desk, office.archive, services, before=before).fate
            for one in issued_files(office.desk)
        ]
    assert fates == [Fate.LIFTED, Fate.LIFTED]
    document.refresh_from_db()
    new = office.archive.read(document.record_id, f"original/{document.laid_in.rpartition('/')[2]}")
    assert new.startswith(old)
    assert len(new) > len(old)
    assert (office.data_dir / document.laid_in).read_bytes() == new
    assert not document.awaits_level
    assert emptied(office) == 1
    assert not on_the_desk(office)


def test_pages_and_files_of_an_emptied_document_are_still_shown_to_who_may_see_it(
    office: SigningOffice,
) -> None:
    from django.test import Client

    document = issued(office)
    signed = (office.data_dir / document.laid_in).read_bytes()
    assert emptied(office) == 1
    client = Client()
    client.force_login(office.people["soan_thao"])
    address = f"/outgoing/{document.pk}/"
    assert client.get(address).status_code == 200
    got = client.get(f"{address}files/0")
    assert b"".join(got.streaming_content) == signed  # type: ignore[attr-defined]
    assert client.get(f"{address}files/0?handed-in").status_code == 200
    assert client.get(f"{address}files/0/pages/1.webp").status_code == 200
    assert client.get(f"{address}places/1.webp").status_code == 404
