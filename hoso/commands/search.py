"""`hoso search`: the archive from the terminal."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from hoso.settings import Settings
from hoso.wiring import open_catalogue

if TYPE_CHECKING:
    from portal.catalogue.search import Hit, Results

SUMMARY = 'search: words, "phrases", word*, -without, type:…, name:…, number:…, unit:…, from:…, to:…'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="+", metavar="QUERY")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="records shown, at most 200")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """Always 0: finding nothing is an answer."""
    open_catalogue(settings, data_dir)
    from portal.catalogue.search import search
    from portal.rights.holding import Rights

    query = " ".join(arguments.query)
    results = search(query, rights=Rights.everything(), limit=max(1, min(200, arguments.limit)))
    if arguments.json:
        print(json.dumps(_as_json(query, results), ensure_ascii=False, indent=1))
    else:
        print_results(Console(soft_wrap=True), results)
    return 0


def print_results(console: Console, results: Results) -> None:
    """A hit in two lines: what it is, and the words around the match."""
    count = f"ít nhất {results.total}" if results.is_more else str(results.total)
    console.print(f"{count} hồ sơ", style="bold")
    for hit in results.hits:
        about = " · ".join(part for part in (hit.document_number, _date(hit), f"trang {hit.page}") if part)
        console.print(Text.assemble((hit.record_id, "cyan"), "  ", (hit.title, "bold"), f"  {about}"))
        parts = [(part.text, "reverse") if part.is_hit else part.text for part in hit.snippet]
        console.print(Text.assemble("    ", *parts))


def _date(hit: Hit) -> str:
    return f"{hit.document_date:%d/%m/%Y}" if hit.document_date else ""


def _as_json(query: str, results: Results) -> dict[str, object]:
    hits = [
        {
            "record_id": hit.record_id,
            "title": hit.title,
            "record_type": hit.record_type or None,
            "document_number": hit.document_number,
            "date": hit.document_date.isoformat() if hit.document_date else None,
            "page": hit.page,
            "snippet": "".join(f"[{part.text}]" if part.is_hit else part.text for part in hit.snippet),
            "exact": hit.is_exact,
            "needs_review": hit.needs_review,
        }
        for hit in results.hits
    ]
    return {
        "schema": 1,
        "query": query,
        "total": results.total,
        "total_is_exact": not results.is_more,
        "hits": hits,
    }
