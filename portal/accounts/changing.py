"""What an administrator changes about accounts and roles: checked, written down, announced, in force at once.

Nobody gives themselves a role, nobody ends the last administrator, and a person whose rights change signs in
anew. A refusal is a `ValidationError` with the sentence that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import sessions
from portal.accounts.idle import is_last_administrator
from portal.accounts.notices import NoticeKind, tell_administrators
from portal.accounts.passwords import state_of
from portal.audit import Kind, note_by
from portal.models import AccountState, Grant, Unit
from portal.people import Account, forget_second_factor, set_account
from portal.rights.granting import end, give
from portal.rights.roles import Role


def make_account(name: str, *, full_name: str, email: str, by: User) -> Account:
    """A new account without any role; its password is told once and holds for one sign-in."""
    if User.objects.filter(username__iexact=name).exists():
        raise ValidationError(_("Đã có tài khoản tên này. Hãy chọn tên khác."))
    with transaction.atomic():
        made = set_account(name, full_name=full_name, by=by.get_username(), must_change=True, roleless=True)
        User.objects.filter(username=name).update(email=email)
    return made


def reset_password(user: User, *, by: User) -> Account:
    """A password for one sign-in; what the person was signed in to ends."""
    _not_oneself(user, by, _("Hãy đổi mật khẩu của chính bạn ở trang Tài khoản của tôi."))
    if state_of(user).source:
        raise ValidationError(_("Mật khẩu của tài khoản này do hệ thống đăng nhập chung của cơ quan giữ."))
    if not user.is_active:
        raise ValidationError(_("Tài khoản đang khóa. Hãy mở lại trước."))
    return set_account(user.get_username(), by=by.get_username(), must_change=True, roleless=True)


def reset_factor(user: User, *, by: User) -> None:
    """Takes a lost second factor away; at the next sign-in the person sets up another."""
    _not_oneself(user, by, _("Hãy sửa bước hai của chính bạn ở trang Tài khoản của tôi."))
    forget_second_factor(user.get_username(), by=by.get_username())


def switch_off(user: User, *, by: User) -> None:
    """Nobody signs in as `user` any more, from now on; roles stay for when it is switched on again."""
    _not_oneself(user, by, _("Không thể tự khóa tài khoản của mình."))
    if is_last_administrator(user):
        raise ValidationError(_last_words())
    _set_active(user, False, by=by)


def switch_on(user: User, *, by: User) -> None:
    """Lets the person in again; idle days count anew."""
    _set_active(user, True, by=by)


def give_role(
    user: User, role: Role, *, unit: Unit | None, types: Sequence[str], level: int, by: User
) -> Grant:
    """Gives a role; the person's sessions end, so that it is looked at anew."""
    _not_oneself(user, by, _("Không ai tự giao vai trò cho mình. Hãy nhờ một quản trị viên khác."))
    if not user.is_active:
        raise ValidationError(_("Tài khoản đang khóa. Hãy mở lại trước."))
    if role == Role.ADMINISTRATOR and (unit is not None or types):
        raise ValidationError(
            _("Vai trò quản trị chỉ giao cho toàn cơ quan, không theo đơn vị hay loại hồ sơ.")
        )
    with transaction.atomic():
        before = timezone.now()
        grant = give(user, role, by=by.get_username(), unit=unit, types=types, level=level)
        if grant.given_at < before:
            raise ValidationError(_("Người này đã có đúng vai trò đó."))
        _announce(NoticeKind.GRANT_GIVEN, grant, by)
    return grant


def end_role(grant: Grant, *, by: User) -> None:
    """Ends a role; it stays in the list of what was."""
    user = grant.user
    if grant.ended_at is not None:
        raise ValidationError(_("Vai trò này đã kết thúc."))
    if grant.role == Role.ADMINISTRATOR:
        _not_oneself(user, by, _("Không thể tự thôi quản trị. Hãy nhờ một quản trị viên khác."))
        others = Grant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True)
        if not others.exclude(pk=grant.pk).exists():
            raise ValidationError(_last_words())
    with transaction.atomic():
        end(grant, by=by.get_username())
        _announce(NoticeKind.GRANT_ENDED, grant, by)


def _announce(kind: NoticeKind, grant: Grant, by: User) -> None:
    sessions.end_all(grant.user)
    unit = str(grant.unit) if grant.unit is not None else ""
    told = {
        "account": grant.user.get_username(),
        "role": str(grant.role),
        "unit": unit,
        "by": by.get_username(),
    }
    tell_administrators(kind, grant.user, **told)


def _set_active(user: User, is_active: bool, *, by: User) -> None:
    name = user.get_username()
    with transaction.atomic():
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        changed = {"off_why": "", "on_since": timezone.now()} if is_active else {"off_why": "administrator"}
        AccountState.objects.filter(pk=state_of(user).pk).update(**changed)
        sessions.end_all(user)
        note_by(
            by.get_username(),
            Kind.ACCOUNT_CHANGED,
            object=f"account:{name}",
            what="on" if is_active else "off",
        )
        kind = NoticeKind.ACCOUNT_ON if is_active else NoticeKind.ACCOUNT_OFF
        tell_administrators(kind, user, account=name, by=by.get_username())


def _not_oneself(user: User, by: User, words: str) -> None:
    if user.pk == by.pk:
        raise ValidationError(words)


def _last_words() -> str:
    return _(
        "Đây là quản trị viên cuối cùng. Hãy giao vai trò quản trị cho người khác trước, nếu không sẽ không "
        "còn ai sửa được quyền (khi đó chỉ còn cách chạy lệnh hoso account trên máy chủ)."
    )
