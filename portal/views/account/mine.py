"""A person's own page: roles, password, second factors, the browsers in which they are signed in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.accounts import notices, second_factor, sessions
from portal.accounts.passwords import state_of
from portal.audit import Kind, note
from portal.models import Grant
from portal.rights.guarding import signed_in
from portal.short_numbers import ID_DIGITS, short_number


@signed_in
@require_GET
def my_account(request: HttpRequest) -> HttpResponse:
    """What the person has and may; the first place where a second factor is wanting."""
    user = request.user
    factors = list(Authenticator.objects.filter(user_id=user.pk))
    grants = Grant.objects.filter(user_id=user.pk, ended_at=None).select_related("unit")
    own = request.session.session_key
    context = {
        "state": state_of(user),
        "grants": [(notices.role_name(one.role), one) for one in grants],
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [(one, one.wrap().name) for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": _codes_left(factors),
        "is_wanting": second_factor.is_wanting(request, user),
        "is_barred": second_factor.bars_the_way(request),
        "is_administrator": second_factor.is_administrator(user),
        "sessions": [(one, one.session_key == own) for one in sessions.of_person(user)],
    }
    return render(request, "portal/account/mine.html", context)


@signed_in
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Signs out elsewhere: one browser (`session`), or all but this one."""
    named = request.POST.get("session", "")
    if named.isdecimal():
        ended = int(sessions.end_one(request.user, short_number(named, digits=ID_DIGITS) or 0))
    else:
        ended = sessions.end_all(request.user, but=request.session.session_key)
    note(
        request, Kind.LOGOUT, object=f"account:{request.user.get_username()}", why="elsewhere", sessions=ended
    )
    messages.success(request, _("Đã đăng xuất ở nơi khác: %d phiên.") % ended)
    return redirect("my_account")


def _codes_left(factors: list[Authenticator]) -> int | None:
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return len(codes.wrap().get_unused_codes()) if codes is not None else None
