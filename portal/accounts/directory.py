"""Checks passwords against the office's LDAP directory, where it has one (extra `ldap`)."""

from __future__ import annotations

import importlib
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from portal.accounts.joining import join, keep_roles
from portal.accounts.options import LdapOptions
from portal.configuration import current
from portal.models import AccountState
from records.errors import SettingInvalid

SOURCE = "ldap"
TIMEOUT_SECONDS = 5


class DirectoryBackend(BaseBackend):
    """Lets in whom the directory knows, unless the name is an account of our own."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_other: Any,
    ) -> User | None:
        options = current().accounts.ldap
        # An empty password would bind anonymously, which a directory takes for success (RFC 4513, 5.1.2).
        if options is None or not username or not password or _is_our_own(username):
            return None
        backend = make_backend(options)
        user: User | None = backend.authenticate(request, username=username, password=password)
        if user is None:
            return None
        if not AccountState.objects.filter(user=user, source=SOURCE).exists():
            join(user, source=SOURCE)
        groups = set(user.ldap_user.group_dns) if options.group_base else set()  # type: ignore[attr-defined]
        keep_roles(user, options.roles, groups, source=SOURCE)
        return user

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def _is_our_own(username: str) -> bool:
    """Whether a local account has this name: the directory must not open it."""
    known = User.objects.filter(username__iexact=username)
    return bool(known.exclude(state__source=SOURCE).exists())


def make_backend(options: LdapOptions) -> Any:
    """django-auth-ldap over these options; raises `SettingInvalid` where the extra is not installed."""
    try:
        ldap = importlib.import_module("ldap")
        library = importlib.import_module("django_auth_ldap.backend")
        search = importlib.import_module("django_auth_ldap.config")
    except ImportError as error:
        raise SettingInvalid(
            "portal.ldap is set, but its libraries are not installed",
            remedy_vi="Hãy cài gói hệ thống libldap2-dev, libsasl2-dev, rồi: pip install 'hoso[ldap]'",
            remedy_en="Install libldap2-dev and libsasl2-dev, then: pip install 'hoso[ldap]'",
        ) from error
    settings = search.LDAPSettings(
        "HOSO_LDAP_",
        {
            "SERVER_URI": options.server_url,
            "BIND_DN": options.bind_dn,
            "BIND_PASSWORD": options.bind_password,
            "START_TLS": options.start_tls,
            "CONNECTION_OPTIONS": {
                ldap.OPT_NETWORK_TIMEOUT: TIMEOUT_SECONDS,
                ldap.OPT_TIMEOUT: TIMEOUT_SECONDS,
                ldap.OPT_REFERRALS: 0,
            },
            "USER_SEARCH": search.LDAPSearch(options.search_base, ldap.SCOPE_SUBTREE, options.user_filter),
            "USER_ATTR_MAP": {"first_name": "givenName", "last_name": "sn", "email": "mail"},
            "ALWAYS_UPDATE_USER": True,
            **_groups(options, ldap, search),
        },
    )
    backend = library.LDAPBackend()
    backend.settings = settings
    return backend


def _groups(options: LdapOptions, ldap: Any, search: Any) -> dict[str, Any]:
    if not options.group_base:
        return {}
    found = {
        "GROUP_SEARCH": search.LDAPSearch(
            options.group_base, ldap.SCOPE_SUBTREE, "(objectClass=groupOfNames)"
        ),
        "GROUP_TYPE": search.GroupOfNamesType(),
    }
    if options.allowed_groups:
        allowed = search.LDAPGroupQuery(options.allowed_groups[0])
        for one in options.allowed_groups[1:]:
            allowed |= search.LDAPGroupQuery(one)
        found["REQUIRE_GROUP"] = allowed
    return found
