"""Type and field accuracy on held-out papers, by wear: what files itself, and what is surely wrong."""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.drawn_pages import CODES, HELD_OUT_FROM
from bench.machine import keep
from bench.tables import percent, show
from classifiers.catalogue import load_record_types
from classifiers.specimens import compose, compose_stranger, draw, misread, perfect_pages, wear
from classifiers.specimens.demo_set import save
from classifiers.specimens.strangers import CODE as STRANGER
from classifiers.understanding import Understanding, understand
from pipeline.reading import read_pages

LEVELS = ("exact", "misread", "clean", "office", "worn", "poor")
"""`exact` and `misread` go without OCR: the printed words, and the same with 3 % of letters spoiled."""
SPOILED = 0.03
SURE = 0.9
LONG_KINDS = {"list", "table", "text_multiline"}


@dataclass(frozen=True, slots=True)
class Task:
    """One paper at one level."""

    code: str
    seed: int
    level: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it."""

    task: Task
    answered: str
    """Record type; empty for "không rõ"."""
    type_confidence: float
    files_itself: bool
    right: int
    """Short fields read exactly as printed."""
    read: int
    """Short fields that were given a value."""
    printed: int
    """Short fields with a value on the paper."""
    sure: int
    """Short fields accepted without a person."""
    sure_and_wrong: int
    wrong_fields: tuple[str, ...] = ()


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--papers", type=int, default=2, metavar="N", help="papers a type and level (2)")
    parser.add_argument("--levels", nargs="+", default=["exact", "misread", "office", "worn"], choices=LEVELS)
    parser.add_argument(
        "--types", nargs="+", default=list(CODES), metavar="CODE", help="record types, or `all`"
    )
    parser.add_argument("--strangers", type=int, default=4, metavar="N", help="papers of no type a level (4)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threshold", type=float, default=0.9)


def run(options: argparse.Namespace) -> int:
    """Reads every paper, prints the tables and keeps the figures."""
    codes = sorted(load_record_types()) if options.types == ["all"] else options.types
    first = HELD_OUT_FROM + 10_000 + options.seed
    tasks = [
        Task(code, first + index, level)
        for level in options.levels
        for code, count in (*((code, options.papers) for code in codes), (STRANGER, options.strangers))
        for index in range(count)
    ]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
        outcomes = list(pool.map(outcome_of, tasks, [options.threshold] * len(tasks), chunksize=1))
    results = {
        level: summary([one for one in outcomes if one.task.level == level]) for level in options.levels
    }
    _print(results)
    settings = {
        "papers": options.papers,
        "types": codes,
        "seed": options.seed,
        "threshold": options.threshold,
    }
    print(f"kept in {keep('fields', {'settings': settings, 'levels': results})}")
    return 0


def outcome_of(task: Task, threshold: float) -> Outcome:
    """Draws, reads and understands one paper, and compares."""
    specimen = compose_stranger(task.seed) if task.code == STRANGER else compose(task.code, task.seed)
    if task.level in {"exact", "misread"}:
        pages = perfect_pages(specimen)
        if task.level == "misread":
            pages = misread(pages, SPOILED, task.seed)
    else:
        pictures = [wear(draw(sheet), task.level, task.seed) for sheet in specimen.sheets]
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            file = Path(folder) / "scan.pdf"
            save(pictures, file, dpi=round(pictures[0].info["dpi"][0]))
            pages = tuple(read_pages(file, range(1, len(pictures) + 1)))
    return _compared(task, specimen.truth, understand(pages, threshold=threshold), threshold)


def _compared(task: Task, truth: Any, found: Understanding, threshold: float) -> Outcome:
    kind = load_record_types().get(task.code)
    short = {rule.name for rule in kind.fields if rule.type.value not in LONG_KINDS} if kind else set()
    printed = {name: text for name, text in truth.items() if name in short and text}
    read = {name: value for name, value in found.fields.items() if name in short and value.value}
    if found.record_type != task.code:
        read = {}
    right = {name for name, value in read.items() if same(value.value, printed.get(name, ""))}
    sure = {name for name, value in read.items() if value.confidence >= threshold}
    return Outcome(
        task=task,
        answered=found.record_type or "",
        type_confidence=found.type_confidence,
        files_itself=not found.needs_review,
        right=len(right),
        read=len(read),
        printed=len(printed),
        sure=len(sure),
        sure_and_wrong=len(sure - right),
        wrong_fields=tuple(sorted((set(printed) | set(read)) - right)),
    )


def same(read: str, printed: str) -> bool:
    """Whether a value was read as printed, spaces and closing punctuation aside."""
    return _comparable(read) == _comparable(printed)


def _comparable(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).rstrip(" .,;:")


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of one level."""
    known = [one for one in outcomes if one.task.code != STRANGER]
    strangers = [one for one in outcomes if one.task.code == STRANGER]
    right, read, printed = (sum(getattr(one, name) for one in known) for name in ("right", "read", "printed"))
    sure = sum(one.sure for one in known)
    filed = [one for one in known if one.files_itself]
    missed: dict[str, int] = defaultdict(int)
    for one in known:
        for name in one.wrong_fields:
            missed[f"{one.task.code}.{name}"] += 1
    return {
        "papers": len(known),
        "type_right": _share(sum(one.answered == one.task.code for one in known), len(known)),
        "type_macro_f1": macro_f1(known),
        "type_unknown": _share(sum(not one.answered for one in known), len(known)),
        "type_surely_wrong": sum(
            one.answered not in {"", one.task.code} and one.type_confidence >= SURE for one in known
        ),
        "strangers_unknown": _share(sum(not one.answered for one in strangers), len(strangers)),
        "field_precision": _share(right, read),
        "field_recall": _share(right, printed),
        "field_f1": _share(2 * right, read + printed),
        "fields_sure": _share(sure, printed),
        "fields_surely_wrong": _share(sum(one.sure_and_wrong for one in known), sure),
        "files_itself": _share(len(filed), len(known)),
        "filed_wrong": sum(one.sure_and_wrong > 0 or one.answered != one.task.code for one in filed),
        "most_missed": dict(sorted(missed.items(), key=lambda item: -item[1])[:15]),
    }


def macro_f1(outcomes: Iterable[Outcome]) -> float:
    """Mean over the types of the F1 of telling that type from the others."""
    every = list(outcomes)
    codes = sorted({one.task.code for one in every})
    scores = []
    for code in codes:
        hits = sum(one.task.code == code == one.answered for one in every)
        scores.append(
            _share(2 * hits, sum((one.task.code == code) + (one.answered == code) for one in every))
        )
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _print(results: dict[str, dict[str, Any]]) -> None:
    rows = []
    for name in next(iter(results.values())):
        if name == "most_missed":
            continue
        cells = [found[name] for found in results.values()]
        rows.append(
            (name.replace("_", " "), *(str(one) if isinstance(one, int) else percent(one) for one in cells))
        )
    show("Types and fields on held-out papers", ("figure", *results), rows)
    for level, found in results.items():
        worst = ", ".join(f"{name} {count}" for name, count in found["most_missed"].items())
        print(f"most often not read as printed, {level}: {worst or 'none'}")
