"""Opening the next record for review in a large catalogue, and a clerk at the keys in a real browser.

The clerk's hand is the keystroke-level model (Card, Moran and Newell 1980): a keystroke of a good typist
takes 0.2 s, and before each decision stand 1.35 s of looking and making up one's mind.
"""

from __future__ import annotations

import argparse
import io
import secrets
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import Archive
from archive.stores.folder import FolderStore
from bench.machine import keep
from bench.tables import show
from classifiers.catalogue import load_record_types
from classifiers.specimens import compose, draw, perfect_pages
from classifiers.understanding import field_doubts, understand
from portal.configuration import PortalConfiguration, migrate
from records import Record, Source, record_id_for
from records.record import dump_json

if TYPE_CHECKING:
    from django.test import Client

TARGET_MS = 150.0
TARGET_SECONDS = 10.0
KEYSTROKE, DECISION = 0.2, 1.35
"""Seconds; Card, Moran and Newell, CACM 23 (1980) 7, table I."""
DOUBTFUL = ("child_full_name", "place_of_birth")
WRONG = "Nguyễn Thị Sai"
KINDS = 60
"""Papers that are composed; the records made of them differ in names and figures."""
WAITING_SHARE = 10
"""One record in so many of the catalogue waits."""
CHROMIUM = Path("/usr/bin/chromium")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=20_000, metavar="N")
    parser.add_argument("--records", type=int, default=40, metavar="N", help="papers that are opened")
    parser.add_argument("--cleared", type=int, default=5, metavar="N", help="papers that the clerk clears")


