"""Django's and allauth's settings for signing in, from our own options."""

from __future__ import annotations

from typing import Any

from portal.accounts.options import AccountOptions, MailOptions

REAUTHENTICATION_SECONDS = 15 * 60
"""Before something that matters, who is it? Good for a quarter of an hour."""
HSTS_SECONDS = 365 * 24 * 3600
PASSWORD_RULES = ("MixedValidator", "NotOwnNameValidator", "NotCommonValidator", "NotUsedBeforeValidator")

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
"""After `portal`, whose templates come first."""


def sign_in_settings(accounts: AccountOptions, *, is_behind_https: bool) -> dict[str, Any]:
    """Django's settings, whose values are of every type."""
    return {
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"portal.accounts.passwords.{name}"} for name in PASSWORD_RULES
        ],
        "AUTHENTICATION_BACKENDS": [
            "allauth.account.auth_backends.AuthenticationBackend",
            "portal.accounts.directory.DirectoryBackend",
        ],
        **_ALLAUTH,
        **_cookies(accounts, secure=is_behind_https),
        **mail_settings(accounts.mail),
    }


_ALLAUTH: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "portal.accounts.adapters.AccountAdapter",
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_NOTIFICATIONS": False,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
    "ACCOUNT_PRESERVE_USERNAME_CASING": True,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": REAUTHENTICATION_SECONDS,
    # Counted by us in the database, for allauth's counts live in the cache of one process.
    "ACCOUNT_RATE_LIMITS": False,
    "MFA_RATE_LIMITS": False,
    "ACCOUNT_FORMS": {
        "login": "portal.accounts.forms.SignInForm",
        "reauthenticate": "portal.accounts.forms.PasswordAgainForm",
    },
    "MFA_ADAPTER": "portal.accounts.adapters.FactorAdapter",
    "MFA_FORMS": {
        "authenticate": "portal.accounts.forms.CodeForm",
        "reauthenticate": "portal.accounts.forms.CodeAgainForm",
        "activate_totp": "portal.accounts.forms.AppForm",
    },
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_ALLOW_UNVERIFIED_EMAIL": True,
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_TOTP_ISSUER": "Hoso",
    # One period before and after: clocks of machines without internet run off by some seconds.
    "MFA_TOTP_TOLERANCE": 1,
    "SOCIALACCOUNT_ADAPTER": "portal.accounts.single_sign_on.SingleSignOnAdapter",
    "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
    "SOCIALACCOUNT_LOGIN_ON_GET": True,
    "SOCIALACCOUNT_STORE_TOKENS": False,
    "SOCIALACCOUNT_QUERY_EMAIL": False,
}


def _cookies(options: AccountOptions, *, secure: bool) -> dict[str, Any]:
    return {
        # A browser takes a cookie of such a name only over HTTPS, for this host alone (RFC 6265bis, 4.1.3).
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrf" if secure else "csrftoken",
        "SESSION_COOKIE_AGE": options.session_hours * 3600,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": False,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_FAILURE_VIEW": "portal.views.failures.form_too_old",
        "LANGUAGE_COOKIE_SECURE": secure,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "SECURE_SSL_REDIRECT": secure,
        "SECURE_HSTS_SECONDS": HSTS_SECONDS if secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": secure,
        "SECURE_HSTS_PRELOAD": secure,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        # The desk talks to the window of the signing agent that it opens (docs/decisions/0080); whoever opens
        # the portal stays cut off from it all the same.
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin-allow-popups",
        "X_FRAME_OPTIONS": "DENY",
    }


def mail_settings(mail: MailOptions | None) -> dict[str, Any]:
    """Django's settings for the office's mail server; without one nothing is sent."""
    if mail is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    return {
        "EMAIL_HOST": mail.host,
        "EMAIL_PORT": mail.port,
        "EMAIL_HOST_USER": mail.user,
        "EMAIL_HOST_PASSWORD": mail.password,
        "EMAIL_USE_TLS": mail.tls == "starttls",
        "EMAIL_USE_SSL": mail.tls == "tls",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": mail.sender,
    }
