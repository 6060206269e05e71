"""Sets Django up in code, once a process, from one frozen value; there is no settings module to find.

`hoso` reads its settings, builds a `PortalConfiguration` and calls `configure` before it imports anything
else of the portal. Commands, servers and tests take the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from portal.accounts.django_settings import INSTALLED_APPS as SIGN_IN_APPS
from portal.accounts.django_settings import sign_in_settings
from portal.accounts.options import AccountOptions
from portal.database.address import PostgresqlServer
from portal.database.connecting import postgresql_settings, sqlite_settings
from portal.database.migrating import (
    compare_by_bytes,
    drop_second_indexes,
    one_at_a_time,
    one_at_a_time_on,
)
from portal.locale import areas
from portal.outgoing.options import OutgoingOptions
from portal.settings_by_web.door import SettingsDoor
from records.errors import SettingInvalid

DATABASE_NAME = "hoso.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalConfiguration:
    """What the portal must be told; everything else has one right value."""

    data_dir: Path
    """The data directory; the archive and the staging folder lie in it, and SQLite's database."""
    database: PostgresqlServer | None = None
    """Where the rows lie; `None`: in a file of the data directory."""
    secret_key: str
    """Signs sessions and forms; 50 random letters, never in the repository."""
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Names under which browsers may address the portal."""
    language: str = "vi"
    """Language of a person who has not chosen one: `vi` or `en`."""
    time_zone: str = "Asia/Ho_Chi_Minh"
    largest_file_bytes: int = 2 << 30
    """The largest scan that a person may send."""
    is_behind_https: bool = False
    """Cookies travel only over HTTPS, and the proxy's word is taken for the scheme."""
    outgoing: OutgoingOptions = field(default_factory=OutgoingOptions)
    """How documents go out: agencies, tokens, services."""
    public_verification: bool = True
    """Citizens may check papers without an account."""
    accounts: AccountOptions = field(default_factory=AccountOptions)
    """How people sign in."""
    type_levels: Mapping[str, int] = field(default_factory=dict)
    """Levels of sensitivity that the office set for record types, by code."""
    settings_door: SettingsDoor | None = field(default=None, compare=False, repr=False)
    """Keeps the settings that the web may change; `None` where nobody does."""
    wall_names: str = "initials"
    """How the wall calls those who reviewed: `names`, `initials` or `numbers`."""
    webhook_hosts: frozenset[str] = frozenset()
    """`name` or `name:port` of the systems that may be told what happens; nothing else is called."""
    debug: bool = False
    """Shows tracebacks in the browser; never in an office."""

    @property
    def database_path(self) -> Path:
        return self.data_dir / DATABASE_NAME


def configure(configuration: PortalConfiguration) -> None:
    """Sets Django up for this process; the same configuration may be given again, another may not.

    Raises `SettingInvalid` when the process already serves another data directory.
    """
    if settings.configured:
        if configuration != settings.HOSO:
            raise SettingInvalid(f"this process already serves {settings.HOSO.data_dir}")
        return
    configuration.data_dir.mkdir(parents=True, exist_ok=True)
    settings.configure(**_settings(configuration))
    django.setup()


def current() -> PortalConfiguration:
    """The configuration that this process was given."""
    held: PortalConfiguration = settings.HOSO
    return held


def take_over(**changes: Any) -> None:
    """Gives this process other values for what it asks `current` for at every use, while it runs."""
    settings.HOSO = replace(settings.HOSO, **changes)


def migrate(configuration: PortalConfiguration) -> None:
    """Brings the database up to this version's tables; two processes that start together take turns."""
    configure(configuration)
    if configuration.database is None:
        with one_at_a_time(configuration.data_dir / ".migrating"):
            call_command("migrate", verbosity=0, interactive=False)
        return
    with one_at_a_time_on(configuration.database):
        call_command("migrate", verbosity=0, interactive=False)
        compare_by_bytes()
        drop_second_indexes()


def _settings(configuration: PortalConfiguration) -> dict[str, Any]:
    """Django's settings, whose values are of every type."""
    return {
        "HOSO": configuration,
        "DEBUG": configuration.debug,
        "SECRET_KEY": configuration.secret_key,
        "ALLOWED_HOSTS": list(configuration.allowed_hosts),
        "DATABASES": {"default": database_settings(configuration)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LOGGING_CONFIG": None,  # `hoso` sets logging up for all rooms at once
        **_WEB,
        **_language(configuration),
        **sign_in_settings(configuration.accounts, is_behind_https=configuration.is_behind_https),
    }


def database_settings(configuration: PortalConfiguration) -> dict[str, Any]:
    """What Django is told of the database of `configuration`."""
    if configuration.database is not None:
        return postgresql_settings(configuration.database)
    return sqlite_settings(configuration.database_path)


_WEB: dict[str, Any] = {
    "INSTALLED_APPS": [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django_htmx",
        "ninja",
        "portal",
        *SIGN_IN_APPS,
    ],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "portal.security.SecurityHeadersMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "portal.null_characters.NullCookiesMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "portal.language.LanguageMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "portal.fragments.FragmentsMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "portal.accounts.standing.StandingMiddleware",
        "portal.request_size.RequestSizeMiddleware",
        "portal.null_characters.NullCharactersMiddleware",
        "portal.troubles.TroublesMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "ROOT_URLCONF": "portal.urls",
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "portal.navigation.rail",
                ]
            },
        }
    ],
    "STATIC_URL": "/static/",
    # Straight from the packages: there is no collectstatic step that an office could forget.
    "WHITENOISE_USE_FINDERS": True,
    "LOGIN_URL": "/login/",
    "LOGIN_REDIRECT_URL": "/",
    "LOGOUT_REDIRECT_URL": "/login/",
}


def _language(configuration: PortalConfiguration) -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": configuration.language,
        "LANGUAGES": [("vi", "Tiếng Việt"), ("en", "English")],
        "LOCALE_PATHS": [str(folder) for folder in areas()],
        "USE_I18N": True,
        "USE_TZ": True,
        "TIME_ZONE": configuration.time_zone,
        "NUMBER_GROUPING": 3,  # Django's Vietnamese formats leave it to this: 1.234.567
    }
