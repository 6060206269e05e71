"""What open browsers cost while nobody does anything, and what one person waits while fifty of them poll."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bench.tables import within

if TYPE_CHECKING:
    from django.test import Client

    from bench.portal_world import Office

BROWSERS = 50
INBOX_SECONDS, WALL_SECONDS, REVIEW_SECONDS = 2, 15, 20
"""How often a page asks again by itself."""
_POLLERS = 4
_SEEN = re.compile(r'hx-get="(/work/[^"]*)"')
_ASKED = ("/", "/records/", "/review/", f"/search/?q={quote('quyết định')}")


def polls(office: Office, times: int) -> dict[str, Any]:
    """Processor milliseconds of each poll, what fifty browsers take of one core, and waiting beside them."""
    from django.test import Client  # noqa: PLC0415

    from portal.wall.figures import KEPT_SECONDS  # noqa: PLC0415

    client = Client()
    client.force_login(office.people["whole office"])
    watching = Client()
    watching.force_login(office.people["administrator"])
    record = office.scanned[0]
    seen = _poll_address(client)
    told: dict[str, Any] = {
        "inbox, nothing new": _cost(lambda: client.get(seen), times, INBOX_SECONDS),
        "inbox, something new": _cost(lambda: client.get("/work/?seen=x"), times, INBOX_SECONDS),
        "inbox, made anew for all": _cost(lambda: _inbox_anew(client), times, INBOX_SECONDS, browsers=1),
        "wall": _cost(lambda: watching.get("/wall/board/"), times, WALL_SECONDS),
        "wall, counted anew for all": _cost(lambda: _wall_anew(watching), times, KEPT_SECONDS, browsers=1),
        "review, sign of life": _cost(
            lambda: client.post(f"/records/{record}/review/claim", {}), times, REVIEW_SECONDS
        ),
    }
    return told | _beside(client.cookies["sessionid"].value, seen)


def _poll_address(client: Client) -> str:
    found = _SEEN.search(client.get("/").content.decode())
    return found[1].replace("&amp;", "&") if found else "/work/"


def _wall_anew(client: Client) -> object:
    from portal.wall import figures  # noqa: PLC0415

    figures._kept.clear()  # as if its seconds had passed
    return client.get("/wall/board/")


def _inbox_anew(client: Client) -> object:
    from portal.views.inbox import page  # noqa: PLC0415

    page._answers._kept.clear()  # as if a page had been read since
    return client.get("/work/?seen=x")


def _cost(
    ask: Callable[[], object], times: int, seconds: float, *, browsers: int = BROWSERS
) -> dict[str, float]:
    """What an answer costs, and what all browsers together ask of a core every `seconds`; `browsers` of them
    have it made, the others get what was made for those."""
    ask()
    cpu = []
    for _turn in range(times):
        busy = time.thread_time()
        ask()
        cpu.append((time.thread_time() - busy) * 1000)
    median = statistics.median(cpu)
    return {
        "cpu_ms": round(median, 2),
        "max_cpu_ms": round(max(cpu), 2),
        "percent_of_a_core_by_50_browsers": round(browsers / seconds * median / 10, 1),
    }


def _beside(session: str, seen: str) -> dict[str, Any]:
    """Milliseconds over HTTP, alone and while fifty browsers have the inbox open; processor of the server."""
    from portal.server import PortalServer  # noqa: PLC0415

    with PortalServer("127.0.0.1", 0) as server:
        for address in _ASKED:
            _get(server.port, session, address)
        alone = _waits(server.port, session, 20)
        stop = threading.Event()
        pollers = [
            threading.Thread(target=_poll, args=(server.port, session, seen, stop), daemon=True)
            for _one in range(_POLLERS)
        ]
        for one in pollers:
            one.start()
        beside = _waits(server.port, session, 40)
        stop.set()
        for one in pollers:
            one.join()
    return {"over HTTP, alone": alone, "over HTTP, beside 50 browsers": beside}


def _poll(port: int, session: str, seen: str, stop: threading.Event) -> None:
    every = INBOX_SECONDS * _POLLERS / BROWSERS
    while not stop.wait(every):
        _get(port, session, seen)


def _waits(port: int, session: str, times: int) -> dict[str, float]:
    waits = []
    busy = time.process_time()
    for turn in range(times):
        begun = time.perf_counter()
        _get(port, session, _ASKED[turn % len(_ASKED)])
        waits.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.05)
    waits.sort()
    return {
        "p50_ms": round(statistics.median(waits), 1),
        "p95_ms": round(within(waits, 0.95), 1),
        "process_cpu_ms_an_answer": round((time.process_time() - busy) * 1000 / times, 1),
    }


def _get(port: int, session: str, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status
