"""Time of a mix of queries on a catalogue of drawn pages: what staff would type, by kind."""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.machine import keep
from bench.search_pages import page_times, print_page_times
from bench.servers import database_bytes, index_made_at_the_end
from bench.tables import percentiles, show
from bench.typed_queries import queries
from portal.configuration import PortalConfiguration, migrate
from portal.database.address import server_of

if TYPE_CHECKING:
    from portal.catalogue.search import Results

TARGET_MS = 100.0
"""The promise: 95 of 100 queries come back within this."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=100_000, metavar="N")
    parser.add_argument("--single", action="store_true", help="records of one page each: as many as pages")
    parser.add_argument("--queries", type=int, default=400, metavar="N")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keeps the catalogue here, or uses what is there"
    )
    add_server_options(parser)


def run(options: argparse.Namespace) -> int:
    """Builds the catalogue, asks, prints the table and keeps the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = (options.data or Path(temporary)).absolute()
        server = server_of(options.database) if options.database else None
        key = secrets.token_urlsafe(40)
        migrate(PortalConfiguration(data_dir=folder, database=server, secret_key=key))
        built = build(
            options.pages,
            longest=1 if options.single else None,
            drawn=options.drawn if server else None,
            with_words=options.with_words,
        )
        size = round(database_bytes(folder) / 2**20, 1)
        pages = page_times(options.queries)
        result = {**_ask(options.queries), **built, "database_mb": size, "search_page": pages}
    _print(result)
    print_page_times(pages)
    print(f"kept in {keep('search_postgresql' if options.database else 'search', result)}")
    return 0


def add_server_options(parser: argparse.ArgumentParser) -> None:
    """What a benchmark on a PostgreSQL server may be told."""
    parser.add_argument(
        "--database", metavar="URL", help="a PostgreSQL server, as database.url; an empty database of its own"
    )
    parser.add_argument(
        "--drawn", type=int, default=10_000, metavar="N",
        help="with --database: pages that are drawn; the others are copies of them, in records of ten pages",
    )  # fmt: skip
    parser.add_argument(
        "--with-words", type=int, metavar="N", help="with --database: only the newest N pages can be searched"
    )


def build(
    pages: int, *, longest: int | None, drawn: int | None = None, with_words: int | None = None
) -> dict[str, Any]:
    """Fills the catalogue unless it is there; what came of it. Of more than `drawn` pages the server
    copies the others, the newest `with_words` of them with their words."""
    # Django's models can be imported only once it is set up.
    from bench.copied_catalogue import copy_up_to  # noqa: PLC0415
    from bench.drawn_catalogue import deposited  # noqa: PLC0415
    from portal.catalogue.index import bulk_index  # noqa: PLC0415
    from portal.models import CataloguePage  # noqa: PLC0415

    held = CataloguePage.objects.count()
    if held >= pages:
        print(f"using the {held} pages that are there")
        return {"pages": held}
    started = time.perf_counter()
    print(f"drawing and indexing {pages} pages …", flush=True)
    with index_made_at_the_end():
        drawing = pages if drawn is None else min(drawn, pages)
        records = bulk_index(deposited(drawing, longest=longest))
        copied = copy_up_to(pages, with_words=with_words) if drawing < pages else {}
    seconds = time.perf_counter() - started
    return {
        "pages": CataloguePage.objects.count(),
        "records": records,
        "build_seconds": round(seconds, 1),
        "pages_a_second": round(pages / seconds, 1),
        **copied,
    }


def _ask(count: int) -> dict[str, Any]:
    from portal.catalogue.search import search  # noqa: PLC0415
    from portal.rights.holding import Rights  # noqa: PLC0415

    asked = queries(count)
    every_record = partial(search, rights=Rights.everything())
    times = {kind: [_timed(every_record, text) for text in texts] for kind, texts in asked.items()}
    every = [one for some in times.values() for one in some]
    return {
        "queries": len(every),
        "all": percentiles(every),
        "within_100_ms": round(sum(one <= TARGET_MS for one in every) / len(every), 4),
        "kinds": {kind: percentiles(some) for kind, some in times.items()},
    }


def _timed(search: Callable[[str], Results], text: str) -> float:
    """Milliseconds to the results with their snippets."""
    started = time.perf_counter()
    search(text)
    return (time.perf_counter() - started) * 1000


def _print(result: Mapping[str, Any]) -> None:
    rows = [
        (kind, *(f"{found[name]:.1f}" for name in ("p50", "p95", "p99", "max")))
        for kind, found in (*result["kinds"].items(), ("all", result["all"]))
    ]
    show(
        f"Search on {result['pages']} pages, milliseconds",
        ("kind of query", "p50", "p95", "p99", "max"),
        rows,
    )
    print(f"within {TARGET_MS:.0f} ms: {result['within_100_ms']:.1%}; database {result['database_mb']} MB")
