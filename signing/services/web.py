"""Asks timestamp and certificate-status services over HTTP: bounded, over kept connections, only where
allowed.

Built on `http.client` in threads of its own rather than on aiohttp's sessions: a session belongs to one event
loop, while services outlive the loops of single batches and are shared by the portal's threads. That costs
0.4 ms a question (docs/decisions/0072-time-and-status.md).
"""

from __future__ import annotations

import asyncio
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from records.errors import ServiceUnavailable

_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEPING_METHOD = frozenset({307, 308})
_CHUNK_BYTES = 1 << 16
_KEPT_PER_HOST = 4
_THREADS = 8
_MOST_ADDRESS_LETTERS = 2048
_PORTS = {"http": 80, "https": 443}
_WENT_AWAY = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
"""A kept connection that the service closed while nobody asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request."""

    address: str
    body: bytes | None = None
    """Sent by POST; `None` asks by GET."""
    content_type: str = ""
    accept: str = "*/*"
    most_bytes: int = 1 << 20
    """A longer answer is refused without being read to its end."""
    is_vouched: bool = False
    """The address comes from the settings or from a certificate that a trusted authority signed: it may lie
    in the office's own network. Others, and redirects, may not (server-side request forgery)."""


def host_of(address: str) -> str:
    """`host:port` of an address as it is compared; raises `ServiceUnavailable` for one that is not asked."""
    parts = _checked(address)
    return f"{parts.hostname}:{_port(parts)}"


class WebClient:
    """Asks and forgets nothing but its open connections; for use from any thread and event loop."""

    def __init__(self, *, timeout_seconds: float, own_hosts: frozenset[str] = frozenset()) -> None:
        self._timeout_seconds = timeout_seconds
        self._own_hosts = own_hosts
        self._kept: dict[tuple[str, str, int], list[http.client.HTTPConnection]] = defaultdict(list)
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="services")
        self._is_closed = False

    async def ask(self, question: Question) -> bytes:
        """The body of the answer. Takes `timeout_seconds` at most, however slowly the service dribbles.

        Raises `ServiceUnavailable` that names host and cause: no connection, too slow, too long, an error
        status (anything but 200), a redirect to where nobody may be sent.
        """
        exchange = _Exchange(self, question, time.monotonic() + self._timeout_seconds)
        waiting = asyncio.get_running_loop().run_in_executor(self._threads, exchange.run)
        try:
            return await asyncio.wait_for(waiting, self._timeout_seconds)
        except TimeoutError as error:
            raise self.too_slow(question.address) from error
        finally:
            exchange.abort()

    def too_slow(self, address: str) -> ServiceUnavailable:
        """What is said of a service that took longer than it may."""
        return _failed(address, f"no answer within {self._timeout_seconds:g} s")

    def close(self) -> None:
        """Closes what is kept open; asking afterwards fails."""
        with self._lock:
            self._is_closed = True
            kept, self._kept = self._kept, defaultdict(list)
        for connections in kept.values():
            for connection in connections:
                connection.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def may_reach(self, parts: SplitResult, ip: str, *, is_vouched: bool) -> bool:
        """Whether a name that resolves to `ip` may be connected to."""
        known = is_vouched or f"{parts.hostname}:{_port(parts)}" in self._own_hosts
        return known or ipaddress.ip_address(ip).is_global

    def take(self, key: tuple[str, str, int]) -> http.client.HTTPConnection | None:
        """A kept connection that nobody uses."""
        with self._lock:
            return self._kept[key].pop() if self._kept[key] else None

    def give_back(self, key: tuple[str, str, int], connection: http.client.HTTPConnection) -> None:
        """Keeps a connection whose answer was read to its end."""
        with self._lock:
            if not self._is_closed and len(self._kept[key]) < _KEPT_PER_HOST:
                self._kept[key].append(connection)
                return
        connection.close()


