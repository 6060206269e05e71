"""Hears of changes below a folder from the system, through watchdog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from watch_folders.ignored import is_ignored

# Not FileModifiedEvent: a growing file sends one for every write, and is looked at when its wait is over
# anyway. Not the events of opening and reading, which we would cause ourselves.
_HEARD: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
]


class Listener:
    """Tells of every file and folder below `folder` that came, changed or went, from threads of its own."""

    def __init__(self, folder: Path, heard: Callable[[str, bool], None]) -> None:
        """Starts listening. `heard` gets a path and whether it is a folder.

        Raises `OSError` when the system gives no more watches (fs.inotify.max_user_watches).
        """
        self._observer = Observer()
        self._observer.schedule(
            _Handler(folder, heard), str(folder), recursive=True, event_filter=_HEARD, follow_symlink=False
        )
        try:
            self._observer.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops listening and waits until no call is under way. Not to be called from `heard`."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(timeout=5)


class _Handler(FileSystemEventHandler):
    def __init__(self, folder: Path, heard: Callable[[str, bool], None]) -> None:
        self._folder = folder
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        for raw in {event.src_path, event.dest_path}:
            if not raw:
                continue
            path = Path(raw if isinstance(raw, str) else raw.decode(errors="surrogateescape"))
            if path != self._folder and not path.is_relative_to(self._folder):
                continue
            if not any(is_ignored(part) for part in path.relative_to(self._folder).parts):
                self._heard(str(path), event.is_directory)
