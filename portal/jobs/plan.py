"""Says which step comes next, so that a file of 500 pages does not keep a file of one page waiting.

Completing comes first, since it frees staging and shows staff a result. Then the file with the fewest
pages left, and every fourth time the oldest file, so that a long one goes on however many short ones come.
A file not yet opened counts as one page. Pure: it knows neither the database nor a clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

TURN_OF_THE_OLDEST = 4


class StepKind(StrEnum):
    """What is to be done with a file."""

    OPEN = "open"
    PAGE = "page"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Job:
    """One step for one file."""

    kind: StepKind
    file_id: int
    number: int = 0
    """The page, from 1; 0 for a step of the whole file."""
    copy: str = ""
    """The staged copy that the step reads: a file that was removed and put back has another one."""


@dataclass(slots=True)
class _FileWork:
    kind: StepKind
    copy: str
    waiting: list[int] = field(default_factory=list)
    """Pages not yet begun, the next one last; `[0]` for a step of the whole file."""
    unsettled: set[int] = field(default_factory=set)
    """Pages that are neither read nor given up, begun or not."""


class Plan:
    """The files in work and what each of them waits for."""

    def __init__(self) -> None:
        self._files: dict[int, _FileWork] = {}
        self._completing: list[int] = []
        self._shortest: list[tuple[int, int]] = []
        self._oldest: list[int] = []
        self._turn = 0

    def __contains__(self, file_id: object) -> bool:
        return file_id in self._files

    def __iter__(self) -> Iterator[int]:
        return iter(tuple(self._files))

    def __len__(self) -> int:
        return len(self._files)

    @property
    def has_work(self) -> bool:
        """Whether a step waits to be begun."""
        return any(work.waiting for work in self._files.values())

    def copy_of(self, file_id: int) -> str:
        """The staged copy for which the file is planned; empty when it is not planned."""
        work = self._files.get(file_id)
        return work.copy if work else ""

    def to_open(self, file_id: int) -> None:
        """The file's pages are to be counted."""
        self._lay(file_id, StepKind.OPEN, [0])

    def to_read(self, file_id: int, numbers: Iterable[int]) -> None:
        """These of the file's pages are to be read, in their order."""
        self._lay(file_id, StepKind.PAGE, sorted(numbers, reverse=True))

    def to_complete(self, file_id: int) -> None:
        """All pages are settled: the file is to become a record."""
        self._lay(file_id, StepKind.COMPLETE, [0])

    def again(self, job: Job) -> None:
        """A step that was begun waits again, after its file's other pages: what disturbed it may pass."""
        work = self._files.get(job.file_id)
        if work is None or work.copy != job.copy:
            return
        if work.kind == job.kind and job.number not in work.waiting:
            work.waiting.insert(0, job.number)
            self._queue(job.file_id, work)

    def page_done(self, job: Job) -> bool:
        """A page is read or given up; `True` when it was the file's last."""
        work = self._files.get(job.file_id)
        if work is None or work.kind is not StepKind.PAGE:
            return False
        work.unsettled.discard(job.number)
        return not work.unsettled

    def leave(self, file_id: int, copy: str = "") -> None:
        """The file is known, by this staged copy, and nothing is done with it until something is laid out."""
        self._files[file_id] = _FileWork(StepKind.OPEN, copy)

    def is_left(self, file_id: int) -> bool:
        """Whether the file is known and nothing is to be done with it."""
        work = self._files.get(file_id)
        return work is not None and not work.unsettled

    def forget(self, file_id: int) -> None:
        """Nothing more is owed to the file."""
        self._files.pop(file_id, None)

    def next(self) -> Job | None:
        """Takes the next step out; `None` when nothing waits."""
        file_id = self._next_file()
        if file_id is None:
            return None
        work = self._files[file_id]
        number = work.waiting.pop()
        if work.waiting:
            self._queue(file_id, work)
        return Job(work.kind, file_id, number, work.copy)

    def _lay(self, file_id: int, kind: StepKind, waiting: list[int]) -> None:
        work = self._files[file_id] = _FileWork(kind, self.copy_of(file_id), waiting, set(waiting))
        self._queue(file_id, work)

    def _queue(self, file_id: int, work: _FileWork) -> None:
        if work.kind is StepKind.COMPLETE:
            heapq.heappush(self._completing, file_id)
            return
        # Entries that no longer hold are skipped when they come up, which costs less than taking them out.
        heapq.heappush(self._shortest, (len(work.waiting), file_id))
        heapq.heappush(self._oldest, file_id)

    def _next_file(self) -> int | None:
        while self._completing:
            file_id = heapq.heappop(self._completing)
            if self._waits(file_id, StepKind.COMPLETE):
                return file_id
        self._turn += 1
        if self._turn % TURN_OF_THE_OLDEST == 0:
            while self._oldest:
                file_id = heapq.heappop(self._oldest)
                if self._waits(file_id, StepKind.OPEN, StepKind.PAGE):
                    return file_id
        while self._shortest:
            count, file_id = heapq.heappop(self._shortest)
            waits = self._waits(file_id, StepKind.OPEN, StepKind.PAGE)
            if waits and len(self._files[file_id].waiting) == count:
                return file_id
        return None

    def _waits(self, file_id: int, *kinds: StepKind) -> bool:
        work = self._files.get(file_id)
        return work is not None and bool(work.waiting) and work.kind in kinds
