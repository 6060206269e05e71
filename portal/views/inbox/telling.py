"""What a person is told of a file that they have just handed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.models import CatalogueRecord, IntakeFile
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from records import FileState


def said(request: HttpRequest, taken: IntakeFile) -> tuple[str, str]:
    """What became of the file in words, and where to look; the second may be empty."""
    if taken.state == FileState.DUPLICATE:
        # Whose paper it equals is told only to those who may see that.
        record = CatalogueRecord.objects.filter(pk=taken.record_id).first()
        if record is not None and rights_of(request).may_with(Right.SEE, record):
            return _("Đã có trong kho."), reverse("record", args=[record.record_id])
        return _("Trùng với một tệp đã nhận trước đó."), ""
    if taken.state == FileState.REJECTED:
        reason = taken.reason_en if get_language() == "en" and taken.reason_en else taken.reason_vi
        return str(reason), ""
    return _("Đã nhận"), ""


def tell(request: HttpRequest, taken: IntakeFile) -> None:
    """The same as a message on the next page."""
    told, _link = said(request, taken)
    is_taken = taken.state not in (FileState.REJECTED, FileState.DUPLICATE)
    say = messages.success if is_taken else messages.warning
    say(request, f"{taken.name}: {told}")
