"""Every page of the portal with 100,000 records: server time, queries and weight, for kinds of people."""

from __future__ import annotations

import argparse
import gzip
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.machine import keep
from bench.portal_pages import Page, pages
from bench.search import add_server_options, build
from bench.tables import show, within
from portal import garbage
from portal.accounts.options import AccountOptions
from portal.configuration import PortalConfiguration, configure, migrate
from portal.database.address import server_of
from portal.outgoing.options import OutgoingAgency, OutgoingOptions

if TYPE_CHECKING:
    from django.test import Client

    from bench.portal_world import Office

PAGE_MS, SEARCH_MS, REVIEW_MS = 200.0, 150.0, 150.0
"""The promises: 95 of 100 within."""
FIRST_PAGE_BYTES = 150_000
AGENCY = OutgoingAgency(
    code="ubnd", name="ỦY BAN NHÂN DÂN XÃ PHÚ LÂM", symbol="UBND", units=("VP",), place="Phú Lâm"
)
_STATIC = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:css|js)[^"]*)"')


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pages",
        type=int,
        default=100_000,
        metavar="N",
        help="in records of one page each; on a server in records of ten",
    )
    parser.add_argument("--events", type=int, default=300_000, metavar="N", help="events of the audit chain")
    parser.add_argument("--scanned", type=int, default=60, metavar="N", help="records with a real scan")
    parser.add_argument("--times", type=int, default=40, metavar="N", help="how often a page is asked for")
    parser.add_argument("--only", default="", metavar="TEXT", help="pages whose name holds this")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keeps the office here, or uses what is there"
    )
    add_server_options(parser)


