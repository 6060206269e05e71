"""Showing by hand where a signature, the seal, number or date goes: by a click on the page, or in mm."""

from __future__ import annotations

import math
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.models import OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.events import EventKind, note
from portal.outgoing.permissions import keeps
from portal.outgoing.standing import is_free
from portal.outgoing.states import DocumentState, TrialState
from portal.rights.guarding import signed_in
from portal.short_numbers import short_number
from portal.views.outgoing.held import held_document, the_desk
from portal.views.outgoing.pictures import POINTS_AN_INCH, page_sizes, place_for
from records.errors import HosoError
from signing.orders import FieldPlace

MM = POINTS_AN_INCH / 25.4
USUAL = {
    "signer": (0.6, 0.7, 50.0, 22.0),
    "seal": (0.6, 0.7, 36.0, 36.0),
    "number": (0.14, 0.09, 60.0, 7.0),
    "date": (0.47, 0.09, 85.0, 7.0),
}
"""Parts of the page from left and top, then width and height in millimetres: a seal has its own size, number
and date stand below agency and national motto (Decree 30, Appendix I)."""
PRINTED = {"number": "number_place", "date": "date_place"}
"""What is printed before anybody signs, and the column that keeps its place; both stand on page 1."""
SMALLEST_MM, LARGEST_MM = 5.0, 2000.0
_SIDES = ("left", "top", "width", "height")
_OPEN = (DocumentState.CHECKED, DocumentState.NUMBERED, DocumentState.SIGNING)


@require_http_methods(["GET", "POST"])
@signed_in
def placing(request: HttpRequest, document_id: int, what: str) -> HttpResponse:
    """The page on which to click, with the box as it is now; nothing is moved once anybody has signed."""
    document = held_document(request, document_id)
    signer = document.signers.filter(ordinal=int(what)).first() if what.isdecimal() else None
    if (what.isdecimal() and signer is None) or not may_place(request, document, what, signer):
        raise Http404("not to be placed by this person")
    file = document.files.get(ordinal=0)
    if request.method == "POST":
        return _set(request, document, file, what)
    found = place_for(document, file, what)
    asked = short_number(request.GET.get("page", ""), digits=5)
    usual = found.page if found else file.page_count
    number = 1 if what in PRINTED else usual if asked is None else asked
    number = min(max(number, 1), max(file.page_count, 1))
    sizes = page_sizes(the_desk().path(file.current))
    if number > len(sizes):
        raise Http404("no such page")
    width, height = (edge / MM for edge in sizes[number - 1])
    shown = found if found and found.page == number else None
    return render(
        request,
        "portal/outgoing/placing.html",
        {
            "document": document,
            "what": what,
            "signer": signer,
            "number": number,
            "pages": () if what in PRINTED else range(1, file.page_count + 1),
            "heading": _heading(what, signer),
            "hint": _hint(what, is_found=shown is not None),
            "width": round(width, 1),
            "height": round(height, 1),
            "box": _typed(request) or _in_mm(shown, height) or _usual(width, height, what),
            "asks": "asks" in request.GET,
            "is_found": shown is not None,
        },
    )


def _heading(what: str, signer: OutgoingSigner | None) -> str:
    if signer is not None:
        return f"{_('Chỉ chỗ ký')}: {signer.user.get_full_name() or signer.user.get_username()}"
    names = {"number": _("Chỉ chỗ in số"), "date": _("Chỉ chỗ in ngày tháng")}
    return names.get(what, _("Chỉ chỗ đóng dấu"))


def _hint(what: str, *, is_found: bool) -> str:
    """What to know of the box, besides how it is moved."""
    if what == "number":
        return _("Cả dòng “Số: …/…” được in giữa ô này.")
    if what == "date":
        return _("Cả dòng địa danh, ngày, tháng, năm được in giữa ô này.")
    return "" if is_found else _("Trang này chưa có chỗ ký; ô dưới đây là chỗ gợi ý.")


