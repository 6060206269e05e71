"""What the steps of the outgoing road work with: the options, the archive, the desk and a child process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive import Archive
from pipeline.reading import ReadingOptions
from portal.jobs.dispatchers import Dispatcher, DispatchOptions, Outcome, Task, open_dispatcher
from portal.jobs.work import seconds_for
from portal.outgoing.desk_folder import Desk
from portal.outgoing.options import OutgoingOptions

IDLE_SECONDS = 60.0
"""A child process is given back when no step asked for it for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopOptions:
    """How the steps of the road are done."""

    data_dir: Path
    outgoing: OutgoingOptions
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    threshold: float = 0.9
    dispatcher: str = "local"
    """Name of a file in `portal/jobs/dispatchers`."""
    jobs: int = 1
    """Documents at work at once, each with a child process."""
    models: Path | None = None
    """Where the type model that the office trained lies."""


class Workshop:
    """Handed to every step; safe for several threads."""

    def __init__(self, options: WorkshopOptions, archive: Archive) -> None:
        self.options = options
        self.archive = archive
        self.desk = Desk(options.data_dir)
        self.telling = threading.Lock()
        """Lines of two documents may go into one file."""
        self._children: Dispatcher | None = None
        self._opening = threading.Lock()
        self._used = 0.0

    def submit(self, step: Callable[[Task], Outcome], task: Task, *, pages: int = 1) -> Outcome:
        """Runs a step in a child process and waits for it; raises what it raised."""
        with self._opening:
            if self._children is None:
                asked = DispatchOptions(
                    jobs=self.options.jobs,
                    memory_bytes=self.options.reading.limits.memory_bytes,
                    models=self.options.models,
                )
                self._children = open_dispatcher(self.options.dispatcher, asked)
            self._used = time.monotonic()
            seconds = seconds_for(self.options.reading.limits, pages)
            begun = self._children.submit(step, task, time_limit_seconds=seconds)
        return begun.result()

    def rest(self) -> None:
        """Gives the child process back if nothing was done for a while."""
        if self._children is not None and time.monotonic() - self._used > IDLE_SECONDS:
            self.give_back()

    def give_back(self) -> None:
        """Ends the child process, if there is one; the next step starts another."""
        with self._opening:
            children, self._children = self._children, None
        if children is not None:
            children.stop()
