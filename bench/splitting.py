"""Where papers begin in dossiers scanned into one file: found, cut, asked about, and cut wrongly."""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.drawn_dossiers import SEEDS_EACH, Dossier, draw_dossier, draw_long
from bench.machine import keep
from bench.tables import percent, show
from classifiers.specimens import LEVELS, draw, misread, wear
from classifiers.specimens.demo_set import save
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.splitting import split
from pipeline.batches.papers import DOUBTFUL, SURE
from pipeline.reading import read_pages
from records import Page

SPOILED = {"exact": 0.0, "misread 1 %": 0.01, "misread 3 %": 0.03}
"""Levels without OCR: the printed words, and the same with a share of letters spoiled."""
FIRST_SEED = HELD_OUT_FROM + 40_000
LONG = "long"
"""One paper of many pages and its annexes, in perfect words: nothing is to be cut."""


@dataclass(frozen=True, slots=True)
class Task:
    """One dossier at one level."""

    seed: int
    level: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. Boundaries are positions of pages at which a paper but the first begins."""

    task: Task
    pages: int
    true: frozenset[int]
    found: frozenset[int]
    """Likelier than not."""
    cut: frozenset[int]
    """Sure: the file is parted there."""
    asked: frozenset[int]
    """Doubtful: a person is asked."""
    seconds: float
    """Of the processor."""
    kinds: dict[int, str]
    """What begins at a true boundary, or what a wrong one lies in."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dossiers", type=int, default=60, metavar="N", help="dossiers a level (60)")
    parser.add_argument("--read", type=int, default=2, metavar="N", help="dossiers drawn, worn and read (2)")
    parser.add_argument("--wear", default="office", choices=LEVELS, help="of those that are read (office)")
    parser.add_argument("--long", type=int, default=30, metavar="N", help="single papers of many pages (30)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help=f"first seed ({FIRST_SEED})")


def run(options: argparse.Namespace) -> int:
    """Splits every dossier, prints the table and keeps the figures."""
    counts = {**dict.fromkeys(SPOILED, options.dossiers), options.wear: options.read, LONG: options.long}
    tasks = [
        Task(options.seed + SEEDS_EACH * index, level)
        for level, count in counts.items()
        for index in range(count)
    ]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
        outcomes = list(pool.map(outcome_of, tasks, chunksize=4))
    results = {
        level: summary([one for one in outcomes if one.task.level == level])
        for level, count in counts.items()
        if count
    }
    _print(results)
    settings = {"counts": counts, "seed": options.seed, "sure": SURE, "doubtful": DOUBTFUL}
    print(f"kept in {keep('splitting', {'settings': settings, 'levels': results})}")
    return 0


def outcome_of(task: Task) -> Outcome:
    """Draws and splits one dossier."""
    dossier = draw_long(task.seed) if task.level == LONG else draw_dossier(task.seed)
    pages = _pages(dossier, task)
    start = time.process_time()
    spans = split(pages, doubtful_from=DOUBTFUL)
    seconds = time.process_time() - start
    every = [*(span.beginning for span in spans[1:]), *(each for span in spans for each in span.within)]
    true = frozenset(dossier.starts[1:])
    found = frozenset(span.first for span in spans[1:])
    cut = frozenset(each.at for each in every if each.confidence >= SURE)
    return Outcome(
        task=task,
        pages=len(pages),
        true=true,
        found=found,
        cut=cut,
        asked=frozenset(each.at for each in every) - cut,
        seconds=seconds,
        kinds={at: _kind_at(dossier, at) for at in true ^ (found | cut)},
    )


def _kind_at(dossier: Dossier, at: int) -> str:
    paper = max(index for index, start in enumerate(dossier.starts) if start <= at)
    return dossier.kinds[paper]


def _pages(dossier: Dossier, task: Task) -> tuple[Page, ...]:
    if task.level in SPOILED or task.level == LONG:
        pages = dossier.pages()
        return misread(pages, SPOILED[task.level], task.seed) if SPOILED.get(task.level) else pages
    pictures = [
        wear(draw(sheet), task.level, task.seed + index) for index, sheet in enumerate(dossier.sheets)
    ]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "scan.pdf"
        save(pictures, file, dpi=round(pictures[0].info["dpi"][0]))
        return tuple(read_pages(file, range(1, len(pictures) + 1)))


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of one level; shares are 0 to 1."""
    true, found, cut, asked = (
        sum(len(getattr(one, name)) for one in outcomes) for name in ("true", "found", "cut", "asked")
    )
    right = sum(len(one.true & one.found) for one in outcomes)
    right_cut = sum(len(one.true & one.cut) for one in outcomes)
    missed = Counter(one.kinds[at] for one in outcomes for at in one.true - one.found)
    wrong = Counter(one.kinds[at] for one in outcomes for at in one.found - one.true)
    pages = sum(one.pages for one in outcomes)
    return {
        "dossiers": len(outcomes),
        "pages": pages,
        "boundaries": true,
        "precision": _share(right, found),
        "recall": _share(right, true),
        "f1": _share(2 * right, found + true),
        "wholly_right": _share(sum(one.found == one.true for one in outcomes), len(outcomes)),
        "cut": _share(right_cut, true),
        "cut_wrongly": cut - right_cut,
        "asked_a_dossier": round(asked / len(outcomes), 3) if outcomes else 0.0,
        "asked_in_vain": sum(len(one.asked - one.true) for one in outcomes),
        "neither_cut_nor_asked": sum(len(one.true - one.cut - one.asked) for one in outcomes),
        "files_in_review": _share(sum(bool(one.asked) for one in outcomes), len(outcomes)),
        "cut_without_fault": _share(
            sum(one.cut == one.true and not one.asked for one in outcomes), len(outcomes)
        ),
        "cpu_ms_a_page": round(1000 * sum(one.seconds for one in outcomes) / max(1, pages), 1),
        "most_missed": dict(missed.most_common(8)),
        "most_wrong": dict(wrong.most_common(8)),
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 1.0


def _print(results: dict[str, dict[str, Any]]) -> None:
    names = [name for name, one in next(iter(results.values())).items() if not isinstance(one, dict)]
    shares = {"precision", "recall", "f1", "wholly_right", "cut", "files_in_review", "cut_without_fault"}
    rows = [
        (
            name.replace("_", " "),
            *(percent(found[name]) if name in shares else str(found[name]) for found in results.values()),
        )
        for name in names
    ]
    show("Where papers begin in dossiers of 2 to 12", ("figure", *results), rows)
    for level, found in results.items():
        print(
            f"{level}: missed {found['most_missed'] or 'none'}; taken wrongly {found['most_wrong'] or 'none'}"
        )
