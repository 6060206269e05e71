"""Speed, memory, size and error of reading: Hoso, OCRmyPDF (plain and cleaned) and bare Tesseract."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.drawn_pages import Bundle, draw_bundle, without_mark
from bench.errors import Errors, compare
from bench.machine import keep
from bench.measuring import CommandFailed
from bench.peers import Peer, Reading, peers
from bench.tables import percent, show

LEVELS = ("clean", "office", "worn", "poor")
BARE = "tesseract-bare"
LEADERS, NO_LEADERS = "with leaders", "without leaders"
"""Pages whose values stand on dotted lines, and the others: apart, since the first undo Tesseract alone."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=3, metavar="N", help="pages a level of wear (3)")
    parser.add_argument("--levels", nargs="+", default=list(LEVELS), choices=LEVELS)
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes a peer may use (2)")
    parser.add_argument("--peers", nargs="+", default=sorted(peers()), choices=sorted(peers()))
    parser.add_argument("--seed", type=int, default=0, help="draws other papers")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keeps the pages and outputs here")


def run(options: argparse.Namespace) -> int:
    """Draws, measures each peer in turn, prints the tables and keeps the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bundle = draw_bundle(
            folder / "pages.pdf", pages_a_level=options.pages, levels=options.levels, seed=options.seed
        )
        results = {}
        for name in options.peers:
            found = _one(peers()[name], bundle, folder / name, options.jobs)
            if found:
                results[name] = found
    if not results:
        return 1
    _print(results, options.levels, len(bundle.pages))
    settings = {
        "pages_a_level": options.pages,
        "levels": options.levels,
        "jobs": options.jobs,
        "seed": options.seed,
    }
    print(f"kept in {keep('reading', {'settings': settings, 'peers': results})}")
    return 0


def _one(peer: Peer, bundle: Bundle, folder: Path, jobs: int) -> dict[str, Any] | None:
    """Measures one peer; says why and goes on when it cannot run."""
    missing = peer.missing()
    if missing:
        print(f"{peer.name}: left out, {missing} is not installed")
        return None
    folder.mkdir(exist_ok=True)
    print(f"{peer.name}: reading {len(bundle.pages)} pages …", flush=True)
    try:
        reading = peer.read(bundle.path, folder, jobs=jobs)
    except CommandFailed as error:
        print(f"{peer.name}: failed, {error}")
        return None
    return judge(reading, bundle)


def judge(reading: Reading, bundle: Bundle) -> dict[str, Any]:
    """Figures of one peer: cost a page and errors by level and by way of getting the text."""
    count = len(bundle.pages)
    result: dict[str, Any] = {
        "cost": reading.cost.as_dict(),
        "pages_a_minute": round(60 * count / reading.cost.seconds, 2),
        "cpu_seconds_a_page": round(reading.cost.cpu_seconds / count, 3),
        "errors": {way: _by_level(texts, bundle) for way, texts in reading.texts.items()},
        "pages": _by_page(reading.texts["own"], bundle),
    }
    if reading.output is not None:
        result["output_kb_a_page"] = round(reading.output.stat().st_size / 1024 / count, 1)
        result["input_kb_a_page"] = round(bundle.path.stat().st_size / 1024 / count, 1)
    return result


def _by_level(texts: list[str], bundle: Bundle) -> dict[str, Any]:
    """Error rates of each level, of pages with and without leaders, and of all; no text is wholly wrong."""
    sums: dict[str, Errors] = {}
    for index, page in enumerate(bundle.pages):
        errors = compare(page.text, without_mark(texts[index]) if index < len(texts) else "")
        for key in (page.level, "all", LEADERS if page.has_leaders else NO_LEADERS):
            sums[key] = sums.get(key, Errors()) + errors
    return {
        level: {name: round(rate, 5) for name, rate in errors.rates().items()}
        for level, errors in sums.items()
    }


def _by_page(texts: list[str], bundle: Bundle) -> list[dict[str, Any]]:
    """Character error of each page, order ignored, so that a bad figure can be traced to its page."""
    return [
        {
            "level": page.level,
            "code": page.code,
            "seed": page.seed,
            "character_error": round(compare(page.text, without_mark(text)).rates()["character_error"], 5),
        }
        for page, text in zip(bundle.pages, texts, strict=False)
    ]


def _print(results: Mapping[str, Any], levels: list[str], count: int) -> None:
    bare = results.get(BARE, {}).get("cpu_seconds_a_page")
    columns = ("peer", "pages/min", "CPU s/page", "× bare", "peak MB", "largest process MB", "kB/page out")
    rows = []
    for name, found in results.items():
        cpu = found["cpu_seconds_a_page"]
        cost = found["cost"]
        rows.append(
            (
                name,
                f"{found['pages_a_minute']:.1f}",
                f"{cpu:.2f}",
                f"{cpu / bare:.2f}" if bare else "-",
                f"{cost['peak_mb']:.0f}",
                f"{cost['largest_process_mb']:.0f}",
                f"{found['output_kb_a_page']:.0f}" if "output_kb_a_page" in found else "-",
            )
        )
    show(f"Cost on {count} pages", columns, rows)
    keys = (*levels, "all", NO_LEADERS, LEADERS)
    for measure, title in (
        ("character_error", "Character error, order ignored"),
        ("word_error", "Word error, order ignored"),
        ("character_error_without_marks", "Character error without marks, order ignored"),
        ("character_error_order_counted", "Character error, order counted"),
    ):
        shown = [
            (f"{name} ({way})", *(percent(errors[key][measure]) if key in errors else "-" for key in keys))
            for name, found in results.items()
            for way, errors in found["errors"].items()
        ]
        show(title, ("peer", *keys), shown)
