"""An archive whose deposits take long, so that a kill may fall between two papers of one file."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from archive import Archive, Version

DEPOSIT_SECONDS = 0.25
"""What every deposit takes on top, before it and after it."""


class SlowArchive(Archive):
    """An archive that takes its time."""

    def deposit(
        self,
        record_id: str,
        contents: Mapping[str, Path | bytes],
        *,
        message: str,
        user: str,
        created: datetime,
    ) -> Version:
        time.sleep(DEPOSIT_SECONDS)
        version = super().deposit(record_id, contents, message=message, user=user, created=created)
        time.sleep(DEPOSIT_SECONDS)
        return version
