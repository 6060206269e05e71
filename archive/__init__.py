"""Keeps records unchanged and proves it: OCFL 1.1 objects in a store, version after version.

The archive is the truth and every database its index, so what lies on disk must be readable without us:
each record is an Oxford Common File Layout object that any OCFL validator can check. What the tree looks
like is told in `docs/reference/archive.md`.
"""

from archive.fixity import Problem, ProblemKind
from archive.logical_paths import check_logical_path, safe_name
from archive.objects import Archive, Usage
from archive.settling import Settled
from archive.stores import open_store
from archive.versions import StoredFile, Version

__all__ = [
    "Archive",
    "Problem",
    "ProblemKind",
    "Settled",
    "StoredFile",
    "Usage",
    "Version",
    "check_logical_path",
    "open_store",
    "safe_name",
]
