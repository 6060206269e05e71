"""A running agent, and a page of its own in Python: what the browser's page does, call by call."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signing.agent.calls import Calls
from signing.agent.key import AgentKey
from signing.agent.pairings import Pairings
from signing.agent.seals import seal_of
from signing.agent.server import AgentServer
from signing.tokens import NamedToken

PORTAL = "http://hoso.xa.test:8000"


@dataclass(slots=True)
class RunningAgent:
    """The agent, and what it told on its terminal."""

    server: AgentServer
    key: AgentKey
    folder: Path
    told: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code that it showed last."""
        return next(line for line in reversed(self.told) if "mã ghép: " in line).split("mã ghép: ")[1][:9]


@contextmanager
def running_agent(folder: Path, *tokens: NamedToken, **options: Any) -> Iterator[RunningAgent]:
    """An agent on a free port that keeps its pairings in `folder`."""
    told: list[str] = []
    key = AgentKey(tokens, tell=told.append, **options)
    with AgentServer(Calls(Pairings(folder, tell=told.append), key), port=0) as server:
        try:
            yield RunningAgent(server, key, folder, told)
        finally:
            key.shut()


@dataclass(slots=True)
class Page:
    """The agent's page in one browser profile."""

    port: int
    origin: str = PORTAL
    pairing: str = ""
    key: bytes = b""
    visit: str = ""
    number: int = 0

    def post(
        self, path: str, given: Mapping[str, Any] | bytes, *, seal: str = "", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """One request as it is, with the headers of an honest page unless others are given."""
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        own = f"http://127.0.0.1:{self.port}"
        sent = {"Host": own[7:], "Origin": own, "Content-Type": "application/json", "X-Hoso-Seal": seal}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("POST", path, body, {name: value for name, value in sent.items() if value})
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def call(self, path: str, given: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """A sealed call."""
        self.number += 1
        body = json.dumps(given).encode()
        mac = seal_of(self.key, self.visit, self.number, path, body)
        return self.post(path, body, seal=f"{self.pairing}.{self.visit}.{self.number}.{mac}")

    def begin(self) -> None:
        """A visit, as after the page was loaded."""
        self.visit, self.number = self.post("/api/visit", {})[1]["visit"], 0

    def open(self, pin: str, signatures: int, certificate: str = "") -> tuple[int, dict[str, Any]]:
        """Opens the key."""
        return self.call("/api/open", {"pin": pin, "signatures": signatures, "certificate": certificate})

    def sign(self, messages: Sequence[bytes], digest: str = "sha256") -> tuple[int, dict[str, Any]]:
        """Has values signed, numbered from 1."""
        items = [
            {"number": number, "digest": digest, "message": base64.b64encode(message).decode()}
            for number, message in enumerate(messages, start=1)
        ]
        return self.call("/api/sign", {"items": items})


def paired_page(agent: RunningAgent, origin: str = PORTAL) -> Page:
    """A page that was let in with the code."""
    page = Page(agent.server.port, origin)
    page.begin()
    assert page.post("/api/pair/begin", {"origin": origin})[0] == 200
    status, made = page.post("/api/pair", {"origin": origin, "code": agent.code})
    assert status == 200, made
    page.pairing, page.key = made["pairing"], base64.b64decode(made["key"])
    return page
