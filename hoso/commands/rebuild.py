"""`hoso rebuild`: the catalogue made again from the archive alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hoso.settings import Settings
from hoso.wiring import archive_of, open_catalogue

SUMMARY = "make the catalogue again from the archive alone"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(_arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when an object of the archive could not be read; each is named."""
    open_catalogue(settings, data_dir, make=(data_dir / "archive").is_dir())
    from portal.catalogue.rebuild import rebuild

    done = rebuild(archive_of(data_dir))
    for record_id, why in done.unreadable:
        print(f"{record_id}: {why}", file=sys.stderr)
    print(f"{done.indexed} hồ sơ trong danh mục. {done.indexed} records in the catalogue.")
    return 1 if done.unreadable else 0
