"""Takes what a person says in review of pages: part here, join with the one before, turn, put in order."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pipeline.spot_reading import TurnTask, read_turned
from portal.audit import Kind, note
from portal.corrections.dividing import divide, join, record_before
from portal.corrections.filing import Held, held_for_correction
from portal.corrections.turning import Turned, order_pages, turn
from portal.models import CatalogueRecord
from portal.reviewing.reader import PAGE_SECONDS, the_reader
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.held_records import held_record, the_archive
from records import Page
from records.errors import HosoError, NoSuchPart, ObjectMoved

MOST_LETTERS = 40_000
"""Of a list of page numbers; five thousand pages."""


@require_POST
@needs(Right.REVIEW)
def divide_here(request: HttpRequest, record_id: str) -> HttpResponse:
    """Parts the record before the page that the form names, and shows the new one."""
    page = _number(request.POST.get("page", ""))

    def act(held: Held, _row: CatalogueRecord) -> str:
        return divide(the_archive(), held, page, request.user.get_username())

    done = _("Đã tách tại trang %(page)d: từ trang này là một hồ sơ riêng.") % {"page": page}
    return _acted(request, record_id, act, done)


@require_POST
@needs(Right.REVIEW)
def join_before(request: HttpRequest, record_id: str) -> HttpResponse:
    """Puts the record together with the one before it in the same file, and shows that."""

    def act(held: Held, row: CatalogueRecord) -> str:
        before = record_before(row)
        if before is None or not rights_of(request).may_with(Right.REVIEW, before):
            raise NoSuchPart(f"record {record_id}: the first of its file")
        return join(the_archive(), held, before.record_id, request.user.get_username())

    return _acted(request, record_id, act, _("Đã ghép với hồ sơ trước."))


@require_POST
@needs(Right.REVIEW)
def turn_page(request: HttpRequest, record_id: str) -> HttpResponse:
    """Turns the page that the form names, clockwise by its degrees, and has it read again."""
    page, degrees = (_number(request.POST.get(name, "")) for name in ("page", "degrees"))

    def act(held: Held, _row: CatalogueRecord) -> str:
        turn(the_archive(), held, Turned(page, degrees), request.user.get_username(), _read)
        return record_id

    done = _("Đã xoay trang %(page)d và đọc lại.") % {"page": page}
    return _acted(request, record_id, act, done, Kind.RECORD_TURNED)


@require_POST
@needs(Right.REVIEW)
def order(request: HttpRequest, record_id: str) -> HttpResponse:
    """Puts the pages into the order of the form's `pages`, numbers parted by commas; or one page earlier."""
    told = request.POST.get("pages", "")[:MOST_LETTERS]
    wanted = [_number(one) for one in told.split(",")] if told else []
    earlier = _number(request.POST.get("earlier", ""))

    def act(held: Held, _row: CatalogueRecord) -> str:
        numbers = wanted or _one_earlier([page.number for page in held.record.pages], earlier)
        order_pages(the_archive(), held, numbers, request.user.get_username())
        return record_id

    return _acted(request, record_id, act, _("Đã xếp lại các trang."), Kind.RECORD_TURNED)


def _read(task: TurnTask) -> Page:
    return the_reader.do(read_turned, task, time_limit_seconds=PAGE_SECONDS)


def _one_earlier(numbers: list[int], number: int) -> list[int]:
    """The numbers with one of them before the one that stood before it."""
    at = numbers.index(number) if number in numbers else 0
    if at == 0:
        return numbers
    return [*numbers[: at - 1], number, numbers[at - 1], *numbers[at + 1 :]]


def _number(text: str) -> int:
    """A page's number; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _acted(
    request: HttpRequest,
    record_id: str,
    act: Callable[[Held, CatalogueRecord], str],
    done: str,
    kind: Kind = Kind.RECORD_DIVIDED,
) -> HttpResponse:
    row = held_record(request, record_id, Right.REVIEW)
    try:
        shown = act(held_as_shown(record_id, request.POST.get("version", "")), row)
    except ObjectMoved:
        messages.error(request, _("Hồ sơ vừa được người khác sửa. Chưa đổi gì; hãy xem lại."))
        return redirect("review", record_id)
    except HosoError as error:
        messages.error(request, remedy_of(error))
        return redirect("review", record_id)
    note(request, kind, object=f"record:{record_id}", unit=row.unit, shown=shown)
    messages.success(request, done)
    return redirect("review", shown)


def held_as_shown(record_id: str, version: str) -> Held:
    """The record, unless it has another version by now than the form shows."""
    held = held_for_correction(the_archive(), record_id)
    if version != f"v{held.version.number}":
        raise ObjectMoved(f"record {record_id}: the form shows another version")
    return held
