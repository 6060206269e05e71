"""Whether a file is well built (qpdf) and keeps to PDF/A (veraPDF); neither knows about signatures."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.signing.opinions.opinion import Opinion
from tests.tools.verapdf import failures

_LONGEST_SECONDS = 60


def qpdf_check(path: Path) -> Opinion:
    """`qpdf --check`: syntax, cross-reference tables and streams; a warning does not pass."""
    done = subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS
    )
    return Opinion("qpdf", done.returncode == 0, tuple(done.stderr.splitlines()), 1)


def verapdf(paths: Sequence[Path]) -> Opinion:
    """veraPDF over many files in one run, each against the flavour that it claims."""
    wrong = tuple(failures(paths))
    return Opinion("verapdf", not wrong, wrong, len(paths))
