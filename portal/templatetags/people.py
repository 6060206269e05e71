"""What templates show of the person at the browser: notices, and what they may do."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.accounts import notices
from portal.configuration import current
from portal.rights.asking import rights_of
from portal.rights.roles import Right

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices the person has not seen."""
    return notices.unread(context["request"].user)


@register.simple_tag(takes_context=True)
def if_administers(context: dict[str, Any]) -> bool:
    """Whether the person's session carries the administrator's role."""
    return rights_of(context["request"]).may(Right.ADMINISTER)


@register.simple_tag(takes_context=True)
def if_may(context: dict[str, Any], right: str) -> bool:
    """Whether the person has the right of that code, over anything at all."""
    return rights_of(context["request"]).may(Right(right))


@register.simple_tag
def factor_note() -> SafeString | str:
    """Says where no second factor is asked for, which only the demonstration does."""
    if not current().accounts.asks_no_factor:
        return ""
    words = _("Bản trình diễn không đòi xác thực bước hai. Cơ quan thật thì quản trị viên bắt buộc phải có.")
    return format_html('<p class="note warm" role="note">{}</p>', words)
