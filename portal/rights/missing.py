"""Which right somebody lacks, in words, and whom to ask for it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.models import Grant
from portal.rights.roles import RIGHTS_OF, Right, Role

MOST_NAMED = 3
"""Administrators who are named; one of them will be in the office."""

WHAT: dict[Right, Promise] = {
    Right.SEE: _("xem hồ sơ"),
    Right.DOWNLOAD: _("tải tệp của hồ sơ"),
    Right.HAND_IN: _("gửi bản quét"),
    Right.REVIEW: _("kiểm tra và sửa hồ sơ"),
    Right.REMOVE: _("bỏ tệp gửi nhầm"),
    Right.HAND_OUT: _("cấp bản sao"),
    Right.SIGN: _("ký văn bản đi"),
    Right.CLERK: _("cấp số và đóng dấu văn bản đi"),
    Right.AUDIT: _("đọc nhật ký"),
    Right.WATCH: _("xem bảng theo dõi"),
    Right.ADMINISTER: _("quản trị"),
}


class RightMissing(PermissionDenied):
    """Somebody asked for what one of `rights` opens and has none of them, or not there."""

    def __init__(self, *rights: Right, is_whole_office: bool = False, above_level: int = 0) -> None:
        super().__init__(", ".join(rights))
        self.rights = rights
        self.is_whole_office = is_whole_office
        """Whether the person has the right at some units, and the whole office is asked for."""
        self.above_level = above_level
        """The level of sensitivity that was asked for, where the right does not reach it; else 0."""


def roles_with(rights: tuple[Right, ...]) -> list[Role]:
    """The roles that bring one of `rights`, in their usual order."""
    return [role for role in Role if RIGHTS_OF[role] & set(rights)]


def whom_to_ask() -> list[str]:
    """Names of people who give rights in the whole office; at most `MOST_NAMED`."""
    held = Grant.objects.filter(role=Role.ADMINISTRATOR, unit=None, ended_at=None).values("user_id")
    people = User.objects.filter(pk__in=held, is_active=True).order_by("pk")[:MOST_NAMED]
    return [person.get_full_name() or person.get_username() for person in people]
