"""Takes new scans that a person sends for a record, for one of its pages, or for a file that was refused."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.audit import Kind, note
from portal.catalogue.keeping import keep_as_scanned
from portal.held_records import held_record, record_of, the_archive
from portal.inbox.acts import errand_of, the_intake
from portal.intake.errand import Errand
from portal.intake.uploads import take_upload
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.troubles import remedy_of
from portal.views.inbox.telling import tell
from records import FileState
from records.errors import HosoError, StoreFailed

FOLDER = "quét lại"
"""Below which, in `done/` and `rejected/`, the scans that were sent lie."""


@require_POST
@needs(Right.HAND_IN)
def new_scan(request: HttpRequest, record_id: str) -> HttpResponse:
    """A new scan of the record, or of the one page that the form names."""
    row = held_record(request, record_id, Right.HAND_IN)
    page = short_number(request.POST.get("page", ""), digits=7) or 0
    if page and not any(page == held.number for held in record_of(row).pages):
        raise Http404("the record has no such page")
    errand = errand_of(request, replaces=record_id, page=page)
    _take(request, errand, folder=FOLDER, unit=row.unit)
    return _back(request, "record", record_id)


@require_POST
@needs(Right.HAND_IN)
def again(request: HttpRequest, file_id: int) -> HttpResponse:
    """A new scan of a file that was refused; it goes the way of that file, into a record of its own."""
    refused = rights_of(request).files(Right.HAND_IN).filter(pk=file_id, state=FileState.REJECTED).first()
    if refused is None:
        raise Http404("no such refused file")
    errand = errand_of(request, replaces=refused.replaces, page=refused.replaces_page, answers_id=refused.pk)
    _take(request, errand, folder=refused.folder, unit=refused.unit, hint=refused.hint)
    return redirect("rejected")


@require_POST
@needs(Right.REVIEW)
def keep(request: HttpRequest, record_id: str) -> HttpResponse:
    """The record's scan stays as it is, though below the rule: its paper cannot be scanned again."""
    row = held_record(request, record_id, Right.REVIEW)

    def noted(version: str) -> None:
        note(request, Kind.RECORD_KEPT, object=f"record:{record_id}", unit=row.unit, version=version)

    try:
        keep_as_scanned(the_archive(), record_id, request.user.get_username(), noting=noted)
    except HosoError as error:
        messages.error(request, remedy_of(error))
    else:
        messages.success(request, _("Đã ghi: giữ nguyên bản quét này."))
    return _back(request, "record", record_id)


def _take(request: HttpRequest, errand: Errand, *, folder: str, unit: str, hint: str = "") -> None:
    sent = request.FILES.get("scan")
    if not isinstance(sent, UploadedFile) or not sent.name:
        messages.error(request, _("Chưa chọn tệp quét. Hãy chọn tệp rồi gửi lại."))
        return
    try:
        taken = take_upload(
            the_intake(), sent.name, sent.chunks(), folder=folder, unit=unit, hint=hint, errand=errand
        )
    except StoreFailed as error:
        messages.error(request, remedy_of(error))
        return
    if taken.state in (FileState.REJECTED, FileState.DUPLICATE):
        tell(request, taken)
    else:
        told = {"name": taken.name}
        messages.success(request, _("Đã nhận “%(name)s”. Hồ sơ được cập nhật khi đọc xong.") % told)


def _back(request: HttpRequest, name: str, record_id: str) -> HttpResponse:
    """To where the form was: the list, else the record."""
    return redirect("rescan") if request.POST.get("from") == "list" else redirect(name, record_id)
