"""Names that are not documents: what scanners, browsers, editors and systems leave about for a while."""

from __future__ import annotations

_ENDINGS = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",  # WinSCP
    ".crdownload",
    ".download",
    ".opdownload",
    ".swp",
    ".swo",
    ".lock",
    ".lck",
    "~",
)
_BEGINNINGS = (".", "~$")
_NAMES = {
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "icon\r",
    "$recycle.bin",
    "recycler",
    "system volume information",
    "lost+found",
    "#recycle",  # Synology
    "@eadir",  # Synology
    "@recycle",  # QNAP
    "#snapshot",
}


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name, without its path, is never looked at."""
    folded = name.casefold()
    return folded in _NAMES or folded.startswith(_BEGINNINGS) or folded.endswith(_ENDINGS)
