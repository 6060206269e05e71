"""The rail: where one can go, in the order of a paper's life, each for those who have business there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.rights.asking import rights_of
from portal.rights.roles import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the rail."""

    name: Promise
    icon: str
    """A symbol of `icons.svg`."""
    address: str
    """Name of the address that it leads to."""
    covers: tuple[str, ...]
    """Beginnings of the names of addresses on which it is the current one."""
    rights: tuple[Right, ...] = ()
    """One of them is needed; empty for everybody who has signed in."""


ENTRIES = (
    Entry(_("Hộp đến"), "inbox", "overview", ("overview", "rejected", "rescan", "alike", "inbox", "upload")),
    Entry(
        _("Kiểm tra"),
        "review",
        "review_queue",
        ("review",),
        (Right.REVIEW,),
    ),
    Entry(_("Hồ sơ"), "records", "records", ("records", "record"), (Right.SEE,)),
    Entry(_("Tìm kiếm"), "search", "search", ("search", "find"), (Right.SEE,)),
    Entry(_("Văn bản đi"), "sign", "outgoing", ("outgoing",)),
    Entry(_("Theo dõi"), "chart", "wall", ("wall",), (Right.WATCH,)),
    Entry(_("Nhật ký"), "log", "audit", ("audit",), (Right.AUDIT,)),
)
"""At most eight fit a screen of 768 pixels."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the rail shows it to one person on one page."""

    name: Promise
    icon: str
    url: str
    is_current: bool


def rail(request: HttpRequest) -> dict[str, object]:
    """The entries for this person; asked for only where a template shows them."""
    return {"rail": lambda: _shown(request)}


def _shown(request: HttpRequest) -> list[Shown]:
    rights = rights_of(request)
    here = getattr(request.resolver_match, "url_name", None) or ""
    current = _current(here)
    return [
        Shown(entry.name, entry.icon, reverse(entry.address), entry is current)
        for entry in ENTRIES
        if not entry.rights or any(rights.may(right) for right in entry.rights)
    ]


def _current(here: str) -> Entry | None:
    """The entry with the longest beginning of the name of the address: `record` does not take `records`."""
    best: tuple[int, Entry | None] = (0, None)
    for entry in ENTRIES:
        for beginning in entry.covers:
            if here.startswith(beginning) and len(beginning) > best[0]:
                best = (len(beginning), entry)
    return best[1]
