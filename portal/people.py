"""Accounts of the people who work with the portal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

DEMO_NAME = "demo"
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
"""Without 0, o, 1, l and i, which are misread from a screen."""


@dataclass(frozen=True, slots=True)
class Account:
    """A name and a password, told once."""

    user: str
    password: str = field(repr=False)


def ensure_demo_account(user: str = DEMO_NAME) -> Account:
    """The account of the demonstration, with a new password each time, since only its digest is kept."""
    account = Account(user, new_password())
    with transaction.atomic():
        held, _ = User.objects.get_or_create(username=user, defaults={"is_staff": False})
        held.set_password(account.password)
        held.is_active = True
        held.save()
    return account


def create_superuser(user: str, password: str) -> None:
    """Makes an account that may do everything, or gives an existing one these rights and this password."""
    with transaction.atomic():
        held, _ = User.objects.get_or_create(username=user)
        held.is_staff = held.is_superuser = held.is_active = True
        held.set_password(password)
        held.save()


def new_password() -> str:
    """Twelve letters and digits in groups of four (57 bits), easy to copy from a terminal by hand."""
    groups = (_LETTERS, _DIGITS, _LETTERS)
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)
