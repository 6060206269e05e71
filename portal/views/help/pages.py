"""The pages of help as people read them; they hold nothing of the office's papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.second_factor import is_administrator
from portal.help import pages
from portal.help.pages import ENGLISH, ROLES, SHARED, Page, Shelf
from portal.rights.asking import rights_of
from portal.rights.guarding import signed_in

_GROUPS = (
    ("hop-den", "quet-ca-tap-bang-to-phan-cach", "quet-ca-ho-so-mot-lan", "khi-ban-quet-chua-dat"),
    ("kiem-tra-va-sua-ho-so", "tim-ho-so", "xem-va-sao-ho-so", "doi-soat-ho-so"),
    (
        "ban-hanh-van-ban", "ky-so-van-ban", "ky-bang-usb-tren-may-minh", "kiem-tra-chu-ky",
        "kiem-tra-van-ban-cua-co-quan", "giu-chu-ky-lau-dai", "chua-cho-so-va-ngay",
        "chuan-bi-anh-chu-ky-va-con-dau",
    ),
    ("bang-theo-doi", "doc-va-ra-soat-nhat-ky"),
)  # fmt: skip
"""How-to pages in the order of work; those of no group are for who looks after the machine."""


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What there is to read, one's own work first."""
    language = get_language() or "vi"
    own = {one.role.value.replace("_", "-") for one in rights_of(request).held}
    roles = [_page(name, language) for name in ROLES]
    context = {
        "roles": sorted(((page, page.name in own) for page in roles), key=lambda one: not one[1]),
        "shared": [_page(name, language) for name in SHARED],
        "groups": _groups(language),
        "references": [page for name in pages.names(Shelf.REFERENCE) if (page := pages.reference(name))],
        "may_guide": is_administrator(request.user),  # type: ignore[arg-type]  # the middleware lets only users in
    }
    return render(request, "portal/help/index.html", context)


@require_safe
@signed_in
def one(request: HttpRequest, topic: str) -> HttpResponse:
    """A page for a role or for everybody, or a how-to."""
    return _shown(request, pages.page(topic, get_language() or "vi"))


@require_safe
@signed_in
def of_reference(request: HttpRequest, topic: str) -> HttpResponse:
    """A page of reference."""
    return _shown(request, pages.reference(topic))


def _shown(request: HttpRequest, page: Page | None) -> HttpResponse:
    if page is None:
        raise Http404("no such page of help")
    is_english = get_language() == ENGLISH
    context = {"page": page, "is_foreign": (page.language == ENGLISH) != is_english}
    return render(request, "portal/help/page.html", context)


def _groups(language: str) -> list[tuple[str, list[Page]]]:
    grouped = {name for group in _GROUPS for name in group}
    rest = tuple(name for name in pages.names(Shelf.HOW_TO) if name not in grouped)
    titles = (
        _("Đưa bản quét vào"),
        _("Kiểm tra, tìm, xem hồ sơ"),
        _("Ký, ban hành, kiểm tra chữ ký"),
        _("Theo dõi, nhật ký"),
        _("Giữ cho hệ thống chạy"),
    )
    return [
        (title, [_page(name, language) for name in group])
        for title, group in zip(titles, (*_GROUPS, rest), strict=True)
    ]


def _page(name: str, language: str) -> Page:
    found = pages.page(name, language)
    if found is None:
        raise Http404("no such page of help")
    return found
