"""What django-allauth asks us: may this be tried, may this person come in, what happens then."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import idle, passwords, second_factor, sessions, throttling
from portal.accounts.client_address import client_address, household_of
from portal.audit import Kind, note

TOLD = {
    "mfa/messages/totp_activated.txt": gettext_lazy("Đã bật mã dùng một lần."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Đã tắt mã dùng một lần."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Đã thêm khóa truy cập."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Đã xóa khóa truy cập."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Đã tạo bộ mã dự phòng mới. Hãy in hoặc chép lại ngay."
    ),
}
"""What allauth tells by a file of its own, in our words; of what is not here nothing is told."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Signing in with a name and a password."""

    error_messages = {  # noqa: RUF012  # as in the class that it adapts
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt."
        ),
        "incorrect_password": gettext_lazy("Mật khẩu chưa đúng."),
        "incorrect_code": gettext_lazy("Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã mới nhất."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username") or "")
        seconds = max(
            throttling.seconds_held(throttling.BY_ACCOUNT, name),
            throttling.seconds_held(throttling.BY_ADDRESS, household_of(client_address(request))),
        )
        if seconds:
            raise ValidationError(wait_words(seconds), code="held")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            throttling.forget(throttling.BY_ACCOUNT, str(credentials.get("username") or ""))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username") or "")
        throttling.count_failure(throttling.BY_ACCOUNT, name)
        throttling.count_failure(throttling.BY_ADDRESS, household_of(client_address(request)))
        known = User.objects.filter(username=name).exists()
        # What was typed is not written down unless it is an account: it may be a password in the wrong box.
        note(request, Kind.LOGIN_FAILED, object=f"account:{name}" if known else "", why="password")

    def pre_login(self, request: HttpRequest, user: User, **asked: Any) -> HttpResponse | None:
        idle.switch_off_if_idle(user)
        if not user.is_active:
            note(request, Kind.LOGIN_FAILED, object=f"account:{user.get_username()}", why="off")
        answer: HttpResponse | None = super().pre_login(request, user, **asked)
        return answer

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        why = passwords.state_of(user).off_why
        return render(request, "portal/account/switched_off.html", {"why": why}, status=403)

    def post_login(self, request: HttpRequest, user: User, **asked: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **asked)
        has_factor = second_factor.was_given(request)
        # Whoever has just signed in is not asked for the same password again at the next door.
        record_authentication(request, user, "sign_in", reauthenticated=True)
        sessions.begin(request, user)
        note(request, Kind.LOGIN, object=f"account:{user.get_username()}", factor=has_factor)
        if second_factor.is_wanting(request, user):
            return HttpResponseRedirect(reverse("my_account"))
        return answer

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            note(request, Kind.LOGOUT, object=f"account:{request.user.get_username()}")
            sessions.end(request)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        passwords.set_password(user, password, must_change=False)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(  # noqa: PLR0917  # allauth's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002  # allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or TOLD.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Dùng mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã dùng một lần hoặc mã dự phòng"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa truy cập"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**one, "description": words.get(one["id"], one["description"])} for one in methods]


def wait_words(seconds: int) -> str:
    """How long nothing is tried, in words."""
    if seconds < 60:
        return _("Đã thử sai nhiều lần. Hãy đợi %d giây rồi thử lại.") % seconds
    return _("Đã thử sai nhiều lần. Hãy đợi %d phút rồi thử lại.") % -(-seconds // 60)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Second factors: their names, and how their secrets lie in the database."""

    error_messages = {  # noqa: RUF012  # as in the class that it adapts
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": gettext_lazy("Hãy bật mã dùng một lần hoặc khóa truy cập trước."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The office's secret key is another one now: no code is right until the factor is set up anew.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: User, type: object) -> str:  # noqa: A002, ARG002  # allauth's signature
        return _("Khóa truy cập")

    def _get_user_identifier(self, user: User) -> str:
        return user.get_username()


def _box() -> Fernet:
    """Seals with a key that is not in the database, so that a copy of the database gives no codes away."""
    key = hashlib.sha256(b"hoso second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
