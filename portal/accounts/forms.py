"""The forms of signing in, with our words and our throttle."""

from __future__ import annotations

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm as FactorForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from portal.accounts import throttling
from portal.accounts.adapters import wait_words
from portal.accounts.passwords import LONGEST

CODE_SECONDS = 120
"""A code of the app is good for its 30 seconds and those before and after; it is taken once in this time."""


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Name and password; the name's box has been called `username` since before allauth."""

    def add_prefix(self, field_name: str) -> str:
        return str(super().add_prefix("username" if field_name == "login" else field_name))


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """The password once more, before something that matters."""


class _Throttled:
    """Counts wrong codes by account: a code has a million values only."""

    user: User

    def clean_code(self) -> str:
        subject = str(self.user.pk)
        seconds = throttling.seconds_held(throttling.BY_FACTOR, subject)
        if seconds:
            raise forms.ValidationError(wait_words(seconds), code="held")
        try:
            code = str(super().clean_code())  # type: ignore[misc]  # of the form that it is mixed into
            _take_once(self.user, self.authenticator, code)  # type: ignore[attr-defined]
        except forms.ValidationError:
            throttling.count_failure(throttling.BY_FACTOR, subject)
            raise
        throttling.forget(throttling.BY_FACTOR, subject)
        return code


def _take_once(user: User, authenticator: Authenticator, code: str) -> None:
    if authenticator.type == Authenticator.Type.TOTP and not throttling.use_once(
        f"{user.pk}:{code}", CODE_SECONDS
    ):
        raise forms.ValidationError(_("Mã này đã dùng rồi. Hãy đợi mã kế tiếp."), code="used")


class CodeForm(_Throttled, FactorForm):  # type: ignore[misc]  # allauth carries no types
    """The second factor at sign-in."""


class CodeAgainForm(_Throttled, FactorAgainForm):  # type: ignore[misc]  # allauth carries no types
    """The second factor once more."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth carries no types
    """The first code of a new app."""


class PasswordForm(forms.Form):
    """A person's new password, beside the one that they have."""

    old = forms.CharField(max_length=LONGEST, strip=False)
    new = forms.CharField(max_length=LONGEST, strip=False)
    again = forms.CharField(max_length=LONGEST, strip=False)

    def __init__(self, user: User, *args: object, **named: object) -> None:
        self.user = user
        super().__init__(*args, **named)  # type: ignore[arg-type]  # handed on

    def clean_old(self) -> str:
        subject = self.user.get_username()
        seconds = throttling.seconds_held(throttling.BY_ACCOUNT, subject)
        if seconds:
            raise forms.ValidationError(wait_words(seconds), code="held")
        if not self.user.check_password(self.cleaned_data["old"]):
            throttling.count_failure(throttling.BY_ACCOUNT, subject)
            raise forms.ValidationError(_("Mật khẩu hiện tại chưa đúng."), code="wrong")
        return str(self.cleaned_data["old"])

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        new, again = given.get("new"), given.get("again")
        if new and again and new != again:
            self.add_error("again", _("Hai lần gõ mật khẩu mới không giống nhau."))
        elif new and not self.errors:
            try:
                password_validation.validate_password(str(new), self.user)
            except forms.ValidationError as error:
                self.add_error("new", error)
        return given
