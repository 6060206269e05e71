"""The signing desk in a browser's eyes: each sees what is theirs, and a document goes its way by clicks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from django.test import Client

    from portal.models import OutgoingDocument


@pytest.fixture
def served(office: SigningOffice) -> Iterator[SigningOffice]:
    """The office's options as the portal's."""
    from django.conf import settings

    before = settings.HOSO
    settings.HOSO = replace(before, outgoing=office.options)
    yield office
    settings.HOSO = before


def client_of(office: SigningOffice, account: str) -> Client:
    from django.test import Client

    client = Client()
    client.force_login(office.people[account])
    return client


def send(client: Client, letter: Path, **said: object) -> int:
    with letter.open("rb") as stream:
        answer = client.post("/outgoing/hand-in", {"main": stream, **said})
    assert answer.status_code == 302, answer.content.decode()
    return int(answer["Location"].strip("/").rpartition("/")[2])


def ended(client: Client, answer: object) -> str:
    """Waits for a batch to end, as the browser does by asking; its page."""
    address = answer["Location"]  # type: ignore[index]
    assert "/batches/" in address, address
    until = time.monotonic() + 60
    while time.monotonic() < until:
        page = client.get(f"{address}progress").content.decode()
        if "Đang ký" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the batch did not end")


def numbered(office: SigningOffice, **said: object) -> OutgoingDocument:
    return office.numbered(office.letter(), **said)


def test_pages_name_people_and_certificates_as_staff_do(served: SigningOffice) -> None:
    sender = served.people["soan_thao"]
    sender.last_name = "Đỗ Thị Soạn"
    sender.save()
    client = client_of(served, "soan_thao")
    send(client, served.letter(), signer=served.people["chu_tich"].pk)
    assert ">Đỗ Thị Soạn<" in client.get("/outgoing/").content.decode()
    waiting = client_of(served, "chu_tich").get("/outgoing/signing/").content.decode()
    assert "Nguyễn Văn Thử – Chủ tịch – UBND xã Thử Nghiệm" in waiting
    assert "Common Name" not in waiting


def test_a_document_goes_from_upload_to_signed_by_clicks_alone(served: SigningOffice) -> None:
    from portal.models import OutgoingDocument

    sender, official, clerk = (client_of(served, name) for name in ("soan_thao", "chu_tich", "van_thu"))
    document_id = send(sender, served.letter(), signer=served.people["chu_tich"].pk)
    served.keeper().drain()
    assert "01/QĐ-UBND" in clerk.get("/outgoing/clerk/").content.decode()
    assert clerk.post("/outgoing/clerk/numbers", {"document": document_id}).status_code == 302
    served.keeper().drain()

    assert "Về việc" in official.get("/outgoing/signing/").content.decode()
    pin = served.pki.pfx_password
    page = ended(official, official.post("/outgoing/signing/sign", {"document": document_id, "pin": pin}))
    assert ("1/1" in page, "B-B" in page) == (True, True)
    sealing = {"document": document_id, "pin": pin, "agency": AGENCY.code, "do": "all"}
    ended(clerk, clerk.post("/outgoing/signing/seal", sealing))
    served.keeper().drain()

    document = OutgoingDocument.objects.get(pk=document_id)
    assert (served.data_dir / document.laid_in).is_file()
    told = sender.get("/outgoing/").content.decode()
    assert ("đã ban hành" in told, "01/QĐ-UBND" in told) == (True, True)
    assert sender.get(f"/records/{document.record_id}/").status_code == 200
    assert "01/QĐ-UBND" in clerk.get("/outgoing/books/").content.decode()


def test_owner_and_signer_see_a_document_and_a_colleague_sees_nothing(served: SigningOffice) -> None:
    document = numbered(served)
    base = f"/outgoing/{document.pk}/"
    addresses = [base, f"{base}files/0", f"{base}files/0/pages/1.webp", f"{base}places/1.webp"]
    for account, expected in (("soan_thao", 200), ("chu_tich", 200), ("van_thu", 200), ("dong_nghiep", 404)):
        client = client_of(served, account)
        assert {client.get(address).status_code for address in addresses} == {expected}, account
    colleague = client_of(served, "dong_nghiep")
    assert document.subject not in colleague.get("/outgoing/").content.decode()
    assert document.subject not in colleague.get("/outgoing/signing/").content.decode()
    for act in ("refuse", "recall", "describe"):
        assert colleague.post(f"{base}{act}", {"why": "x"}).status_code == 404
    document.refresh_from_db()
    assert document.state == "signing"


def test_each_page_is_only_for_whom_it_is_made(served: SigningOffice) -> None:
    pages = {
        "/outgoing/signing/": {"chu_tich", "pho_chu_tich", "dong_nghiep"},
        "/outgoing/clerk/": {"van_thu"},
        "/outgoing/books/": {"van_thu"},
        "/outgoing/people/": {"quan_tri"},
    }
    for address, allowed in pages.items():
        for account in served.people:
            expected = 200 if account in allowed else 403
            assert client_of(served, account).get(address).status_code == expected, (address, account)


def test_no_page_holds_anything_inline_and_strangers_are_asked_to_sign_in(served: SigningOffice) -> None:
    from django.test import Client

    document = numbered(served)
    everybody = {
        "chu_tich": ["/outgoing/", "/outgoing/hand-in", "/outgoing/signing/", f"/outgoing/{document.pk}/"],
        "van_thu": ["/outgoing/clerk/", "/outgoing/books/", f"/outgoing/{document.pk}/placing/seal"],
        "quan_tri": ["/outgoing/people/"],
    }
    for account, addresses in everybody.items():
        for address in addresses:
            page = client_of(served, account).get(address).content.decode()
            assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style|https?://", page), address
            stranger = Client().get(address)
            assert (stranger.status_code, stranger["Location"].split("?")[0]) == (302, "/login/")


@pytest.mark.needs("sqlite")
def test_the_pin_is_in_no_row_no_session_and_no_page(served: SigningOffice) -> None:
    from django.contrib.sessions.models import Session

    from portal.configuration import current

    document = numbered(served)
    official = client_of(served, "chu_tich")
    pin = served.pki.pfx_password
    page = ended(official, official.post("/outgoing/signing/sign", {"document": document.pk, "pin": pin}))
    assert pin not in page
    assert all(pin not in str(session.get_decoded()) for session in Session.objects.all())
    files = [current().database_path, *current().data_dir.glob("hoso.db-*")]
    assert all(pin.encode() not in file.read_bytes() for file in files)


def test_a_batch_is_shown_to_whoever_began_it_and_nobody_else(served: SigningOffice) -> None:
    document = numbered(served)
    batch = served.sit("chu_tich", document)
    address = f"/outgoing/batches/{batch.key}/"
    assert client_of(served, "chu_tich").get(address).status_code == 200
    assert client_of(served, "van_thu").get(address).status_code == 404


def test_a_refusal_tells_the_sender_why_and_keeps_the_number(served: SigningOffice) -> None:
    from portal.models import BookEntry

    document = numbered(served)
    official = client_of(served, "chu_tich")
    assert official.post(f"/outgoing/{document.pk}/refuse", {"why": ""}).status_code == 302
    official.post(f"/outgoing/{document.pk}/refuse", {"why": "Sai căn cứ"})
    assert "Sai căn cứ" in client_of(served, "soan_thao").get("/outgoing/").content.decode()
    book = client_of(served, "van_thu").get("/outgoing/books/").content.decode()
    assert ("Không ban hành" in book, "Sai căn cứ" in book) == (True, True)
    assert BookEntry.objects.get(document=document).state == "not_issued"


def test_a_place_shown_by_hand_is_where_the_signature_goes(served: SigningOffice) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    document = numbered(served)
    official = client_of(served, "chu_tich")
    address = f"/outgoing/{document.pk}/placing/1"
    assert official.get(address).status_code == 200
    outside = {"page": 1, "left": 200, "top": 10, "width": 50, "height": 20}
    official.post(address, outside)
    assert document.signers.get().place is None
    over_print = {"page": 1, "left": 100, "top": 250, "width": 50, "height": 20}
    official.post(address, over_print)
    assert document.signers.get().place is None  # a question
    official.post(address, {**over_print, "anyway": "1"})
    served.sit("chu_tich", document)
    with served.desk.path(document.files.get().current).open("rb") as stream:
        signature = PdfFileReader(stream).embedded_signatures[0]
        box = [float(edge) for edge in signature.sig_field["/Rect"]]
    millimetre = 72 / 25.4
    # Within the box: the image keeps its proportions.
    assert 100 * millimetre - 1 <= box[0] <= box[2] <= 150 * millimetre + 1
    assert (297 - 270) * millimetre - 1 <= box[1] <= box[3] <= (297 - 250) * millimetre + 1


def test_kt_needs_a_mandate_that_is_in_force(served: SigningOffice) -> None:
    from django.utils import timezone

    from portal.models import Mandate

    document = served.numbered(served.letter("proposal"), signers=("pho_chu_tich",))
    batch = served.sit("pho_chu_tich", document)
    assert batch.items.get().reason_code == "NoMandate"
    assert (
        "Chưa có văn bản giao ký thay"
        in client_of(served, "pho_chu_tich").get("/outgoing/signing/").content.decode()
    )
    today = timezone.localdate()
    form = {
        "holder": served.people["pho_chu_tich"].pk,
        "prefix": "KT.",
        "for_position": "CHỦ TỊCH",
        "agency": AGENCY.code,
        "document": "01/QĐ-UBND ngày 02/01/2026",
        "begins_on": (today - timedelta(days=30)).isoformat(),
        "ends_on": (today - timedelta(days=1)).isoformat(),
    }
    administrator = client_of(served, "quan_tri")
    administrator.post("/outgoing/people/mandate", form)
    assert served.sit("pho_chu_tich", document).items.get().reason_code == "NoMandate"
    administrator.post("/outgoing/people/mandate", {**form, "ends_on": today.isoformat()})
    assert served.sit("pho_chu_tich", document).items.get().state == "signed"
    assert document.signers.get().mandate == Mandate.objects.order_by("-pk").first()


def test_an_administrator_binds_a_certificate_from_its_file(served: SigningOffice) -> None:
    from portal.outgoing.identities import binding_of

    path = served.pki.certificate_file("vice_chairman")
    form = {"account": served.people["dong_nghiep"].pk, "token": "pho_chu_tich", "agency": ""}
    administrator = client_of(served, "quan_tri")
    with path.open("rb") as stream:
        administrator.post("/outgoing/people/bind", {**form, "certificate": stream})
    binding = binding_of(served.people["dong_nghiep"])
    assert binding is not None
    assert binding.sha256 == served.pki.certificate("vice_chairman").sha256.hex()
    administrator.post(f"/outgoing/people/bindings/{binding.pk}/end")
    assert binding_of(served.people["dong_nghiep"]) is None


def test_what_is_no_pdf_or_signed_already_is_not_taken_and_says_why(
    served: SigningOffice, tmp_path: Path
) -> None:
    from portal.models import OutgoingDocument

    sender = client_of(served, "soan_thao")
    text = tmp_path / "a.pdf"
    text.write_bytes(b"Not a PDF")
    with text.open("rb") as stream:
        answer = sender.post("/outgoing/hand-in", {"main": stream})
    assert (answer.status_code, "Chỉ ký được tệp PDF" in answer.content.decode()) == (400, True)
    assert not OutgoingDocument.objects.exists()
    assert not [path for path in served.desk.folder.iterdir() if path.suffix == ".pdf"]


def test_the_overview_shows_each_what_waits_for_them_and_strangers_nothing(served: SigningOffice) -> None:
    from portal.outgoing.counts import count_outgoing

    waiting = served.hand_in(served.letter(seed=2))
    numbered(served)
    counts = count_outgoing()
    assert (counts.waiting_number, counts.waiting_signature, counts.waiting_seal, counts.in_work) == (
        1,
        1,
        0,
        2,
    )
    pages = {name: client_of(served, name).get("/").content.decode() for name in ("van_thu", "chu_tich")}
    assert "<b>1</b><span>văn bản chờ cấp số</span>" in pages["van_thu"]
    assert "<b>1</b><span>văn bản chờ tôi ký</span>" in pages["chu_tich"]
    assert "văn bản chờ cấp số" not in pages["chu_tich"]
    tabs = {name: client_of(served, name).get("/outgoing/").content.decode() for name in pages}
    assert 'href="/outgoing/clerk/"' in tabs["van_thu"] and 'href="/outgoing/books/"' in tabs["van_thu"]
    assert 'href="/outgoing/signing/"' in tabs["chu_tich"]
    assert 'href="/outgoing/clerk/"' not in tabs["chu_tich"]
    assert "văn bản chờ" not in client_of(served, "soan_thao").get("/").content.decode()
    assert waiting.state == "received"


def test_status_counts_the_outgoing_road(served: SigningOffice) -> None:
    from portal.jobs.progress import snapshot

    document = numbered(served)
    served.sit("chu_tich", document)
    told = snapshot(served.data_dir).to_json()["outgoing"]
    assert told == {
        "waiting_number": 0,
        "waiting_signature": 0,
        "waiting_seal": 1,
        "archiving": 0,
        "waiting_level": 0,
        "issued": 0,
    }
