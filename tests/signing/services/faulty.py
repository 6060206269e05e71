"""The demo authority behind a server whose services fail as they are told to."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import ocsp, tsp
from waitress.server import create_server

from signing.demo_pki import STRANGER, DemoPki
from signing.services import ServiceSettings
from signing.trust import TrustStore

Answer = Iterable[bytes]
Fault = Callable[["Asked"], Answer]


@dataclass(slots=True)
class Asked:
    """One request, and how it would be answered rightly."""

    environ: dict[str, Any]
    start: Any
    pki: DemoPki
    body: bytes
    over: threading.Event

    def rightly(self, body: bytes | None = None, path: str | None = None) -> bytes:
        """The right answer, to another body or at another path if asked for."""
        asked = self.body if body is None else body
        environ = {
            **self.environ,
            "wsgi.input": io.BytesIO(asked),
            "CONTENT_LENGTH": str(len(asked)),
            "PATH_INFO": path or self.environ["PATH_INFO"],
        }
        return b"".join(self.pki.animator(environ, lambda *_: None))

    def say(self, body: bytes, *, status: str = "200 OK", **headers: str) -> Answer:
        named = {"Content-Length": str(len(body)), **{key.replace("_", "-"): headers[key] for key in headers}}
        self.start(status, list(named.items()))
        return [body]


@dataclass(slots=True)
class FaultyPki:
    """`faults` names parts of paths (`tsa/tsa1`, `ocsp`, `crls`) and what goes wrong there."""

    pki: DemoPki
    faults: dict[str, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Paths, as they were asked."""
    ports: set[str] = field(default_factory=set)
    """Of those who asked: as many as there were connections."""
    over: threading.Event = field(default_factory=threading.Event)

    def settings(self, *labels: str, **changes: Any) -> ServiceSettings:
        urls = tuple(self.pki.timestamp_url(label) for label in labels)
        return ServiceSettings(**{"timestamp_urls": urls, "timeout_seconds": 1.5, **changes})

    def trust(self) -> TrustStore:
        return TrustStore(roots=(self.pki.certificate("root"),), others=(self.pki.certificate("issuing"),))

    def answer(self, environ: dict[str, Any], start: Any) -> Answer:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        self.ports.add(environ["REMOTE_PORT"])
        body = environ["wsgi.input"].read()
        asked = Asked(environ, start, self.pki, body, self.over)
        for part, fault in self.faults.items():
            if part in path:
                return fault(asked)
        return asked.say(asked.rightly())


@contextmanager
def serve_faulty_pki(folder: Path) -> Iterator[FaultyPki]:
    """On a free port of the loopback."""
    holder: list[FaultyPki] = []
    server = create_server(
        lambda environ, start: holder[0].answer(environ, start),  # noqa: PLW0108  filled below
        host="127.0.0.1",
        port=0,
        threads=8,
    )
    holder.append(FaultyPki(DemoPki(folder, f"http://127.0.0.1:{server.effective_port}")))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield holder[0]
    finally:
        holder[0].over.set()
        server.close()
        thread.join(5)


def hangs(asked: Asked) -> Answer:
    asked.over.wait(20)
    return asked.say(b"")


def dribbles(asked: Asked) -> Answer:
    """A byte now and then, for ever: each comes before any wait for one byte ends."""
    asked.start("200 OK", [])
    while not asked.over.is_set():
        yield b"0"
        time.sleep(0.2)


def garbage(asked: Asked) -> Answer:
    return asked.say(b"<html>welcome</html>")


def nothing(asked: Asked) -> Answer:
    return asked.say(b"")


def server_error(asked: Asked) -> Answer:
    return asked.say(b"oops", status="500 Internal Server Error")


def claims_to_be_huge(asked: Asked) -> Answer:
    asked.start("200 OK", [("Content-Length", str(1 << 40))])
    return [b"x"]


def floods(asked: Asked) -> Answer:
    asked.start("200 OK", [])
    return (b"x" * 65536 for _ in range(4000))


def hangs_up(asked: Asked) -> Answer:
    asked.start("200 OK", [("Content-Length", "4000")])
    return [asked.rightly()[:1000]]


def redirects_to(address: str) -> Fault:
    return lambda asked: asked.say(b"", status="307 Temporary Redirect", Location=address)


def answers_another_nonce(asked: Asked) -> Answer:
    request = tsp.TimeStampReq.load(asked.body)
    request["nonce"] = request["nonce"].native + 1
    return asked.say(asked.rightly(request.dump()))


def stamps_something_else(asked: Asked) -> Answer:
    request = tsp.TimeStampReq.load(asked.body)
    request["message_imprint"]["hashed_message"] = b"\x01" * 32
    return asked.say(asked.rightly(request.dump(force=True)))


def signs_wrongly(asked: Asked) -> Answer:
    answer = tsp.TimeStampResp.load(asked.rightly())
    info = answer["time_stamp_token"]["content"]["signer_infos"][0]
    signature = info["signature"].native
    info["signature"] = signature[:-1] + bytes([signature[-1] ^ 1])
    return asked.say(answer.dump(force=True))


def refuses(asked: Asked) -> Answer:
    """PKIStatusInfo with status 2 and no token (RFC 3161, 2.4.2)."""
    return asked.say(bytes.fromhex("30053003020102"))


def is_a_stranger(asked: Asked) -> Answer:
    """The same service in name, of an authority that nobody here trusts."""
    return asked.say(asked.rightly(path=asked.environ["PATH_INFO"].replace("/office/", f"/{STRANGER}/")))


def does_not_know(asked: Asked) -> Answer:
    """An OCSP answer that says "unknown"; that its signature fails then is looked at later."""
    answer = ocsp.OCSPResponse.load(asked.rightly())
    basic = answer["response_bytes"]["response"].parsed
    basic["tbs_response_data"]["responses"][0]["cert_status"] = ocsp.CertStatus("unknown", None)
    answer["response_bytes"]["response"] = basic
    return asked.say(answer.dump(force=True))


def says_try_later(asked: Asked) -> Answer:
    return asked.say(ocsp.OCSPResponse({"response_status": "try_later"}).dump())
