"""Codes printed on pages: how many are read at each wear, and what looking costs pages without any."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from bench.card_zones import ReadZone, card_zones
from bench.drawn_codes import KINDS, WEARS, CodedPage, bare_pages, coded_pages
from bench.machine import keep
from bench.tables import percent, show
from classifiers.specimens.variants import HELD_OUT_FROM
from pipeline.page_codes import codes_on, glance_at

ZONE, PROVED = "mrz", "mrz, two lines"
"""All three lines of a zone, and those that check digits cover: the name is the third."""


@dataclass(slots=True)
class Tally:
    """What became of the codes of one kind at one wear."""

    printed: int = 0
    read: int = 0
    wrong: int = 0
    """Codes that were read and stand nowhere on the page."""
    milliseconds: list[float] = field(default_factory=list)
    """CPU of a page."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=24, metavar="N", help="papers to draw (24)")
    parser.add_argument("--cards", type=int, default=12, metavar="N", help="identity cards to draw (12)")
    parser.add_argument("--wears", nargs="+", default=list(WEARS), choices=list(WEARS))
    parser.add_argument("--seed", type=int, default=0, help="draws other pages")
    parser.add_argument("--tuning", action="store_true", help="pages that tuning may see, not those held out")


def run(options: argparse.Namespace) -> int:
    """Draws, looks, prints the table and keeps the figures."""
    first = options.seed if options.tuning else HELD_OUT_FROM + options.seed
    wears = tuple(options.wears)
    tallies: dict[str, dict[str, Tally]] = {level: defaultdict(Tally) for level in wears}
    for page in coded_pages(options.pages, first_seed=first, wears=wears):
        _count(tallies[page.wear], page)
    for page in bare_pages(max(1, options.pages // 3), first_seed=first + 1_000, wears=wears):
        _count(tallies[page.wear], page)
    for zone in card_zones(options.cards, first_seed=first + 2_000, wears=wears):
        _count_zone(tallies[zone.wear], zone)
    _print(tallies)
    if not options.tuning:
        figures = {
            level: {name: _figures(one) for name, one in found.items()} for level, found in tallies.items()
        }
        settings = {"pages": options.pages, "cards": options.cards, "seed": options.seed}
        print(f"kept in {keep('codes', {'settings': settings, 'figures': figures})}")
    return 0


def _count(tallies: dict[str, Tally], page: CodedPage) -> None:
    started = time.process_time()
    glance = glance_at(page.pixels, page.dpi)
    found = codes_on(page.pixels, page.dpi, glance)
    spent = 1000 * (time.process_time() - started)
    tallies["pages with codes" if page.codes else "pages without"].milliseconds.append(spent)
    read = [code.text for code in found]
    for kind, text in page.codes.items():
        for name in (kind, "all"):
            tallies[name].printed += 1
            tallies[name].read += text in read
        if text not in read:
            print(f"not read: seed {page.seed} {page.wear} {page.dpi:.0f} dpi {kind}", flush=True)
    tallies["all"].wrong += sum(text not in {*page.codes.values(), *page.own} for text in read)


def _count_zone(tallies: dict[str, Tally], zone: ReadZone) -> None:
    two = [_proved(text) for text in zone.read]
    for name, is_read in ((ZONE, zone.printed in zone.read), (PROVED, _proved(zone.printed) in two)):
        tallies[name].printed += 1
        tallies[name].read += is_read
    tallies["all"].wrong += sum(text != zone.printed for text in zone.read)
    if zone.printed not in zone.read:
        print(f"not read: seed {zone.seed} {zone.wear} {ZONE}", flush=True)


def _proved(zone: str) -> list[str]:
    return zone.split("\n")[:2]


def _figures(tally: Tally) -> dict[str, float]:
    out: dict[str, float] = {}
    if tally.printed:
        out |= {"printed": tally.printed, "read": round(tally.read / tally.printed, 4), "wrong": tally.wrong}
    if tally.milliseconds:
        out["CPU ms, median"] = round(float(np.median(tally.milliseconds)), 1)
        out["CPU ms, most"] = round(float(np.max(tally.milliseconds)), 1)
    return out


def _print(tallies: dict[str, dict[str, Tally]]) -> None:
    rows = []
    for level, found in tallies.items():
        shares = [
            f"{percent(found[kind].read / found[kind].printed)} of {found[kind].printed}"
            if found[kind].printed
            else "-"
            for kind in ("all", *KINDS, ZONE, PROVED)
        ]
        costs = [_cost(found[name]) for name in ("pages with codes", "pages without")]
        rows.append((level, *shares, str(found["all"].wrong), *costs))
    show("Codes read", ("wear", "all", *KINDS, ZONE, PROVED, "wrong", "CPU ms with", "CPU ms without"), rows)


def _cost(tally: Tally) -> str:
    figures = _figures(tally)
    return f"{figures['CPU ms, median']} (most {figures['CPU ms, most']})" if figures else "-"
