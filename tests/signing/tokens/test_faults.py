"""Tokens that fail on purpose: found as a plug-in of an office's own would be, and each failure is named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from records.errors import CertificateUnfit, PinWrong, SigningRefused, TokenAbsent, TokenLocked, TokenRemoved
from signing.demo_pki import DemoPki
from signing.tokens import open_token, token_kinds
from tests.signing.faults import fault_tokens, faulty_token
from tests.signing.tokens.checking import require_signature, sign_message


@pytest.fixture(autouse=True)
def _faults() -> Iterator[None]:
    with fault_tokens():
        yield


def test_a_file_laid_beside_the_kinds_is_a_kind() -> None:
    assert "faulty" in token_kinds()


@pytest.mark.parametrize(
    ("fault", "refusal"), [("locked", TokenLocked), ("absent", TokenAbsent), ("pin_wrong", PinWrong)]
)
def test_a_token_that_cannot_be_opened(pki: DemoPki, fault: str, refusal: type[SigningRefused]) -> None:
    token, pin = faulty_token(pki, fault)
    with pytest.raises(refusal), open_token(token, pin):
        pass


def test_a_token_that_is_pulled_out_after_two_signatures(pki: DemoPki) -> None:
    token, pin = faulty_token(pki, "removed", after=2)
    with open_token(token, pin) as opened:
        for _ in range(2):
            require_signature(opened, sign_message(opened))
        with pytest.raises(TokenRemoved):
            sign_message(opened)


def test_a_signature_that_the_certificate_did_not_make_is_never_handed_on(pki: DemoPki) -> None:
    for official in ("chairman", "vice_chairman"):
        token, pin = faulty_token(pki, "lies", label=official)
        with open_token(token, pin) as opened, pytest.raises(CertificateUnfit) as refusal:
            sign_message(opened)
        assert "không khớp" in refusal.value.remedy_vi


def test_a_token_that_hangs_can_be_given_up_while_its_thread_waits(pki: DemoPki) -> None:
    token, pin = faulty_token(pki, "hangs")

    async def sign_with_patience() -> None:
        async with asyncio.timeout(0.05):
            await opened.signer.async_sign_raw(b"x", "sha256")

    with open_token(token, pin) as opened:
        loop = asyncio.new_event_loop()
        with pytest.raises(TimeoutError):
            loop.run_until_complete(sign_with_patience())
        token_kinds()["faulty"].let_go()  # type: ignore[attr-defined]
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
