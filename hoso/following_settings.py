"""Notices that the web has changed a setting, and opens what reads again with the new values.

At a quiet moment, when no file is in work; in an office where there is never one, after two minutes: a page
that is being read then is read again, nothing else is lost.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from hoso.settings import Settings, load_settings
from hoso.web_names import FILE_NAME
from records.errors import SettingInvalid

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 120.0
_READ_BY = ("reading", "quality", "batches", "review", "intake", "types")
"""Sections that the worker and the watcher were opened with."""
_Stamp = tuple[int, int]


class SettingsFollower:
    """Follows the file of a data directory in a thread of its own while it is entered."""

    def __init__(
        self,
        data_dir: Path,
        settings: Settings,
        take_over: Callable[[Settings], None],
        reopen: Callable[[Settings], None],
    ) -> None:
        """`take_over` is told every change at once; `reopen` those of reading, at a quiet moment."""
        self._data_dir = data_dir
        self._settings = settings
        self._take_over = take_over
        self._reopen = reopen
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="settings")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        seen: _Stamp | None = None  # what was changed since the settings were read is noticed too
        while not self._stop.wait(LOOK_SECONDS):
            if (now := self._stamp()) == seen:
                continue
            seen = now
            try:
                self._follow(load_settings(self._data_dir))
            except SettingInvalid as error:
                log.error("settings by web are not taken over: %s", error)  # noqa: TRY400  # a sentence says it

    def _follow(self, settings: Settings) -> None:
        self._take_over(settings)
        if any(getattr(settings, one) != getattr(self._settings, one) for one in _READ_BY):
            until = time.monotonic() + PATIENCE_SECONDS
            while not _is_quiet() and time.monotonic() < until:
                if self._stop.wait(LOOK_SECONDS):
                    return
            self._reopen(settings)
            log.info("settings by web are in effect")
        self._settings = settings

    def _stamp(self) -> _Stamp:
        try:
            found = (self._data_dir / FILE_NAME).stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)


def _is_quiet() -> bool:
    from django.db import connections

    from portal.models import IntakeFile
    from records import FileState

    owed = [state for state in FileState if not state.is_settled]
    try:
        return not IntakeFile.objects.filter(state__in=owed, side="").exists()
    finally:
        connections.close_all()  # of this thread
