"""A person's own password, changed with the one that they have."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import notices, sessions
from portal.accounts.forms import PasswordForm
from portal.accounts.passwords import RULE, set_password, state_of
from portal.audit import Kind, note
from portal.rights.guarding import signed_in


@signed_in
@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The form; all other sessions end with the old password."""
    user = request.user
    state = state_of(user)
    if state.source or not user.has_usable_password():
        return render(request, "portal/account/password_elsewhere.html", {"state": state})
    form = PasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _change(request, str(form.cleaned_data["new"]))
        messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của bạn đã được đăng xuất."))
        return redirect("my_account" if not state.must_change_password else "overview")
    context = {"form": form, "rule": RULE, "must_change": state.must_change_password}
    return render(request, "portal/account/password.html", context, status=422 if form.errors else 200)


def _change(request: HttpRequest, password: str) -> None:
    user = request.user
    before = request.session.session_key
    with transaction.atomic():
        set_password(user, password, must_change=False)
        sessions.end_all(user, but=before)
        note(request, Kind.PASSWORD_CHANGED, object=f"account:{user.get_username()}", by="self")
        notices.tell([user], notices.NoticeKind.PASSWORD_CHANGED, account=user.get_username())
    update_session_auth_hash(request, user)  # Django gives the session a new key
    sessions.renamed(request, before)
