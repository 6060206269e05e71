"""Stops a check that takes too long, wherever it is: hostile files make parsers run for hours.

A parser cannot be asked to look at the clock, threads cannot be ended from outside, and a process for each
file would cost more than the check. One Python thread can raise an exception in another at its next bytecode.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(BaseException):
    """Not an `Exception`, so that no parser swallows it."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises `TookTooLong` in this thread if the block is still running after `seconds`."""
    target = threading.get_ident()
    lock = threading.Lock()
    is_over = False

    def stop() -> None:
        with lock:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(target), ctypes.py_object(TookTooLong)
                )

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            is_over = True
