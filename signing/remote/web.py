"""Asks a remote signing service: JSON by POST over HTTPS, bounded in octets and seconds, never sent twice.

No redirects are followed, since what is sent carries a PIN and a bearer token. A kept connection is used
again only while it is seen to be open, so that no question ever has to be repeated.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

_MOST_OCTETS = 1 << 18
"""A chain of certificates takes some 10 kB."""
_CHUNK = 1 << 14
_MOST_LETTERS = 64


class Unreachable(Exception):
    """No whole answer came; the detail names the cause."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the JSON object that came with it; empty where there was none."""

    status: int
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether the service did what was asked."""
        return self.status in {200, 204}

    @property
    def error(self) -> str:
        """The service's short name of what went wrong, cut to what may stand in a log."""
        named = str(self.content.get("error", ""))
        return "".join(letter for letter in named if letter.isascii() and letter.isprintable())[
            :_MOST_LETTERS
        ]

    @property
    def description(self) -> str:
        """What it says besides, in lower case, for recognising it; never shown or logged."""
        return str(self.content.get("error_description", ""))[:512].lower()


def is_acceptable_address(address: str) -> bool:
    """https anywhere, http only on this machine's loopback; no user, question or fragment in it."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


class Service:
    """One service's address and the connection that is kept to it; for one thread at a time."""

    def __init__(self, address: str, *, ca_file: str = "") -> None:
        parts = urlsplit(address)
        self._host = str(parts.hostname)
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._path = parts.path.rstrip("/")
        self._is_tls = parts.scheme == "https"
        self._ca_file = ca_file
        self._kept: http.client.HTTPConnection | None = None

    def post(self, name: str, content: Mapping[str, Any], *, bearer: str, seconds: float) -> Answer:
        """Asks `name`, such as "credentials/info"; raises `Unreachable`."""
        headers = {"Content-Type": "application/json"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        return self._exchange(name, json.dumps(content).encode(), headers, seconds)

    def post_form(self, name: str, content: Mapping[str, str], *, seconds: float) -> Answer:
        """The same with a form, as OAuth 2.0 wants it (RFC 6749, clause 4.4.2)."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._exchange(name, urlencode(content).encode(), headers, seconds)

    def close(self) -> None:
        """Ends the kept connection."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _exchange(self, name: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        until = time.monotonic() + seconds
        patience = threading.Timer(seconds, self._hang_up)
        patience.start()
        try:
            connection = self._take(until)
            headers |= {"Accept": "application/json", "User-Agent": "hoso"}
            connection.request("POST", f"{self._path}/{name}", body, headers)
            _limit(connection, until)
            response = connection.getresponse()
            octets = _read(connection, response, until)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise Unreachable(type(error).__name__) from error
        finally:
            patience.cancel()
        if response.will_close:
            self.close()
        return Answer(response.status, _as_object(octets))

    def _hang_up(self) -> None:
        """Ends an exchange whose time is over, also one that dribbles its head, which is read in one go."""
        kept = self._kept
        if kept is not None and kept.sock is not None:
            with contextlib.suppress(OSError):
                kept.sock.shutdown(socket.SHUT_RDWR)

    def _take(self, until: float) -> http.client.HTTPConnection:
        kept = self._kept
        if kept is not None and kept.sock is not None and _is_quiet(kept.sock):
            _limit(kept, until)
            return kept
        self.close()
        self._kept = self._connected(max(0.05, until - time.monotonic()))
        return self._kept

    def _connected(self, seconds: float) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection
        if self._is_tls:
            context = ssl.create_default_context(cafile=self._ca_file or None)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            connection = http.client.HTTPSConnection(self._host, self._port, timeout=seconds, context=context)
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=seconds)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.auto_open = 0
        return connection


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_quiet(sock: socket.socket) -> bool:
    """Whether nothing waits to be read: a service that has hung up shows its end of file there."""
    looking = select.poll()
    looking.register(sock, select.POLLIN)
    return not looking.poll(0)


def _limit(connection: http.client.HTTPConnection, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _read(connection: http.client.HTTPConnection, response: http.client.HTTPResponse, until: float) -> bytes:
    read = bytearray()
    while len(read) <= _MOST_OCTETS:
        _limit(connection, until)
        chunk = response.read1(_CHUNK)
        if not chunk:
            if response.length:
                raise http.client.IncompleteRead(bytes(read), response.length)
            response.close()
            return bytes(read)
        read += chunk
    raise ValueError("too long an answer")


def _as_object(octets: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(octets) if octets else {}
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
