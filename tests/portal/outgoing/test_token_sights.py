"""The signing desk says what a token asks for before anybody types, and never waits for one that hangs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signing.tokens import NamedToken
from tests.portal.outgoing.offices import SigningOffice
from tests.signing.csc_server import BEARER, CscServer, serve_csc

if TYPE_CHECKING:
    from django.test import Client

PIN_FIELD = 'name="pin"'


@contextmanager
def page_with(office: SigningOffice, token: NamedToken) -> Iterator[Client]:
    """The official's browser where the official's token is this one, with a document that waits."""
    from django.conf import settings
    from django.test import Client

    office.numbered(office.letter())
    before = settings.HOSO
    tokens = {**office.options.tokens, "chu_tich": token}
    settings.HOSO = replace(before, outgoing=replace(office.options, tokens=tokens))
    client = Client()
    client.force_login(office.people["chu_tich"])
    try:
        yield client
    finally:
        settings.HOSO = before


@pytest.fixture
def remote(office: SigningOffice, tmp_path: Path) -> Iterator[tuple[CscServer, NamedToken]]:
    access = tmp_path / "access"
    access.write_text(BEARER)
    with serve_csc(office.pki) as server:
        options = {"url": server.address, "token_file": str(access)}
        yield server, NamedToken(f"remote {server.address}", "csc", options)


def shown(client: Client) -> str:
    return client.get("/outgoing/signing/").content.decode()


def test_a_token_that_asks_for_no_pin_gets_no_field_for_one(office: SigningOffice) -> None:
    with page_with(office, NamedToken("thu", "throwaway")) as client:
        page = shown(client)
    assert PIN_FIELD not in page
    assert "không có giá trị pháp lý" in page


def test_a_person_asks_for_the_one_time_password_by_a_button(
    office: SigningOffice, remote: tuple[CscServer, NamedToken]
) -> None:
    server, token = remote
    server.wants_otp = server.sends_otp = True
    with page_with(office, token) as client:
        page = shown(client)
        assert (PIN_FIELD in page, "một dấu cách, rồi mã OTP" in page) == (True, True)
        assert "/outgoing/signing/otp" in page
        assert server.named("credentials/sendOTP") == []
        answer = client.post("/outgoing/signing/otp", {"pin": "13579"}, follow=True)
    assert "đã gửi mã OTP" in answer.content.decode()
    assert len(server.named("credentials/sendOTP")) == 1
    assert server.named("credentials/authorize") == []


def test_a_service_that_sends_none_offers_no_button(
    office: SigningOffice, remote: tuple[CscServer, NamedToken]
) -> None:
    with page_with(office, remote[1]) as client:
        assert "/outgoing/signing/otp" not in shown(client)


def test_a_service_that_hangs_keeps_nobody_from_the_page_and_is_asked_once(
    office: SigningOffice, remote: tuple[CscServer, NamedToken]
) -> None:
    server, token = remote
    server.fault, server.fault_at = "slow", "credentials/list"
    with page_with(office, token) as client:
        pages = [shown(client) for _ in range(3)]
        assert not server.released.is_set()
        assert [one.name for one in threading.enumerate()].count("token sight") == 1
    assert all("chưa trả lời" in page and PIN_FIELD in page for page in pages)


def test_a_token_that_is_not_there_says_what_to_do(office: SigningOffice) -> None:
    options = {"file": str(office.data_dir / "no.p12")}
    with page_with(office, NamedToken("khong_co", "pkcs12", options)) as client:
        assert "Không đọc được tệp khóa" in shown(client)


def test_nobody_has_a_one_time_password_sent_for_another(
    office: SigningOffice, remote: tuple[CscServer, NamedToken]
) -> None:
    server, token = remote
    server.wants_otp = server.sends_otp = True
    with page_with(office, token) as client:
        assert client.post("/outgoing/signing/otp", {"agency": "ubnd"}).status_code == 403
        client.force_login(office.people["soan_thao"])
        assert client.post("/outgoing/signing/otp").status_code == 403
        client.force_login(office.people["dong_nghiep"])
        client.post("/outgoing/signing/otp")
    assert server.named("credentials/sendOTP") == []
