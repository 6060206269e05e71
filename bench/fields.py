"""Types and fields on held-out papers, by wear: what is right, what files itself, and what is surely wrong.

`--words` leaves pictures out: the printed words themselves, and the same with letters misread at three rates,
so that every type is measured in a minute. Patterns over plain text are measured beside, on the same papers.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image

from bench import regex_baseline
from bench.field_scores import Outcome, Task, at_threshold, outcome, summary
from bench.machine import keep
from bench.real_admin import real_rows
from bench.same_value import is_as_printed
from bench.tables import percent, show
from bench.trade_off import THRESHOLDS, print_trade_off
from classifiers.catalogue import load_record_types
from classifiers.extraction.values import judge
from classifiers.record_type import FieldRule
from classifiers.specimens import (
    Specimen,
    compose,
    compose_stranger,
    draw,
    drawable_codes,
    misread,
    perfect_pages,
    wear,
)
from classifiers.specimens.demo_set import save
from classifiers.specimens.strangers import CODE as STRANGER
from classifiers.specimens.variants import FRESH_FROM, HELD_OUT_FROM
from classifiers.understanding import understand
from pipeline.reading import read_pages
from records import Box, FieldValue, Page

SPOILED = {"exact": 0.0, "misread-1": 0.01, "misread-3": 0.03, "misread-8": 0.08}
"""Levels without a picture: share of letters misread."""
WORN = ("clean", "office", "worn", "poor")
FIRST_SEEDS = {"fresh": FRESH_FROM + 10_000, "earlier": HELD_OUT_FROM + 10_000}
"""Held-out looks: the newest, and the first one, on which figures of before are comparable."""
SHARES = ("macro_f1", "wrong", "unknown", "precision", "recall", "f1", "sure", "itself", "right")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--papers", type=int, default=1, metavar="N", help="papers a type and level (1)")
    parser.add_argument("--words", action="store_true", help="no pictures: exact words, and misread ones")
    parser.add_argument("--levels", nargs="+", choices=(*SPOILED, *WORN), help="instead of all four")
    parser.add_argument("--types", nargs="+", metavar="CODE", help="record types (every one that is drawn)")
    parser.add_argument("--strangers", type=int, default=8, metavar="N", help="papers of no type a level (8)")
    parser.add_argument(
        "--looks", nargs="+", choices=tuple(FIRST_SEEDS), default=["fresh"], help="held-out looks (fresh)"
    )
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threshold", type=float, default=0.9)
    parser.add_argument("--no-baseline", action="store_true", help="without patterns over plain text")
    parser.add_argument("--real", type=Path, metavar="DIR", help="real documents with their labels.csv")


def run(options: argparse.Namespace) -> int:
    """Reads every paper, prints the tables and keeps the figures."""
    levels = options.levels or list(SPOILED if options.words else WORN)
    codes = options.types or list(drawable_codes())
    wanted = (*((code, options.papers) for code in codes), (STRANGER, options.strangers))
    tasks = [
        Task(code, FIRST_SEEDS[looks] + options.seed + index, level)
        for looks in options.looks
        for level in levels
        for code, count in wanted
        for index in range(count)
    ]
    with ProcessPoolExecutor(options.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        count = len(tasks)
        thresholds, plain = [options.threshold] * count, [not options.no_baseline] * count
        outcomes = list(pool.map(outcome_of, tasks, thresholds, plain, chunksize=4 if options.words else 1))
    results = {
        level if len(options.looks) == 1 else f"{level}, {looks}": summary(_of(outcomes, level, looks))
        for looks in options.looks
        for level in levels
    }
    _print(results)
    settings = {
        name: getattr(options, name) for name in ("papers", "seed", "threshold", "strangers", "looks")
    }
    real = _real(options.real)
    kept = {"settings": {**settings, "types": len(codes)}, "levels": results, "real": real}
    print(f"kept in {keep('fields', kept)}")
    return 0


def _of(outcomes: Sequence[Outcome], level: str, looks: str) -> list[Outcome]:
    """Outcomes at the level on papers of these looks."""
    is_fresh = looks == "fresh"
    return [one for one in outcomes if one.task.level == level and (one.task.seed >= FRESH_FROM) == is_fresh]


def outcome_of(task: Task, threshold: float, with_baseline: bool = False) -> Outcome:
    """Draws, reads and understands one paper, and compares."""
    specimen = compose_stranger(task.seed) if task.code == STRANGER else compose(task.code, task.seed)
    pages, text = _read(specimen, task, with_baseline=with_baseline)
    understand(pages[:1], threshold=threshold)  # loads what every later paper finds loaded
    began = time.process_time()
    found = understand(pages, threshold=threshold)
    seconds = time.process_time() - began
    baseline = _baseline(task, specimen, text) if with_baseline and text else {}
    otherwise = {
        other: at_threshold(outcome(task, specimen, understand(pages, threshold=other), other))
        for other in THRESHOLDS
    }
    return outcome(
        task,
        specimen,
        found,
        threshold,
        seconds=seconds,
        pages=len(pages),
        otherwise=otherwise,
        baseline=baseline,
    )


def _read(specimen: Specimen, task: Task, *, with_baseline: bool) -> tuple[Sequence[Page], str]:
    """The paper's pages, and their plain text for the patterns."""
    if task.level in SPOILED:
        pages = tuple(perfect_pages(specimen))
        rate = SPOILED[task.level]
        pages = misread(pages, rate, task.seed) if rate else pages
        return pages, "\n".join(page.text for page in pages)
    pictures = [wear(draw(sheet), task.level, task.seed) for sheet in specimen.sheets]
    dpi = round(pictures[0].info["dpi"][0])
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "scan.pdf"
        save(pictures, file, dpi=dpi)
        pages = tuple(read_pages(file, range(1, len(pictures) + 1)))
        plain = with_baseline and not regex_baseline.is_missing() and task.code != STRANGER
        return pages, _plain_text(pictures, Path(folder), dpi) if plain else ""


