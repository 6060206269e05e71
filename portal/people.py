"""Accounts of the people who work with the portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.accounts import sessions, throttling
from portal.accounts.notices import NoticeKind, tell_administrators
from portal.accounts.passwords import new_password, set_password
from portal.audit import Kind, note_by
from portal.audit.noting import SYSTEM
from portal.models import AccountState, Grant, Unit
from portal.models.people import USUAL_LEVEL
from portal.rights.granting import give
from portal.rights.roles import Role
from records.errors import SettingInvalid


@dataclass(frozen=True, slots=True)
class Account:
    """A name and a password, told once."""

    user: str
    password: str = field(repr=False)


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    return User.objects.filter(is_active=True).exists()


FIRST_ROLES = (Role.ADMINISTRATOR, Role.RECORDS_STAFF, Role.CLERK)
"""What the one person of a small office does: keeps the program, digitises, gives numbers and seals."""
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
    user: str,
    *,
    full_name: str = "",
    groups: Sequence[str] = (),
    by: str = SYSTEM,
    level: int = USUAL_LEVEL,
    unit: str = "",
    must_change: bool = False,
    roleless: bool = False,
) -> Account:
    """The account called `user`, made when missing, with a new password, since only its digest is kept.

    It is switched on, and gets the roles of `groups` (codes or short names) for the whole office, or at
    `unit` (a folder's name), besides those that it has; one that has none in the end becomes records staff,
    unless `roleless`. With `must_change` the password holds for one sign-in. Raises `SettingInvalid` for a
    name that Django does not take, or an unknown role.
    """
    account = Account(user, new_password())
    _check_name(user)
    with transaction.atomic():
        held, is_new = User.objects.get_or_create(username=user)
        held.is_active = True
        held.last_name = full_name or held.last_name
        set_password(held, account.password, must_change=must_change)
        AccountState.objects.filter(user=held).update(on_since=timezone.now(), off_why="", source="")
        sessions.end_all(held)
        throttling.forget(throttling.BY_ACCOUNT, user)
        if not roleless:
            _give_roles(held, groups, unit=unit, by=by, level=level)
        note_by(by, Kind.ACCOUNT_CHANGED, object=f"account:{user}", what="made" if is_new else "password")
        kind = NoticeKind.ACCOUNT_MADE if is_new else NoticeKind.PASSWORD_RESET
        tell_administrators(kind, held, account=user, by=by)
    return account


def forget_second_factor(user: str, *, by: str = SYSTEM) -> None:
    """Takes away the second factors of an account whose person has lost them."""
    with transaction.atomic():
        held = User.objects.get(username=user)
        if Authenticator.objects.filter(user=held).delete()[0]:
            sessions.end_all(held)
            throttling.forget(throttling.BY_FACTOR, str(held.pk))
            note_by(by, Kind.FACTOR_CHANGED, object=f"account:{user}", what="reset")
            tell_administrators(NoticeKind.FACTOR_RESET, held, account=user, by=by)


def _check_name(user: str) -> None:
    try:
        User.username_validator(user)
    except ValidationError as error:
        raise SettingInvalid(
            f"{user!r} cannot be an account's name",
            remedy_vi="Tên tài khoản chỉ gồm chữ, số và các dấu @ . + - _",
            remedy_en="An account's name holds letters, digits and @ . + - _ only.",
        ) from error


def _give_roles(held: User, roles: Sequence[str], *, unit: str, by: str, level: int) -> None:
    at = None
    if unit:
        at, _made = Unit.objects.get_or_create(name=unit, defaults={"seen_at": timezone.now()})
    wanted = [role_named(name) for name in roles]
    if not wanted and not Grant.objects.filter(user=held, ended_at=None).exists():
        wanted = [Role.RECORDS_STAFF]
    for role in wanted:
        grant = give(held, role, by=by, unit=at, level=level)
        told = {"account": held.get_username(), "role": grant.role, "unit": unit, "by": by}
        tell_administrators(NoticeKind.GRANT_GIVEN, held, **told)