def run(options: argparse.Namespace) -> int:
    """Builds, opens, clears, prints the table and keeps the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        hosts = ("localhost", "testserver")
        key = secrets.token_urlsafe(40)
        migrate(PortalConfiguration(data_dir=folder, secret_key=key, allowed_hosts=hosts))
        held = _fill(options.pages)
        opened = [deposit_specimen(folder, seed) for seed in range(options.records)]
        result: dict[str, Any] = {"catalogue_pages": held, **_open(opened)}
        if CHROMIUM.exists() and options.cleared:
            result |= _clear(opened[: options.cleared])
    _print(result)
    print(f"kept in {keep('review', result)}")
    return 0


def _fill(pages: int) -> int:
    # Django's models can be imported only once it is set up.
    from bench.drawn_catalogue import deposited  # noqa: PLC0415
    from portal.catalogue.index import bulk_index  # noqa: PLC0415
    from portal.models import CataloguePage, CatalogueRecord  # noqa: PLC0415

    print(f"drawing and indexing {pages} pages …", flush=True)
    bulk_index(deposited(pages, kinds=min(KINDS, pages)))
    ids = list(CatalogueRecord.objects.order_by("pk").values_list("pk", flat=True)[::WAITING_SHARE])
    for start in range(0, len(ids), 500):
        chosen = CatalogueRecord.objects.filter(pk__in=ids[start : start + 500])
        chosen.update(needs_review=True, doubt_count=3)
    return int(CataloguePage.objects.count())


def deposit_specimen(folder: Path, seed: int) -> str:
    """A birth certificate with one wrong and one right doubtful value, the longest waiting of all."""
    from portal.catalogue.index import replace_records  # noqa: PLC0415
    from portal.catalogue.rebuild import read_deposited  # noqa: PLC0415

    specimen = compose("birth_certificate", 7_000 + seed)
    pages = perfect_pages(specimen)
    seen = understand(pages)
    fields = dict(seen.fields)
    for name in DOUBTFUL:
        fields[name] = replace(fields[name], confidence=0.6)
    fields[DOUBTFUL[0]] = replace(fields[DOUBTFUL[0]], value=WRONG, normalised=WRONG)
    reasons = tuple(field_doubts(load_record_types()["birth_certificate"], fields, 0.9))
    record = Record(
        source=Source(f"{seed}.pdf", f"{seed:064x}", len(pages)),
        record_type=seen.record_type,
        type_confidence=seen.type_confidence,
        needs_review=True,
        threshold=0.9,
        pages=tuple(pages),
        reasons=reasons,
        fields=fields,
    )
    out = io.BytesIO()
    images = [draw(sheet, 150).convert("L") for sheet in specimen.sheets]
    images[0].save(out, "PDF", resolution=150, save_all=True, append_images=images[1:])
    record_id = record_id_for(record.source.sha256)
    contents: dict[str, Path | bytes] = {
        "original/scan.pdf": out.getvalue(),
        "searchable.pdf": out.getvalue(),
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        "intake.json": dump_json({"received_at": f"2020-01-01T08:00:{seed:02}+07:00", "unit": "xã An Phú"}),
    }
    archive = Archive(FolderStore(folder / "archive"))
    archive.deposit(
        record_id, contents, message="bench", user="bench", created=datetime(2020, 1, 1, tzinfo=UTC)
    )
    replace_records([read_deposited(archive, record_id)])
    return str(record_id)


def _clerk() -> Client:
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from portal.rights.granting import give  # noqa: PLC0415
    from portal.rights.roles import Role  # noqa: PLC0415

    person, is_new = User.objects.get_or_create(username="bench")
    if is_new:
        give(person, Role.RECORDS_STAFF, by="bench", level=4)
    client = Client()
    client.force_login(person)
    return client


def _open(record_ids: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of server time: the whole page, the record fetched ahead, the list of what waits."""
    client = _clerk()
    found: dict[str, Any] = {}
    ways: dict[str, tuple[list[str], dict[str, str]]] = {
        "open": ([f"/records/{one}/review" for one in record_ids], {}),
        "ahead": ([f"/records/{one}/review" for one in record_ids], {"X-Ahead": "1"}),
        "queue": (["/review/"] * 10, {}),
    }
    for name, (addresses, headers) in ways.items():
        client.get(addresses[0], headers=headers)
        times, worked = [], []
        for address in addresses:
            started, busy = time.perf_counter(), time.thread_time()
            answer = client.get(address, headers=headers)
            times.append((time.perf_counter() - started) * 1000)
            worked.append((time.thread_time() - busy) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
        found[f"{name}_median_ms"] = round(statistics.median(times), 1)
        found[f"{name}_p95_ms"] = round(statistics.quantiles(times, n=20)[18], 1)
        found[f"{name}_cpu_ms"] = round(statistics.median(worked), 1)
        found[f"{name}_kb"] = round(len(answer.content) / 1024, 1)
    return found


def _clear(record_ids: Sequence[str]) -> dict[str, Any]:
    """Clears records one after the other: the first doubt typed anew, the second accepted, then done."""
    import os  # noqa: PLC0415

    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from portal.server import PortalServer  # noqa: PLC0415

    cookie = _clerk().cookies["sessionid"].value
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    name = "Tạ Văn Quyết"
    seconds, keys = [], len(name) + 3
    with PortalServer("127.0.0.1", 0) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.address}])
        page = context.new_page()
        page.goto(f"{server.address}records/{record_ids[0]}/review")
        for record_id in record_ids:
            page.wait_for_selector(f"#station.live[data-record={record_id}]")
            page.wait_for_selector(f"#value-{DOUBTFUL[0]}:focus")
            started = time.perf_counter()
            for text in (name, "", ""):
                time.sleep(DECISION)
                if text:
                    page.keyboard.type(text, delay=KEYSTROKE * 1000)
                time.sleep(KEYSTROKE)
                page.keyboard.press("Enter")
            page.wait_for_selector(f"#station:not([data-record={record_id}])")
            seconds.append(time.perf_counter() - started)
        browser.close()
    return {
        "cleared": len(seconds),
        "keystrokes_a_record": keys,
        "seconds_a_record": round(statistics.median(seconds), 2),
        "of_these_the_machine": round(statistics.median(seconds) - 3 * DECISION - keys * KEYSTROKE, 2),
    }


def _print(result: dict[str, Any]) -> None:
    names = {"open": "record opened", "ahead": "record fetched ahead", "queue": "what waits"}
    rows = [
        (name, *(f"{result[f'{way}_{part}']}" for part in ("median_ms", "p95_ms", "cpu_ms", "kb")))
        for way, name in names.items()
    ]
    show(
        f"Review, {result['catalogue_pages']} pages in the catalogue",
        ("", "median ms", "95 % ms", "CPU ms", "kB"),
        rows,
    )
    print(f"target: the next record within {TARGET_MS:.0f} ms of server time")
    if "seconds_a_record" in result:
        print(
            f"a birth certificate with two doubts: {result['keystrokes_a_record']} keystrokes, "
            f"{result['seconds_a_record']} s, {result['of_these_the_machine']} s of them the machine's "
            f"(target {TARGET_SECONDS:.0f} s)"
        )
