"""The agent's door: HTTP on 127.0.0.1 alone, for its own page and nobody else.

A name that a stranger has pointed at 127.0.0.1 (DNS rebinding) shows itself by its Host; a page of
elsewhere by its Origin, without which no call is answered; and no answer allows another origin to read it
(Fetch standard, CORS).
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from records.errors import HosoError, NotPaired, SettingInvalid, SigningRefused, StrangeRequest
from records.faults import where
from signing.agent.calls import Calls, refusal_as_json

log = logging.getLogger(__name__)

PORT = 9797
"""Unassigned by IANA; the portal's setting `outgoing.agent_port` names another."""
HOST = "127.0.0.1"
SEAL_HEADER = "X-Hoso-Seal"
_MOST_BODY = 1 << 19
_SECONDS = 20.0
"""For one request to come in whole."""
_MOST_CONNECTIONS = 16
_POLL_SECONDS = 0.2
"""How soon it stops when it is told to."""
_PAGE = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/words.js": ("words.js", "text/javascript; charset=utf-8"),
    "/sealing.js": ("sealing.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class AgentServer:
    """Serves the agent's page and calls while it is entered; port 0 takes any free one.

    Raises `SettingInvalid` where the port cannot be had.
    """

    def __init__(self, calls: Calls, *, port: int = PORT) -> None:
        self._calls = calls
        self._wanted = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that was taken."""
        return int(self._server.server_address[1]) if self._server else self._wanted

    @property
    def address(self) -> str:
        """Where a browser of this computer finds the page; also its origin."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> AgentServer:
        try:
            self._server = _Server((HOST, self._wanted), _Request)
        except OSError as error:
            raise SettingInvalid(
                f"the signing agent cannot have port {self._wanted} ({error})",
                remedy_vi=f"Không mở được cổng {self._wanted}: có lẽ chương trình ký đã chạy sẵn trên "
                f"máy này.",
                remedy_en=f"Port {self._wanted} cannot be had: perhaps the signing agent is running already.",
            ) from error
        self._server.calls = self._calls
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="signing agent", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server.hang_up()
            self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # On Windows SO_REUSEADDR lets another program take the port while this one has it.
    allow_reuse_address = os.name == "posix"
    calls: Calls

    def __init__(self, *arguments: Any) -> None:
        self._free = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        self._held: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        self._held.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._held.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends the connections that are still there: an agent that has stopped answers nobody any more."""
        for request in tuple(self._held):
            with suppress(OSError):  # it went by itself
                request.shutdown(socket.SHUT_RDWR)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  the library's signature
        log.debug("a connection ended by a fault")


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "hoso", ""
    timeout = _SECONDS
    server: _Server

    def do_GET(self) -> None:
        """The page and what it is made of."""
        if not self._is_for_us():
            return self._refuse(403, StrangeRequest("a strange Host"))
        name, kind = _PAGE.get(self.path.partition("?")[0], ("", ""))
        if not name:
            return self._refuse(404, StrangeRequest("no such page"))
        return self._send(200, kind, (files("signing.agent") / "page" / name).read_bytes())

    def do_POST(self) -> None:
        """One call of the page."""
        try:
            self._answer()
        except NotPaired as error:
            self._refuse(401, error)
        except StrangeRequest as error:
            log.info("refused: %s", error.detail)
            self._refuse(403, error)
        except SigningRefused as error:
            self._refuse(409, error)
        except HosoError as error:
            self._refuse(
                500, SigningRefused(error.detail, remedy_vi=error.remedy_vi, remedy_en=error.remedy_en)
            )
        except Exception as error:
            # Its words may hold what a token's library was given: the place is kept, the words are not.
            log.error("a call ended by a fault: %s", where(error))  # noqa: TRY400
            self._refuse(500, SigningRefused(type(error).__name__))

    def _answer(self) -> None:
        if not self._is_for_us() or not self._is_from_our_page():
            # What it sent is left unread: the connection ends with the answer.
            self.close_connection = True
            raise StrangeRequest("a strange Host or Origin")
        body = self._body()
        path = self.path.partition("?")[0]
        if not self.server.calls.knows(path):
            raise StrangeRequest("no such call")
        try:
            given = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise StrangeRequest("no JSON") from error
        if not isinstance(given, dict):
            raise StrangeRequest("no JSON object")
        answer = self.server.calls.answer(path, given, seal=self.headers.get(SEAL_HEADER, ""), body=body)
        self._send(200, "application/json", json.dumps(answer).encode())

    def _is_for_us(self) -> bool:
        port = self.server.server_address[1]
        return self.headers.get_all("Host") in ([f"{HOST}:{port}"], [f"localhost:{port}"])

    def _is_from_our_page(self) -> bool:
        is_ours = self.headers.get_all("Origin") == [f"http://{self.headers['Host']}"]
        return is_ours and self.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        is_sound = length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= _MOST_BODY
        if not is_sound or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            raise StrangeRequest(f"acceptable: a body of at most {_MOST_BODY} bytes")
        if self.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            self.close_connection = True
            raise StrangeRequest("acceptable: application/json")
        return self.rfile.read(int(length))

    def _refuse(self, status: int, error: SigningRefused) -> None:
        self._send(status, "application/json", json.dumps({"error": refusal_as_json(error)}).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the library's signature
        """Addresses and times are nobody's business."""
