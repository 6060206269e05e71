"""Asks veraPDF, the reference validator, about many files in one run: starting its machine takes seconds."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

LONGEST_SECONDS = 300


def failures(paths: Sequence[Path]) -> list[str]:
    """What veraPDF says of the files that do not conform to what they claim; empty when all do."""
    command = ["verapdf", "--format", "text", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS)
    verdicts = done.stdout.splitlines()
    silent = len(paths) - len(verdicts)
    return [line for line in verdicts if not line.startswith("PASS")] + [done.stderr[:500]] * (silent > 0)
