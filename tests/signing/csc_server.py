"""A small remote signing service on the loopback (CSC 1.0.4) that signs with the demo authority's keys.

It keeps to the specification as a service would, checks what it is sent, notes every call, and fails by plan.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from signing.demo_pki import DemoPki

BEARER, CLIENT, CLIENT_SECRET = "bearer-of-the-office", "van-phong", "bi-mat-cua-van-phong"
PIN, OTP = "13579", "975310"
_PSS, _PKCS1, _ECDSA = "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
_MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Call:
    """One question as it came in."""

    name: str
    bearer: str
    content: Mapping[str, Any]


class Refused(Exception):
    """A refusal in the specification's form (clause 10.1)."""

    def __init__(self, description: str, *, error: str = "invalid_request", status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status


@dataclass(slots=True)
class Activated:
    """One SAD: how many signatures are left, which hashes it is bound to, until when."""

    left: int
    hashes: tuple[str, ...]
    until: float


@dataclass
class CscServer:
    """The service's state; tests change it while it runs."""

    pki: DemoPki
    credentials: tuple[str, ...] = ("chairman",)
    mode: str = "explicit"
    wants_pin: bool = True
    wants_otp: bool = False
    sends_otp: bool = False
    scal: str = "1"
    multisign: int = 10
    sad_seconds: int = 300
    sads_serve_once: bool = False
    algorithms: tuple[str, ...] = (_PSS, _PKCS1, _ECDSA)
    key_status: str = "enabled"
    fault: str = ""
    """slow, huge, dribble, dribble_head, garbage, hangs_up, redirect, error_500, lies; empty for none."""
    fault_at: str = "signatures/signHash"
    calls: list[Call] = field(default_factory=list)
    tries_left: int = _MOST_TRIES
    address: str = ""
    _sads: dict[str, Activated] = field(default_factory=dict)
    _keys: dict[str, Any] = field(default_factory=dict)
    _used_otps: set[str] = field(default_factory=set)
    released: threading.Event = field(default_factory=threading.Event)

    def named(self, name: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.name == name]

    def answer(self, name: str, content: Mapping[str, Any], bearer: str) -> dict[str, Any]:
        """What the service answers; raises `Refused`."""
        self.calls.append(Call(name, bearer, content))
        if name == "oauth2/token":
            return self._token(content)
        if bearer != BEARER:
            raise Refused("no or wrong bearer", error="invalid_token", status=401)
        methods = {
            "credentials/list": self._list,
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "credentials/extendTransaction": self._extend,
            "credentials/sendOTP": self._send_otp,
            "signatures/signHash": self._sign,
        }
        if name not in methods:
            raise Refused("no such method", status=404)
        return methods[name](content)

    def expire_all(self) -> None:
        """Every SAD is too old from now on, whatever its holder was told."""
        for activated in self._sads.values():
            activated.until = 0

    def _token(self, content: Mapping[str, Any]) -> dict[str, Any]:
        wanted = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": CLIENT_SECRET}
        if dict(content) != wanted:
            raise Refused("client unknown", error="invalid_client", status=401)
        return {"access_token": BEARER, "token_type": "Bearer", "expires_in": 3600}

    def _list(self, content: Mapping[str, Any]) -> dict[str, Any]:
        if not isinstance(content.get("maxResults"), int):
            raise Refused("Invalid parameter maxResults")
        return {"credentialIDs": list(self.credentials)}

    def _info(self, content: Mapping[str, Any]) -> dict[str, Any]:
        official = self._official(content)
        chain = [self.pki.certificate(label).dump() for label in (official, "issuing", "root")]
        key = self.pki.certificate(official).public_key
        return {
            "key": {"status": self.key_status, "algo": list(self.algorithms), "len": key.bit_size},
            "cert": {"status": "valid", "certificates": [base64.b64encode(one).decode() for one in chain]},
            "authMode": self.mode,
            "SCAL": self.scal,
            "PIN": {"presence": str(self.wants_pin).lower(), "format": "N"},
            "OTP": {
                "presence": str(self.wants_otp).lower(),
                "type": "online" if self.sends_otp else "offline",
                "format": "N",
            },
            "multisign": self.multisign,
        }

    def _authorize(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._official(content)
        signatures = content.get("numSignatures")
        if not isinstance(signatures, int) or signatures < 1:
            raise Refused("Missing (or invalid type) integer parameter numSignatures")
        if signatures > self.multisign:
            raise Refused("Numbers of signatures is too high")
        bound = tuple(content.get("hash", ()))
        if self.scal == "2" and not bound:
            raise Refused("Missing (or invalid type) array parameter hash")
        if self.mode == "explicit":
            self._check_secrets(content)
        return self._new_sad(Activated(signatures, bound, time.monotonic() + self.sad_seconds))

    def _send_otp(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._official(content)
        return {}

    def _check_secrets(self, content: Mapping[str, Any]) -> None:
        if self.tries_left == 0:
            raise Refused("PIN locked")
        if self.wants_pin and content.get("PIN") != PIN:
            self.tries_left -= 1
            raise Refused("The PIN is invalid", error="invalid_pin")
        if self.wants_otp and (content.get("OTP") != OTP or OTP in self._used_otps):
            raise Refused("The OTP is invalid", error="invalid_otp")
        self._used_otps.add(str(content.get("OTP")))

    def _extend(self, content: Mapping[str, Any]) -> dict[str, Any]:
        activated = self._sads.pop(str(content.get("SAD")), None)
        if activated is None or activated.left < 1:
            raise Refused("Invalid parameter SAD")
        bound = tuple(content.get("hash", ()))
        return self._new_sad(Activated(activated.left, bound, time.monotonic() + self.sad_seconds))

    def _new_sad(self, activated: Activated) -> dict[str, Any]:
        sad = f"sad-{len(self.calls)}"
        self._sads[sad] = activated
        return {"SAD": sad, "expiresIn": self.sad_seconds}

    def _sign(self, content: Mapping[str, Any]) -> dict[str, Any]:
        official = self._official(content)
        activated = self._sads.get(str(content.get("SAD")))
        if activated is None or activated.left < 1:
            raise Refused("Invalid parameter SAD")
        if activated.until <= time.monotonic():
            raise Refused("SAD expired")
        hashed = content["hash"]
        if activated.hashes and not set(hashed) <= set(activated.hashes):
            raise Refused("Hash is not authorized by the SAD")
        activated.left = 0 if self.sads_serve_once else activated.left - len(hashed)
        signatures = [self._one(official, base64.b64decode(one), content) for one in hashed]
        return {"signatures": [base64.b64encode(one).decode() for one in signatures]}

    def _one(self, official: str, digest: bytes, content: Mapping[str, Any]) -> bytes:
        if content["hashAlgo"] != "2.16.840.1.101.3.4.2.1" or len(digest) != 32:
            raise Refused("Invalid parameter hashAlgo")
        if self.fault == "lies":
            digest = hashlib.sha256(digest).digest()
        if official not in self._keys:  # OpenSSL checks an RSA key for 60 ms when it is read
            self._keys[official] = serialization.load_der_private_key(self.pki.private_key(official), None)
        key = self._keys[official]
        hashing = Prehashed(hashes.SHA256())
        if isinstance(key, ec.EllipticCurvePrivateKey) and content["signAlgo"] == _ECDSA:
            return key.sign(digest, ec.ECDSA(hashing))
        if isinstance(key, rsa.RSAPrivateKey) and content["signAlgo"] == _PSS:
            base64.b64decode(content["signAlgoParams"], validate=True)
            return key.sign(digest, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashing)
        if isinstance(key, rsa.RSAPrivateKey) and content["signAlgo"] == _PKCS1:
            return key.sign(digest, padding.PKCS1v15(), hashing)
        raise Refused("Invalid parameter signAlgo")

    def _official(self, content: Mapping[str, Any]) -> str:
        official = content.get("credentialID")
        if official not in self.credentials:
            raise Refused("Invalid parameter credentialID")
        return str(official)


@contextmanager
def serve_csc(pki: DemoPki, *, tls: ssl.SSLContext | None = None, **state: Any) -> Iterator[CscServer]:
    """The service on a free port of the loopback, until it is left."""
    csc = CscServer(pki, **state)
    handler = type("Handler", (_Handler,), {"csc": csc})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    csc.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/csc/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield csc
    finally:
        csc.released.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    csc: CscServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = self.path.removeprefix("/csc/v1/")
        if self.headers["Content-Type"] == "application/json":
            content = json.loads(body)
        else:
            content = {key: values[0] for key, values in parse_qs(body.decode()).items()}
        bearer = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        if name == self.csc.fault_at and self._fail():
            return
        try:
            self._send(200, json.dumps(self.csc.answer(name, content, bearer)).encode())
        except Refused as refused:
            said = {"error": refused.error, "error_description": refused.description}
            self._send(refused.status, json.dumps(said).encode())

    def _fail(self) -> bool:
        fault = self.csc.fault
        if fault == "slow":
            self.csc.released.wait(20)
            self.close_connection = True
        elif fault == "huge":
            with contextlib.suppress(OSError):
                self._send(200, b'{"signatures": ["' + b"A" * (1 << 22) + b'"]}')
        elif fault in {"dribble", "dribble_head"}:
            self._dribble(in_head=fault == "dribble_head")
        elif fault == "garbage":
            self._send(200, b"<html>not JSON</html>")
        elif fault == "hangs_up":
            self.close_connection = True
        elif fault == "redirect":
            self._send(307, b"", Location=self.csc.address + "/elsewhere")
        elif fault == "error_500":
            self._send(500, b"oops")
        return fault in {
            "slow",
            "huge",
            "dribble",
            "dribble_head",
            "garbage",
            "hangs_up",
            "redirect",
            "error_500",
        }

    def _dribble(self, *, in_head: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        if in_head:
            self.flush_headers()
            self.wfile.write(b"X-Long: ")
        else:
            self.end_headers()
        with contextlib.suppress(OSError):
            while not self.csc.released.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
        self.close_connection = True

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, content in headers.items():
            self.send_header(name, content)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keeps tests quiet."""
