"""`hoso train`: teaches the type model the office's own types and what its people corrected."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from hoso.settings import Settings
from hoso.wiring import archive_of, jobs_of, type_model_folder_of

if TYPE_CHECKING:
    from classifiers.type_model.examples import Example

SUMMARY = "learn the types of papers anew, from this office's corrections too"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reset", action="store_true", help="drop the office's own model")
    parser.add_argument(
        "--examples",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="more papers to learn from, JSON lines",
    )


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """Trains and puts the model to use; until its last moment the former model stays in use."""
    folder = type_model_folder_of(data_dir)
    if arguments.reset:
        return _reset(folder)
    # Drawing, scikit-learn and skops take seconds to load, which dropping a model need not wait for.
    from classifiers.catalogue import load_record_types
    from classifiers.type_model.examples import corrected_papers, read_examples
    from classifiers.type_model.storing import CARD_FILE, save
    from classifiers.type_model.train import train

    console = Console()
    rows = _corrected(data_dir)
    rows += [example for file in arguments.examples for example in read_examples(file)]
    corrected = corrected_papers(rows, load_record_types())
    trained = train(corrected, jobs=jobs_of(settings), on_step=console.print)
    save(trained.model, folder, card=trained.card)
    console.print(
        f"Đã học xong trong {trained.training.seconds:.0f} giây; mô hình mới được dùng từ hồ sơ tới.\n"
        f"Trained; in use from the next paper on. {folder / CARD_FILE}"
    )
    return 0


def _reset(folder: Path) -> int:
    from classifiers.type_model.storing import drop

    if drop(folder):
        print("Đã bỏ mô hình riêng; dùng lại mô hình kèm Hoso. The office's own model is dropped.")
    else:
        print("Đơn vị chưa có mô hình riêng. There is no model of the office's own.")
    return 0


def _corrected(data_dir: Path) -> list[Example]:
    """The records of the archive at whose type a person looked; none where there is no archive yet."""
    from portal.corrections.learning import examples_of_types

    return list(examples_of_types(archive_of(data_dir))) if (data_dir / "archive").is_dir() else []
