"""`hoso rebuild`: the catalogue made again from the archive alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from hoso.settings import Settings
from hoso.wiring import archive_of, open_catalogue

SUMMARY = "make the catalogue again from the archive alone"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(_arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when an object of the archive could not be read; each is named."""
    open_catalogue(settings, data_dir, make=(data_dir / "archive").is_dir())
    from portal.catalogue.rebuild import rebuild

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Lập lại danh mục", total=None)
        done = rebuild(archive_of(data_dir), lambda n, total: progress.update(bar, completed=n, total=total))
    for unreadable in done.unreadable:
        print(f"{unreadable.record_id}: {unreadable.remedy_vi} {unreadable.detail}", file=sys.stderr)
    print(f"{done.records} hồ sơ trong danh mục. {done.records} records in the catalogue.")
    return 1 if done.unreadable else 0
