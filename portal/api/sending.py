"""Takes a scan that another system sends, as safely as one that a person drops."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import UploadedFile

from pipeline.limits import Limits
from portal.audit import Kind, note
from portal.configuration import current
from portal.intake.errand import Errand
from portal.intake.ledger import Intake
from portal.intake.uploads import take_upload
from portal.models import IntakeFile

FOLDER = "liên thông"
"""Below which, in `done/` and `rejected/`, what other systems sent lies."""


def take(
    request: HttpRequest, scan: UploadedFile, *, name: str, unit: str, hint: str = "", code: str = ""
) -> IntakeFile:
    """The committed row of the ledger. Raises `StoreFailed` when it could not be kept."""
    here = current()
    intake = Intake(here.data_dir, Limits(max_bytes=here.largest_file_bytes))
    errand = Errand(request.user.get_username(), document_code=code)
    taken = take_upload(intake, name, scan.chunks(), folder=FOLDER, unit=unit, hint=hint, errand=errand)
    note(
        request,
        Kind.FILE_HANDED_IN,
        object=f"file:{taken.pk}",
        unit=unit,
        sha256=taken.sha256,
        state=str(taken.state),
    )
    return taken
