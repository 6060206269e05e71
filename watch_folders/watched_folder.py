"""How one folder is to be watched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from records.errors import SettingInvalid


class WatchMode(StrEnum):
    """How changes become known."""

    AUTO = "auto"
    """By events on a local file system, by looking on a network share and wherever events fail to come."""
    EVENTS = "events"
    """By events only, with a full rescan now and then."""
    POLLING = "polling"
    """By looking every few seconds."""


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder that staff drop files into. Raises `SettingInvalid` for a time that is not above zero."""

    path: Path
    mode: WatchMode = WatchMode.AUTO
    settle_seconds: float = 2.0
    """A file is taken when its size and time have not changed for this long."""
    empty_seconds: float = 60.0
    """The same for a file without a byte: some scanners make the file a while before they fill it."""
    rescan_seconds: float = 30.0
    """Between two full looks at a folder whose events come."""
    poll_seconds: float = 2.0
    """Between two looks at a folder whose events do not come, and at one that is missing."""

    def __post_init__(self) -> None:
        for name in ("settle_seconds", "empty_seconds", "rescan_seconds", "poll_seconds"):
            if getattr(self, name) <= 0:
                raise SettingInvalid(f"{name} of a watched folder must be above 0, for example 2")
