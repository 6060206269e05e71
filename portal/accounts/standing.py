"""Looks at each request of a signed-in person: does the session still hold, and is something owed first?"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.accounts import second_factor, sessions
from portal.audit import Kind, note
from portal.models import AccountState

ALWAYS_OPEN = frozenset({"login", "account_login", "logout", "account_logout", "set_language"})
OPEN_WITH_OLD_PASSWORD = ALWAYS_OPEN | {"account_change_password"}
OPEN_WITHOUT_FACTOR = OPEN_WITH_OLD_PASSWORD | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "my_account",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
}


class StandingMiddleware:
    """Ends sessions that are over, and leads to what a person has to do first; after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            answer = _first(request, request.user)
            if answer is not None:
                return answer
        return self.get_response(request)


def _first(request: HttpRequest, user: User) -> HttpResponse | None:
    why = sessions.has_ended(request)
    if why:
        return _end(request, why)
    sessions.show_life(request)
    # Asked for by `rights_of`, whether it is given the request or the person alone.
    user.roles_without_effect = second_factor.without_effect(request)  # type: ignore[attr-defined]
    name = _name(request)
    if name not in OPEN_WITH_OLD_PASSWORD and _owes_password(user):
        return _lead(request, "account_change_password")
    if name not in OPEN_WITHOUT_FACTOR and second_factor.bars_the_way(request):
        return _lead(request, "mfa_reauthenticate" if second_factor.has_one(user) else "my_account")
    return None


def _owes_password(user: User) -> bool:
    return bool(AccountState.objects.filter(user_id=user.pk, must_change_password=True).exists())


def _end(request: HttpRequest, why: str) -> HttpResponse:
    note(request, Kind.LOGOUT, object=f"account:{request.user.get_username()}", why=why)
    sessions.end(request)
    logout(request)
    if why == "idle":
        messages.info(request, _("Bạn đã được đăng xuất vì không thao tác một thời gian. Hãy đăng nhập lại."))
    else:
        messages.info(request, _("Phiên làm việc đã hết giờ. Hãy đăng nhập lại."))
    if request.method not in {"GET", "HEAD"}:
        messages.warning(request, _("Việc vừa gửi chưa được ghi; đăng nhập xong hãy làm lại."))
    asked = {"next": request.get_full_path()} if request.method == "GET" else {}
    return _go(request, "/login/" + (f"?{urlencode(asked)}" if asked else ""))


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    return _go(request, reverse(name))


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Goes there, also where a script of the page has asked for a part of it (htmx follows this header)."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
