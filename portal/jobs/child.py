"""What a child process does before its first step: its limits, and how it ends when its parent does."""

from __future__ import annotations

import logging
import os
import resource
import signal
import struct
import threading
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from classifiers.type_model import prefer_model_in

log = logging.getLogger(__name__)

PID_FORMAT = "=q"


def prepare(memory_bytes: int, announce: Connection, models: Path | None = None) -> None:
    """Prepares this child: a process group of its own, a memory limit, and a watch on the parent.

    `announce` takes the child's number, so that the parent can stop the group, which holds the programs that
    the child runs, even after the child itself is dead. `models` is where the office's own type model lies.
    """
    os.setpgid(0, 0)
    announce.send_bytes(struct.pack(PID_FORMAT, os.getpid()))
    if memory_bytes:
        # Data rather than address space: libraries map far more than they ever use.
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = memory_bytes if most == resource.RLIM_INFINITY else min(memory_bytes, most)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
    prefer_model_in(models)
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process and the programs that it runs when the parent is gone, however it went.

    PR_SET_PDEATHSIG would not do: it follows the fork server, which lives as long as any of its children.
    """
    parent = parent_process()
    if parent is None:
        return
    connection.wait([parent.sentinel])
    os.killpg(0, signal.SIGKILL)


def stop_group(pid: int) -> None:
    """Stops a child and everything that it started; that they are gone already is fine."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        log.debug("process group %s is gone already", pid)
