"""Watches one folder from a thread of its own, so that a share that hangs holds up no other folder."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from watch_folders.events import Listener
from watch_folders.file_systems import is_network
from watch_folders.looking import Footprint, look, scan
from watch_folders.waiting import Outcome, WaitingRoom
from watch_folders.watched_folder import WatchedFolder, WatchMode

log = logging.getLogger(__name__)

STEP_SECONDS = 0.1
"""Shortest time between two steps: a burst of events becomes a few steps."""
CHECK_SECONDS = 2.0
"""Between two checks that the folder is still there, and still the same."""
EVENT_GRACE_SECONDS = 3.0
"""How late an event may come before it counts as missing; watchdog itself holds some back for 0.5 s."""

Offer = Callable[["FolderWatch", str, Footprint], None]


class FolderWatch:
    """One folder: hears, looks, waits, and offers files that stood still."""

    def __init__(self, settings: WatchedFolder, offer: Offer) -> None:
        self.settings = settings
        self.root = settings.path.absolute()
        self.with_inode = True
        self._offer = offer
        self._room = WaitingRoom(self._patience)
        self._lock = threading.Lock()
        self._heard: set[tuple[str, bool]] = set()
        self._outcomes: list[tuple[str, Footprint, Outcome]] = []
        self._rescan_asked = False
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"watch {self.root.name}", daemon=True)
        self._listener: Listener | None = None
        self._identity: tuple[int, int] | None = None
        self._is_polling = settings.mode is WatchMode.POLLING
        self._next_scan = 0.0
        self._next_check = 0.0
        self._unannounced: dict[str, float] = {}
        self._unreadable: frozenset[str] = frozenset()
        self.is_missing = False
        self.counts = (0, 0, 0)

    @property
    def is_polling(self) -> bool:
        return self._is_polling

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def join(self, timeout_seconds: float) -> None:
        self._thread.join(timeout_seconds)

    def rescan(self) -> None:
        """Looks at the whole folder soon."""
        self._rescan_asked = True
        self._wake.set()

    def report(self, path: str, footprint: Footprint, outcome: Outcome) -> None:
        """Takes what became of an offered file; from any thread."""
        with self._lock:
            self._outcomes.append((path, footprint, outcome))
        self._wake.set()

    def _hear(self, path: str, is_folder: bool) -> None:
        with self._lock:
            self._heard.add((path, is_folder))
        self._wake.set()

    def _patience(self, footprint: Footprint) -> float:
        return self.settings.settle_seconds if footprint.size_bytes else self.settings.empty_seconds

    def _run(self) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            self._wake.clear()
            try:
                self._step(began)
            except OSError as error:
                self._lose(began, error)
            except Exception as error:
                # A thread that died would leave a folder unwatched without anybody knowing.
                log.error(  # noqa: TRY400 - a traceback would show names of files
                    "watching %s: %s at %s", self.root, type(error).__name__, where_raised(error)
                )
                self._stopping.wait(self.settings.poll_seconds)
            self._wake.wait(max(0.0, self._next_step() - time.monotonic()))
            self._stopping.wait(max(0.0, began + STEP_SECONDS - time.monotonic()))
        self._deafen()

    def _next_step(self) -> float:
        due = self._room.next_due()
        times = [self._next_check] if self.is_missing else [self._next_check, self._next_scan]
        return min([*times, due] if due is not None and not self.is_missing else times)

    def _step(self, now: float) -> None:
        """One round; raises `OSError` when the folder is not there."""
        if now >= self._next_check:
            self._check(now)
        if self.is_missing:
            return
        self._take_outcomes(now)
        self._take_events(now)
        if now >= self._next_scan or self._rescan_asked:
            self._rescan_asked = False
            self._look_at_all(now)
        self._judge_silence(now)
        for path, footprint in self._room.due(now):
            self._offer_if_still(path, footprint, now)
        self.counts = self._room.counts()

    def _check(self, now: float) -> None:
        found = self.root.stat()
        self._next_check = now + CHECK_SECONDS
        identity = (found.st_dev, found.st_ino)
        if self.is_missing or self._identity is None:
            self._open(now, identity)
        elif identity != self._identity and self._listener is not None:
            log.warning("watched folder %s was replaced; watching the new one", self.root)
            self._open(now, identity)

    def _open(self, now: float, identity: tuple[int, int]) -> None:
        """Begins, or begins again after the folder was away."""
        self._deafen()
        network = is_network(self.root)
        self.with_inode = not network
        if not self._is_polling and network and self.settings.mode is WatchMode.AUTO:
            self._poll("it is on a network share")
        if not self._is_polling:
            self._listen()
        self._room.restart(now)
        self._unannounced.clear()
        self._look_at_all(now, is_first=True)
        self._identity = identity
        if self.is_missing:
            log.warning("watched folder %s is back", self.root)
        self.is_missing = False

    def _listen(self) -> None:
        try:
            self._listener = Listener(self.root, self._hear)
        except OSError as error:
            if self.settings.mode is WatchMode.EVENTS:
                log.warning("watched folder %s: no events (%s); only rescans", self.root, error.strerror)
            else:
                self._poll(f"the system gives no events ({error.strerror})")

    def _deafen(self) -> None:
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    def _poll(self, why: str) -> None:
        log.warning(
            "watched folder %s is looked at every %g s: %s", self.root, self.settings.poll_seconds, why
        )
        self._is_polling = True
        self._unannounced.clear()
        self._deafen()

    def _lose(self, now: float, error: OSError) -> None:
        if not self.is_missing:
            log.warning("watched folder %s cannot be read (%s); waiting for it", self.root, error.strerror)
        self.is_missing = True
        self._deafen()
        self._next_check = now + self.settings.poll_seconds

    def _take_outcomes(self, now: float) -> None:
        with self._lock:
            outcomes, self._outcomes = self._outcomes, []
        for path, footprint, outcome in outcomes:
            self._room.settle(path, footprint, outcome, now)
            self._look_at(path, now)

    def _take_events(self, now: float) -> None:
        with self._lock:
            heard, self._heard = self._heard, set()
        for path, is_folder in heard:
            self._unannounced.pop(path, None)
            if path == str(self.root):
                self._next_check = now
            elif is_folder:
                self._look_below(path, now)
            else:
                self._look_at(path, now)

    def _look_at(self, path: str, now: float) -> None:
        footprint = look(path, with_inode=self.with_inode)
        if footprint is None:
            self._room.miss(path)
        else:
            self._room.see(path, footprint, now)

    def _look_below(self, folder: str, now: float) -> None:
        """Files may be in a new folder before the system lets us watch it."""
        try:
            found = scan(folder, with_inode=self.with_inode)
        except OSError:
            return
        for path, footprint in found.files.items():
            self._unannounced.pop(path, None)
            self._room.see(path, footprint, now)

    def _look_at_all(self, now: float, *, is_first: bool = False) -> None:
        found = scan(str(self.root), with_inode=self.with_inode)
        pause = self.settings.poll_seconds if self._is_polling else self.settings.rescan_seconds
        self._next_scan = now + pause
        if self._listener is not None and not is_first:
            for path in found.files:
                if path not in self._room:
                    self._unannounced.setdefault(path, now)
        for path, footprint in found.files.items():
            self._room.see(path, footprint, now)
        if not found.unreadable:
            self._room.keep_only(found.files)
        self._tell_unreadable(found.unreadable)

    def _tell_unreadable(self, folders: Iterable[str]) -> None:
        unreadable = frozenset(folders)
        for _folder in unreadable - self._unreadable:
            # Not by name: staff name folders after people.
            log.warning("watched folder %s: a folder in it cannot be read; check its permissions", self.root)
        self._unreadable = unreadable

    def _judge_silence(self, now: float) -> None:
        """Falls back to polling when a rescan found a file of which no event spoke."""
        if not any(now - since > EVENT_GRACE_SECONDS for since in self._unannounced.values()):
            return
        if self.settings.mode is WatchMode.AUTO:
            self._poll("a file came without an event")
            self._next_scan = now
        self._unannounced.clear()

    def _offer_if_still(self, path: str, footprint: Footprint, now: float) -> None:
        if look(path, with_inode=self.with_inode) != footprint:
            self._look_at(path, now)
            return
        self._room.offer(path)
        self._offer(self, path, footprint)


def where_raised(error: Exception) -> str:
    """File and line of an error, for logs; its message is left out because it may hold a file's name."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