def _plain_text(pictures: Sequence[Image.Image], folder: Path, dpi: int) -> str:
    texts = []
    for number, picture in enumerate(pictures):
        image = folder / f"{number}.jpg"
        picture.convert("RGB").save(image, "JPEG", quality=85, dpi=(dpi, dpi))
        texts.append(regex_baseline.text_of_scan(image, dpi))
    return "\n".join(texts)


def _baseline(task: Task, specimen: Specimen, text: str) -> dict[str, Any]:
    """What the patterns make of the same paper, judged by the same rule."""
    answered = regex_baseline.type_in(text)
    kind = load_record_types().get(task.code)
    if kind is None or answered != task.code:
        return {"answered": answered, "right": 0, "read": 0}
    short = {
        rule.name: rule for rule in kind.fields if rule.type.value not in {"list", "table", "text_multiline"}
    }
    found = {name: value for name, value in regex_baseline.fields_in(text, kind).items() if name in short}
    right = sum(
        is_as_printed(short[name], _plain_value(short[name], value), specimen.truth[name])
        for name, value in found.items()
        if specimen.truth.get(name)
    )
    return {"answered": answered, "right": right, "read": len(found)}


def _plain_value(rule: FieldRule, text: str) -> FieldValue:
    judged = judge(rule, text)
    return FieldValue(judged.value, judged.normalised, 0.0, 1, Box(0, 0, 0, 0), text, "pattern")


def _real(folder: Path | None) -> dict[str, Any]:
    if folder is None or not (folder / "labels.csv").is_file():
        print("real documents: left out, --real names no folder with a labels.csv")
        return {}
    rows = real_rows(folder)
    names = sorted({name for row in rows for name in row.fields})
    told = {
        name: [row.fields[name] for row in rows if name in row.fields] for name in ("record_type", *names)
    }
    show(
        f"{len(rows)} real documents: header fields",
        ("field", "right", "in review", "wrong unseen"),
        [
            (name, *(f"{said.count(what)}/{len(said)}" for what in ("right", "review", "wrong")))
            for name, said in told.items()
            if said
        ],
    )
    return {name: {what: said.count(what) for what in set(said)} for name, said in told.items() if said}


def _print(results: dict[str, dict[str, Any]]) -> None:
    rows = []
    for name in next(iter(results.values())):
        if name in {"most_missed", "surely_wrong", "wrong_cells", "trade_off", "reliability"}:
            continue
        cells = [found.get(name, 0.0) for found in results.values()]
        rows.append(
            (
                name.replace("_", " "),
                *(percent(one) if name.endswith(SHARES) else str(one) for one in cells),
            )
        )
    show("Types and fields on held-out papers", ("figure", *results), rows)
    for level, found in results.items():
        print_trade_off(level, found)
        for title, name in (
            ("not read as printed", "most_missed"),
            ("surely wrong", "surely_wrong"),
            ("wrong cells", "wrong_cells"),
        ):
            worst = ", ".join(f"{field} {count}" for field, count in found[name].items())
            print(f"{title}, {level}: {worst or 'none'}")
