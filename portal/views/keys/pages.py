"""The page of keys: those of one's own account, for administrators all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.api.scopes import RIGHT_FOR, Scope
from portal.api.tokens import NewToken, end_token, make_token
from portal.models import ApiToken
from portal.rights.asking import rights_of
from portal.rights.guarding import signed_in
from portal.rights.roles import Right
from portal.short_numbers import short_number

MOST_KEYS = 50
"""In force for one account; more are forgotten keys."""
USUAL_DAYS = 90
"""For which a key holds unless the form says otherwise."""
NAMES: dict[Scope, Promise] = {
    Scope.RECORDS_READ: gettext_lazy("Tìm và xem hồ sơ"),
    Scope.RECORDS_DOWNLOAD: gettext_lazy("Tải tệp của hồ sơ"),
    Scope.RECORDS_CORRECT: gettext_lazy("Sửa hồ sơ"),
    Scope.RECORDS_HAND_OUT: gettext_lazy("Cấp bản sao"),
    Scope.FILES_READ: gettext_lazy("Theo dõi tệp đã gửi"),
    Scope.FILES_SEND: gettext_lazy("Gửi bản quét"),
    Scope.OUTGOING_READ: gettext_lazy("Xem văn bản đi"),
    Scope.OUTGOING_SEND: gettext_lazy("Trình ký văn bản"),
    Scope.AUDIT_READ: gettext_lazy("Đọc nhật ký"),
    Scope.NUMBERS_READ: gettext_lazy("Xem số liệu"),
    Scope.WEBHOOKS: gettext_lazy("Nhận tin báo (webhook)"),
    Scope.VERIFY: gettext_lazy("Kiểm tra chữ ký của PDF"),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key as the page shows it."""

    token: ApiToken
    scopes: tuple[Promise, ...]
    is_in_force: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, and the form for a new one, whose text is shown once and never again."""
    made = _make(request) if request.method == "POST" else None
    now = timezone.now()
    rows = [
        KeyRow(
            token,
            tuple(NAMES[scope] for scope in Scope if scope in token.scopes),
            token.ended_at is None and (token.expires_at is None or token.expires_at > now),
        )
        for token in _seen(request).select_related("user")[:500]
    ]
    context = {
        "rows": rows,
        "made": made,
        "scopes": [(scope.value, NAMES[scope]) for scope in _possible(request)],
        "sees_all": rights_of(request).may(Right.ADMINISTER),
    }
    return render(request, "portal/keys.html", context, status=200 if made or not request.POST else 400)


@require_POST
@signed_in
def end(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends a key at once."""
    token = _seen(request).filter(pk=token_id).first()
    if token is None:
        raise Http404("no such key")
    end_token(token, by=request.user.get_username())
    messages.success(request, _("Đã khóa. Hệ thống dùng khóa này không vào được nữa."))
    return redirect("keys")


def _make(request: HttpRequest) -> NewToken | None:
    person = request.user
    assert isinstance(person, User)  # noqa: S101  # the middleware lets only accounts in
    name = " ".join(request.POST.get("name", "").split())[:100]
    asked = set(request.POST.getlist("scope"))
    scopes = [scope for scope in _possible(request) if scope in asked]
    days = short_number(request.POST.get("days", ""), digits=3)
    if not name or not scopes:
        messages.error(request, _("Hãy ghi tên hệ thống và chọn ít nhất một việc mà khóa được làm."))
        return None
    if ApiToken.objects.filter(user=person, ended_at=None).count() >= MOST_KEYS:
        messages.error(request, _("Đã có quá nhiều khóa. Hãy khóa bớt những khóa không dùng."))
        return None
    return make_token(
        person, name, scopes, by=person.get_username(), days=USUAL_DAYS if days is None else days
    )


def _possible(request: HttpRequest) -> list[Scope]:
    """What this person's keys could be used for at all."""
    rights = rights_of(request)
    return [scope for scope in Scope if (right := RIGHT_FOR[scope]) is None or rights.may(right)]


def _seen(request: HttpRequest) -> QuerySet[ApiToken]:
    if rights_of(request).may(Right.ADMINISTER):
        return ApiToken.objects.all()
    return ApiToken.objects.filter(user_id=request.user.pk)
