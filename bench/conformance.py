"""Whether the PDFs that a bench has had written conform to the standard they claim, as veraPDF sees them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LONGEST_SECONDS = 1800
_AT_ONCE = 50
"""Files of one run: starting the validator takes seconds, and a command line has an end."""


@dataclass(frozen=True, slots=True)
class Conformance:
    """What the validator said of some files."""

    files: int
    failed: tuple[str, ...]
    """Paths of those that do not conform, or of which it said nothing."""

    @property
    def conformant(self) -> int:
        return self.files - len(self.failed)


def validator() -> str | None:
    """The `verapdf` command: on the path, or where `tests/tools/get_verapdf.sh` leaves it."""
    kept = Path(os.environ.get("HOSO_CACHE", Path.home() / ".cache" / "hoso")) / "bin"
    return shutil.which("verapdf") or shutil.which("verapdf", path=str(kept))


def conformance_of(paths: Sequence[Path], command: str) -> Conformance:
    """Asks the validator about all of `paths`, each against what the file itself claims."""
    passed: set[str] = set()
    for start in range(0, len(paths), _AT_ONCE):
        some = [str(path.resolve()) for path in paths[start : start + _AT_ONCE]]
        done = subprocess.run(
            [command, "--format", "text", *some],
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith("PASS ")]
        passed.update(path for path in some if any(line.startswith(f"PASS {path} ") for line in lines))
    failed = tuple(str(path) for path in paths if str(path.resolve()) not in passed)
    return Conformance(len(paths), failed)
