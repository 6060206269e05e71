"""What the agent does with the token: one PIN, one login, as often as announced, documents alone."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, x509

from records.errors import StrangeRequest
from signing.agent.attributes import require_signature_on_a_document
from signing.agent.libraries import usual_libraries
from signing.cms import SignatureShape
from signing.demo_pki import DemoPki
from signing.relay import Mailbox, RemoteHand, relayed
from signing.tokens import NamedToken
from tests.signing.agent.agents import RunningAgent, paired_page, running_agent
from tests.signing.faults import cryptoki as faults
from tests.signing.faults.cryptoki import faulty_library
from tests.signing.softhsm import PIN, softhsm_token

pytestmark = pytest.mark.needs("softhsm2-util")


@pytest.fixture
def agent(pki: DemoPki, tmp_path: Path) -> Iterator[RunningAgent]:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    with running_agent(tmp_path / "config", token) as running:
        yield running


def _digest(pki: DemoPki, who: str = "chairman") -> str:
    return pki.certificate(who).sha256.hex()


def _attributes(pki: DemoPki, filling: int, who: str = "chairman") -> bytes:
    """Signed attributes as the server makes them."""
    signer = relayed(RemoteHand(pki.certificate(who)), Mailbox(1)).signer
    return asyncio.run(SignatureShape.of(signer)).attributes(bytes([filling]) * 32)


def test_it_shows_the_certificates_without_a_pin(agent: RunningAgent, pki: DemoPki) -> None:
    _, seen = paired_page(agent).call("/api/look", {})
    shown = seen["tokens"][0]["certificates"][0]
    assert shown["sha256"] == _digest(pki)
    assert base64.b64decode(shown["der"]) == pki.certificate("chairman").dump()


def test_one_pin_signs_as_often_as_was_announced_and_no_more(agent: RunningAgent, pki: DemoPki) -> None:
    page = paired_page(agent)
    status, opened = page.open(PIN, 2, _digest(pki))
    assert status == 200, opened
    status, told = page.sign([_attributes(pki, 1), _attributes(pki, 2)])
    assert status == 200, told
    certificate = x509.Certificate.load(base64.b64decode(opened["certificate"]))
    mailbox = Mailbox(1)
    asked = asyncio.run(_signed_through(mailbox, certificate, _attributes(pki, 1), told))
    assert asked == base64.b64decode(told["signatures"][0]["signature"])
    status, told = page.call("/api/sign", _items(3, _attributes(pki, 3)))
    assert (status, told["error"]["code"]) == (409, "MoreThanAsked")
    assert any("2 lần" in line for line in agent.told)
    assert any("đã ký 2/2" in line for line in agent.told)


def test_what_was_signed_already_is_answered_again_and_counted_once(
    agent: RunningAgent, pki: DemoPki
) -> None:
    page = paired_page(agent)
    page.open(PIN, 1, _digest(pki))
    first, again = (page.sign([_attributes(pki, 1)]) for _ in range(2))
    assert first == again
    assert first[0] == 200


@pytest.mark.needs("gcc")
def test_a_wrong_pin_is_one_login_and_a_token_that_goes_away_ends_it(pki: DemoPki, tmp_path: Path) -> None:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    with faulty_library(tmp_path) as library:
        behind = NamedToken("chu_tich", "pkcs11", {**token.options, "library": str(library.path)})
        with running_agent(tmp_path / "config", behind) as agent:
            page = paired_page(agent)
            status, told = page.open("0000", 1, _digest(pki))
            assert (status, told["error"]["code"]) == (409, "PinWrong")
            assert "PIN không đúng" in told["error"]["vi"]
            assert library.counted("L") == 1
            library.plan(sign_fails=2, sign_code=faults.DEVICE_REMOVED)
            page.open(PIN, 3, _digest(pki))
            assert page.sign([_attributes(pki, 1)])[0] == 200
            status, told = page.call("/api/sign", _items(2, _attributes(pki, 2)))
            assert (status, told["error"]["code"]) == (409, "TokenRemoved")
            assert "rút ra" in told["error"]["vi"]
            assert (library.counted("L"), library.counted("S")) == (2, 2)
            assert page.call("/api/sign", _items(3, _attributes(pki, 3)))[1]["error"]["code"] == "TokenAbsent"
            assert library.counted("S") == 2


def test_another_certificate_than_the_bound_one_is_not_given_the_pin(
    agent: RunningAgent, pki: DemoPki
) -> None:
    status, told = paired_page(agent).open(PIN, 1, _digest(pki, "vice_chairman"))
    assert (status, told["error"]["code"]) == (409, "NotYourCertificate")


def test_a_key_that_is_not_open_signs_nothing(agent: RunningAgent, pki: DemoPki) -> None:
    page = paired_page(agent)
    assert page.sign([_attributes(pki, 1)])[1]["error"]["code"] == "TokenAbsent"
    page.open(PIN, 5, _digest(pki))
    page.call("/api/close", {})
    assert page.sign([_attributes(pki, 1)])[1]["error"]["code"] == "TokenAbsent"


def test_another_page_neither_signs_with_an_open_key_nor_closes_it(agent: RunningAgent, pki: DemoPki) -> None:
    page, other = paired_page(agent), paired_page(agent, "http://khac.test")
    page.open(PIN, 1, _digest(pki))
    assert other.sign([_attributes(pki, 1)])[1]["error"]["code"] == "TokenAbsent"
    assert other.call("/api/close", {})[0] == 200
    assert other.open(PIN, 1, _digest(pki))[1]["error"]["code"] == "TokenAbsent"
    assert page.sign([_attributes(pki, 1)])[0] == 200


def test_a_second_window_waits_while_the_first_signs_and_takes_over_what_was_left(
    pki: DemoPki, tmp_path: Path
) -> None:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    now = [0.0]
    with running_agent(tmp_path / "config", token, clock=lambda: now[0]) as agent:
        first = paired_page(agent)
        second = replace(first)
        second.begin()
        first.open(PIN, 2, _digest(pki))
        assert second.sign([_attributes(pki, 1)])[1]["error"]["code"] == "TokenAbsent"
        assert second.open(PIN, 2, _digest(pki))[1]["error"]["code"] == "TokenAbsent"
        assert first.sign([_attributes(pki, 1)])[0] == 200
        now[0] = 20.0
        assert second.open(PIN, 2, _digest(pki))[0] == 200
        assert first.call("/api/sign", _items(2, _attributes(pki, 2)))[1]["error"]["code"] == "TokenAbsent"


def test_a_key_that_nobody_uses_is_closed(pki: DemoPki, tmp_path: Path) -> None:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    now = [0.0]
    with running_agent(tmp_path / "config", token, clock=lambda: now[0]) as agent:
        page = paired_page(agent)
        page.open(PIN, 1, _digest(pki))
        now[0] = 179.0
        agent.key.close_if_idle()
        assert page.sign([_attributes(pki, 1)])[0] == 200
        now[0] = 400.0
        agent.key.close_if_idle()
        assert page.sign([_attributes(pki, 1)])[1]["error"]["code"] == "TokenAbsent"


def test_nothing_but_a_document_is_signed(agent: RunningAgent, pki: DemoPki) -> None:
    page = paired_page(agent)
    for message in (b"log in", b"", _attributes(pki, 1, "vice_chairman")):
        page.open(PIN, 1, _digest(pki))
        status, told = page.sign([message])
        assert (status, told["error"]["code"]) == (403, "StrangeRequest")
    assert not any("đã ký 1/" in line for line in agent.told)


def test_attributes_that_say_more_than_a_document_needs_are_refused(pki: DemoPki) -> None:
    whole = cms.CMSAttributes.load(_attributes(pki, 1))
    certificate = pki.certificate("chairman")
    require_signature_on_a_document(whole.dump(), "sha256", certificate)
    with pytest.raises(StrangeRequest):
        require_signature_on_a_document(whole.dump(), "sha512", certificate)
    timed = cms.CMSAttribute({"type": "counter_signature", "values": []})
    with pytest.raises(StrangeRequest):
        require_signature_on_a_document(cms.CMSAttributes([*whole, timed]).dump(), "sha256", certificate)
    for left_out in range(len(whole)):
        rest = cms.CMSAttributes([one for number, one in enumerate(whole) if number != left_out])
        with pytest.raises(StrangeRequest):
            require_signature_on_a_document(rest.dump(), "sha256", certificate)


def test_a_passphrase_opens_a_key_in_a_file(pki: DemoPki, tmp_path: Path) -> None:
    token = NamedToken("tep", "pkcs12", {"file": str(pki.pfx_file("chairman"))})
    with running_agent(tmp_path / "config", token) as agent:
        page = paired_page(agent)
        _, seen = page.call("/api/look", {})
        assert seen["tokens"][0]["certificates"] == []
        assert page.open(pki.pfx_password, 1, _digest(pki))[0] == 200
        assert page.sign([_attributes(pki, 1)])[0] == 200
        assert (
            page.open(pki.pfx_password, 1, _digest(pki, "agency"))[1]["error"]["code"] == "NotYourCertificate"
        )


def test_a_token_in_a_usual_place_needs_no_option(pki: DemoPki, tmp_path: Path) -> None:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    library = token.options["library"]
    found = usual_libraries([str(Path(library).parent / "libsofthsm2*.so"), "/khong/co/*.so"])
    assert found == (library,)
    with running_agent(tmp_path / "config", libraries=lambda: found) as agent:
        page = paired_page(agent)
        assert page.open(PIN, 1, _digest(pki))[0] == 200
        assert page.sign([_attributes(pki, 1)])[0] == 200


def test_no_token_is_told_with_what_to_do(tmp_path: Path) -> None:
    with running_agent(tmp_path / "config") as agent:
        status, told = paired_page(agent).call("/api/look", {})
    assert (status, told["error"]["code"]) == (409, "TokenAbsent")
    assert "cắm" in told["error"]["vi"]


def test_neither_pin_nor_digest_is_logged_or_told(
    agent: RunningAgent, pki: DemoPki, caplog: pytest.LogCaptureFixture
) -> None:
    page = paired_page(agent)
    with caplog.at_level(logging.DEBUG):
        page.open("987654", 1, _digest(pki))
        page.open(PIN, 1, _digest(pki))
        page.sign([_attributes(pki, 0x5A)])
    shown = caplog.text + " ".join(agent.told)
    for secret in ("987654", PIN, "5a" * 32, base64.b64encode(b"\x5a" * 30).decode()):
        assert secret not in shown


async def _signed_through(
    mailbox: Mailbox, certificate: x509.Certificate, message: bytes, told: dict[str, Any]
) -> bytes:
    """What the server's signer makes of it, which checks each signature against the certificate."""
    signer = relayed(RemoteHand(certificate), mailbox).signer
    waiting = asyncio.create_task(signer.async_sign_raw(message, "sha256"))
    await asyncio.sleep(0)
    mailbox.give({1: base64.b64decode(told["signatures"][0]["signature"])})
    signature: bytes = await waiting
    return signature


def _items(number: int, message: bytes) -> dict[str, object]:
    return {"items": [{"number": number, "digest": "sha256", "message": base64.b64encode(message).decode()}]}
