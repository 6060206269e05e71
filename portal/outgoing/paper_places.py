"""What a child process finds on a paper for the desk: where signatures and seal go, as its page reads.

Nothing here knows Django, for the children do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from signing.appearance import PageWord, Places, find_places


@dataclass(frozen=True, slots=True)
class PlacesTask:
    """Look through a PDF that somebody handed in."""

    path: Path
    words: tuple[PageWord, ...] | None
    """What was read on a scan."""
    name: str = ""
    """The signer's, where several sign."""


def look_for_places(task: PlacesTask) -> Places:
    """Raises `PlaceNotFound` or `NotSignable`."""
    return find_places(task.path, words=task.words, name=task.name)
