"""Accounts of the people who work with the portal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from portal.audit import Kind, note_by
from portal.audit.noting import SYSTEM
from portal.models import Grant
from portal.models.people import USUAL_LEVEL
from portal.rights.granting import give
from portal.rights.roles import Role
from records.errors import SettingInvalid

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
"""Without 0, o, 1, l and i, which are misread from a screen."""


@dataclass(frozen=True, slots=True)
class Account:
    """A name and a password, told once."""

    user: str
    password: str = field(repr=False)


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    return User.objects.filter(is_active=True).exists()


GROUPS = {"ky": Role.OFFICIAL, "van_thu": Role.CLERK, "quan_tri": Role.ADMINISTRATOR}
"""Short Vietnamese names of roles for the terminal."""


def role_named(name: str) -> Role:
    """A role by its code or its short Vietnamese name. Raises `SettingInvalid` for any other."""
    try:
        return GROUPS.get(name) or Role(name)
    except ValueError as error:
        known = ", ".join([*Role, *GROUPS])
        raise SettingInvalid(f"role {name!r} is unknown; one of: {known}") from error


def set_account(
    user: str, *, full_name: str = "", groups: Sequence[str] = (), by: str = SYSTEM, level: int = USUAL_LEVEL
) -> Account:
    """The account called `user`, made when missing, with a new password, since only its digest is kept.

    It gets the roles of `groups` (codes or short names) for the whole office besides those that it has; one
    that has none in the end becomes records staff. Raises `SettingInvalid` for a name that Django does not
    take, or an unknown role.
    """
    account = Account(user, new_password())
    try:
        User.username_validator(user)
    except ValidationError as error:
        raise SettingInvalid(
            f"{user!r} cannot be an account's name",
            remedy_vi="Tên tài khoản chỉ gồm chữ, số và các dấu @ . + - _",
            remedy_en="An account's name holds letters, digits and @ . + - _ only.",
        ) from error
    with transaction.atomic():
        held, _ = User.objects.get_or_create(username=user)
        held.set_password(account.password)
        held.is_active = True
        held.last_name = full_name or held.last_name
        held.save()
        for name in groups:
            give(held, role_named(name), by=by, level=level)
        if not Grant.objects.filter(user=held, ended_at=None).exists():
            give(held, Role.RECORDS_STAFF, by=by, level=level)
        note_by(by, Kind.ACCOUNT_CHANGED, object=f"account:{user}", what="password")
    return account


def new_password() -> str:
    """Twelve letters and digits in groups of four (57 bits), easy to copy from a terminal by hand."""
    groups = (_LETTERS, _DIGITS, _LETTERS)
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)
