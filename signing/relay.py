"""A key in another computer: what it is to sign is put into a mailbox, which the signer's browser empties.

The batch goes on as with any other token. Its signer puts each value into the mailbox and waits; the page
in the signer's browser takes what lies there, has the signing agent of that computer sign it, and brings
the signatures. Nobody waits for ever: a browser that stays away ends the batch, and so does a signature by
another key than the certificate's. Files never leave this machine, and no PIN ever comes here.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from asn1crypto import x509

from records.errors import CertificateUnfit, MoreThanAsked, SigningRefused, TokenRemoved
from signing.mechanisms import DIGESTS, TokenSigner
from signing.tokens import OpenToken

AT_ONCE = 4
"""Values that may lie in the mailbox: as many as a batch has files under way."""
BROWSER_SECONDS = 30.0
"""A browser that has not come for so long is gone; it comes at least every two seconds while it works."""
SIGNATURE_SECONDS = 120.0
"""For one signature: some tokens want a button pressed."""
_LOOK_EVERY_SECONDS = 0.5
_MOST_SIGNATURE_BYTES = 1 << 12

BROWSER_GONE = TokenRemoved(
    "the signer's browser does not come any more",
    remedy_vi="Trang ký trên máy người ký đã đóng hoặc mất mạng giữa chừng. Các tệp đã ký vẫn tốt; "
    "hãy mở lại "
    "trang và ký tiếp phần còn lại.",
    remedy_en="The signer's page was closed or lost its connection. What was signed is good; sign "
    "the rest again.",
)
AGENT_GONE = TokenRemoved(
    "the signing agent of the signer's computer does not answer",
    remedy_vi="Chương trình ký trên máy người ký đã dừng hoặc cửa sổ ký đã đóng. Các tệp đã ký vẫn tốt; hãy "
    "khởi động lại chương trình và ký tiếp phần còn lại.",
    remedy_en="The signing agent stopped or its window was closed. What was signed is good; sign the "
    "rest again.",
)
TOO_SLOW = TokenRemoved(
    "no signature came within the time limit",
    remedy_vi="Thiết bị ký ở máy người ký không ký trong hai phút. Các tệp đã ký vẫn tốt; hãy cắm "
    "lại thiết bị "
    "và ký tiếp.",
    remedy_en="The token did not sign within two minutes. What was signed is good; plug it in anew.",
)
WRONG_KEY = TokenRemoved(
    "a signature by another key than the certificate's",
    remedy_vi="Chữ ký gửi về không phải của chứng thư đã đăng ký, nên đã dừng và không dùng chữ ký "
    "đó. Các tệp "
    "đã ký trước vẫn tốt; hãy báo người phụ trách kỹ thuật.",
    remedy_en="A signature came that is not by the bound certificate's key. It was not used; tell the "
    "administrator.",
)


@dataclass(frozen=True, slots=True)
class ToSign:
    """One value that waits for its signature."""

    number: int
    """Counts up from 1 within the mailbox."""
    digest: str
    """`sha256`, `sha384` or `sha512`."""
    message: bytes
    """DER of the signed attributes (RFC 5652, 5.4); some hundred bytes."""


@dataclass(frozen=True, slots=True)
class RemoteHand:
    """What the agent said of the key that it opened."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    pkcs1_padding: bool = False
    is_trial: bool = False


