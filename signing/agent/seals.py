"""Each request of the agent's page is sealed by the key of its pairing: HMAC-SHA-256 (RFC 2104).

A request that was overheard or kept is refused when it comes again: it names the visit in which it was
made, which ends with the agent, and a number that only grows within the visit.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict

from records.errors import NotPaired, StrangeRequest
from signing.agent.pairings import Pairing, Pairings

_MOST_VISITS = 64
_LONGEST_SEAL = 200


class Seals:
    """Checks the seals of requests against the pairings."""

    def __init__(self, pairings: Pairings) -> None:
        self._pairings = pairings
        self._visits: OrderedDict[str, int] = OrderedDict()
        """The last number of each; the oldest visit ends where there are too many."""
        self._guard = threading.Lock()

    def new_visit(self) -> str:
        """For a page that has just been opened."""
        visit = secrets.token_hex(16)
        with self._guard:
            self._visits[visit] = 0
            while len(self._visits) > _MOST_VISITS:
                self._visits.popitem(last=False)
        return visit

    def check(self, seal: str, path: str, body: bytes) -> tuple[Pairing, str]:
        """Whose request it is, and of which visit; raises `NotPaired` or `StrangeRequest`."""
        parts = seal.split(".") if len(seal) <= _LONGEST_SEAL else []
        if len(parts) != 4 or not (parts[2].isascii() and parts[2].isdigit()):
            raise NotPaired("a request without a seal")
        identifier, visit, number, mac = parts
        pairing = self._pairings.find(identifier)
        if not hmac.compare_digest(seal_of(pairing.key, visit, int(number), path, body), mac):
            raise NotPaired("the seal is not this pairing's")
        with self._guard:
            if int(number) <= self._visits.get(visit, int(number)):
                raise StrangeRequest("a request that came before, or of an earlier run of the agent")
            self._visits[visit] = int(number)
        return pairing, visit


def seal_of(key: bytes, visit: str, number: int, path: str, body: bytes) -> str:
    """The seal of one request, in hexadecimal."""
    return hmac.new(key, f"{visit}\n{number}\n{path}\n".encode() + body, hashlib.sha256).hexdigest()
