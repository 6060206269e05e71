"""Server time of the search page with all its counts, for people who see everything and people of one unit.

Each page is asked for as a browser does it: session, rights, index, counts of every filter, snippets,
template, the entry in the audit chain. Beside it what plain SQLite would give: FTS5's own bm25 with a count
over the records joined, and LIKE over the text. Processor time, so that a busy machine is told less of.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.tables import percentiles, show
from bench.typed_queries import queries

if TYPE_CHECKING:
    from django.test import Client

PAGE_TARGET_MS = 150.0
UNIT = "xã An Phú"


def page_times(count: int) -> dict[str, Any]:
    """Milliseconds by kind of person and of page, and the weight of the first page in kB."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    User.objects.filter(username__startswith="bench-").update(is_active=True)
    people = {"whole office": _client("bench-all", ""), "one unit": _client("bench-unit", UNIT)}
    asked = dict(_addresses(count))
    found: dict[str, Any] = {}
    for who, client in people.items():
        client.get("/records/")  # the cards are read once a process
        timed = {kind: [_timed(client, one) for one in some] for kind, some in asked.items()}
        found[who] = {kind: percentiles([own for own, _ in times]) for kind, times in timed.items()}
        # A server's own processor time is not ours: there the wall's time tells what a person waits for.
        found[f"{who}, wall"] = {
            kind: percentiles([wall for _, wall in times]) for kind, times in timed.items()
        }
    found["first_page_kb"] = round(len(people["whole office"].get("/search/?q=quyết+định").content) / 1024, 1)
    if connection.vendor == "sqlite":
        found["plain SQLite"] = {
            "bm25 and counts by joining": percentiles(
                [_seconds(_plain_bm25, one) for one in asked_words(count)]
            ),
            "LIKE, no counts": percentiles([_seconds(_plain_like, one) for one in asked_words(3)]),
        }
    return found


def asked_words(count: int) -> list[str]:
    """The words of the common and the name queries."""
    asked = queries(count)
    return [*asked["name without marks"], *asked["common words"]][:count]


def _addresses(count: int) -> Iterator[tuple[str, list[str]]]:
    for kind, texts in queries(count).items():
        yield kind, [f"/search/?{urlencode({'q': text})}" for text in texts]
    some = max(2, count // 12)
    yield "list, newest first", [f"/records/?page={number}" for number in range(1, some + 1)]
    yield "list, a page deep down, by title", [f"/records/?sort=title&page={700 + n}" for n in range(some)]
    yield (
        "list, three filters",
        [f"/records/?year={2020 + n % 6}&state=filed&type=decision" for n in range(some)],
    )
    yield "offers while typing", [f"/search/suggest?{urlencode({'q': one})}" for one in _beginnings(some)]


def _beginnings(count: int) -> list[str]:
    words = asked_words(count)
    return [word[: 3 + number % 8] for number, word in enumerate(words)]


def _client(name: str, unit: str) -> Client:
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from portal.models import Unit  # noqa: PLC0415
    from portal.rights.granting import give  # noqa: PLC0415
    from portal.rights.roles import Role  # noqa: PLC0415

    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        seen = {"seen_at": timezone.now()}
        held = Unit.objects.get_or_create(name=unit, defaults=seen)[0] if unit else None
        give(user, Role.RECORDS_STAFF, by="bench", unit=held, level=4 if not unit else 3)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _timed(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds of this process's processor and of the clock."""
    started, began = time.process_time(), time.perf_counter()
    answer = client.get(address)
    taken = (time.process_time() - started) * 1000, (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return taken


def _seconds(ask: Callable[[str], None], words: str) -> float:
    started = time.process_time()
    ask(words)
    return (time.process_time() - started) * 1000


def _plain_bm25(words: str) -> None:
    from django.db import connection  # noqa: PLC0415

    from portal.catalogue.folding import fold  # noqa: PLC0415

    match = " AND ".join(f'"{word}"' for word in fold(words).split())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM portal_pagewords WHERE portal_pagewords MATCH %s ORDER BY rank LIMIT 20",
            [match],
        )
        cursor.fetchall()
        for column in ("record_type", "unit"):
            cursor.execute(
                f"SELECT r.{column}, COUNT(DISTINCT r.record_id) FROM portal_pagewords w "  # noqa: S608  # constant
                "JOIN portal_cataloguepage p ON p.id = w.rowid "
                "JOIN portal_cataloguerecord r ON r.record_id = p.record_id "
                f"WHERE portal_pagewords MATCH %s GROUP BY r.{column}",
                [match],
            )
            cursor.fetchall()


def _plain_like(words: str) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id FROM portal_cataloguepage WHERE text LIKE %s ORDER BY id DESC LIMIT 20",
            [f"%{words}%"],
        )
        cursor.fetchall()


def print_page_times(found: dict[str, Any]) -> None:
    """The tables, side by side."""
    rows = [
        (who, kind, *(f"{spread[name]:.1f}" for name in ("p50", "p95", "max")))
        for who in ("whole office", "one unit", "whole office, wall", "one unit, wall", "plain SQLite")
        if who in found
        for kind, spread in found[who].items()
    ]
    show("Search page with counts, milliseconds of server time", ("who", "page", "p50", "p95", "max"), rows)
    print(f"first page {found['first_page_kb']} kB; promise: 95 % within {PAGE_TARGET_MS:.0f} ms")
