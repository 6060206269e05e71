"""`hoso reconcile`: where records of the archive contradict each other (*đối soát*)."""

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
    from portal.catalogue.reconciling import Reconciled

SUMMARY = "cross-check: persons, parcels and numbers on which records disagree"
SEVERITY_VI = {"error": "LỖI", "warning": "CẦN XEM", "info": "CHO BIẾT"}
STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """Always 0: that records disagree is an answer. Nothing is changed."""
    open_catalogue(settings, data_dir)
    from portal.catalogue.reconciling import reconcile

    found = reconcile()
    if arguments.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print_disagreements(Console(soft_wrap=True), found)
    return 0


def print_disagreements(console: Console, found: Reconciled) -> None:
    """A disagreement a line, errors first, and their count."""
    for one in found.disagreements:
        label = (f"{SEVERITY_VI[one.severity]}: ", STYLES[one.severity])
        console.print(Text.assemble(label, one.sentence_vi))
    console.print(
        f"{found.records} hồ sơ được đối soát, {len(found.disagreements)} chỗ không khớp.", style="bold"
    )


def as_json(found: Reconciled) -> dict[str, object]:
    """Schema 1 of `docs/reference/command.md`."""
    return {
        "schema": 1,
        "records": found.records,
        "disagreements": [one.to_json() for one in found.disagreements],
    }
