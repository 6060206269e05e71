"""Accounts of the people who work with the portal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction

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


def set_account(user: str, *, full_name: str = "", groups: Sequence[str] = ()) -> Account:
    """The account called `user`, made when missing, with a new password, since only its digest is kept.

    It is put into `groups` besides those that it is in. Raises `SettingInvalid` for a name that Django does
    not take, or an unknown group.
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
            held.groups.add(_group(name))
    return account


def _group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    if group is None:
        known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise SettingInvalid(f"group {name!r} is unknown; one of: {known}")
    return group


def new_password() -> str:
    """Twelve letters and digits in groups of four (57 bits), easy to copy from a terminal by hand."""
    groups = (_LETTERS, _DIGITS, _LETTERS)
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)
