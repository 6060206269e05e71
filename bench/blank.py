"""Blank pages found, faint ones kept: both errors on drawn pages, kind by kind, and the cost of a look."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

from bench.blank_pages import BLANK, FAINT, Pixels, blank_page, faint_page
from bench.machine import keep
from bench.tables import show
from classifiers.specimens.variants import HELD_OUT_FROM
from pipeline.blank import is_blank


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=32, metavar="N", help="pages of each kind (32)")
    parser.add_argument("--seed", type=int, default=0, help="draws other pages")


def run(options: argparse.Namespace) -> int:
    """Draws, looks, prints a table and keeps the figures."""
    found = []
    for kinds, draw, should_be_blank in ((BLANK, blank_page, True), (FAINT, faint_page, False)):
        for kind in kinds:
            found.append(
                _of_kind(kind, draw, should_be_blank, range(options.seed, options.seed + options.pages))
            )
    rows = [
        (row["kind"], *(str(row[key]) for key in ("is_blank", "pages", "wrong")), f"{row['cpu_ms']:.0f}")
        for row in found
    ]
    show("Blank or faint, without any word read", ("kind", "blank", "pages", "wrong", "CPU ms"), rows)
    kept = sum(row["wrong"] for row in found if row["is_blank"])
    lost = sum(row["wrong"] for row in found if not row["is_blank"])
    print(f"blank kept {kept}, faint lost {lost}, of {sum(row['pages'] for row in found)} pages")
    settings = {"pages": options.pages, "seed": options.seed}
    print(f"kept in {keep('blank', {'settings': settings, 'kinds': found})}")
    return int(kept + lost > 0)


def _of_kind(
    kind: str, draw: Callable[[str, int], tuple[Pixels, int]], should_be_blank: bool, seeds: range
) -> dict[str, Any]:
    wrong, seconds = [], 0.0
    for seed in seeds:
        pixels, dpi = draw(kind, HELD_OUT_FROM + seed)
        began = time.process_time()
        if is_blank(pixels, dpi, ()) != should_be_blank:
            wrong.append(HELD_OUT_FROM + seed)
        seconds += time.process_time() - began
    return {
        "kind": kind,
        "is_blank": should_be_blank,
        "pages": len(seeds),
        "wrong": len(wrong),
        "wrong_seeds": wrong,
        "cpu_ms": round(1000 * seconds / max(1, len(seeds)), 1),
    }
