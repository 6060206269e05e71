"""`hoso digitise` without a database: files in, three outputs a file out, over child processes.

The steps and the dispatcher are those of `hoso up`; what the ledger remembers there is held in memory here,
since a run that is cut short is simply run again.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hoso.outputs import OutputFolder, write_outputs
from pipeline.batches import BatchOptions, parts_of
from pipeline.digitise import complete, scan_faults
from pipeline.limits import Limits
from pipeline.reading import ReadingOptions
from portal.intake.durable import digest_of
from portal.jobs import work
from portal.jobs.dispatchers import Dispatcher, DispatchOptions, open_dispatcher
from records import Page, Record
from records.errors import (
    BelowScanRule,
    DamagedFile,
    EmptyFile,
    EngineCrashed,
    EngineTimedOut,
    HosoError,
    PageFailed,
)

OPEN_SECONDS = 60.0
TRIES_A_PAGE = 2


@dataclass(frozen=True, slots=True)
class DigitiseOptions:
    """What one run is asked to do."""

    out: Path
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    threshold: float = 0.9
    jobs: int = 1
    memory_bytes: int = 0
    batch: BatchOptions = field(default_factory=BatchOptions)
    """How a file is parted into papers."""
    compact: bool = False
    trust_folder: Path | None = None
    """Scans are kept in layers in the PDF: far smaller, no longer bit for bit."""
    returns_faults: bool = False
    """A file with a page below the rule for scans is refused with the reasons."""
    models: Path | None = None
    """Where the type model that the office trained lies; the shipped one judges while there is none."""


@dataclass(frozen=True, slots=True)
class Digitised:
    """What came of one paper of a file: a record, or the reason why there is none."""

    path: Path
    record: Record | None = None
    error: HosoError | None = None
    json: Path | None = None
    is_last: bool = True
    """Nothing more comes of this file."""


@dataclass(frozen=True, slots=True)
class _CompleteTask:
    path: Path
    sha256: str
    pages: tuple[Page, ...]
    unread: dict[int, str]
    folder: Path
    batch: BatchOptions
    created: datetime
    threshold: float
    limits: Limits
    compact: bool = False
    trust_folder: Path | None = None


@dataclass(eq=False)
class _File:
    """One file on its way."""

    path: Path
    sha256: str
    waiting: list[int] = field(default_factory=list)
    read: dict[int, Page] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    page_count: int = 0
    is_open: bool = False

    @property
    def is_read(self) -> bool:
        return self.is_open and len(self.read) + len(self.unread) == self.page_count


def complete_step(task: _CompleteTask) -> list[tuple[Record, Path]]:
    """The last step of one file, run in a child: a record for each paper in it, with its searchable PDF."""
    made: list[tuple[Record, Path]] = []
    for number, part in enumerate(parts_of(task.pages, task.unread, task.batch), start=1):
        pdf = task.folder / f"{number}.pdf"
        record = complete(
            task.path,
            task.path.name,
            task.sha256,
            task.pages,
            pdf,
            created=task.created,
            unread=task.unread,
            threshold=task.threshold,
            part=part,
            limits=task.limits,
            compact=task.compact,
            trust_folder=task.trust_folder,
        )
        made.append((record, pdf))
    return made


def digitise_files(
    paths: Sequence[Path], options: DigitiseOptions, on_page: Callable[[], None] = lambda: None
) -> Iterator[Digitised]:
    """Digitises the files and answers each as it is done, in no certain order.

    A file that is refused is answered with its error and stops no other. `on_page` is called at each page.
    """
    options.out.mkdir(parents=True, exist_ok=True)
    dispatcher = open_dispatcher(
        "local",
        DispatchOptions(jobs=options.jobs, memory_bytes=options.memory_bytes, models=options.models),
    )
    try:
        # Beside the outputs, so that laying them is a rename; gone with whatever a refused file left in it.
        with tempfile.TemporaryDirectory(dir=options.out, prefix=".hoso-") as scratch:
            yield from _Run(paths, options, dispatcher, Path(scratch), on_page).results()
    finally:
        dispatcher.stop()


class _Run:
    """Keeps the dispatcher fed: pages of files begun first, then new files, so that few are held at once."""

    def __init__(
        self,
        paths: Sequence[Path],
        options: DigitiseOptions,
        dispatcher: Dispatcher,
        scratch: Path,
        on_page: Callable[[], None],
    ) -> None:
        self._paths = iter(paths)
        self._options = options
        self._dispatcher = dispatcher
        self._scratch = scratch
        self._on_page = on_page
        self._outputs = OutputFolder(options.out)
        self._files: list[_File] = []
        # Outcomes are of each step's own type.
        self._running: dict[Future[Any], Callable[[Future[Any]], Digitised | list[Digitised] | None]] = {}

    def results(self) -> Iterator[Digitised]:
        while True:
            while self._dispatcher.free_slots:
                refused = self._begin_next()
                if refused is None:
                    break
                if isinstance(refused, Digitised):
                    yield refused
            if not self._running:
                return
            for done in wait(self._running, return_when=FIRST_COMPLETED).done:
                digitised = self._running.pop(done)(done)
                if isinstance(digitised, list):
                    yield from digitised
                elif digitised is not None:
                    yield digitised

    def _begin_next(self) -> Digitised | bool | None:
        """Begins one step; `None` when none is to be begun now, a result when a file is refused at once."""
        for file in self._files:
            if file.waiting:
                self._begin_page(file, file.waiting.pop(0))
                return True
        path = next(self._paths, None)
        return None if path is None else self._begin_file(path)

    def _begin_file(self, path: Path) -> Digitised | bool:
        try:
            file = _File(path, digest_of(path))
        except OSError as error:
            return Digitised(path, error=_unreadable(error))
        self._files.append(file)
        limits = self._options.reading.limits
        future = self._dispatcher.submit(
            work.open_file, work.OpenTask(path, limits), time_limit_seconds=OPEN_SECONDS
        )
        self._running[future] = lambda done: self._opened(file, done)
        return True

    def _opened(self, file: _File, done: Future[work.Opened]) -> Digitised | None:
        try:
            file.page_count = done.result().page_count
        except HosoError as error:
            return self._refuse(
                file, error if not isinstance(error, PageFailed) else DamagedFile(error.detail)
            )
        file.is_open = True
        file.waiting = list(range(1, file.page_count + 1))
        return None if file.page_count else self._refuse(file, EmptyFile("no pages"))

    def _begin_page(self, file: _File, number: int) -> None:
        reading = self._options.reading
        task = work.PageTask(file.path, number, reading)
        future = self._dispatcher.submit(work.read_page, task, time_limit_seconds=reading.limits.page_seconds)
        self._running[future] = lambda done: self._page_done(file, number, done)

    def _page_done(self, file: _File, number: int, done: Future[work.PageRead]) -> Digitised | None:
        try:
            file.read[number] = Page.from_json(json.loads(done.result().text))
        except (EngineCrashed, EngineTimedOut) as error:
            file.tries[number] = file.tries.get(number, 0) + 1
            if file.tries[number] < TRIES_A_PAGE:
                file.waiting.insert(0, number)
                return None
            file.unread[number] = error.remedy_vi
        except HosoError as error:
            file.unread[number] = error.remedy_vi
        self._on_page()
        return self._all_read(file) if file.is_read else None

    def _all_read(self, file: _File) -> Digitised | None:
        faults = scan_faults([page for _, page in sorted(file.read.items())])
        if faults and self._options.returns_faults:
            return self._refuse(file, BelowScanRule(remedy_vi="\n".join((BelowScanRule.remedy_vi, *faults))))
        self._begin_complete(file)
        return None

    def _begin_complete(self, file: _File) -> None:
        limits = self._options.reading.limits
        task = _CompleteTask(
            path=file.path,
            sha256=file.sha256,
            pages=tuple(page for _, page in sorted(file.read.items())),
            unread=file.unread,
            folder=Path(tempfile.mkdtemp(dir=self._scratch)),
            batch=self._options.batch,
            created=datetime.now(UTC),
            threshold=self._options.threshold,
            limits=limits,
            compact=self._options.compact,
            trust_folder=self._options.trust_folder,
        )
        seconds = work.seconds_for(limits, file.page_count)
        future = self._dispatcher.submit(complete_step, task, time_limit_seconds=seconds)
        self._running[future] = lambda done: self._completed(file, done)

    def _completed(self, file: _File, done: Future[list[tuple[Record, Path]]]) -> Digitised | list[Digitised]:
        try:
            made = done.result()
        except HosoError as error:
            return self._refuse(file, error)
        self._files.remove(file)
        digitised: list[Digitised] = []
        for number, (record, pdf) in enumerate(made, start=1):
            outputs = self._outputs.for_source(file.path.name, file.sha256, number)
            write_outputs(record, pdf, outputs)
            is_last = number == len(made)
            digitised.append(Digitised(file.path, record=record, json=outputs.json, is_last=is_last))
        return digitised

    def _refuse(self, file: _File, error: HosoError) -> Digitised:
        self._files.remove(file)
        return Digitised(file.path, error=error)


def _unreadable(error: OSError) -> HosoError:
    return DamagedFile(
        error.strerror or "cannot be read",
        remedy_vi="Không mở được tệp. Hãy kiểm tra đường dẫn và quyền đọc.",
        remedy_en="The file cannot be opened. Check its path and permissions.",
    )
