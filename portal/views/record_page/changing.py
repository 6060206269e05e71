"""Small changes from the record's page: how closely it is kept, and a new look at its signatures."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.catalogue.levels import set_level
from portal.configuration import current
from portal.held_records import held_record, originals_of, the_archive, version_number
from portal.history.differences import differences
from portal.history.versions import read_version
from portal.rights.guarding import needs
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.rights.sensitivity import LEVELS
from portal.short_numbers import short_number
from portal.troubles import remedy_of
from portal.views.page_image import CLOSEST_LEVEL, note_page, page_cache
from portal.views.record_page.panels import may_set_level
from portal.views.record_page.telling import told
from records.errors import HosoError, ObjectMoved
from signing.trust import TrustStore
from signing.verification import verify_file


@require_POST
@needs(Right.REVIEW)
def change_level(request: HttpRequest, record_id: str) -> HttpResponse:
    """Sets the record's level with the reason that the form gives."""
    row = held_record(request, record_id, Right.REVIEW)
    asked = request.POST.get("level", "")
    level = int(asked) if asked in {str(one) for one in LEVELS} else 0
    why = request.POST.get("why", "").strip()
    if level and not may_set_level(request, row, level):
        raise RightMissing(Right.REVIEW, above_level=level)
    if not level or not why:
        messages.error(request, _("Hãy chọn mức và ghi lý do."))
        return _files(record_id)
    before = row.sensitivity
    try:
        with transaction.atomic():
            note(
                request, Kind.RECORD_LEVEL_CHANGED, object=f"record:{record_id}", unit=row.unit,
                before=before, after=level,
            )  # fmt: skip
            set_level(
                the_archive(), record_id, level,
                why=why, by=request.user.get_username(), since=request.POST.get("since", row.version),
            )  # fmt: skip
    except ObjectMoved:
        messages.error(request, _("Hồ sơ vừa được người khác thay đổi. Hãy xem lại rồi đặt mức lần nữa."))
    except ValueError:
        raise Http404("no such version") from None
    except HosoError as error:
        messages.error(request, remedy_of(error))
    else:
        if level >= CLOSEST_LEVEL:
            page_cache(current().data_dir).forget(record_id)
        messages.success(request, _("Đã đặt mức bảo vệ %(level)s.") % {"level": level})
    return _files(record_id)


@require_POST
@needs(Right.SEE)
def verify(request: HttpRequest, record_id: str) -> HttpResponse:
    """Judges the signatures of the archived originals as of now, without asking any service."""
    row = held_record(request, record_id)
    note_page(request, row, 0)
    folder = current().outgoing.trust_folder
    verdicts = []
    if folder is not None:
        trust = TrustStore.from_folder(folder)
        for held in originals_of(row):
            with the_archive().as_file(held.record_id, held.path, version=held.version) as path:
                verdicts.append((held.path.rpartition("/")[2], verify_file(path, trust)))
    context = {"row": row, "verdicts": verdicts, "has_trust": folder is not None}
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/record/_verdicts.html", context)
    return render(request, "portal/record/verdicts.html", context)


@require_safe
@needs(Right.SEE)
def compare(request: HttpRequest, record_id: str) -> HttpResponse:
    """In what two versions differ: `?a=1&b=3`."""
    row = held_record(request, record_id)
    note_page(request, row, 0)
    newest = version_number(row)
    numbers = [_number(request, name, usual, newest) for name, usual in (("a", 1), ("b", newest))]
    try:
        versions = the_archive().versions(record_id)
        old, new = (read_version(the_archive(), versions[number - 1]) for number in sorted(numbers))
    except (HosoError, IndexError) as error:
        raise Http404("the version cannot be read") from error
    rows = [told(one, new.record.record_type or "") for one in differences(old, new)]
    context = {"row": row, "old": old, "new": new, "rows": rows, "versions": range(1, newest + 1)}
    return render(request, "portal/record/compare.html", context)


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    number = short_number(request.GET.get(name, str(usual)), digits=5)
    if number is None or not 1 <= number <= most:
        raise Http404("the record has no such version")
    return number


def _files(record_id: str) -> HttpResponse:
    return redirect(f"{reverse('record', args=[record_id])}?tab=files")
