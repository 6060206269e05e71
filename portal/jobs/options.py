"""What a worker is told: one frozen value, made from the settings by `hoso`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.limits import Limits
from pipeline.reading import ReadingOptions
from portal.jobs.dispatchers import DispatchOptions
from portal.jobs.type_wishes import TypeWishes


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOptions:
    """How the work is done."""

    data_dir: Path
    jobs: int = 1
    """Steps at once; one a processor core is right where nothing else runs."""
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    """Engine, languages and the limits that every step obeys."""
    threshold: float = 0.9
    """Type and required fields at or over this confidence need no person, 0 to 1."""
    types: TypeWishes = field(default_factory=TypeWishes)
    """What the office wants of single record types."""
    returns_faults: bool = False
    """A file with a page below the rule for scans goes back to `rejected/` instead of into review."""
    splits_at_blanks: bool = False
    """A blank page ends a paper, and belongs to none."""
    splits_papers: bool = True
    """Papers scanned into one file are parted by what their pages say, where that is beyond doubt."""
    other_side_seconds: float = 7200.0
    """How long a file of front or back sides waits for the other one before it is given back."""
    compact: bool = False
    """Colour scans are kept in layers in the searchable PDF."""
    trust_folder: Path | None = None
    """Roots by which signatures of what comes in are judged."""
    models: Path | None = None
    """Where the type model that the office trained lies; the shipped one judges while there is none."""
    dispatcher: str = "local"
    """Name of a file in `portal/jobs/dispatchers`."""
    tasks_a_child: int = 200
    """Steps after which a child process is replaced."""
    most_attempts: int = 2
    """How often a step may kill its child or fail before it is given up: one retry."""
    poll_seconds: float = 0.5
    """How often the ledger is asked for new files when nobody wakes the worker."""
    grace_seconds: float = 4.0
    """How long steps that run may go on when the worker is told to stop."""
    longest_pause_seconds: float = 60.0
    """A full disk is looked at again after 2 seconds, then 4, and so on up to this."""

    @property
    def limits(self) -> Limits:
        return self.reading.limits

    @property
    def dispatch(self) -> DispatchOptions:
        return DispatchOptions(
            jobs=self.jobs,
            memory_bytes=self.limits.memory_bytes,
            tasks_a_child=self.tasks_a_child,
            models=self.models,
        )
