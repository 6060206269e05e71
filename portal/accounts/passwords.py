"""What a password must be (QCVN 12:2026/BCA), and how one is set so that the last ones are remembered."""

from __future__ import annotations

import secrets
import unicodedata

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import AccountState, FormerPassword

REMEMBERED = 3
"""Former passwords that are not taken again; each costs a slow digest when a new one is chosen."""
SHORTEST = 8
LONGEST = 128
"""Longer ones only make the digest slow."""
_CAPITALS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
"""Without 0, o, 1, l and i, which are misread from a screen."""

RULE = gettext_lazy(
    "Ít nhất 8 ký tự, có đủ chữ hoa, chữ thường, chữ số và ký hiệu; không chứa tên của bạn, không phải "
    "mật khẩu hay gặp, không dùng lại ba mật khẩu gần nhất."
)


class MixedValidator:
    """Capital, small letter, digit and sign; between 8 and 128 of them."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  # Django's signature
        if len(password) < SHORTEST:
            raise ValidationError(_("Mật khẩu cần ít nhất 8 ký tự."), code="short")
        if len(password) > LONGEST:
            raise ValidationError(_("Mật khẩu dài nhất 128 ký tự."), code="long")
        missing = [
            name
            for name, is_there in (
                (_("chữ hoa"), any(sign.isupper() for sign in password)),
                (_("chữ thường"), any(sign.islower() for sign in password)),
                (_("chữ số"), any(sign.isdigit() for sign in password)),
                (_("ký hiệu (như @ # ! -)"), any(_is_sign(sign) for sign in password)),
            )
            if not is_there
        ]
        if missing:
            raise ValidationError(_("Mật khẩu còn thiếu: %s.") % ", ".join(missing), code="mixed")

    def get_help_text(self) -> str:
        return str(RULE)


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PSZ"


class NotOwnNameValidator:
    """Neither the account's name nor a part of the person's name, with or without tones."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None:
            return
        folded = _plain(password)
        names = {user.get_username(), *user.get_full_name().split(), user.email.partition("@")[0]}
        # A name of two letters (Lê, An) is in too many words to be forbidden.
        if any(len(name) > 2 and _plain(name) in folded for name in names):
            raise ValidationError(_("Mật khẩu không được chứa tên của bạn."), code="name")

    def get_help_text(self) -> str:
        return ""


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(one for one in letters if not unicodedata.combining(one))


class NotCommonValidator:
    """None of the passwords that are tried first, nor one of them with capitals, digits and signs hung on."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  # Django's signature
        from django.contrib.auth.password_validation import CommonPasswordValidator  # noqa: PLC0415  reads 20,000

        common = CommonPasswordValidator().passwords
        whole = password.casefold().strip()
        core = whole.strip("0123456789!@#$%^&*()-_=+.,?~ ")
        if whole in common or core in _STEMS:
            raise ValidationError(_("Mật khẩu này quá dễ đoán."), code="common")

    def get_help_text(self) -> str:
        return ""


_STEMS = frozenset({"password", "matkhau", "admin", "qwerty", "hoso", "vietnam", "ubnd", "abc", "p@ssw0rd"})
"""What offices hang `@123` on: such passwords satisfy the rule for signs and are tried first all the same."""


class NotUsedBeforeValidator:
    """Not the password in force, nor one of the last three before it."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        former = FormerPassword.objects.filter(user=user).values_list("digest", flat=True)[:REMEMBERED]
        if any(check_password(password, digest) for digest in (user.password, *former) if digest):
            raise ValidationError(_("Bạn đã dùng mật khẩu này gần đây. Hãy chọn mật khẩu khác."), code="used")

    def get_help_text(self) -> str:
        return ""


def set_password(user: User, password: str, *, must_change: bool) -> None:
    """Sets a password and remembers the one before; with `must_change` it holds for one sign-in."""
    now = timezone.now()
    with transaction.atomic():
        if user.pk is not None and user.has_usable_password():
            FormerPassword.objects.create(user=user, digest=user.password, set_at=now)
            kept = FormerPassword.objects.filter(user=user).values_list("pk", flat=True)[:REMEMBERED]
            FormerPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
        user.set_password(password)
        user.save()
        AccountState.objects.update_or_create(
            user=user,
            defaults={"must_change_password": must_change},
            create_defaults={"must_change_password": must_change, "on_since": now},
        )


def state_of(user: User) -> AccountState:
    """How the account stands; made for an account from before this was kept."""
    state, _made = AccountState.objects.get_or_create(user=user, defaults={"on_since": timezone.now()})
    return state


def new_password() -> str:
    """Four groups of four (66 bits) as the rule wants them, easy to copy from a screen or a slip by hand."""
    groups = (_CAPITALS, _DIGITS, _LETTERS, _LETTERS)
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)
