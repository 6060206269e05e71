"""Tells people what changed about them, and administrators what changed at all (Decree 30/2020, App. VI)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from enum import StrEnum

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from portal.configuration import current
from portal.models import Grant, Notice
from portal.rights.roles import Role

log = logging.getLogger(__name__)


class NoticeKind(StrEnum):
    """What a notice is about."""

    GRANT_GIVEN = "grant_given"
    GRANT_ENDED = "grant_ended"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_OFF = "account_off"
    ACCOUNT_ON = "account_on"
    ACCOUNT_IDLE = "account_idle"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # a kind of notice
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # a kind of notice
    FACTOR_RESET = "factor_reset"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    UNIT_NEW = "unit_new"
    UNIT_CHANGED = "unit_changed"


def tell(people: Iterable[User], kind: NoticeKind, **details: str | int) -> None:
    """Leaves a notice for each of `people`, once each, and sends it by mail where the office has mail."""
    receivers = list({one.pk: one for one in people}.values())
    now = timezone.now()
    rows = [Notice(user=one, kind=kind, details=details, made_at=now) for one in receivers]
    Notice.objects.bulk_create(rows)
    if current().accounts.mail is not None:
        mails = [(row.user.email, sentence(row)) for row in rows if row.user.email]
        transaction.on_commit(lambda: _send_aside(mails))


def tell_administrators(kind: NoticeKind, *also: User, **details: str | int) -> None:
    """Tells every administrator, and `also` whom it is about."""
    tell([*administrators(), *also], kind, **details)


def administrators() -> list[User]:
    """Everybody with the administrator's role who can sign in."""
    rows = Grant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True)
    return list(User.objects.filter(pk__in=rows.values("user_id")))


def unread(user: User) -> int:
    """How many notices `user` has not seen yet."""
    return Notice.objects.filter(user_id=user.pk, read_at=None).count()


def sentence(notice: Notice) -> str:
    """What the notice says, in the language in force."""
    told = {"account": "", "role": "", "unit": "", "by": "", **notice.details}
    if told["role"]:
        told["role"] = role_name(str(told["role"]))
    told["where"] = _("tại %s") % told["unit"] if told["unit"] else _("toàn cơ quan")
    words = _SENTENCES.get(notice.kind)
    return (_(words) % told) if words else notice.kind


def role_name(code: str) -> str:
    """A role as people call it."""
    names = {
        Role.RECORDS_STAFF: _("cán bộ số hóa"),
        Role.OFFICIAL: _("người ký duyệt"),
        Role.CLERK: _("văn thư"),
        Role.AUDITOR: _("kiểm tra, kiểm toán"),
        Role.ADMINISTRATOR: _("quản trị"),
    }
    return names.get(Role(code), code) if code in set(Role) else code


_SENTENCES: dict[str, str] = {
    NoticeKind.GRANT_GIVEN: _noop(
        "Tài khoản %(account)s được giao vai trò %(role)s, %(where)s. Người giao: %(by)s."
    ),
    NoticeKind.GRANT_ENDED: _noop(
        "Tài khoản %(account)s thôi vai trò %(role)s, %(where)s. Người thực hiện: %(by)s."
    ),
    NoticeKind.ACCOUNT_MADE: _noop("Tài khoản mới: %(account)s. Người tạo: %(by)s."),
    NoticeKind.ACCOUNT_OFF: _noop("Tài khoản %(account)s đã bị khóa. Người thực hiện: %(by)s."),
    NoticeKind.ACCOUNT_ON: _noop("Tài khoản %(account)s đã được mở lại. Người thực hiện: %(by)s."),
    NoticeKind.ACCOUNT_IDLE: _noop("Tài khoản %(account)s tự khóa vì lâu không dùng."),
    NoticeKind.PASSWORD_RESET: _noop(
        "Tài khoản %(account)s được đặt mật khẩu dùng một lần. Người thực hiện: %(by)s."
    ),
    NoticeKind.PASSWORD_CHANGED: _noop("Mật khẩu của tài khoản %(account)s đã được đổi."),
    NoticeKind.FACTOR_RESET: _noop(
        "Xác thực bước hai của tài khoản %(account)s đã được gỡ. Người thực hiện: %(by)s."
    ),
    NoticeKind.FACTOR_ADDED: _noop("Tài khoản %(account)s có thêm một cách xác thực bước hai."),
    NoticeKind.FACTOR_REMOVED: _noop("Tài khoản %(account)s bớt một cách xác thực bước hai."),
    NoticeKind.UNIT_NEW: _noop(
        "Đơn vị mới thấy trong hộp nhận: %(unit)s. Hãy chọn đơn vị cấp trên cho đơn vị này."
    ),
    NoticeKind.UNIT_CHANGED: _noop("Đơn vị %(unit)s đã được sửa. Người thực hiện: %(by)s."),
}


def _send_aside(mails: list[tuple[str, str]]) -> None:
    # A mail server that does not answer must not hold up the page that a person waits for.
    language = translation.get_language() or "vi"
    threading.Thread(target=_send, args=(mails, language), name="notices", daemon=True).start()


def _send(mails: list[tuple[str, str]], language: str) -> None:
    with translation.override(language):
        for address, words in mails:
            try:
                EmailMessage(_("Hoso: thông báo về tài khoản và quyền"), words, to=[address]).send()
            except OSError as error:
                log.warning("a notice could not be mailed: %s", type(error).__name__)
