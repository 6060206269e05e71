"""Takes what a person says in review of pages: part here, join with the one before, turn, put in order."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.corrections.filing import Held
from portal.corrections.turning import Turned
from portal.reviewing import pages
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.troubles import remedy_of
from records.errors import HosoError, ObjectMoved

MOST_LETTERS = 40_000
"""Of a list of page numbers; five thousand pages."""


@require_POST
@needs(Right.REVIEW)
def divide_here(request: HttpRequest, record_id: str) -> HttpResponse:
    """Parts the record before the page that the form names, and shows the new one."""
    page = _number(request.POST.get("page", ""))
    done = _("Đã tách tại trang %(page)d: từ trang này là một hồ sơ riêng.") % {"page": page}
    return _answer(request, record_id, lambda: pages.part(request, record_id, _version(request), page), done)


@require_POST
@needs(Right.REVIEW)
def join_before(request: HttpRequest, record_id: str) -> HttpResponse:
    """Puts the record together with the one before it in the same file, and shows that."""
    done = _("Đã ghép với hồ sơ trước.")
    return _answer(request, record_id, lambda: pages.join_before(request, record_id, _version(request)), done)


@require_POST
@needs(Right.REVIEW)
def turn_page(request: HttpRequest, record_id: str) -> HttpResponse:
    """Turns the page that the form names, clockwise by its degrees, and has it read again."""
    turned = Turned(*(_number(request.POST.get(name, "")) for name in ("page", "degrees")))
    done = _("Đã xoay trang %(page)d và đọc lại.") % {"page": turned.page}
    return _answer(
        request, record_id, lambda: pages.turn_page(request, record_id, _version(request), turned), done
    )


@require_POST
@needs(Right.REVIEW)
def order(request: HttpRequest, record_id: str) -> HttpResponse:
    """Puts the pages into the order of the form's `pages`, numbers parted by commas; or one page earlier."""
    told = request.POST.get("pages", "")[:MOST_LETTERS]
    asked = [_number(one) for one in told.split(",")] if told else []
    earlier = _number(request.POST.get("earlier", ""))

    def wanted(held: Held) -> list[int]:
        return asked or _one_earlier([page.number for page in held.record.pages], earlier)

    def act() -> str:
        return pages.put_in_order(request, record_id, _version(request), wanted)

    return _answer(request, record_id, act, _("Đã xếp lại các trang."))


def _one_earlier(numbers: list[int], number: int) -> list[int]:
    """The numbers with one of them before the one that stood before it."""
    at = numbers.index(number) if number in numbers else 0
    if at == 0:
        return numbers
    return [*numbers[: at - 1], number, numbers[at - 1], *numbers[at + 1 :]]


def _number(text: str) -> int:
    """A page's number; 0 for what is none."""
    return short_number(text, digits=7) or 0


def _version(request: HttpRequest) -> str:
    """The version that the form shows."""
    return request.POST.get("version", "")


def _answer(request: HttpRequest, record_id: str, act: Callable[[], str], done: str) -> HttpResponse:
    try:
        shown = act()
    except ObjectMoved:
        messages.error(request, _("Hồ sơ vừa được người khác sửa. Chưa đổi gì; hãy xem lại."))
        return redirect("review", record_id)
    except HosoError as error:
        messages.error(request, remedy_of(error))
        return redirect("review", record_id)
    messages.success(request, done)
    return redirect("review", shown)
