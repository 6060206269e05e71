"""The weekly review: what the week held, the auditor's remarks, and the signature below the minutes."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.client_address import client_address
from portal.audit import Kind, note
from portal.audit.keeper import chain_state
from portal.audit.reviewing import (
    LONGEST_REMARKS,
    Closing,
    asked_version,
    begin_review,
    close_review,
    reviews_folder,
    save_remarks,
    signs_here,
    usable_binding,
)
from portal.audit.weeks import monday_of, unreviewed_weeks, week_figures
from portal.audit.words import fault_in_words, kind_in_words
from portal.configuration import current
from portal.models import AuditReview
from portal.outgoing.states import BatchState
from portal.views.audit.events import rows_of
from portal.views.audit.reading import frame, note_reading, whole_chain
from portal.views.outgoing.held import tell
from portal.views.outgoing.signing import sight_for
from records.errors import HosoError
from signing.tokens import Pin

LISTED = 60
LONGEST_SECRET = 256


@require_safe
@whole_chain
def reviews(request: HttpRequest) -> HttpResponse:
    """Weeks that wait for their minutes, and the minutes that there are."""
    note_reading(request, "audit:reviews")
    waiting = unreviewed_weeks()
    begun = set(AuditReview.objects.filter(closed_at=None).values_list("week", flat=True))
    context = {
        **frame(request),
        "waiting": [(week, week in begun) for week in reversed(waiting)],
        "closed": AuditReview.objects.exclude(closed_at=None).order_by("-week")[:LISTED],
    }
    return render(request, "portal/audit/reviews.html", context)


@require_http_methods(["GET", "POST"])
@whole_chain
def review(request: HttpRequest, week: date) -> HttpResponse:
    """One week; POST keeps the remarks."""
    if request.method == "POST":
        begun = _begun(request, week)
        if begun is None:
            return redirect("audit_reviews")
        return _keep(request, week)
    if week != monday_of(week):
        raise Http404("weeks begin on Mondays")
    note_reading(request, f"audit:week:{week.isoformat()}")
    return _page(request, week)


@require_POST
@sensitive_post_parameters("pin", "password")
@sensitive_variables("text", "pin")
@whole_chain
def close(request: HttpRequest, week: date) -> HttpResponse:
    """Signs the minutes with the person's own certificate, or confirms them with their password."""
    begun = _begun(request, week)
    if begun is None:
        return redirect("audit_reviews")
    person = _person(request)
    remarks, version = request.POST.get("remarks", "")[:LONGEST_REMARKS], _version(request)
    text = request.POST.get("pin", "")
    pin = Pin(text) if 0 < len(text) <= LONGEST_SECRET else None
    has_certificate = signs_here(usable_binding(person, current().outgoing))
    if not has_certificate and not _is_own_password(request, person):
        messages.error(request, _("Mật khẩu chưa đúng. Biên bản chưa được chốt."))
        return _page(request, week, typed=remarks, status=422)
    try:
        closing = Closing(person, client_address(request), remarks, version, pin)
        close_review(begun, closing, current().data_dir, current().outgoing)
    except HosoError as error:
        tell(request, error)
        return _page(request, week, typed=remarks, status=409)
    messages.success(request, _("Đã chốt biên bản tuần và ghi vào chuỗi nhật ký."))
    return redirect("audit_review", week)


@require_safe
@whole_chain
def minutes(request: HttpRequest, week: date) -> HttpResponseBase:
    """The closed minutes as they were signed."""
    held = AuditReview.objects.filter(week=week).exclude(closed_at=None).first()
    path = reviews_folder(current().data_dir) / held.file if held else None
    if path is None or not path.is_file():
        raise Http404("no such minutes")
    note(request, Kind.EXPORTED, object=f"review:{week.isoformat()}", format="pdf")
    name = f"bien-ban-nhat-ky-{week.isoformat()}.pdf"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def _keep(request: HttpRequest, week: date) -> HttpResponse:
    remarks = request.POST.get("remarks", "")[:LONGEST_REMARKS]
    if save_remarks(week, remarks, _version(request)):
        messages.success(request, _("Đã lưu nhận xét."))
        return redirect("audit_review", week)
    messages.error(request, _("Người khác vừa sửa hoặc đã chốt biên bản này. Lời bạn gõ vẫn còn ở dưới."))
    return _page(request, week, typed=remarks, status=409)


def _page(request: HttpRequest, week: date, *, typed: str | None = None, status: int = 200) -> HttpResponse:
    held = AuditReview.objects.filter(week=week).select_related("batch").first()
    figures, state = week_figures(week), chain_state()
    options = current().outgoing
    is_open = figures.is_over and (held is None or held.closed_at is None)
    batch = held.batch if held is not None and held.closed_at is None else None
    is_signing = batch is not None and batch.state == BatchState.RUNNING
    is_open = is_open and not is_signing
    binding = usable_binding(_person(request), options) if is_open else None
    context = {
        **frame(request),
        "review": held,
        "week": figures,
        "kinds": [(kind_in_words(kind), kind, count) for kind, count in figures.kinds],
        "night": rows_of(figures.night),
        "rights": rows_of(figures.rights),
        "remarks": typed if typed is not None else (held.remarks if held else ""),
        "others": held.remarks if held and typed is not None and typed != held.remarks else "",
        "version": held.version if held else 1,
        "is_open": is_open,
        "batch": batch,
        "is_signing": is_signing,
        "is_own": batch is not None and batch.by == request.user.get_username(),
        "binding": binding,
        "sight": sight_for(binding),
        "state": state,
        "fault": fault_in_words(state.fault) if state.fault else "",
    }
    return render(request, "portal/audit/review.html", context, status=status)


def _is_own_password(request: HttpRequest, person: User) -> bool:
    if person.check_password(request.POST.get("password", "")[:LONGEST_SECRET]):
        return True
    note(request, Kind.LOGIN_FAILED, what="review")
    return False


def _begun(request: HttpRequest, week: date) -> AuditReview | None:
    try:
        return begin_review(week, by=request.user.get_username())
    except HosoError as error:
        tell(request, error)
        return None


def _version(request: HttpRequest) -> int:
    return asked_version(request.POST.get("version", ""))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  signed in, else the middleware had sent them away
    return request.user
