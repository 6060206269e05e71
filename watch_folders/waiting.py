"""Which files wait, since when, and which were handed on: a value kept by one thread, without a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from watch_folders.looking import Footprint

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0


class Outcome(Enum):
    """What became of a file that was offered."""

    TAKEN = auto()
    REFUSED = auto()
    """The receiver raised, or the file could not be opened: offered again after a growing pause."""
    BUSY = auto()
    """It changed meanwhile or is being written: offered again when it has stood still."""


@dataclass(slots=True)
class _Waiting:
    footprint: Footprint
    due: float
    refusals: int = 0
    is_offered: bool = False


class WaitingRoom:
    """Files by path. Times are seconds of any clock that only goes forwards."""

    def __init__(self, patience: Callable[[Footprint], float]) -> None:
        """`patience` tells how many seconds a file must stand still."""
        self._patience = patience
        self._waiting: dict[str, _Waiting] = {}
        self._taken: dict[str, Footprint] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._waiting or path in self._taken

    def see(self, path: str, footprint: Footprint, now: float) -> None:
        """Notes how a file looks. A change, also of a file handed on before, starts its wait again."""
        if self._taken.get(path) == footprint:
            return
        self._taken.pop(path, None)
        known = self._waiting.get(path)
        if known is None or known.footprint != footprint:
            self._waiting[path] = _Waiting(footprint, now + self._patience(footprint))

    def miss(self, path: str) -> None:
        """Notes that a file is gone: one that comes later under its name is another."""
        self._waiting.pop(path, None)
        self._taken.pop(path, None)

    def keep_only(self, present: Iterable[str]) -> None:
        """Notes that every other file is gone."""
        for path in {*self._waiting, *self._taken} - set(present):
            self.miss(path)

    def restart(self, now: float) -> None:
        """Starts every wait again: while the folder was away nobody could see whether files stood still."""
        for waiting in self._waiting.values():
            waiting.due = max(waiting.due, now + self._patience(waiting.footprint))

    def due(self, now: float) -> list[tuple[str, Footprint]]:
        """Files whose time has come, earliest first, then by name."""
        ready = [
            (waiting.due, path, waiting.footprint)
            for path, waiting in self._waiting.items()
            if waiting.due <= now and not waiting.is_offered
        ]
        return [(path, footprint) for _due, path, footprint in sorted(ready, key=lambda entry: entry[:2])]

    def offer(self, path: str) -> None:
        """Notes that a file is on its way to the receiver; it is not due until the outcome is known."""
        self._waiting[path].is_offered = True

    def settle(self, path: str, footprint: Footprint, outcome: Outcome, now: float) -> None:
        """Notes what became of an offered file, unless it has become another since."""
        waiting = self._waiting.get(path)
        if waiting is None or waiting.footprint != footprint:
            return
        waiting.is_offered = False
        if outcome is Outcome.TAKEN:
            del self._waiting[path]
            self._taken[path] = footprint
        elif outcome is Outcome.BUSY:
            waiting.due = now + self._patience(footprint)
        else:
            pause = FIRST_RETRY_SECONDS * 2.0 ** min(waiting.refusals, 20)
            waiting.refusals += 1
            waiting.due = now + min(pause, LONGEST_RETRY_SECONDS)

    def next_due(self) -> float | None:
        """When the next file's time comes; `None` while no file waits."""
        return min(
            (waiting.due for waiting in self._waiting.values() if not waiting.is_offered), default=None
        )

    def counts(self) -> tuple[int, int, int]:
        """Files that wait, that were refused at least once, and that were handed on and still lie there."""
        refused = sum(1 for waiting in self._waiting.values() if waiting.refusals)
        return len(self._waiting), refused, len(self._taken)
