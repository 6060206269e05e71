"""Runs a command and says what it cost: seconds, processor seconds with all children, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

POLL_SECONDS = 0.1
ADOPTING = Path(__file__).with_name("adopting.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    seconds: float
    """By the clock."""
    cpu_seconds: float
    """User and system time of the command and of every process that came of it."""
    peak_mb: float
    """Most resident memory of the whole process tree at once; shared pages count once a process."""
    largest_process_mb: float
    """Most resident memory of one process of the tree."""

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in asdict(self).items()}


class CommandFailed(RuntimeError):
    """A peer did not do its work; its last words are in the message."""


def measure(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, log: Path | None = None
) -> Cost:
    """Runs `command` to its end and measures it; raises `CommandFailed` when it fails."""
    log = log or Path(os.devnull)
    started = time.perf_counter()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(ADOPTING), *command],
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        watcher = _MemoryWatcher(process.pid)
        watcher.start()
        # wait4 and not wait: it alone tells the time of this child and of those that it waited for; and
        # `adopting` waits for all, with some hundredths of a second of its own.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        watcher.stop()
    if process.returncode != 0:
        tail = log.read_text(errors="replace")[-800:] if log.is_file() else ""
        raise CommandFailed(f"{command[0]} ended with {process.returncode}: {tail}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(seconds, cpu, watcher.tree_bytes / 2**20, watcher.process_bytes / 2**20)


class _MemoryWatcher(threading.Thread):
    """Looks at the process tree ten times a second; a child that lives shorter may be missed."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.tree_bytes = self.process_bytes = 0
        self._root = psutil.Process(pid)
        self._is_over = threading.Event()

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def run(self) -> None:
        while not self._is_over.wait(POLL_SECONDS):
            sizes = [self._resident(process) for process in self._tree()]
            self.tree_bytes = max(self.tree_bytes, sum(sizes))
            self.process_bytes = max(self.process_bytes, *sizes, 0)

    def _tree(self) -> list[psutil.Process]:
        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return []

    @staticmethod
    def _resident(process: psutil.Process) -> int:
        try:
            return int(process.memory_info().rss)
        except psutil.Error:
            return 0
