"""Takes what a person sends through the portal, as safely as what they drop into a folder.

The bytes are written below `uploads/` and synced; then the file goes the way of any other. Until it is
taken the person has not been told that it was: what a crash leaves there nobody counts on.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from portal.intake import durable, originals
from portal.intake.errand import Errand
from portal.intake.ledger import Intake
from portal.intake.sent_bytes import FOLDER
from portal.models import IntakeFile
from records.errors import StoreFailed


def take_upload(
    intake: Intake,
    name: str,
    pieces: Iterable[bytes],
    *,
    folder: str,
    unit: str,
    hint: str = "",
    errand: Errand,
) -> IntakeFile:
    """Takes a file sent by a browser under `name`; its committed row, as `Intake.take`.

    Raises `StoreFailed` when it could not be kept; nothing of it stays then.
    """

    def write(path: Path) -> None:
        with path.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())

    return _take(intake, name, write, folder=folder, unit=unit, hint=hint, errand=errand)


def take_received(
    intake: Intake, name: str, received: Path, *, folder: str, unit: str, hint: str = "", errand: Errand
) -> IntakeFile:
    """Takes a file that lies whole and synced below the data directory; else as `take_upload`.

    What was received stays where it is when it could not be taken.
    """
    return _take(
        intake, name, partial(_lay_beside, received), folder=folder, unit=unit, hint=hint, errand=errand
    )


def _lay_beside(received: Path, path: Path) -> None:
    """The same bytes under a second name, which costs nothing; a copy where the disk knows no links."""
    try:
        os.link(received, path)
    except OSError:
        durable.copy_hashing(received, path)


def _take(
    intake: Intake,
    name: str,
    write: Callable[[Path], None],
    *,
    folder: str,
    unit: str,
    hint: str,
    errand: Errand,
) -> IntakeFile:
    place = intake.data_dir / FOLDER / uuid.uuid4().hex
    path = place / _file_name(name)
    try:
        place.mkdir(parents=True)
        write(path)
        durable.sync_folder(place)
        taken = intake.take(path, folder=folder, unit=unit, hint=hint, errand=errand)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise StoreFailed(f"an upload could not be written: {error.strerror}") from error
    except StoreFailed:
        shutil.rmtree(place, ignore_errors=True)
        raise
    if taken is None:
        shutil.rmtree(place, ignore_errors=True)
        raise StoreFailed("an upload could not be taken")
    if not taken.source_path:
        shutil.rmtree(place, ignore_errors=True)
    return taken


def _file_name(name: str) -> str:
    """The last part of what the browser says, short enough for any file system."""
    shown = originals.printable(name.replace("\\", "/").rpartition("/")[2])
    stem, dot, suffix = shown.rpartition(".")
    if not dot:
        stem, suffix = shown, ""
    stem = stem.strip(". ") or "ban-quet"
    return stem.encode()[:180].decode(errors="ignore") + (f".{suffix[:10]}" if suffix else "")
