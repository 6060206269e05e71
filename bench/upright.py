"""Pages that lie any way: how many are set upright, how exactly their skew is found, and what it costs."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from bench.lying_pages import KINDS, LyingPage, lying_pages
from bench.machine import keep
from bench.tables import percent, show
from classifiers.specimens.variants import HELD_OUT_FROM
from pipeline.enhance import EnhanceOptions, steps
from pipeline.ocr import get_engine
from pipeline.reading import ReadingOptions, readability
from pipeline.sheet import sheet_of

TURNED = 20
"""Order of the step that turns a page."""


@dataclass(slots=True)
class Tally:
    """What became of a kind of pages."""

    pages: int = 0
    upright: int = 0
    unsure: int = 0
    """Pages whose direction was given up as undecided."""
    trials: int = 0
    """Pages of which something was read on trial."""
    skew_errors: list[float] = field(default_factory=list)
    """Degrees, of pages set upright."""
    upright_ms: list[float] = field(default_factory=list)
    """CPU of telling the direction."""
    deskew_ms: list[float] = field(default_factory=list)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=60, metavar="N", help="pages to draw (60)")
    parser.add_argument("--seed", type=int, default=0, help="draws other pages")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--tuning", action="store_true", help="pages that tuning may see, not those held out")


def run(options: argparse.Namespace) -> int:
    """Draws, turns, prints the table and keeps the figures."""
    first = options.seed if options.tuning else HELD_OUT_FROM + options.seed
    tallies = measure(options.pages, first_seed=first, kinds=tuple(options.kinds))
    _print(tallies)
    if not options.tuning:
        settings = {"pages": options.pages, "seed": options.seed, "kinds": options.kinds}
        figures = {name: _figures(tally) for name, tally in tallies.items()}
        print(f"kept in {keep('upright', {'settings': settings, 'figures': figures})}")
    return 0


def measure(count: int, *, first_seed: int, kinds: tuple[str, ...]) -> dict[str, Tally]:
    """Tallies by kind, by wear and of all; says each page that was not set upright."""
    tallies: dict[str, Tally] = {}
    for page in lying_pages(count, first_seed=first_seed, kinds=kinds):
        one = _turned(page)
        if not one.upright:
            lies = f"{page.quarters * 90}°"
            print(f"not upright: seed {page.seed} {page.kind} {page.code} {page.wear} {lies}", flush=True)
        for name in (page.kind, page.wear, "all"):
            _add(tallies.setdefault(name, Tally()), one)
    return tallies


def _turned(page: LyingPage) -> Tally:
    one, reads = Tally(pages=1), 0
    reading = ReadingOptions()
    engine = get_engine(reading.engine)
    read = partial(readability, engine=engine, options=reading)

    def counted(strip: np.ndarray) -> float:
        nonlocal reads
        reads += 1
        return read(strip)

    options = EnhanceOptions(readability=counted)
    sheet = sheet_of(page.pixels, page.dpi)
    for step in steps():
        # What cleans the ink between the two changes neither the direction nor the slope, and takes longer.
        if step.order > TURNED and step.name != "deskew":
            continue
        started = time.process_time()
        sheet = step.apply(sheet, options)
        spent = 1000 * (time.process_time() - started)
        if step.name == "turn_upright":
            one.upright_ms.append(spent)
        if step.name == "deskew":
            one.deskew_ms.append(spent)
    one.upright = int(sheet.rotation == 90 * page.quarters)
    one.unsure, one.trials = int(not sheet.is_upright_sure), int(reads > 0)
    if one.upright:
        one.skew_errors.append(abs(sheet.skew - page.degrees))
    return one


def _add(whole: Tally, one: Tally) -> None:
    whole.pages += one.pages
    whole.upright += one.upright
    whole.unsure += one.unsure
    whole.trials += one.trials
    whole.skew_errors += one.skew_errors
    whole.upright_ms += one.upright_ms
    whole.deskew_ms += one.deskew_ms


def _figures(tally: Tally) -> dict[str, float]:
    skew: Sequence[float] = tally.skew_errors or [0.0]
    return {
        "pages": tally.pages,
        "upright": round(tally.upright / tally.pages, 4),
        "unsure": round(tally.unsure / tally.pages, 4),
        "read on trial": round(tally.trials / tally.pages, 4),
        "skew error, mean": round(float(np.mean(skew)), 3),
        "skew error, 95th percentile": round(float(np.percentile(skew, 95)), 3),
        "turn_upright CPU ms, mean": round(float(np.mean(tally.upright_ms)), 1),
        "turn_upright CPU ms, most": round(float(np.max(tally.upright_ms)), 1),
        "deskew CPU ms, mean": round(float(np.mean(tally.deskew_ms)), 1),
    }


def _print(tallies: dict[str, Tally]) -> None:
    columns = ("pages", "n", "upright", "unsure", "trials", "skew °", "95 %", "CPU ms", "most", "deskew ms")
    rows = []
    for name, tally in tallies.items():
        found = list(_figures(tally).values())
        shares = [percent(share) for share in found[1:4]]
        rows.append((name, str(tally.pages), *shares, *(f"{figure:.2f}" for figure in found[4:])))
    show("Pages that lie any way", columns, rows)
