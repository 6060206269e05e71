"""What people and systems do with files, each written down in the transaction of what it does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest

from pipeline.limits import Limits
from portal.audit import Kind, note
from portal.configuration import current
from portal.intake import setting_aside
from portal.intake.errand import Errand
from portal.intake.ledger import Intake
from portal.models import IntakeFile
from portal.rights.asking import rights_of
from portal.rights.roles import Right


def limits() -> Limits:
    """How large a file may be here."""
    return Limits(max_bytes=current().largest_file_bytes)


def the_intake() -> Intake:
    """The intake of this process's data directory."""
    return Intake(current().data_dir, limits())


def errand_of(
    request: HttpRequest,
    *,
    replaces: str = "",
    page: int = 0,
    answers_id: int | None = None,
    document_code: str = "",
    upload: str = "",
    **more: object,
) -> Errand:
    """What `request` hands a file in for; that it did is written down with the file's row, with `more`."""

    def noted(taken: IntakeFile) -> None:
        _note(request, Kind.FILE_HANDED_IN, taken, state=str(taken.state), **more)

    return Errand(
        request.user.get_username(),
        replaces=replaces,
        page=page,
        answers_id=answers_id,
        document_code=document_code,
        upload=upload,
        noting=noted,
    )


def file_of(request: HttpRequest, file_id: int, right: Right) -> IntakeFile:
    """A file that the account handed in, or of a unit at which it holds the right; 404 for any other."""
    rights = rights_of(request)
    file = rights.files(right).filter(pk=file_id).first()
    if file is None or not (rights.may_at(right, file.unit) or file.sent_by == rights.account):
        raise Http404("no such file")
    return file


def remove(request: HttpRequest, file: IntakeFile, because: str) -> IntakeFile:
    """Takes the file out of work; raises as `setting_aside.remove`."""
    before = str(file.state)
    return setting_aside.remove(
        the_intake(),
        file.pk,
        by=request.user.get_username(),
        because=because,
        noting=_noted(request, Kind.FILE_REMOVED, state=before),
    )


def retry(request: HttpRequest, file: IntakeFile) -> IntakeFile:
    """Has a refused or removed file tried again; raises as `setting_aside.retry`."""
    return setting_aside.retry(the_intake(), file.pk, noting=_noted(request, Kind.FILE_RETRIED))


def _noted(request: HttpRequest, kind: Kind, **more: object) -> Callable[[IntakeFile], None]:
    return lambda file: _note(request, kind, file, **more)


def _note(request: HttpRequest, kind: Kind, file: IntakeFile, **more: object) -> None:
    note(request, kind, object=f"file:{file.pk}", unit=file.unit, sha256=file.sha256, **more)
