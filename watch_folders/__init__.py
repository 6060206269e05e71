"""A folder in, settled whole files out, handed to a callable.

Staff and scanners copy files into a folder; this room says when a file is whole and hands it on, once. It
knows nothing of what happens then.
"""

from watch_folders.hints import KnownHint, hints_by_name
from watch_folders.settled_file import SettledFile
from watch_folders.watched_folder import WatchedFolder, WatchMode
from watch_folders.watcher import FolderStanding, Watcher

__all__ = [
    "FolderStanding",
    "KnownHint",
    "SettledFile",
    "WatchMode",
    "WatchedFolder",
    "Watcher",
    "hints_by_name",
]
