"""Auditors sign the week's minutes with the token in their own computer: real browser, agent and library."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from signing.tokens import NamedToken
from signing.trust import TrustStore
from signing.verification import Verdict, verify_file
from tests.portal.audit.writing import happened
from tests.portal.outgoing.offices import SigningOffice
from tests.portal.outgoing.own_computers import PATIENCE_MS, OwnComputer, chromium, own_computer
from tests.signing.faults import cryptoki as faults
from tests.signing.faults.cryptoki import FaultyLibrary, faulty_library
from tests.signing.softhsm import PIN, softhsm_token

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from portal.models import AuditReview

MONDAY = date(2026, 3, 2)
ADDRESS = f"/audit/reviews/{MONDAY}/"


@pytest.fixture
def auditor(office: SigningOffice) -> SigningOffice:
    """The office; whoever has the chairman's key audits too. A week has something in it."""
    from portal.audit import Kind
    from portal.rights.granting import give
    from portal.rights.roles import Role

    give(office.people["chu_tich"], Role.AUDITOR, by="test", level=4)
    happened(datetime(2026, 3, 3, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "lan", Kind.LOGIN)
    return office


def review() -> AuditReview:
    from portal.models import AuditReview

    return AuditReview.objects.select_related("batch").get(week=MONDAY)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def library(auditor: SigningOffice, tmp_path: Path) -> Iterator[tuple[FaultyLibrary, NamedToken]]:
    token, _ = softhsm_token(auditor.pki, tmp_path, "chairman")
    with faulty_library(tmp_path) as behind:
        yield behind, NamedToken("kiem_soat", "pkcs11", {**token.options, "library": str(behind.path)})


@pytest.fixture
def computer(
    auditor: SigningOffice, browser: Browser, library: tuple[FaultyLibrary, NamedToken], tmp_path: Path
) -> Iterator[OwnComputer]:
    with own_computer(auditor, browser, tmp_path, library[1]) as own:
        own.bind()
        yield own


def signed_by_hand(computer: OwnComputer) -> AuditReview:
    """Remarks, the button, the agent's window, the PIN; the minutes when the batch has ended."""
    page = computer.page(ADDRESS)
    page.fill("#remarks", "Không có gì khác thường.")
    window = computer.press(page, "Ký số và chốt")
    computer.pair(window)
    window.get_by_text("Biên bản rà soát nhật ký tuần từ 02/03/2026").wait_for(timeout=PATIENCE_MS)
    computer.type_pin(window, PIN)
    batch = computer.ended(page, ())
    told = "đã chốt" if batch.state == "done" else "Biên bản chưa được ký:"
    page.get_by_text(told).first.wait_for(timeout=4 * PATIENCE_MS)
    return review()


@pytest.mark.needs("chromium", "softhsm2-util", "gcc")
@pytest.mark.slow
def test_minutes_are_signed_with_the_token_in_the_auditor_s_own_computer(computer: OwnComputer) -> None:
    from portal.audit.reviewing import reviews_folder

    held = signed_by_hand(computer)
    assert (held.method, held.remarks) == ("certificate", "Không có gì khác thường.")
    assert held.certificate_sha256 == computer.office.pki.certificate("chairman").sha256.hex()
    trust = TrustStore.from_folder(computer.office.pki.trust_folder())
    with ThreadPoolExecutor(1) as apart:  # Playwright's loop runs in this thread
        path = reviews_folder(computer.office.data_dir) / held.file
        (verdict,) = apart.submit(verify_file, path, trust).result().signatures
    assert verdict.covers_whole_file
    assert verdict.verdict is not Verdict.ALTERED


@pytest.mark.needs("chromium", "softhsm2-util", "gcc")
@pytest.mark.slow
def test_a_token_that_is_pulled_out_leaves_the_minutes_open_and_says_why(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    from portal.audit.reviewing import reviews_folder

    library[0].plan(sign_fails=1, sign_code=faults.DEVICE_REMOVED)
    held = signed_by_hand(computer)
    assert (held.closed_at, held.batch.reason_code) == (None, "TokenRemoved")
    assert list(reviews_folder(computer.office.data_dir).iterdir()) == []


def test_whoever_has_no_key_at_hand_may_still_confirm_by_password(auditor: SigningOffice) -> None:
    from portal.audit.reviewing import Closing, begin_review, close_review
    from portal.outgoing.identities import OWN_COMPUTER, BoundTo, bind

    person = auditor.people["chu_tich"]
    bind(auditor.pki.certificate("chairman"), BoundTo(person, OWN_COMPUTER), by="quan_tri")
    held = begin_review(MONDAY, by="chu_tich")
    closed = close_review(held, Closing(person, "", "", held.version), auditor.data_dir, auditor.options)
    assert (closed.method, closed.certificate_sha256) == ("password", "")


def test_another_certificate_than_the_bound_one_signs_nothing(auditor: SigningOffice) -> None:
    import base64

    from django.test import Client

    from portal.models import SigningBatch
    from portal.outgoing.identities import OWN_COMPUTER, BoundTo, bind

    person = auditor.people["chu_tich"]
    bind(auditor.pki.certificate("chairman"), BoundTo(person, OWN_COMPUTER), by="quan_tri")
    client = Client()
    client.force_login(person)
    announced = client.post(f"{ADDRESS}announce", {"version": 1})
    assert announced.json()["signatures"] == 1
    other = base64.b64encode(auditor.pki.certificate("vice_chairman").dump()).decode()
    answer = client.post(f"{ADDRESS}begin", {"version": 1, "certificate": other})
    assert (answer.status_code, answer.json()["code"]) == (409, "NotYourCertificate")
    assert not SigningBatch.objects.exists()
    assert client.post(f"{ADDRESS}announce", {"version": 7}).status_code == 409


def test_an_auditor_who_signs_no_documents_shows_a_certificate_and_can_be_bound(
    auditor: SigningOffice,
) -> None:
    import base64

    from django.test import Client

    from tests.portal.persons import make_person

    client, administrator = Client(), Client()
    client.force_login(make_person("kiem_soat", "auditor"))
    administrator.force_login(auditor.people["quan_tri"])
    assert "Gửi chứng thư trong USB ở máy này" in client.get(ADDRESS).content.decode()
    sent = base64.b64encode(auditor.pki.certificate("chairman").dump()).decode()
    assert client.post("/outgoing/signing/certificate", {"certificate": sent}).status_code == 200
    page = administrator.get("/outgoing/people/").content.decode()
    assert ("kiem_soat" in page, "kiểm tra, kiểm toán" in page) == (True, True)
