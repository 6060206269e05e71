"""With which key a batch signs: one that the settings name, or one in the signer's own computer.

Both are opened once, sign one batch at a time and are let go of whatever happens.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from portal.models import CertificateBinding
from portal.outgoing.identities import must_be_own
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.token_sights import forget
from records.errors import TokenAbsent
from signing.fitness import require_fit
from signing.relay import Mailbox, RemoteHand, relayed
from signing.services import Services
from signing.session import SigningSession, open_session, session_with
from signing.tokens import NamedToken, Pin

_in_use: set[str] = set()
_guard = threading.Lock()


class Key(Protocol):
    """What a batch needs of it."""

    @property
    def name(self) -> str:
        """Tells it from every other key."""
        ...

    def session(
        self, services: Services | None, *, largest_bytes: int
    ) -> AbstractContextManager[SigningSession]:
        """Opens it for one batch; raises what `open_token` raises."""
        ...

    def let_go(self) -> None:
        """The batch is over."""
        ...


@dataclass(frozen=True, slots=True)
class KeyHere:
    """A token that the settings name, under the PIN that was typed."""

    token: NamedToken
    pin: Pin | None

    @property
    def name(self) -> str:
        return self.token.name

    @contextmanager
    def session(self, services: Services | None, *, largest_bytes: int) -> Iterator[SigningSession]:
        """The PIN is tried once."""
        with open_session(self.token, self.pin, services=services, largest_bytes=largest_bytes) as session:
            yield session

    def let_go(self) -> None:
        """The PIN is forgotten; what the token says, such as tries left, is asked anew."""
        if self.pin is not None:
            self.pin.forget()
        forget(self.token)


@dataclass(frozen=True, slots=True)
class KeyElsewhere:
    """A key that the agent in the signer's own computer has opened."""

    hand: RemoteHand
    mailbox: Mailbox

    @property
    def name(self) -> str:
        # No name in the settings holds a colon together with a digest.
        return f"own computer:{self.hand.certificate.sha256.hex()}"

    @contextmanager
    def session(self, services: Services | None, *, largest_bytes: int) -> Iterator[SigningSession]:
        """Raises `CertificateUnfit`."""
        require_fit(self.hand.certificate, at=datetime.now(UTC))
        token = relayed(self.hand, self.mailbox)
        with session_with(token, services=services, largest_bytes=largest_bytes) as session:
            yield session

    def let_go(self) -> None:
        """Whoever still asks is told that it is over; see `portal.outgoing.relays`."""


def key_of(options: OutgoingOptions, binding: CertificateBinding, pin: Pin | None) -> KeyHere:
    """The key that a binding names; raises `TokenAbsent` when it is not in the settings."""
    if binding.is_in_own_computer:
        raise TokenAbsent(
            "the key is in the signer's own computer",
            remedy_vi="Khóa ký ở máy của người ký, nên chỉ ký được ở trang Chờ tôi ký hoặc Văn thư, khi "
            "chương trình ký trên máy đó đang chạy.",
            remedy_en="The key is in the signer's own computer: it signs on the desk's pages alone, while "
            "the signing agent runs there.",
        )
    token = options.tokens.get(binding.token)
    if token is None:
        raise TokenAbsent(f"signing.tokens.{binding.token} is not in the settings")
    return KeyHere(token, pin)


def key_elsewhere(binding: CertificateBinding, hand: RemoteHand, *, announced: int) -> KeyElsewhere:
    """The key that the agent opened; raises `NotYourCertificate` when it is not the one that is bound."""
    must_be_own(hand.certificate, binding)
    return KeyElsewhere(hand, Mailbox(announced))


def is_at_work(name: str) -> bool:
    """Whether a batch signs with that key now."""
    with _guard:
        return name in _in_use


def take(name: str) -> None:
    """Keeps a key for one batch; raises `TokenAbsent` while another has it."""
    # Two sessions of one token would fight over its login (PKCS #11, 5.6: one login state a token).
    with _guard:
        if name in _in_use:
            raise TokenAbsent(
                "the token is at work",
                remedy_vi="Thiết bị này đang ký một đợt khác. Hãy đợi đợt đó xong rồi ký tiếp.",
                remedy_en="This token is signing another batch. Wait for it to end, then go on.",
            )
        _in_use.add(name)


def give_back(name: str) -> None:
    """Another batch may have it."""
    with _guard:
        _in_use.discard(name)
