"""Speed, memory, size and error of reading: Hoso, OCRmyPDF (plain and cleaned) and bare Tesseract.

Each level of wear is a PDF of its own that each peer reads in a run of its own, so that every level has
its cost. What starting up takes is measured on one white page and told apart.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.conformance import conformance_of, validator
from bench.drawn_pages import KINDS, Bundle, draw_bundle, draw_nothing, without_mark
from bench.errors import Errors, compare
from bench.machine import keep
from bench.measuring import CommandFailed
from bench.peers import Peer, Reading, peers
from bench.tables import percent, show

BARE = "tesseract-bare"
LEADERS, NO_LEADERS = "with leaders", "without leaders"
"""Pages whose values stand on dotted lines, and the others: apart, since the first undo Tesseract alone."""
START = "start"
MEASURES = (
    ("character_error", "Character error, order ignored"),
    ("word_error", "Word error, order ignored"),
    ("character_error_without_marks", "Character error without marks, order ignored"),
    ("character_error_order_counted", "Character error, order counted"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=3, metavar="N", help="pages a level of wear (3)")
    parser.add_argument("--levels", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes a peer may use (2)")
    parser.add_argument("--peers", nargs="+", default=sorted(peers()), choices=sorted(peers()))
    parser.add_argument("--seed", type=int, default=0, help="draws other papers")
    parser.add_argument("--verapdf", action="store_true", help="have every PDF that is written validated")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keeps the pages and outputs here")


def run(options: argparse.Namespace) -> int:
    """Draws, measures each peer in turn, prints the tables, draws the chart and keeps the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        results = _measured(options, options.keep or Path(temporary))
    if not results:
        return 1
    _print(results, options.levels)
    settings = {name: getattr(options, name) for name in ("pages", "levels", "jobs", "seed")}
    kept = keep("reading", {"settings": settings, "peers": results})
    # Only here, so that the rest, and its tests, do without a drawing library.
    from bench.chart import draw_chart  # noqa: PLC0415

    chart = draw_chart(results, options.levels, kept.with_suffix(".png"))
    print(f"kept in {kept} and {chart}")
    return 0


