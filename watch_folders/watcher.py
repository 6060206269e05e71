"""Watches folders and hands every settled file to a callable, one at a time."""

from __future__ import annotations

import hashlib
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from records.errors import SettingInvalid
from watch_folders.folder_watch import FolderWatch, where_raised
from watch_folders.hints import KnownHint, place_of
from watch_folders.looking import Footprint, Readiness, readiness
from watch_folders.settled_file import SettledFile
from watch_folders.waiting import Outcome
from watch_folders.watched_folder import WatchedFolder

log = logging.getLogger(__name__)

STOP_SECONDS = 30.0
"""How long to wait for a receiver that is in the middle of a file."""


@dataclass(frozen=True, slots=True)
class FolderStanding:
    """How one folder stands at the moment."""

    path: Path
    is_missing: bool
    """The folder cannot be read, for example because its share is away."""
    is_polling: bool
    """Looked at every few seconds because its events do not come, or by setting."""
    waiting: int
    """Files seen and not yet handed on."""
    refused: int
    """Of these, files that could not be opened or that the receiver refused; they are tried again."""
    taken: int
    """Files handed on that still lie there."""


class Watcher:
    """Hands each file in the folders to `on_settled` when it is whole: once, and again when it changed.

    `on_settled` is called from one thread, a file at a time, earliest first. When it raises, the file is
    offered again after 1, 2, 4 … 300 seconds. A file that stays where it is counts as handed on until it
    changes or goes. Nothing is remembered beyond the process: whoever receives must know a file again.
    """

    def __init__(
        self,
        folders: Sequence[WatchedFolder],
        on_settled: Callable[[SettledFile], None],
        *,
        known_hint: KnownHint | None = None,
    ) -> None:
        """Raises `SettingInvalid` when one folder lies in another."""
        _check_apart([folder.path.absolute() for folder in folders])
        self._on_settled = on_settled
        self._known_hint = known_hint
        self._offers: queue.SimpleQueue[tuple[FolderWatch, str, Footprint] | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._watches = [FolderWatch(folder, self._offer) for folder in folders]
        self._thread = threading.Thread(target=self._hand_on, name="watch hand-over", daemon=True)

    def start(self) -> None:
        """Begins to watch; returns at once. Once only."""
        self._thread.start()
        for watch in self._watches:
            watch.start()

    def stop(self) -> None:
        """Ends cleanly: the file in hand is finished, no other is begun. Files not handed on stay."""
        self._stopping.set()
        self._offers.put(None)
        for watch in self._watches:
            watch.ask_to_stop()
        self._thread.join(STOP_SECONDS)
        for watch in self._watches:
            watch.join(STOP_SECONDS)

    def rescan(self) -> None:
        """Looks at every folder anew, soon; returns at once."""
        for watch in self._watches:
            watch.rescan()

    def standing(self) -> tuple[FolderStanding, ...]:
        """How each folder stands, in the order given."""
        return tuple(
            FolderStanding(watch.settings.path, watch.is_missing, watch.is_polling, *watch.counts)
            for watch in self._watches
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _offer(self, watch: FolderWatch, path: str, footprint: Footprint) -> None:
        self._offers.put((watch, path, footprint))

    def _hand_on(self) -> None:
        while (offer := self._offers.get()) is not None and not self._stopping.is_set():
            watch, path, footprint = offer
            watch.report(path, footprint, self._hand_on_one(watch, path, footprint))

    def _hand_on_one(self, watch: FolderWatch, path: str, footprint: Footprint) -> Outcome:
        ready = readiness(path, footprint, with_inode=watch.with_inode)
        if ready is Readiness.UNREADABLE:
            log.warning("file %s cannot be opened; it is tried again", _mark(path))
            return Outcome.REFUSED
        if ready is not Readiness.READY:
            return Outcome.BUSY
        relative = Path(path).relative_to(watch.root)
        unit, hint = place_of(relative, self._known_hint)
        try:
            self._on_settled(SettledFile(Path(path), watch.root, relative, unit, hint, footprint.size_bytes))
        except Exception as error:
            # Whatever the receiver raises, the file must not be lost, nor the thread.
            log.warning(
                "file %s was refused and is tried again: %s at %s",
                _mark(path),
                type(error).__name__,
                where_raised(error),
            )
            return Outcome.REFUSED
        return Outcome.TAKEN


def _check_apart(paths: Sequence[Path]) -> None:
    for number, path in enumerate(paths):
        for other in paths[number + 1 :]:
            if path == other or path in other.parents or other in path.parents:
                raise SettingInvalid(f"watched folders must lie apart: {path} and {other}")


def _mark(path: str) -> str:
    """Stands for a file in logs, since people's files bear people's names: 8 digits of its path's SHA-256."""
    return hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:8]
