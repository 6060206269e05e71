"""The token as the agent's page may use it: seen, opened with one PIN, signing as often as announced."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import MappingProxyType

from asn1crypto import x509

from records.errors import (
    HosoError,
    MoreThanAsked,
    NotYourCertificate,
    SigningRefused,
    TokenAbsent,
)
from signing.agent.attributes import require_signature_on_a_document
from signing.tokens import NamedToken, OpenToken, Pin, SeenCertificate, Sight, look_at, open_token
from signing.tokens.pkcs11 import explore

IDLE_SECONDS = 180.0
"""A key that nobody asks for so long is closed; a portal's batch asks many times a minute."""
BUSY_SECONDS = 15.0
"""A key that was used so lately is not taken away by another window."""
MOST_SIGNATURES = 1000
MOST_AT_ONCE = 16
_KEPT_ANSWERS = 64


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the key: one visit of the agent's page, for one portal."""

    origin: str
    visit: str


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom, with which certificate and how many times a key is opened."""

    holder: Holder
    signatures: int
    certificate: str = ""
    """SHA-256 of the certificate that must sign, lower-case hexadecimal; empty where any may be shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One value to be signed."""

    number: int
    digest: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """A token that is there."""

    token: NamedToken
    sight: Sight


@dataclass(slots=True)
class _Open:
    wish: Wish
    token: OpenToken
    stack: ExitStack
    pin: Pin
    left: int
    used_at: float
    answers: dict[int, tuple[Asked, bytes]] = field(default_factory=dict)
    """The last ones, for a page that was loaded again before it could pass them on."""


class AgentKey:
    """Opens one key at a time, for one page at a time.

    `tokens` names what may be used; `libraries`, where to look for more, with the options `more`.
    `tell` writes a line on the agent's own terminal.
    """

    def __init__(
        self,
        tokens: Sequence[NamedToken],
        libraries: Callable[[], Sequence[str]] = tuple,
        *,
        more: Mapping[str, str] = MappingProxyType({}),
        tell: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tuple(tokens)
        self._libraries = libraries
        self._more = more
        self._tell = tell
        self._clock = clock
        self._open: _Open | None = None
        self._guard = threading.Lock()

    def look(self) -> list[Seen]:
        """What is plugged in, without a PIN; raises `TokenAbsent` with what to do where nothing is."""
        found, refusals = [], []
        for token in self._tokens:
            try:
                found.append(Seen(token, look_at(token)))
            except HosoError as error:
                refusals.append(error)
        for library in self._libraries():
            try:
                found += [Seen(self._named(library, sight), sight) for sight in explore(library)]
            except HosoError as error:
                refusals.append(error)
        if not found:
            raise refusals[0] if len(refusals) == 1 else TokenAbsent("no token is plugged in")
        return found

    def open(self, wish: Wish, pin: Pin) -> OpenToken:
        """Opens the key that the wish means; the PIN is tried once. Raises what `open_token` raises."""
        with self._guard:
            if self._is_held_by_another(wish.holder):
                raise TokenAbsent(
                    "another page is signing",
                    remedy_vi="Một trang hoặc cửa sổ khác đang dùng thiết bị ký. Hãy đợi nơi đó ký xong.",
                    remedy_en="Another page or window is using the token. Wait until it has finished.",
                )
            self._close("")
            token = self._meant(wish)
            stack = ExitStack()
            try:
                opened = stack.enter_context(open_token(token, pin))
                _require_meant(opened, wish)
            except BaseException:
                stack.close()
                pin.forget()
                raise
            self._open = _Open(wish, opened, stack, pin, wish.signatures, self._clock())
        if wish.signatures:
            named = name_of(opened.certificate)
            self._tell(f"{wish.holder.origin} xin ký {wish.signatures} lần bằng chứng thư: {named}")
        return opened

    def sign(self, holder: Holder, asked: Sequence[Asked]) -> Mapping[int, bytes]:
        """The signatures by their numbers; raises `TokenRemoved`, `TokenAbsent`, `MoreThanAsked` or others.

        Whatever refuses closes the key: nothing more is signed until a PIN is typed again.
        """
        with self._guard:
            held = self._open
            if held is None or held.wish.holder != holder:
                raise TokenAbsent(
                    "the key is not open",
                    remedy_vi="Phiên ký trên máy này đã đóng. Các tệp đã ký vẫn tốt; hãy bắt đầu đợt ký mới.",
                    remedy_en="The key is closed. What was signed is good; begin anew for the rest.",
                )
            try:
                return {one.number: self._sign(held, one) for one in asked}
            except SigningRefused:
                self._close("dừng vì lỗi")
                raise

    def _sign(self, held: _Open, asked: Asked) -> bytes:
        held.used_at = self._clock()
        earlier = held.answers.get(asked.number)
        if earlier is not None and earlier[0] == asked:
            return earlier[1]
        require_signature_on_a_document(asked.message, asked.digest, held.token.certificate)
        if held.left <= 0:
            raise MoreThanAsked("more signatures than the page announced")
        held.left -= 1
        signature: bytes = asyncio.run(held.token.signer.async_sign_raw(asked.message, asked.digest))
        held.answers[asked.number] = (asked, signature)
        while len(held.answers) > _KEPT_ANSWERS:
            del held.answers[next(iter(held.answers))]
        return signature

    def close(self, holder: Holder) -> None:
        """The page is done."""
        with self._guard:
            if self._open is not None and self._open.wish.holder == holder:
                self._close("xong")

    def close_if_idle(self) -> None:
        """Closes what a page has left open."""
        with self._guard:
            if self._open is not None and self._clock() - self._open.used_at > IDLE_SECONDS:
                self._close("đóng vì không ai dùng nữa")

    def shut(self) -> None:
        """The agent ends."""
        with self._guard:
            self._close("chương trình ký dừng")

    def _is_held_by_another(self, holder: Holder) -> bool:
        """Whether somebody else signs just now; what was only left open is taken over."""
        held = self._open
        return held is not None and held.wish.holder != holder and self._clock() - held.used_at < BUSY_SECONDS

    def _close(self, why: str) -> None:
        held, self._open = self._open, None
        if held is None:
            return
        held.pin.forget()
        held.stack.close()
        if held.wish.signatures:
            made = held.wish.signatures - held.left
            self._tell(
                f"{held.wish.holder.origin}: đã ký {made}/{held.wish.signatures}{f', {why}' if why else ''}."
            )

    def _named(self, library: str, sight: Sight) -> NamedToken:
        chosen = {option: content for option, content in sight.choice if content}
        return NamedToken("thiet_bi", "pkcs11", {"library": library, **chosen, **self._more})

    def _meant(self, wish: Wish) -> NamedToken:
        """By the certificate where tokens show theirs, else the one that shows none before its PIN."""
        seen = self.look()
        for one in seen:
            for held in one.sight.certificates:
                if held.certificate.sha256.hex() == wish.certificate:
                    return _with_choice(one.token, held)
        hidden = [one.token for one in seen if not one.sight.certificates]
        if hidden:
            return hidden[0]
        if wish.certificate:
            raise NotYourCertificate("no token here holds the certificate that is bound")
        return seen[0].token


def _require_meant(opened: OpenToken, wish: Wish) -> None:
    if wish.certificate and opened.certificate.sha256.hex() != wish.certificate:
        raise NotYourCertificate("the token holds another certificate than the one bound")


def name_of(certificate: x509.Certificate) -> str:
    """Whom it names, and its serial number."""
    native = certificate.subject.native
    name = native.get("common_name") or native.get("organization_name") or "?"
    return f"{name[-1] if isinstance(name, list) else name} ({certificate.serial_number:x})"


def _with_choice(token: NamedToken, held: SeenCertificate) -> NamedToken:
    """That certificate and no other, where its token can be told so."""
    given = {name: value for name, value in held.choice if value}
    return NamedToken(token.name, token.kind, {**given, **token.options})
