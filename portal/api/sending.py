"""Takes a scan that another system sends, as safely as one that a person drops."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import UploadedFile

from portal.inbox.acts import errand_of, the_intake
from portal.intake.uploads import take_upload
from portal.models import IntakeFile

FOLDER = "liên thông"
"""Below which, in `done/` and `rejected/`, what other systems sent lies."""


def take(
    request: HttpRequest, scan: UploadedFile, *, name: str, unit: str, hint: str = "", code: str = ""
) -> IntakeFile:
    """The committed row of the ledger. Raises `StoreFailed` when it could not be kept."""
    errand = errand_of(request, document_code=code)
    return take_upload(the_intake(), name, scan.chunks(), folder=FOLDER, unit=unit, hint=hint, errand=errand)
