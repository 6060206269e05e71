"""Addresses of signing in and of a person's own account; names as allauth asks for them."""

from __future__ import annotations

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from portal.rights.guarding import signed_in
from portal.views.account import entrance, mine, password, told
from portal.views.account.app import AppView

sign_in = entrance.told_about_provider(LoginView.as_view(template_name="portal/account/sign_in.html"))
sign_out = login_not_required(LogoutView.as_view(template_name="portal/account/sign_out.html"))
own_page = signed_in(RedirectView.as_view(pattern_name="my_account"))

urlpatterns = [
    path("login/", sign_in, name="login"),
    path("login/", sign_in, name="account_login"),
    path(
        "login/code/",
        AuthenticateView.as_view(template_name="portal/account/code.html"),
        name="mfa_authenticate",
    ),
    path("login/passkey/", login_not_required(LoginWebAuthnView.as_view()), name="mfa_login_webauthn"),
    path("login/with/<slug:provider_id>/", entrance.to_provider, name="openid_connect_login"),
    path("login/with/<slug:provider_id>/back/", entrance.from_provider, name="openid_connect_callback"),
    path("logout/", sign_out, name="logout"),
    path("logout/", sign_out, name="account_logout"),
    path("account/", mine.my_account, name="my_account"),
    path("account/sessions/end", mine.end_session, name="end_session"),
    path("account/notices/", told.notices, name="notices"),
    path("account/password/", password.change_password, name="account_change_password"),
    path(
        "account/again/",
        signed_in(ReauthenticateView.as_view(template_name="portal/account/again.html")),
        name="account_reauthenticate",
    ),
    path(
        "account/again/code/",
        signed_in(CodeAgainView.as_view(template_name="portal/account/again_code.html")),
        name="mfa_reauthenticate",
    ),
    path(
        "account/again/passkey/",
        signed_in(ReauthenticateWebAuthnView.as_view(template_name="portal/account/again_passkey.html")),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/factors/", own_page, name="mfa_index"),
    path("account/app/", signed_in(never_cache(AppView.as_view())), name="mfa_activate_totp"),
    path(
        "account/app/off/",
        signed_in(DeactivateTOTPView.as_view(template_name="portal/account/app_off.html")),
        name="mfa_deactivate_totp",
    ),
    path("account/passkeys/", own_page, name="mfa_list_webauthn"),
    path(
        "account/passkeys/add/",
        signed_in(AddWebAuthnView.as_view(template_name="portal/account/passkey_add.html")),
        name="mfa_add_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        signed_in(RemoveWebAuthnView.as_view(template_name="portal/account/passkey_remove.html")),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/codes/",
        signed_in(never_cache(ViewRecoveryCodesView.as_view(template_name="portal/account/codes.html"))),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/codes/new/",
        signed_in(GenerateRecoveryCodesView.as_view(template_name="portal/account/codes_new.html")),
        name="mfa_generate_recovery_codes",
    ),
]
