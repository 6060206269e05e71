"""The server's side of a key in the person's own computer: what it announces, takes in and refuses."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from signing.tokens import OpenToken, Pin, open_token
from tests.portal.outgoing.offices import AGENCY, SigningOffice
from tests.portal.outgoing.test_pages import client_of, served
from tests.signing.sessions import intact, token_of

if TYPE_CHECKING:
    from django.test import Client

    from portal.models import OutgoingDocument, SigningBatch

__all__ = ["served"]


def _bind(office: SigningOffice, account: str = "chu_tich", who: str = "chairman", agency: str = "") -> None:
    from portal.outgoing.identities import OWN_COMPUTER, BoundTo, bind

    bind(office.pki.certificate(who), BoundTo(office.people[account], OWN_COMPUTER, agency), by="quan_tri")


@contextmanager
def _agent(office: SigningOffice, who: str = "chairman") -> Iterator[OpenToken]:
    with open_token(token_of(office.pki, who), Pin(office.pki.pfx_password)) as token:
        yield token


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _begin(client: Client, token: OpenToken, announced: dict[str, Any], **changes: Any) -> Any:
    form = {
        "document": announced["documents"],
        "signatures": announced["signatures"],
        "certificate": _base64(token.certificate.dump()),
        "chain": [_base64(one.dump()) for one in token.chain],
        "pkcs1": "false",
        "trial": "false",
    }
    return client.post("/outgoing/signing/begin", form | changes)


def _announced(client: Client, *documents: OutgoingDocument, **more: str) -> dict[str, Any]:
    answer = client.post("/outgoing/signing/announce", {"document": [one.pk for one in documents], **more})
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def _turn(client: Client, batch: str, **brought: Any) -> dict[str, Any]:
    answer = client.post(f"{batch}turn", json.dumps(brought), content_type="application/json")
    told: dict[str, Any] = answer.json()
    return told


def _carried(client: Client, batch: str, token: OpenToken) -> SigningBatch:
    """Goes back and forth as the page does, until the batch has ended."""
    from portal.models import SigningBatch

    brought: dict[str, Any] = {"anew": True}
    until = time.monotonic() + 60
    while time.monotonic() < until:
        told = _turn(client, batch, **brought)
        if told["state"] == "ended":
            return SigningBatch.objects.get(key=batch.rstrip("/").rpartition("/")[2])
        brought = {"signatures": [_signed(token, one) for one in told["items"]]}
    raise AssertionError("the batch did not end")


def _signed(token: OpenToken, item: dict[str, Any]) -> dict[str, Any]:
    sign = token.signer.async_sign_raw
    signature = asyncio.run(sign(base64.b64decode(item["message"]), item["digest"]))
    return {"number": item["number"], "signature": _base64(signature)}


def test_announced_begun_and_carried_to_its_end(served: SigningOffice) -> None:
    _bind(served)
    document, client = served.numbered(served.letter()), client_of(served, "chu_tich")
    told = _announced(client, document)
    assert told["signatures"] == 1
    assert told["titles"] == ["01/QĐ-UBND"]
    assert told["certificate"] == served.pki.certificate("chairman").sha256.hex()
    with _agent(served) as token:
        begun = _begin(client, token, told)
        assert begun.status_code == 200, begun.content
        batch = _carried(client, begun.json()["batch"], token)
    document.refresh_from_db()
    assert (batch.state, document.state) == ("done", "signed")
    assert intact(served.desk.path(document.files.get().current)) == {"NguoiKy1": True}


def test_the_clerk_seals_with_a_token_in_her_own_computer(served: SigningOffice) -> None:
    _bind(served, "van_thu", "agency", AGENCY.code)
    document = served.numbered(served.letter(), served.letter("appendix", seed=5))
    served.sit("chu_tich", document)
    client = client_of(served, "van_thu")
    told = _announced(client, agency=AGENCY.code, do="all")
    assert told["signatures"] == 2
    with _agent(served, "agency") as token:
        begun = _begin(client, token, told, agency=AGENCY.code)
        assert _carried(client, begun.json()["batch"], token).state == "done"
    document.refresh_from_db()
    assert document.state == "sealed"


def test_a_signature_by_another_key_ends_the_batch_and_is_not_used(served: SigningOffice) -> None:
    _bind(served)
    document, client = served.numbered(served.letter()), client_of(served, "chu_tich")
    told = _announced(client, document)
    with _agent(served) as token, _agent(served, "vice_chairman") as other:
        begun = _begin(client, token, told)
        batch = _carried(client, begun.json()["batch"], other)
    document.refresh_from_db()
    assert (batch.state, batch.reason_code, document.state) == ("broken", "TokenRemoved", "signing")
    assert "không phải của chứng thư" in batch.reason_vi
    assert intact(served.desk.path(document.files.get().current)) == {}


def test_another_certificate_than_the_bound_one_begins_nothing(served: SigningOffice) -> None:
    from portal.models import SigningBatch

    _bind(served)
    document, client = served.numbered(served.letter()), client_of(served, "chu_tich")
    told = _announced(client, document)
    with _agent(served, "vice_chairman") as token:
        answer = _begin(client, token, told)
    assert (answer.status_code, answer.json()["code"]) == (409, "NotYourCertificate")
    assert _begin(client, token, told, certificate="AAAA").json()["code"] == "CertificateUnfit"
    assert not SigningBatch.objects.exists()


def test_more_than_was_announced_begins_nothing(served: SigningOffice) -> None:
    from portal.models import SigningBatch

    _bind(served)
    documents = [served.numbered(served.letter(seed=seed)) for seed in (1, 2)]
    client = client_of(served, "chu_tich")
    told = _announced(client, documents[0])
    with _agent(served) as token:
        answer = _begin(client, token, told | {"documents": [one.pk for one in documents]})
    assert (answer.status_code, answer.json()["code"]) == (409, "MoreThanAsked")
    assert not SigningBatch.objects.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("TokenRemoved", "rút ra"),
        ("TokenLocked", "khóa PIN"),
        ("MoreThanAsked", "nhiều lần hơn"),
        ("AgentAway", "Chương trình ký"),
        ("<script>", "Chương trình ký"),
    ],
)
def test_what_the_agent_refuses_with_is_told_in_our_words(
    served: SigningOffice, code: str, words: str
) -> None:
    _bind(served)
    document, client = served.numbered(served.letter()), client_of(served, "chu_tich")
    with _agent(served) as token:
        batch = _begin(client, token, _announced(client, document)).json()["batch"]
        _turn(client, batch, refused=code)
        ended = _carried(client, batch, token)
    document.refresh_from_db()
    assert (ended.state, document.state, document.batch_id) == ("broken", "signing", None)
    assert words in ended.reason_vi


def test_nobody_else_reaches_a_batch_and_nonsense_is_refused(served: SigningOffice) -> None:
    _bind(served)
    document, client = served.numbered(served.letter()), client_of(served, "chu_tich")
    with _agent(served) as token:
        batch = _begin(client, token, _announced(client, document)).json()["batch"]
        for account in ("pho_chu_tich", "soan_thao", "quan_tri"):
            stranger = client_of(served, account)
            assert stranger.post(f"{batch}turn", "{}", content_type="application/json").status_code == 404
        for body in ("", "[]", "{", '{"signatures": 1}', '{"signatures": [{"number": "x"}]}', " " * 70000):
            answer = client.post(f"{batch}turn", body, content_type="application/json")
            assert answer.status_code == 400, body[:40]
        assert _carried(client, batch, token).state == "done"


def test_who_may_not_sign_can_neither_announce_nor_offer(served: SigningOffice) -> None:
    client = client_of(served, "soan_thao")
    for path in ("announce", "begin", "certificate"):
        assert client.post(f"/outgoing/signing/{path}", {}).status_code == 403
    official = client_of(served, "chu_tich")
    assert official.post("/outgoing/signing/announce", {"agency": AGENCY.code}).status_code == 403


def test_a_pin_sent_for_a_key_elsewhere_is_not_used(served: SigningOffice) -> None:
    from portal.models import SigningBatch

    _bind(served)
    document, client = served.numbered(served.letter()), client_of(served, "chu_tich")
    client.post("/outgoing/signing/sign", {"document": [document.pk], "pin": "123456"})
    assert not SigningBatch.objects.exists()
    assert "chương trình ký" in client.get("/outgoing/signing/").content.decode()


def test_an_administrator_binds_what_was_shown_and_nothing_that_came_after(served: SigningOffice) -> None:
    from portal.models import AuditEvent, CertificateBinding, OfferedCertificate

    official, administrator = client_of(served, "chu_tich"), client_of(served, "quan_tri")

    def show(who: str) -> OfferedCertificate:
        sent = _base64(served.pki.certificate(who).dump())
        assert official.post("/outgoing/signing/certificate", {"certificate": sent}).status_code == 200
        return OfferedCertificate.objects.get()

    seen = show("vice_chairman")
    newer = show("chairman")
    assert newer.pk == seen.pk
    address = f"/outgoing/people/offers/{seen.pk}"
    administrator.post(address, {"do": "bind", "sha256": seen.sha256})
    assert not CertificateBinding.objects.filter(token="").exists()
    assert official.post(address, {"do": "bind", "sha256": newer.sha256}).status_code == 403
    administrator.post(address, {"do": "bind", "sha256": newer.sha256})
    bound = CertificateBinding.objects.get(user=served.people["chu_tich"], ended_at=None)
    assert (bound.is_in_own_computer, bound.sha256) == (True, newer.sha256)
    assert not OfferedCertificate.objects.exists()
    told = [event.details.get("what") for event in AuditEvent.objects.filter(kind="account.changed")]
    assert told[-3:] == ["certificate.offered", "certificate.offered", "certificate.bound"]


def test_what_is_no_certificate_is_not_laid_before_anybody(served: SigningOffice) -> None:
    from portal.models import OfferedCertificate

    official = client_of(served, "chu_tich")
    for sent in ("", "AAAA", "*" * 10, "A" * 20000):
        assert official.post("/outgoing/signing/certificate", {"certificate": sent}).status_code == 409
    assert not OfferedCertificate.objects.exists()