def run(options: argparse.Namespace) -> int:
    """Builds the office, asks for every page, prints the table and keeps the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = (options.data or Path(temporary)).absolute()
        begin = _Clock()
        configuration = PortalConfiguration(
            data_dir=folder,
            database=server_of(options.database) if options.database else None,
            secret_key=secrets.token_urlsafe(40),
            allowed_hosts=("localhost", "testserver", "127.0.0.1"),
            outgoing=OutgoingOptions(agencies=(AGENCY,)),
            accounts=AccountOptions(asks_no_factor=True),
        )
        configure(configuration)
        result: dict[str, Any] = {"setting_up": begin.told()}
        begin = _Clock()
        migrate(configuration)
        result["migrating"] = begin.told()
        office = _office(options, folder)
        result |= _starting()
        garbage.spare_what_stays()  # as the server does once it answers
        result["pages"] = _ask(office, options.times, options.only)
        if not options.only:
            from bench.portal_polls import polls  # noqa: PLC0415

            result["first_load"] = _first_load(_client(office, "whole office"))
            result["polls"] = polls(office, options.times)
    _print(result)
    print(f"kept in {keep('portal_postgresql' if options.database else 'portal', result)}")
    return 0


class _Clock:
    """Wall and processor time since it was made."""

    def __init__(self) -> None:
        self._wall, self._busy = time.perf_counter(), time.process_time()

    def told(self) -> dict[str, float]:
        """Both, in milliseconds."""
        return {
            "wall_ms": round((time.perf_counter() - self._wall) * 1000, 1),
            "cpu_ms": round((time.process_time() - self._busy) * 1000, 1),
        }


def _office(options: argparse.Namespace, folder: Path) -> Office:
    from bench.portal_world import fill  # noqa: PLC0415

    drawn = options.drawn if options.database else None
    build(options.pages, longest=1, drawn=drawn, with_words=options.with_words)
    print("filling the office …", flush=True)
    return fill(folder, events=options.events, scanned=options.scanned)


def _starting() -> dict[str, dict[str, float]]:
    """What the first person would wait for, and what is done before somebody looks at the wall."""
    import importlib  # noqa: PLC0415

    from portal.catalogue.cards import current_cards  # noqa: PLC0415

    told = {}
    begin = _Clock()
    importlib.import_module("portal.urls")
    told["importing_views"] = begin.told()
    begin = _Clock()
    current_cards()
    told["reading_cards"] = begin.told()
    begin = _Clock()
    _count_days()
    told["counting_days"] = begin.told()
    return told


def _count_days() -> None:
    from portal.counts import activity, days  # noqa: PLC0415

    while days.catch_up():
        activity.catch_up()
    for _turn in range(20):
        activity.catch_up()


@dataclass(slots=True)
class _Asked:
    """What came of asking one page as one kind of person."""

    status: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)
    """When the first byte of the body came."""
    queries: int = 0
    size: int = 0

    def told(self) -> dict[str, Any]:
        """The first time by itself, the others by median and 95 of 100."""
        wall, cpu, begun = (sorted(times[1:] or times) for times in (self.wall, self.cpu, self.begun))
        return {
            "status": self.status,
            "first_ms": round(self.wall[0], 1),
            "first_cpu_ms": round(self.cpu[0], 1),
            "p50_ms": round(statistics.median(wall), 1),
            "p95_ms": round(within(wall, 0.95), 1),
            "p50_first_byte_ms": round(statistics.median(begun), 1),
            "p95_first_byte_ms": round(within(begun, 0.95), 1),
            "p50_cpu_ms": round(statistics.median(cpu), 1),
            "p95_cpu_ms": round(within(cpu, 0.95), 1),
            "queries": self.queries,
            "bytes": self.size,
        }


def _ask(office: Office, times: int, only: str) -> dict[str, dict[str, Any]]:
    clients = {who: _client(office, who) for who in office.people}
    keyed = _keyed(office)
    for client in clients.values():
        client.get("/account/")
    found: dict[str, dict[str, Any]] = {}
    for page in pages(office.things, times):
        if only not in page.name:
            continue
        asking = {"key": keyed} if page.is_api else clients
        answers = {who: _asked(client, page) for who, client in asking.items()}
        found[page.name] = {who: one.told() for who, one in answers.items() if one.status < 400}
        if not found[page.name]:
            found[page.name] = {"nobody": {"status": sorted({one.status for one in answers.values()})}}
        _say(page.name, found[page.name])
    return found


def _say(name: str, people: Mapping[str, Mapping[str, Any]]) -> None:
    told = (f"{who} {one['p50_cpu_ms']}/{one['p95_ms']} ms" for who, one in people.items() if "p95_ms" in one)
    print(f"{name}: {'; '.join(told) or 'no page'}", flush=True)


def _asked(client: Client, page: Page) -> _Asked:
    told = _Asked()
    for address in page.addresses:
        with _counting() as queries:
            started, busy = time.perf_counter(), time.thread_time()
            answer = client.get(address)
            pieces = iter(answer.streaming_content if answer.streaming else (answer.content,))  # type: ignore[attr-defined]
            size = len(next(pieces, b""))
            told.begun.append((time.perf_counter() - started) * 1000)
            size += sum(map(len, pieces))
            told.cpu.append((time.thread_time() - busy) * 1000)
            told.wall.append((time.perf_counter() - started) * 1000)
        told.status, told.size = answer.status_code, max(told.size, size)
        told.queries = max(told.queries, len(queries))
        if answer.status_code >= 400:
            break
    return told


@contextmanager
def _counting() -> Iterator[list[str]]:
    from django.db import connection  # noqa: PLC0415

    asked: list[str] = []

    def counted(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(counted):
        yield asked


def _client(office: Office, who: str) -> Client:
    from django.test import Client  # noqa: PLC0415

    client = Client(raise_request_exception=False)
    client.force_login(office.people[who])
    return client


def _keyed(office: Office) -> Client:
    from django.test import Client  # noqa: PLC0415

    from portal.api.scopes import Scope  # noqa: PLC0415
    from portal.api.tokens import make_token  # noqa: PLC0415

    key = make_token(office.people["whole office"], "bench", list(Scope), by="bench").key
    return Client(raise_request_exception=False, headers={"authorization": f"Bearer {key}"})


def _first_load(client: Client) -> dict[str, dict[str, int]]:
    """Bytes of a page with its sheets and scripts, as they are and as gzip sends them."""
    told = {}
    for name in ("/", "/search/", "/records/", "/review/", "/wall/"):
        html = client.get(name).content
        parts = [html, *(_static(client, one) for one in dict.fromkeys(_STATIC.findall(html.decode())))]
        told[name] = {
            "html": len(html),
            "html_gzip": len(gzip.compress(html, 6)),
            "all": sum(map(len, parts)),
            "all_gzip": sum(len(gzip.compress(part, 6)) for part in parts),
            "files": len(parts),
        }
    return told


def _static(client: Client, address: str) -> bytes:
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def _download(name: str, people: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    who, worst = max(people.items(), key=lambda one: float(one[1]["p95_first_byte_ms"]))
    told = ("p50_first_byte_ms", "p95_first_byte_ms", "p50_ms", "p95_ms")
    over = "  OVER" if worst["p95_first_byte_ms"] > PAGE_MS else ""
    return (f"{name}{over}", who, *(f"{worst[one]:.0f}" for one in told), f"{worst['bytes'] / 1000:.1f}")


def _print(result: Mapping[str, Any]) -> None:
    rows, downloads, silent = [], [], []
    for name, people in result["pages"].items():
        if "nobody" in people:
            silent.append(f"{name} {people['nobody']['status']}")
            continue
        who, worst = max(people.items(), key=lambda one: float(one[1]["p95_cpu_ms"]))
        page = Page(name, ())
        if page.is_download:
            downloads.append(_download(name, people))
            continue
        limit = SEARCH_MS if page.is_search else REVIEW_MS if page.is_review else PAGE_MS
        is_over = worst["p95_cpu_ms"] > limit or max(one["p95_ms"] for one in people.values()) > limit
        rows.append(
            (
                f"{name}{'  OVER' if is_over else ''}",
                who,
                *(
                    f"{worst[one]:.0f}"
                    for one in ("first_ms", "p50_ms", "p95_ms", "p50_cpu_ms", "p95_cpu_ms", "queries")
                ),
                f"{worst['bytes'] / 1000:.1f}",
            )
        )
    rows.sort(key=lambda row: -float(row[6]))
    columns = ("page", "slowest for", "first", "p50", "p95", "CPU p50", "CPU p95", "queries", "kB")
    show("Every page, milliseconds of server time", columns, rows)
    of_downloads = ("download", "slowest for", "first byte p50", "p95", "whole p50", "p95", "kB")
    show("Downloads, milliseconds to the first byte and to the last", of_downloads, downloads)
    print("answer GET with something else than a page:", "; ".join(silent))
    for name in ("setting_up", "migrating", "importing_views", "reading_cards", "counting_days"):
        print(f"{name}: {result[name]['wall_ms']:.0f} ms, processor {result[name]['cpu_ms']:.0f} ms")
    for name, told in result.get("first_load", {}).items():
        print(f"first load of {name}: {told['all']} bytes, {told['all_gzip']} by gzip, {told['files']} files")
    for name, told in result.get("polls", {}).items():
        print(f"{name}: {told}")