def _set(request: HttpRequest, document: OutgoingDocument, file: OutgoingFile, what: str) -> HttpResponse:
    is_forgotten = request.POST.get("do") == "forget"
    place = None if is_forgotten else _asked_place(request, file)
    if place is not None and what in PRINTED and place[0] != 1:
        place = None
    if place is None and not is_forgotten:
        told = _("Vị trí chưa đúng: ô phải nằm trong trang. Hãy chọn lại.")
        return _refused(request, document, what, told, is_question=False)
    if place is not None and what.isdecimal() and "anyway" not in request.POST and not _is_free(file, place):
        told = _("Chỗ này đè lên chữ đã in trên trang.")
        return _refused(request, document, what, told, is_question=True)
    with transaction.atomic():
        # Fields are made before the first signature: afterwards a place says nothing any more.
        is_signed = OutgoingSigner.objects.filter(document=document, signed_at__isnull=False).exists()
        if not is_signed:
            if what in PRINTED:
                # Tried again as shown, before a number is spent on it.
                changed = {PRINTED[what]: place, "trial": TrialState.OWED, "reason_code": "", "reason_vi": ""}
                held = OutgoingDocument.objects.filter(pk=document.pk, state=DocumentState.CHECKED)
                held.update(**changed)
            elif what.isdecimal():
                OutgoingSigner.objects.filter(document=document, ordinal=int(what)).update(place=place)
            else:
                OutgoingFile.objects.filter(pk=file.pk).update(place=place)
            note(document.pk, EventKind.CHANGED, request.user.get_username(), place=what)
    if _wants_json(request):
        return JsonResponse({"told": _("Đã lưu vị trí.")})
    messages.success(request, _("Đã lưu vị trí."))
    return redirect("outgoing_document", document.pk)


def _refused(
    request: HttpRequest, document: OutgoingDocument, what: str, told: str, *, is_question: bool
) -> HttpResponse:
    """Says why the place was not kept; a question may be answered by asking again with `anyway`."""
    if _wants_json(request):
        return JsonResponse({"told": told, "asks": is_question}, status=409)
    messages.error(request, told)
    if not is_question:
        return redirect("outgoing_placing", document.pk, what)
    typed = {name: request.POST.get(name, "")[:12] for name in ("page", *_SIDES)}
    address = reverse("outgoing_placing", args=[document.pk, what])
    return redirect(f"{address}?{urlencode({**typed, 'asks': 1})}")


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _is_free(file: OutgoingFile, place: list[float]) -> bool:
    try:
        return is_free(the_desk(), file, place)
    except HosoError:
        return True  # a file that cannot be read that way is judged when it is signed


def _asked_place(request: HttpRequest, file: OutgoingFile) -> list[float] | None:
    """The form's millimetres (from the left and the top) as points from the left and the bottom."""
    try:
        page = int(request.POST.get("page", ""))
        left, top, width, height = (
            float(request.POST.get(name, "")) for name in ("left", "top", "width", "height")
        )
    except ValueError:
        return None
    values = (left, top, width, height)
    if (
        not all(math.isfinite(value) and 0 <= value <= LARGEST_MM for value in values)
        or width < SMALLEST_MM
        or height < SMALLEST_MM
    ):
        return None
    if page < 1:
        return None
    sizes = page_sizes(the_desk().path(file.current))
    if page > len(sizes):
        return None
    page_width, page_height = sizes[page - 1]
    box = (left * MM, page_height - (top + height) * MM, (left + width) * MM, page_height - top * MM)
    is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= page_width + 1 and box[3] <= page_height + 1
    return [page, *(round(edge, 2) for edge in box)] if is_inside else None


def _in_mm(place: FieldPlace | None, height: float) -> dict[str, float] | None:
    if place is None:
        return None
    left, bottom, right, top = (edge / MM for edge in place.box)
    box = {"left": left, "top": height - top, "width": right - left, "height": top - bottom}
    return {name: round(value, 1) for name, value in box.items()}


def _typed(request: HttpRequest) -> dict[str, float] | None:
    """The box that was asked about, so that nothing has to be shown twice."""
    try:
        box = {name: float(request.GET.get(name, "")) for name in _SIDES}
    except ValueError:
        return None
    return box if all(0 <= value <= LARGEST_MM for value in box.values()) else None


def _usual(width: float, height: float, what: str) -> dict[str, float]:
    left, top, across, up = USUAL.get(what, USUAL["signer"])
    return {"left": round(width * left, 1), "top": round(height * top, 1), "width": across, "height": up}


def may_place(
    request: HttpRequest, document: OutgoingDocument, what: str, signer: OutgoingSigner | None
) -> bool:
    """The clerk everything, a signer their own signature; nothing once anybody has signed."""
    if what in PRINTED:
        return keeps(request, document.agency) and document.state == DocumentState.CHECKED
    if DocumentState(document.state) not in _OPEN:
        return False
    if document.signers.filter(signed_at__isnull=False).exists():
        return False
    is_own = signer is not None and signer.user_id == request.user.pk
    return is_own or keeps(request, document.agency)
