"""Stand-ins for drawing a page: one hangs, one dies, one eats all memory."""

from __future__ import annotations

import os
import signal
import time
from typing import Any


def hangs(task: Any) -> None:
    """Never answers."""
    while True:
        time.sleep(1)


def dies(task: Any) -> None:
    """Ends as a program ends that reads where nothing is."""
    os.kill(os.getpid(), signal.SIGSEGV)


def eats(task: Any) -> None:
    """Wants more memory than a machine has, a piece at a time."""
    held = []
    while True:
        held.append(bytearray(64 << 20))
