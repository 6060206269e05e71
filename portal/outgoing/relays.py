"""The mailboxes of batches whose key is in the signer's own computer, for as long as they run.

They are this process's, as batches are. Only the account that began a batch reaches its mailbox.
"""

from __future__ import annotations

import threading
from uuid import UUID

from records.errors import MoreThanAsked, SigningRefused, StrangeRequest, TokenLocked, TokenRemoved
from signing.relay import (
    AGENT_GONE,
    BROWSER_GONE,
    Mailbox,
)

HOLD_SECONDS = 2.0
"""How long a request waits for something to sign."""
_MOST_HOLDING = 2
"""Requests that may wait at once: each holds one of the server's few threads."""

_mailboxes: dict[UUID, tuple[str, Mailbox]] = {}
_guard = threading.Lock()
_holding = threading.BoundedSemaphore(_MOST_HOLDING)

REFUSALS: dict[str, SigningRefused] = {
    "TokenRemoved": TokenRemoved("told by the agent"),
    "TokenLocked": TokenLocked("told by the agent"),
    "MoreThanAsked": MoreThanAsked("told by the agent"),
    "StrangeRequest": StrangeRequest("told by the agent"),
    "Left": BROWSER_GONE,
}
"""What the agent's page may tell, by its code; its own words are never shown."""


def lay_out(key: UUID, by: str, mailbox: Mailbox) -> None:
    """A batch begins."""
    with _guard:
        _mailboxes[key] = (by, mailbox)


def take_in(key: UUID) -> None:
    """A batch has ended."""
    with _guard:
        _mailboxes.pop(key, None)


def mailbox_of(key: UUID, by: str) -> Mailbox | None:
    """The mailbox of a batch that runs here and is that account's."""
    with _guard:
        owner, mailbox = _mailboxes.get(key, ("", None))
    return mailbox if owner == by else None


def patience() -> _Patience:
    """How long this request may wait; nothing where others are waiting already."""
    return _Patience()


class _Patience:
    def __enter__(self) -> float:
        self._is_holding = _holding.acquire(blocking=False)
        return HOLD_SECONDS if self._is_holding else 0.0

    def __exit__(self, *_: object) -> None:
        if self._is_holding:
            _holding.release()


def refusal(code: str) -> SigningRefused:
    """Why the agent's side ended, in our words."""
    return REFUSALS.get(code, AGENT_GONE)
