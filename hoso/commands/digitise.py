"""`hoso digitise`: files in, PDF/A, record and text out, no database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hoso.digitising import Digitised, DigitiseOptions, digitise_files
from hoso.settings import Settings
from hoso.wiring import (
    check_installation,
    jobs_of,
    reading_options_of,
    trust_folder_of,
    type_model_folder_of,
)
from pipeline.batches import BatchOptions

SUMMARY = "turn files into <stem>.pdf (PDF/A-2u), <stem>.json and <stem>.txt, without a database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="DIR", help="where the outputs go"
    )
    parser.add_argument(
        "--two-sided", action="store_true", help="each file holds all front sides, then all back sides"
    )
    parser.add_argument(
        "--whole", action="store_true", help="each file is one record, however many papers it holds"
    )
    parser.add_argument(
        "--compact",
        action="store_true",
        help="keep scans in layers: sharp ink over a small picture of the paper, far smaller files",
    )
    parser.add_argument("--jobs", type=_at_least_one, default=None, metavar="N", help="child processes")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when a file was refused; the others are digitised all the same."""
    options = DigitiseOptions(
        out=arguments.output,
        reading=reading_options_of(settings),
        threshold=settings.review.threshold,
        jobs=arguments.jobs or jobs_of(settings),
        memory_bytes=settings.reading.worker_memory_bytes,
        batch=BatchOptions(
            splits_at_blanks=settings.batches.split_at_blank_pages,
            is_two_sided=arguments.two_sided,
            splits_papers=settings.batches.split_papers and not arguments.whole,
        ),
        compact=arguments.compact or settings.reading.compact,
        trust_folder=trust_folder_of(settings, data_dir),
        returns_faults=settings.quality.gate == "return",
        models=type_model_folder_of(data_dir),
    )
    check_installation(settings)
    console = Console(stderr=True)
    refused = 0
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} trang"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as progress:
        bar = progress.add_task("Số hóa", total=len(arguments.files), pages=0)
        pages = iter(range(1, sys.maxsize))
        for done in digitise_files(arguments.files, options, lambda: progress.update(bar, pages=next(pages))):
            progress.advance(bar, done.is_last)
            refused += done.error is not None
            print(_line(done), file=sys.stderr if done.error else sys.stdout, flush=True)
    return 1 if refused else 0


def _line(done: Digitised) -> str:
    if done.error is not None:
        return f"{done.path.name}: {done.error.remedy_vi} {done.error.remedy_en}"
    assert done.record is not None  # noqa: S101  a result holds one or the other
    state = "chờ kiểm tra" if done.record.needs_review else "xong"
    kind = done.record.record_type or "không rõ"
    confidence, pages = f"{done.record.type_confidence:.2f}", len(done.record.pages)
    return f"{done.path.name}: {kind} {confidence}, {pages} trang, {state} → {done.json}"


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
