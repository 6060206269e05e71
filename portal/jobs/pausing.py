"""When the work must wait for something outside it: room on the disk, the archive, an engine to be installed.

Such a thing is nobody's fault among the files: nothing is rejected, counted or given up for it.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
import time
from collections.abc import Callable

from django.db import OperationalError

from portal.jobs.lock import Notice
from records.errors import EngineMissing, HosoError, ObjectDamaged, ObjectMissing, StoreFailed

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 2.0
FULL = "Ổ đĩa đầy hoặc không ghi được. Việc số hóa tạm dừng, tự chạy tiếp khi có chỗ; không tệp nào bị mất."
FULL_EN = "The disk is full or cannot be written. Work waits and goes on when there is room; nothing is lost."


def is_outside(error: BaseException) -> bool:
    """Whether `error` is of the surroundings and not of the file in hand."""
    if isinstance(error, ObjectDamaged | ObjectMissing):
        return False
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        # SQLite reports a table or column that a migration has yet to make in the same way as a full disk.
        return not str(error).startswith("no such")
    return isinstance(error, StoreFailed | EngineMissing) or (
        isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
    )


class Pause:
    """Waits twice as long each time, and tells people why."""

    def __init__(self, longest_seconds: float, say: Callable[[Notice], None]) -> None:
        self._longest = longest_seconds
        self._say = say
        self._until = 0.0
        self._first = self._seconds = min(FIRST_PAUSE_SECONDS, longest_seconds)
        self.notice = Notice()

    @property
    def holds(self) -> bool:
        """Whether nothing may be begun at the moment."""
        return time.monotonic() < self._until

    def begin(self, error: BaseException) -> None:
        """Something outside is wrong: wait, and longer than the last time."""
        if self.holds:
            return
        self._until = time.monotonic() + self._seconds
        log.error("work waits %s s: %s", self._seconds, error)
        self._seconds = min(2 * self._seconds, self._longest)
        self._tell(_notice_of(error))

    def over(self) -> None:
        """A step went well again."""
        self._seconds = self._first
        if self.notice != Notice():
            log.warning("work goes on")
            self._tell(Notice())

    def _tell(self, notice: Notice) -> None:
        if notice == self.notice:
            return
        self.notice = notice
        try:
            self._say(notice)
        except OSError as error:
            log.warning("the notice could not be written: %s", error.strerror)


def _notice_of(error: BaseException) -> Notice:
    if isinstance(error, EngineMissing):
        return Notice(error.remedy_vi, error.remedy_en)
    detail = f" [{error.detail}]" if isinstance(error, HosoError) and error.detail else ""
    return Notice(FULL + detail, FULL_EN + detail)