@dataclass(slots=True)
class _Exchange:
    """One question with its redirects, run in a thread."""

    client: WebClient
    question: Question
    until: float
    """Monotonic seconds."""
    connection: http.client.HTTPConnection | None = None
    is_done: bool = field(default=False)

    def run(self) -> bytes:
        address, is_vouched, body = self.question.address, self.question.is_vouched, self.question.body
        for _ in range(_MOST_REDIRECTS + 1):
            parts = _checked(address)
            try:
                answer = self._one(parts, body, is_vouched=is_vouched)
            except TimeoutError as error:
                self._drop()
                raise self.client.too_slow(address) from error
            except (OSError, http.client.HTTPException, ssl.SSLError) as error:
                self._drop()
                raise _failed(address, type(error).__name__) from error
            if isinstance(answer, bytes):
                return answer
            status, target = answer
            if body is not None and status not in _KEEPING_METHOD:
                raise _failed(address, f"status {status}")
            address, is_vouched = urljoin(address, target), False
        raise _failed(self.question.address, "too many redirects")

    def abort(self) -> None:
        """Ends a thread that still waits for the service."""
        connection = self.connection
        if not self.is_done and connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # gone already

    def _one(self, parts: SplitResult, body: bytes | None, *, is_vouched: bool) -> bytes | tuple[int, str]:
        """The body, or the status and target of a redirect."""
        key = (parts.scheme, str(parts.hostname), _port(parts))
        kept = self.client.take(key)
        if kept is not None:
            try:
                return self._over(kept, key, parts, body)
            except _WENT_AWAY:
                kept.close()
        fresh = self._connected(parts, is_vouched=is_vouched)
        return self._over(fresh, key, parts, body)

    def _over(
        self,
        connection: http.client.HTTPConnection,
        key: tuple[str, str, int],
        parts: SplitResult,
        body: bytes | None,
    ) -> bytes | tuple[int, str]:
        self.connection = connection
        self._set_timeout()
        headers = {"Accept": self.question.accept, "User-Agent": "hoso"}
        if body is not None:
            headers["Content-Type"] = self.question.content_type
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("GET" if body is None else "POST", path, body, headers)
        response = connection.getresponse()
        if response.status in _REDIRECTS:
            self._drop()
            return response.status, response.getheader("Location") or ""
        if response.status != http.HTTPStatus.OK:
            self._drop()
            raise _failed(parts.geturl(), f"status {response.status}")
        read = self._body(response, parts)
        self.is_done = True
        if response.will_close:
            connection.close()
        else:
            self.client.give_back(key, connection)
        return read

    def _body(self, response: http.client.HTTPResponse, parts: SplitResult) -> bytes:
        most = self.question.most_bytes
        if response.length is not None and response.length > most:
            self._drop()
            raise _failed(parts.geturl(), f"an answer of more than {most} bytes")
        read = bytearray()
        while len(read) <= most:
            self._set_timeout()
            chunk = response.read1(_CHUNK_BYTES)
            if not chunk:
                if response.length:  # the service hung up in the middle
                    raise http.client.IncompleteRead(bytes(read), response.length)
                response.close()  # `read1` leaves it open, and the connection then takes no further question
                return bytes(read)
            read += chunk
        self._drop()
        raise _failed(parts.geturl(), f"an answer of more than {most} bytes")

    def _connected(self, parts: SplitResult, *, is_vouched: bool) -> http.client.HTTPConnection:
        """A connection to the first address of the host that may be reached, checked before it is opened."""
        host, port = str(parts.hostname), _port(parts)
        addresses = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        allowed = [ip for ip in addresses if self.client.may_reach(parts, ip, is_vouched=is_vouched)]
        if not allowed:
            raise _failed(
                parts.geturl(), "lies in a private network and is not named in signing.private_hosts"
            )
        sock = socket.create_connection((allowed[0], port), max(0.05, self.until - time.monotonic()))
        # Small questions and answers: waiting to fill a packet costs 40 ms each (Nagle's algorithm).
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = http.client.HTTPConnection(host, port)
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection.auto_open = 0  # a closed one must not open itself again, past the check above
        connection.sock = sock
        return connection

    def _set_timeout(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if self.connection is not None and self.connection.sock is not None:
            self.connection.sock.settimeout(left)

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()


def _checked(address: str) -> SplitResult:
    """The parts of an address that may be asked: http or https, a host, no user and password."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in _PORTS and bool(parts.hostname) and parts.username is None
        known = known and len(address) <= _MOST_ADDRESS_LETTERS and _port(parts) > 0
    except ValueError:
        known = False
    if not known:
        raise ServiceUnavailable(f"{address[:200]!r} is no http or https address")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def _failed(address: str, why: str) -> ServiceUnavailable:
    return ServiceUnavailable(f"{address[:200]}: {why}")
