"""Takes a scan that another system sends, as safely as one that a person drops."""

from __future__ import annotations

from ninja import UploadedFile

from portal.inbox.acts import the_intake
from portal.intake.errand import Errand
from portal.intake.uploads import take_upload
from portal.models import IntakeFile

FOLDER = "liên thông"
"""Below which, in `done/` and `rejected/`, what other systems sent lies."""


def take(scan: UploadedFile, *, unit: str, hint: str = "", errand: Errand) -> IntakeFile:
    """The committed row of the ledger. Raises `StoreFailed` when it could not be kept."""
    return take_upload(
        the_intake(), scan.name or "", scan.chunks(), folder=FOLDER, unit=unit, hint=hint, errand=errand
    )
