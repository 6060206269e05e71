"""Officials sign with the token in their own computer: real browser, real agent, real PKCS#11 library."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import signing.relay
from signing.listing import list_signatures
from signing.orders import Level
from signing.services import ServiceSettings
from signing.tokens import NamedToken
from signing.trust import TrustStore
from signing.verification import Verdict, verify_file
from tests.portal.outgoing.offices import SigningOffice
from tests.portal.outgoing.own_computers import PATIENCE_MS, OwnComputer, chromium, own_computer
from tests.signing.faults import cryptoki as faults
from tests.signing.faults.cryptoki import FaultyLibrary, faulty_library
from tests.signing.softhsm import PIN, softhsm_token

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from portal.models import OutgoingDocument

pytestmark = [pytest.mark.needs("chromium", "softhsm2-util", "gcc"), pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def library(office: SigningOffice, tmp_path: Path) -> Iterator[tuple[FaultyLibrary, NamedToken]]:
    token, _ = softhsm_token(office.pki, tmp_path, "chairman")
    with faulty_library(tmp_path) as behind:
        yield behind, NamedToken("chu_tich", "pkcs11", {**token.options, "library": str(behind.path)})


@pytest.fixture
def computer(
    office: SigningOffice, browser: Browser, library: tuple[FaultyLibrary, NamedToken], tmp_path: Path
) -> Iterator[OwnComputer]:
    with own_computer(office, browser, tmp_path, library[1]) as own:
        yield own


def _documents(office: SigningOffice, count: int) -> list[OutgoingDocument]:
    from portal.outgoing.number_books import allocate
    from tests.portal.outgoing.offices import AGENCY

    made = [office.hand_in(office.letter(seed=seed)) for seed in range(1, count + 1)]
    office.keeper().drain()
    for one in made:
        allocate(one.pk, AGENCY, by="van_thu")
    office.keeper().drain()
    return made


def _serve_times(office: SigningOffice) -> None:
    """The office asks for B-LTA, and its services answer."""
    from django.conf import settings

    services = ServiceSettings(timestamp_urls=(office.pki.timestamp_url("tsa1"),), timeout_seconds=20)
    office.options = replace(office.options, services=services, level=Level.B_LTA)
    settings.HOSO = replace(settings.HOSO, outgoing=office.options)


def _signatures(office: SigningOffice, document: OutgoingDocument) -> int:
    return len(list_signatures(office.desk.path(document.files.get().current)))


def _paired(computer: OwnComputer) -> tuple[Page, Page]:
    """The desk's page, and the agent's window that asks for the PIN."""
    page = computer.page()
    window = computer.press(page)
    computer.pair(window)
    window.locator("#pin-field").wait_for(timeout=PATIENCE_MS)
    return page, window


def test_from_the_first_use_to_three_valid_signatures(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    from django.test import Client

    from portal.models import CertificateBinding, OfferedCertificate
    from portal.outgoing.identities import unbind

    office = computer.office
    _serve_times(office)
    for binding in CertificateBinding.objects.filter(user=office.people["chu_tich"]):
        unbind(binding.pk, by="quan_tri")
    documents = _documents(office, 3)
    page = computer.page()
    window = computer.press(page, "Gửi chứng thư trong USB ở máy này")
    computer.pair(window)
    window.get_by_role("button", name="Gửi chứng thư này").click(timeout=PATIENCE_MS)
    page.get_by_text("Quản trị gắn xong thì ký được").wait_for(timeout=PATIENCE_MS)
    assert library[0].counted("L") == 0
    if not window.is_closed():
        window.wait_for_event("close")

    administrator = Client()
    administrator.force_login(office.people["quan_tri"])
    offered = OfferedCertificate.objects.get()
    assert offered.sha256 in administrator.get("/outgoing/people/").content.decode()
    told = {"do": "bind", "sha256": offered.sha256}
    administrator.post(f"/outgoing/people/offers/{offered.pk}", told)
    bound = CertificateBinding.objects.get(user=office.people["chu_tich"], ended_at=None)
    assert bound.is_in_own_computer
    assert bound.sha256 == office.pki.certificate("chairman").sha256.hex()

    page.goto(computer.origin + "/outgoing/signing/")
    window = computer.press(page)
    window.get_by_role("heading", name="Ký 3 văn bản").wait_for(timeout=PATIENCE_MS)
    computer.type_pin(window, PIN)
    batch = computer.ended(page, documents)
    assert (batch.state, batch.reason_vi) == ("done", "")
    assert {document.state for document in documents} == {"signed"}
    page.get_by_text("Đợt ký đã xong").wait_for(timeout=PATIENCE_MS)
    trust = TrustStore.from_folder(office.pki.trust_folder())
    for document in documents:
        path = office.desk.path(document.files.get().current)
        with ThreadPoolExecutor(1) as apart:  # Playwright's loop runs in this thread
            (verdict,) = apart.submit(verify_file, path, trust).result().signatures
        assert verdict.verdict is Verdict.VALID, verdict
    assert (library[0].counted("L"), library[0].counted("S")) == (1, 3)
    assert any("đã ký 3/3" in line for line in computer.agent.told)


def test_a_wrong_pin_is_told_and_tried_once(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    computer.bind()
    documents = _documents(computer.office, 1)
    page, window = _paired(computer)
    computer.type_pin(window, "000000")
    window.get_by_text("Mã PIN không đúng").wait_for(timeout=PATIENCE_MS)
    assert library[0].counted("L") == 1
    computer.type_pin(window, PIN)
    assert computer.ended(page, documents).state == "done"


def test_an_agent_that_is_not_there_is_told_with_how_to_start_it(computer: OwnComputer) -> None:
    computer.bind()
    _documents(computer.office, 1)
    computer.agent.server.__exit__(None, None, None)
    page = computer.page()
    computer.press(page)
    page.get_by_text("Chưa thấy chương trình ký trên máy này").wait_for(timeout=PATIENCE_MS)


def test_another_token_is_told_before_any_pin(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    computer.bind(who="vice_chairman")
    _documents(computer.office, 1)
    page = computer.page()
    window = computer.press(page)
    computer.pair(window)
    window.get_by_text("không có chứng thư đã đăng ký").wait_for(timeout=PATIENCE_MS)
    with window.expect_event("close"):  # the button closes the window that a click would wait for
        window.evaluate("setTimeout(() => document.getElementById('give-up').click(), 50)")
    page.get_by_text("Chưa ký văn bản nào").wait_for(timeout=PATIENCE_MS)
    assert library[0].counted("L") == 0


def test_a_token_that_is_pulled_out_ends_the_batch_in_words(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    computer.bind()
    documents = _documents(computer.office, 4)
    library[0].plan(sign_fails=3, sign_code=faults.DEVICE_REMOVED)
    page, window = _paired(computer)
    computer.type_pin(window, PIN)
    batch = computer.ended(page, documents)
    assert (batch.state, batch.reason_code) == ("broken", "TokenRemoved")
    assert "rút ra" in batch.reason_vi
    _nothing_is_half_signed(computer.office, documents)
    page.get_by_text("Đợt ký đã dừng").wait_for(timeout=PATIENCE_MS)
    assert "rút ra" in window.locator("#problem-text").inner_text()


def test_a_page_that_is_loaded_again_goes_on(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    computer.bind()
    documents = _documents(computer.office, 4)
    with library[0].held_at(2):
        page, window = _paired(computer)
        computer.type_pin(window, PIN)
        page.wait_for_url("**/batches/**", timeout=PATIENCE_MS)
        library[0].wait_until_held(2)
        page.reload()
    batch = computer.ended(page, documents)
    assert (batch.state, {document.state for document in documents}) == ("done", {"signed"})
    assert library[0].counted("S") == 4


def test_a_token_that_takes_its_time_is_no_browser_that_went_away(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing.relay, "BROWSER_SECONDS", 8.0)
    computer.bind()
    documents = _documents(computer.office, 1)
    library[0].plan(sign_waits=11_000)
    page, window = _paired(computer)
    computer.type_pin(window, PIN)
    assert computer.ended(page, documents).state == "done"


def test_a_browser_that_is_closed_ends_the_batch(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing.relay, "BROWSER_SECONDS", 2.0)
    computer.bind()
    documents = _documents(computer.office, 3)
    other = computer.browser.new_context().new_page()
    with library[0].held_at(2):
        page, window = _paired(computer)
        computer.type_pin(window, PIN)
        page.wait_for_url("**/batches/**", timeout=PATIENCE_MS)
        library[0].wait_until_held(2)
        page.close()
        batch = computer.ended(other, documents)
    other.context.close()
    assert (batch.state, batch.reason_code) == ("broken", "TokenRemoved")
    assert "đã đóng" in batch.reason_vi
    _nothing_is_half_signed(computer.office, documents)


@pytest.mark.parametrize("what", ["window", "agent"])
def test_a_window_or_an_agent_that_goes_away_ends_the_batch(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken], what: str
) -> None:
    computer.bind()
    documents = _documents(computer.office, 3)
    with library[0].held_at(2):
        page, window = _paired(computer)
        computer.type_pin(window, PIN)
        library[0].wait_until_held(2)
        page.get_by_text("Đang ký bằng USB").wait_for(timeout=PATIENCE_MS)
        if what == "window":
            window.close()
        else:
            computer.agent.server.__exit__(None, None, None)
        batch = computer.ended(page, documents)
    assert (batch.state, batch.reason_code) == ("broken", "TokenRemoved")
    assert "Chương trình ký trên máy người ký đã dừng hoặc cửa sổ ký đã đóng" in batch.reason_vi
    assert sum(document.state == "signed" for document in documents) <= 1
    _nothing_is_half_signed(computer.office, documents)
    if what == "agent":
        computer.agent.key.shut()
    computer.wait_until_shut(page)


def test_a_page_of_elsewhere_gets_as_far_as_the_question_for_a_code(
    computer: OwnComputer, library: tuple[FaultyLibrary, NamedToken]
) -> None:
    page = computer.context.new_page()
    page.route(
        "http://ke-xau.test/",
        lambda route: route.fulfill(content_type="text/html", body="<button>x</button>"),
    )
    page.goto("http://ke-xau.test/")
    digest = computer.office.pki.certificate("chairman").sha256.hex()
    with page.expect_popup() as opened:
        page.evaluate(
            """([agent, digest]) => {
              window.heard = [];
              addEventListener("message", (event) => window.heard.push(event.data.kind));
              const view = window.open(agent + "/");
              setInterval(() => {
                const asked = { hoso: 1, purpose: "sign", signatures: 9, certificate: digest, items: [] };
                for (const kind of ["hello", "wish", "sign", "done"])
                  view.postMessage({ ...asked, kind }, agent);
              }, 200);
            }""",
            [computer.agent.server.address, digest],
        )
    window = opened.value
    window.locator("#code").wait_for(timeout=PATIENCE_MS)
    assert window.locator("#origin").inner_text() == "http://ke-xau.test"
    assert not window.locator("#pin-field").is_visible()
    page.wait_for_timeout(600)
    assert set(page.evaluate("window.heard")) <= {"here", "wished", "refused"}
    assert library[0].counted("L") == 0


def _nothing_is_half_signed(office: SigningOffice, documents: list[OutgoingDocument]) -> None:
    from tests.signing.sessions import intact, leftovers

    assert leftovers(office.data_dir) == []
    for document in documents:
        is_signed = document.state == "signed"
        assert document.batch_id is None
        assert _signatures(office, document) == int(is_signed)
        assert all(intact(office.desk.path(document.files.get().current)).values())
