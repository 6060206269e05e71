"""Decides on a request's body when only its head was read: nothing that nobody may send comes onto a disk.

Waitress keeps a body in a temporary file before the application hears of the request, so its one limit for
all would let any visitor lay down as much as the largest scan, as often as connections are free. Here the
rule of `portal.request_size` is asked first. A body that is left out is thrown away as it comes, or not read
at all, and the application answers the request in words.
"""

from __future__ import annotations

import copy
import logging
import shutil
import tempfile
import threading
import time
from functools import partial
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import parse_cookie
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import Error

from portal.accounts.client_address import address_behind
from portal.accounts.sessions import is_signed_in
from portal.api.tokens import in_force
from portal.configuration import current
from portal.public.throttling import visitor_of
from portal.request_size import FORM_BYTES, LEFT_OUT, most_bytes

log = logging.getLogger(__name__)

AT_ONCE = 12
"""Large bodies of people and systems on their way together; the portal's own pages send pieces of 1 MiB."""
OF_VISITORS = 4
"""The same of visitors: with 64 MiB each, what strangers can hold of a disk is a quarter of a GiB."""
OF_A_VISITOR = 2
VISITOR_SECONDS = 300.0
"""A visitor's paper arrives within this time: 64 MiB at 220 kB/s."""
LEAST_FREE_BYTES = 1 << 30
"""Disk that stays free of bodies."""
MOST_DRAINED = 64 << 20
"""A body that is left out is thrown away as it comes up to this size, so that the sender reads the answer."""
_HEADER = LEFT_OUT.upper().replace("-", "_")


class Places:
    """The large bodies that are on their way; safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Weak, so that a connection that ends in whatever way gives its place back.
        self._taken: WeakSet[BoundedRequest] = WeakSet()

    def take(self, wanted: BoundedRequest) -> bool:
        """Whether `wanted` may send its body now; it holds its place until `leave`, or until it is gone."""
        with self._lock:
            others = [one for one in self._taken if not one.is_late]
            if not _has_room(wanted, others):
                return False
            self._taken.add(wanted)
            return True

    def leave(self, held: BoundedRequest) -> None:
        """Gives the place back; there may be none."""
        with self._lock:
            self._taken.discard(held)

    def __len__(self) -> int:
        return len(self._taken)


class BoundedRequest(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request whose body is kept only where `most_bytes` and the places allow it."""

    def __init__(self, adjustments: Adjustments, *, places: Places, peer: str) -> None:
        super().__init__(adjustments)
        self._places = places
        self._peer = peer
        self._began = time.monotonic()
        self.visitor = ""
        """Who sends a large body without account or key; empty for all others."""
        self.announced = 0
        """Bytes of the body, at most."""
        self._is_cut = False

    @property
    def is_late(self) -> bool:
        """Whether a visitor's body has taken longer than it may."""
        return bool(self.visitor) and time.monotonic() - self._began > VISITOR_SECONDS

    def received(self, data: bytes) -> int:
        """Takes what came; a visitor's body that is late ends the request."""
        taken: int = super().received(data)
        if self.is_late and not self.completed:
            self.error, self.completed = TooSlow("the body took too long"), True
        # The bytes of a body that is not read must never be taken for the next request.
        return len(data) if self._is_cut else taken

    def parse_header(self, header_plus: bytes) -> None:
        """Reads the head, and decides on the body before its first byte is kept."""
        super().parse_header(header_plus)
        self.headers.pop(_HEADER, None)
        if self.body_rcv is None or (not self.chunked and self.content_length <= FORM_BYTES):
            return
        most = self._most_bytes()
        self.announced = most if self.chunked else self.content_length
        self.adj = _with_limit(self.adj, most)
        if self.content_length > most:
            self._leave_out("size")
        elif most > FORM_BYTES and not self._places.take(self):
            self._leave_out("turn")

    def close(self) -> None:
        """Lets go of body and place."""
        self._places.leave(self)
        super().close()

    def _most_bytes(self) -> int:
        cookie = parse_cookie(self.headers.get("COOKIE", "")).get(settings.SESSION_COOKIE_NAME, "")
        kind, _, key = self.headers.get("AUTHORIZATION", "").partition(" ")
        known: list[bool] = []

        def is_known(answer: bool) -> bool:
            known.append(answer)
            return answer

        try:
            most = most_bytes(
                self.command.upper(),
                self.path,
                is_person=lambda: is_known(is_signed_in(cookie)),
                is_system=lambda: is_known(kind == "Bearer" and in_force(key) is not None),
            )
        except DatabaseError as error:
            log.warning("nobody could be asked who sends a large body: %s", type(error).__name__)
            return FORM_BYTES
        finally:
            # This is the thread of the server's loop, which otherwise has nothing to do with the database.
            connection.close()
        if most > FORM_BYTES and not any(known):
            self.visitor = visitor_of(address_behind(self._peer, self.headers.get("X_FORWARDED_FOR", "")))
        return most

    def _leave_out(self, why: str) -> None:
        self.headers[_HEADER] = why
        self.announced = 0
        if self.chunked or self.expect_continue or self.content_length > MOST_DRAINED:
            # What waits to be asked for its body is not asked (RFC 9110, 10.1.1).
            self._is_cut, self.body_rcv, self.expect_continue = True, None, False
            self.chunked, self.content_length, self.connection_close = False, 0, True
            self.headers["CONNECTION"] = "close"
        else:
            self.adj = _with_limit(self.adj, MOST_DRAINED)
            self.body_rcv = FixedStreamReceiver(self.content_length, _Nowhere(0))


class TooSlow(Error):  # type: ignore[misc]  # waitress has no types
    """What waitress answers to a body that took too long."""

    code = 408
    reason = "Request Timeout"


class BoundedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose requests are bounded; `places` is shared by all of a server."""

    places = Places()

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Adjustments, map: Any = None) -> None:  # noqa: A002
        super().__init__(server, sock, addr, adj, map=map)
        peer = str(addr[0]) if isinstance(addr, tuple) else ""
        self.parser_class = partial(BoundedRequest, places=self.places, peer=peer)

    def handle_close(self) -> None:
        """A connection that ends within a body gives its place back at once."""
        if self.request is not None:
            self.request.close()
        super().handle_close()


class _Nowhere(OverflowableBuffer):  # type: ignore[misc]  # waitress has no types
    """Takes a body and keeps nothing of it."""

    def append(self, s: bytes) -> None:
        """Lets go of `s`."""


def _has_room(wanted: BoundedRequest, others: list[BoundedRequest]) -> bool:
    of_visitors = [one for one in others if one.visitor]
    if wanted.visitor:
        own = sum(one.visitor == wanted.visitor for one in of_visitors)
        if own >= OF_A_VISITOR or len(of_visitors) >= OF_VISITORS:
            return False
    elif len(others) - len(of_visitors) >= AT_ONCE:
        return False
    free = shutil.disk_usage(tempfile.gettempdir()).free
    return free - wanted.announced - sum(one.announced for one in others) > LEAST_FREE_BYTES


def _with_limit(adjustments: Adjustments, most: int) -> Adjustments:
    """The server's adjustments with this limit for a body; waitress refuses what reaches it."""
    limited = copy.copy(adjustments)
    limited.max_request_body_size = min(most, current().largest_file_bytes + FORM_BYTES) + 1
    return limited
