"""Judges the signatures of PDF files: who, when, what it covers, what was changed after, and what is proved.

`verify_file` is the door for one file; `verifier` makes what checks many against one trust folder. Nothing
here asks the network but through services that are handed in. How a verdict comes about:
docs/reference/verification.md and docs/decisions/0074-verdicts.md.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from signing.trust import TrustStore
from signing.verification.verdicts import (
    ArchiveTimestamp,
    FileVerdict,
    Indication,
    Remark,
    SignatureVerdict,
    TimeSource,
    Verdict,
)

if TYPE_CHECKING:
    from signing.services import Services
    from signing.verification.verifying import Verifier

__all__ = [
    "ArchiveTimestamp",
    "FileVerdict",
    "Indication",
    "Remark",
    "SignatureVerdict",
    "TimeSource",
    "Verdict",
    "verifier",
    "verify_file",
]


def verify_file(
    path: Path, trust: TrustStore, *, services: Services | None = None, at: datetime | None = None
) -> FileVerdict:
    """The verdict on every signature of the PDF at `path`; never raises for a bad file.

    `at` (with its zone) asks as at another moment; `services` ask for the state of certificates, which is
    otherwise known only as far as the file and the trust folder tell.
    """
    return verifier(trust, services=services).verify(path, at=at)


def verifier(trust: TrustStore, *, services: Services | None = None) -> Verifier:
    """What verifies many files against one trust folder."""
    # pyHanko takes half a second to load, and most papers carry no signature.
    from signing.verification.verifying import Verifier as Loaded  # noqa: PLC0415

    return Loaded(trust, services=services)
