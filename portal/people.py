"""Accounts of the people who work with the portal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import User
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


def set_account(user: str) -> Account:
    """The account called `user`, made when missing, with a new password, since only its digest is kept.

    Raises `SettingInvalid` for a name that Django does not take.
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
        held.save()
    return account


def new_password() -> str:
    """Twelve letters and digits in groups of four (57 bits), easy to copy from a terminal by hand."""
    groups = (_LETTERS, _DIGITS, _LETTERS)
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)
