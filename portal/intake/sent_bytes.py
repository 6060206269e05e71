"""Where the bytes of a file that a person sends lie until it is taken, and what a crash leaves there."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from portal.intake import originals
from portal.models import IntakeFile

FOLDER = "uploads"
BROKEN_OFF_SECONDS = 3600.0
"""An upload that stood still for so long without being taken was cut short."""


def remove_broken_off(data_dir: Path) -> None:
    """Removes uploads that a crash cut short: no row of the ledger fetches its original from them."""
    root = data_dir / FOLDER
    limit = time.time() - BROKEN_OFF_SECONDS
    for place in root.iterdir() if root.is_dir() else ():
        held = [originals.path_to_text(path) for path in place.iterdir()] if place.is_dir() else []
        is_owed = IntakeFile.objects.filter(source_path__in=held).exists()
        if not is_owed and place.stat().st_mtime < limit:
            shutil.rmtree(place, ignore_errors=True)
