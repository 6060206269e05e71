"""How long something has been waiting, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import ngettext


def age(since: datetime | None) -> str:
    """How long ago, in the largest whole unit."""
    if since is None:
        return "–"
    minutes = max(0, int((timezone.now() - since).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(count)s phút", "%(count)s phút", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours}
    days = minutes // 1440
    count = number_format(days, force_grouping=True)
    return ngettext("%(count)s ngày", "%(count)s ngày", days) % {"count": count}