def _measured(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Peer to level to figures; a peer that is missing or fails is named and left out."""
    wanted = {name: peers()[name] for name in options.peers}
    for name, peer in list(wanted.items()):
        if missing := peer.missing():
            print(f"{name}: left out, {missing} is not installed")
            del wanted[name]
    results: dict[str, Any] = {name: {} for name in wanted}
    for level in (START, *options.levels):
        place = folder / level
        place.mkdir(parents=True, exist_ok=True)
        path = place / "pages.pdf"
        bundle = (
            draw_nothing(path)
            if level == START
            else draw_bundle(path, level, pages=options.pages, seed=options.seed)
        )
        for name, peer in wanted.items():
            if (found := _one(peer, bundle, place / name, options.jobs)) is not None:
                results[name][level] = found
    if options.verapdf:
        _validate(folder, results)
    return {name: levels for name, levels in results.items() if len(levels) > 1}


def _validate(folder: Path, results: Mapping[str, Mapping[str, Any]]) -> None:
    """Adds to each peer's level how many of its PDFs conform, and prints those that do not."""
    command = validator()
    if command is None:
        print("verapdf is not installed: tests/tools/get_verapdf.sh fetches it")
        return
    for name, levels in results.items():
        seen = {
            level: conformance_of(sorted((folder / level / name).glob("*.pdf")), command) for level in levels
        }
        for level, found in seen.items():
            levels[level]["verapdf"] = {"files": found.files, "conformant": found.conformant}
        failed = [path for found in seen.values() for path in found.failed]
        count = sum(found.files for found in seen.values())
        print(f"{name}: {count - len(failed)} of {count} PDFs conform", *failed, sep="\n  ")


def _one(peer: Peer, bundle: Bundle, folder: Path, jobs: int) -> dict[str, Any] | None:
    """Measures one peer on one bundle; says why and goes on when it fails."""
    folder.mkdir(exist_ok=True)
    print(f"{peer.name}: reading {len(bundle.pages)} pages ({bundle.pages[0].level}) …", flush=True)
    try:
        reading = peer.read(bundle.path, folder, jobs=jobs)
    except CommandFailed as error:
        print(f"{peer.name}: failed, {error}")
        return None
    return judge(reading, bundle)


def judge(reading: Reading, bundle: Bundle) -> dict[str, Any]:
    """Figures of one peer on one bundle: cost a page, and errors by way of getting the text."""
    count = len(bundle.pages)
    result: dict[str, Any] = {
        "count": count,
        "cost": reading.cost.as_dict(),
        "pages_a_minute": round(60 * count / reading.cost.seconds, 2),
        "cpu_seconds_a_page": round(reading.cost.cpu_seconds / count, 3),
        "errors": {way: _sums(texts, bundle) for way, texts in reading.texts.items()},
        "pages": _by_page(reading.texts["own"], bundle),
    }
    if reading.output is not None:
        result["output_kb_a_page"] = round(reading.output.stat().st_size / 1024 / count, 1)
        result["input_kb_a_page"] = round(bundle.path.stat().st_size / 1024 / count, 1)
    return result


def _sums(texts: list[str], bundle: Bundle) -> dict[str, Any]:
    """Error rates of all pages and of those with and without leaders; no text is wholly wrong."""
    sums: dict[str, Errors] = {}
    for index, page in enumerate(bundle.pages):
        errors = compare(page.text, without_mark(texts[index]) if index < len(texts) else "")
        for key in ("all", LEADERS if page.has_leaders else NO_LEADERS):
            sums[key] = sums.get(key, Errors()) + errors
    return {
        key: {name: round(rate, 5) for name, rate in errors.rates().items()} for key, errors in sums.items()
    }


def _by_page(texts: list[str], bundle: Bundle) -> list[dict[str, Any]]:
    """Character error of each page, order ignored, so that a bad figure can be traced to its page."""
    return [
        {
            "code": page.code,
            "seed": page.seed,
            "character_error": round(compare(page.text, without_mark(text)).rates()["character_error"], 5),
        }
        for page, text in zip(bundle.pages, texts, strict=False)
    ]


def net_cpu(levels: Mapping[str, Any], level: str, *, starts_once: bool) -> float:
    """CPU seconds a page without starting up; bare Tesseract starts anew for each page and keeps it."""
    found = levels[level]
    start = levels[START]["cost"]["cpu_seconds"] if starts_once and START in levels else 0.0
    return float(max(0.0, found["cost"]["cpu_seconds"] - start) / found["count"])


def _print(results: Mapping[str, Any], levels: list[str]) -> None:
    _print_cost(results, levels)
    for measure, title in MEASURES:
        rows = [
            (f"{name} ({way})", *(_rate(found, level, way, "all", measure) for level in levels))
            for name, found in results.items()
            for way in _ways(found)
        ]
        show(title, ("peer", *levels), rows)
    rows = [
        (
            f"{name}, {kind}",
            *(_rate(found, level, "own", kind, "character_error") for level in levels),
        )
        for name, found in results.items()
        for kind in (NO_LEADERS, LEADERS)
    ]
    show("Character error without and with dotted leaders", ("peer", *levels), rows)


def _ways(found: Mapping[str, Any]) -> list[str]:
    return sorted({way for figures in found.values() for way in figures["errors"]})


def _rate(found: Mapping[str, Any], level: str, way: str, kind: str, measure: str) -> str:
    rates = found.get(level, {}).get("errors", {}).get(way, {}).get(kind)
    return "-" if rates is None else percent(rates[measure])


def _print_cost(results: Mapping[str, Any], levels: list[str]) -> None:
    bare = results.get(BARE, {})
    rows = []
    for name, found in results.items():
        cells = []
        for level in levels:
            if level not in found:
                cells.append("-")
                continue
            net = net_cpu(found, level, starts_once=name != BARE)
            floor = net_cpu(bare, level, starts_once=False) if level in bare else 0.0
            cells.append(f"{net:.2f} ({net / floor:.2f} ×)" if floor else f"{net:.2f}")
        rows.append((name, *cells, f"{found.get(START, {}).get('cpu_seconds_a_page', 0):.1f}"))
    show("CPU seconds a page, starting up apart (× bare Tesseract)", ("peer", *levels, "start"), rows)
    rows = [
        (name, *(f"{found[level]['pages_a_minute']:.1f}" if level in found else "-" for level in levels))
        for name, found in results.items()
    ]
    show("Pages a minute, starting up included", ("peer", *levels), rows)
    rows = [
        (
            name,
            f"{max(figures['cost']['peak_mb'] for figures in found.values()):.0f}",
            f"{max(figures['cost']['largest_process_mb'] for figures in found.values()):.0f}",
            *(
                f"{found[level]['output_kb_a_page']:.0f} of {found[level]['input_kb_a_page']:.0f}"
                if "output_kb_a_page" in found.get(level, {})
                else "-"
                for level in levels
            ),
        )
        for name, found in results.items()
    ]
    show("Memory, and kB a page out of in", ("peer", "peak MB", "largest MB", *levels), rows)
