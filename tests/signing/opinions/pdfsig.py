"""Poppler's opinion: whether each signature's value holds over the bytes that it covers, by NSS."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from tests.signing.opinions.opinion import Opinion

_LONGEST_SECONDS = 60
_BLOCK = re.compile(r"^Signature #\d+:$", re.MULTILINE)


def pdfsig(path: Path) -> Opinion:
    """`pdfsig -nocert`; passes when every signature that is no document timestamp is valid.

    Poppler 22.12 cannot read document timestamps (ETSI.RFC3161) and says so of each; those are left out.
    """
    with tempfile.TemporaryDirectory() as home:  # so that nobody's own certificate store counts
        done = subprocess.run(
            ["pdfsig", "-nocert", str(path)],
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_SECONDS,
            env={**os.environ, "HOME": home, "LC_ALL": "C.UTF-8"},
        )
    blocks = [block for block in _BLOCK.split(done.stdout)[1:] if "is not signed" not in block]
    judged = [block for block in blocks if "Signature Type: unknown" not in block]
    said = tuple(line for block in judged if (line := _said(block)) != "Signature is Valid.")
    return Opinion("pdfsig", bool(judged) and not said, said, len(judged))


def _said(block: str) -> str:
    found = re.search(r"Signature Validation: (.*)", block)
    return found[1] if found else "no validation"