class Mailbox:
    """Between the batch's thread, which puts values in, and the browser's requests, which take them out."""

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`most` signatures were announced to the person; no more are ever asked for."""
        self._most = most
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: dict[int, tuple[ToSign, Future[bytes]]] = {}
        self._handed_out: set[int] = set()
        self._put = 0
        self._seen_at = clock()
        self._end: SigningRefused | None = None

    def put(self, message: bytes, digest: str) -> Future[bytes]:
        """Lays one value in; its future holds the signature, or why there is none."""
        with self._changed:
            future: Future[bytes] = Future()
            if self._end is None and self._put >= self._most:
                self._stop(MoreThanAsked("the batch wants more signatures than were announced"))
            if self._end is not None:
                future.set_exception(self._end)
                return future
            self._put += 1
            self._waiting[self._put] = (ToSign(self._put, digest, message), future)
            self._changed.notify_all()
            return future

    def take(self, *, seconds: float = 0.0, anew: bool = False) -> tuple[ToSign, ...]:
        """What nobody has taken yet, after `seconds` at most; `anew` gives all that is unanswered.

        A page that was loaded again has lost what the one before it took.
        """
        with self._changed:
            self._seen_at = self._clock()
            if anew:
                self._handed_out.clear()
            self._changed.wait_for(lambda: self._fresh() or self._end is not None, seconds)
            self._seen_at = self._clock()
            fresh = self._fresh()
            self._handed_out.update(one.number for one in fresh)
            return tuple(fresh)

    def give(self, signatures: Mapping[int, bytes]) -> None:
        """Signatures by the number of what they sign; what nobody waits for is passed over."""
        with self._changed:
            self._seen_at = self._clock()
            given = [
                (self._waiting.pop(number)[1], signature)
                for number, signature in signatures.items()
                if number in self._waiting and 0 < len(signature) <= _MOST_SIGNATURE_BYTES
            ]
        for future, signature in given:
            future.set_result(signature)

    def end(self, why: SigningRefused) -> None:
        """From now on nothing is signed any more; whoever waits is told why."""
        with self._changed:
            self._stop(why)

    def end_if_silent(self) -> None:
        """Ends it where the browser has stayed away."""
        with self._changed:
            if self._clock() - self._seen_at > BROWSER_SECONDS:
                self._stop(BROWSER_GONE)

    def _fresh(self) -> list[ToSign]:
        return [one for one, _ in self._waiting.values() if one.number not in self._handed_out]

    def _stop(self, why: SigningRefused) -> None:
        self._end = self._end or why
        for _, future in self._waiting.values():
            future.set_exception(self._end)
        self._waiting.clear()
        self._changed.notify_all()


class RelaySigner(TokenSigner):
    """A pyHanko signer whose key answers through a mailbox."""

    def __init__(self, hand: RemoteHand, mailbox: Mailbox) -> None:
        super().__init__(hand.certificate, hand.chain, pkcs1_padding=hand.pkcs1_padding)
        self._mailbox = mailbox

    async def make_signature(self, message: bytes, digest: str) -> bytes:
        """The signature that the browser brings; raises `TokenRemoved` where none comes, or another key's."""
        asked = asyncio.wrap_future(self._mailbox.put(message, digest))
        until = time.monotonic() + SIGNATURE_SECONDS
        while not (await asyncio.wait((asked,), timeout=_LOOK_EVERY_SECONDS))[0]:
            self._mailbox.end_if_silent()
            if time.monotonic() > until:
                self._mailbox.end(TOO_SLOW)
        try:
            signature = asked.result()
            self._require_own(signature, message, DIGESTS[digest])
        except CertificateUnfit as error:
            self._mailbox.end(WRONG_KEY)
            raise _again(WRONG_KEY) from error
        except SigningRefused as error:
            raise _again(error) from error
        return signature


def relayed(hand: RemoteHand, mailbox: Mailbox) -> OpenToken:
    """The key as the signing session knows it."""
    return OpenToken(RelaySigner(hand, mailbox), hand.certificate, hand.chain, hand.is_trial, AT_ONCE)


def read_hand(der: Iterable[bytes], *, pkcs1_padding: bool = False, is_trial: bool = False) -> RemoteHand:
    """The signer's certificate first, then the authorities'; raises `CertificateUnfit` for anything else."""
    try:
        read = [x509.Certificate.load(one, strict=True) for one in der]
        for one in read:
            _ = one.native, one.sha256
        return RemoteHand(read[0], tuple(one for one in read[1:] if one.ca), pkcs1_padding, is_trial)
    except Exception as error:  # asn1crypto raises many kinds on what is no certificate
        raise CertificateUnfit("the agent sent no certificate") from error


def _again(error: SigningRefused) -> SigningRefused:
    """A new one of the same words, since each file's failure is raised by itself.

    Whatever ends a mailbox ends the batch: what is no `TokenRemoved` becomes one with the same words.
    """
    return TokenRemoved(error.detail, remedy_vi=error.remedy_vi, remedy_en=error.remedy_en)
