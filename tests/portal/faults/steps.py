"""Stand-ins for the three steps, driven by what the "scan" itself says.

A scan of these tests is a JSON file: `{"pages": 3, "page": {"2": "crash"}, "open": "refuse"}`; `complete` may
have a fault too. A fault named `<fault>_once` happens the first time only. Every page that is begun adds a
line to `reads.log` in the data directory, so that a test can count how often each was read.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from portal.jobs import work
from records import Page
from records.errors import DamagedFile, EngineCrashed, EngineMissing, StoreFailed

LOG = "reads.log"


def make_scan(pages: int = 1, **said: Any) -> bytes:
    """A scan with so many pages; `page={"2": "crash"}` gives its second page a fault."""
    return json.dumps({"pages": pages, **said}, ensure_ascii=False).encode()


def steps() -> work.Steps:
    """The stand-ins as a worker takes them."""
    return work.Steps(open_file=open_file, read_page=read_page, complete=complete)


def counting_steps(page_seconds: float = 0.0) -> work.Steps:
    """The real steps, except that every page that is begun is counted and takes so much longer."""
    return work.Steps(read_page=partial(read_and_count, page_seconds))


def open_file(task: work.OpenTask) -> work.Opened:
    said = _said(task.path)
    _suffer(said.get("open"), task.path, "open")
    return work.Opened(int(said["pages"]), 0.01)


def read_page(task: work.PageTask) -> work.PageRead:
    count_read(task.path, task.number)
    said = _said(task.path)
    _suffer(said.get("page", {}).get(str(task.number)), task.path, f"page {task.number}")
    page = Page(number=task.number, dpi=300, width=2480, height=3508)
    return work.PageRead(json.dumps(page.to_json()), 0.01)


def read_and_count(page_seconds: float, task: work.PageTask) -> work.PageRead:
    count_read(task.path, task.number)
    time.sleep(page_seconds)
    return work.read_page(task)


def complete(task: work.CompleteTask) -> work.Completed:
    _suffer(_said(task.path).get("complete"), task.path, "complete")
    return work.complete_bare(task)


def count_read(path: Path, number: int) -> None:
    """One line a page that is begun; short appends are whole even when the process is killed."""
    with (path.parent.parent / LOG).open("a", encoding="utf-8") as stream:
        stream.write(f"{path.name} {number}\n")


def reads(data_dir: Path) -> list[str]:
    """What `count_read` wrote, in order."""
    log = data_dir / LOG
    return log.read_text("utf-8").splitlines() if log.exists() else []


def _said(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.read_bytes())
    return said


def _suffer(fault: str | None, path: Path, where: str) -> None:
    if fault is None:
        return
    if fault.endswith("_once"):
        mark = path.parent.parent / f"{path.name} {where}"
        if mark.exists():
            return
        mark.touch()
        fault = fault.removesuffix("_once")
    FAULTS[fault]()


def _crash() -> None:
    os.abort()


def _vanish() -> None:
    os._exit(0)


def _hang() -> None:
    time.sleep(600)


def _hang_in_a_program() -> None:
    subprocess.run(["sleep", "613"], check=False)


def _eat_memory() -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))
        for place in range(0, len(held[-1]), 4096):
            held[-1][place] = 1


def _raise(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


FAULTS: dict[str, Callable[[], None]] = {
    "crash": _crash,
    "vanish": _vanish,
    "hang": _hang,
    "hang_in_a_program": _hang_in_a_program,
    "eat_memory": _eat_memory,
    "refuse": _raise(DamagedFile("broken on purpose")),
    "engine_crashed": _raise(EngineCrashed("broken on purpose")),
    "engine_missing": _raise(EngineMissing("not installed")),
    "store_failed": _raise(StoreFailed("the store went away")),
    "disk_full": _raise(OSError(errno.ENOSPC, "No space left on device")),
    "bug": _raise(ZeroDivisionError("a bug")),
}
