"""Copies handed out: chosen, looked at, made, written down. A copy is made anew each time and never kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from pipeline.copies import Masks
from portal.catalogue.codes import code_of
from portal.handing_out.drawn import MOST_DRAWN, DrawnPlace, DrawnRow, rows_of, rows_sent
from portal.handing_out.orders import (
    LONGEST_TOLD,
    MOST_PAGES,
    Wanted,
    lines_of,
    masks_of,
    numbers_of,
    written,
)
from portal.handing_out.personal import Choice, PersonalKind, choices
from portal.handing_out.register import last_places, write_down
from portal.held_records import held_record, page_with_words, record_of, the_archive, version_number
from portal.models import CatalogueRecord
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.page_image import note_page, sheet_of
from portal.views.record_page.versions import ShownVersion
from records import Page, Record
from records.errors import SigningRefused

_KINDS = {
    PersonalKind.NUMBER: __("Số giấy tờ tùy thân"),
    PersonalKind.BIRTH: __("Ngày sinh"),
    PersonalKind.ADDRESS: __("Địa chỉ"),
    PersonalKind.CONTACT: __("Điện thoại, thư điện tử"),
    PersonalKind.NAME: __("Họ tên"),
    PersonalKind.OTHER: __("Nội dung khác"),
}


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A page as the preview shows it."""

    page: Page
    masks: tuple[tuple[float, float, float, float], ...]
    """Left, top, width and height of each black place, pixels of the page."""
    drawn: tuple[DrawnPlace, ...]

    @property
    def count(self) -> int:
        """Black places on it."""
        return len(self.masks) + len(self.drawn)


@dataclass(slots=True)
class _Form:
    """The form as sent, and what is wrong with it."""

    record: Record
    pages: list[Page]
    """With their words."""
    wanted: Wanted
    choices: list[Choice]
    masks: Masks
    pages_text: str
    words_text: str
    rows: list[DrawnRow]
    """Places that were drawn, as the form shows them."""
    faults: dict[str, str]
    unplaced: list[str]
    """Labels of fields to be hidden that were found nowhere on the pages."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.HAND_OUT)
def hand_out(request: HttpRequest, record_id: str) -> HttpResponse:
    """The form with its preview; the copy itself when the form asks for it and nothing is missing."""
    row = held_record(request, record_id, Right.HAND_OUT)
    form = _read(request, row)
    if request.method == "POST" and request.POST.get("do") == "make":
        _require(form)
        if not form.faults:
            made = _made(request, row, form)
            if made is not None:
                return made
    note_page(request, row, 0)
    by_kind = {str(_KINDS[kind]): [one for one in form.choices if one.kind is kind] for kind in PersonalKind}
    context = {
        "row": row,
        "form": form,
        "kinds": [(label, held) for label, held in by_kind.items() if held],
        "preview": [_preview(form, page) for page in form.pages],
        "page_numbers": [page.number for page in form.record.pages],
        "before": len(last_places(record_id)),
        "most_pages": MOST_PAGES,
        "most_drawn": MOST_DRAWN,
        "longest": LONGEST_TOLD,
    }
    # HTMX shows no page of another status; what is missing stands beside the preview all the same.
    status = 422 if form.faults and request.headers.get("HX-Request") != "true" else 200
    return render(request, "portal/record/hand_out.html", context, status=status)


def copy_for(request: HttpRequest, row: CatalogueRecord) -> bytes | Mapping[str, str]:
    """A copy as a system asks for it, written down; or what is wrong with what it asks, by field.

    Where the request tells no `hide`, what a person would find ticked is hidden. Raises `SigningRefused`.
    """
    form = _read(request, row, is_ticked="hide" in request.POST)
    _require(form)
    if form.faults:
        return form.faults
    return _content(request, row, form)


def _read(request: HttpRequest, row: CatalogueRecord, *, is_ticked: bool = True) -> _Form:
    record = record_of(row)
    sent = request.POST
    faults: dict[str, str] = {}
    all_numbers = [page.number for page in record.pages]
    try:
        numbers = numbers_of(sent.get("pages", "")[:200], all_numbers)
    except ValueError:
        told = {"most": MOST_PAGES}
        faults["pages"] = _("Ghi số trang, ví dụ 1-3, 7; mỗi lần nhiều nhất %(most)s trang.") % told
        numbers = tuple(all_numbers[:MOST_PAGES])
    rows = _rows(request, row, all_numbers)
    if any(one.place is None for one in rows):
        faults["drawn"] = _("Có chỗ che chưa đủ số, hoặc nằm ngoài trang. Hãy sửa hoặc bỏ dòng đó.")
    fields = frozenset(sent.getlist("hide")) if request.method == "POST" and is_ticked else None
    offered = choices(record, fields)
    wanted = Wanted(
        recipient=" ".join(sent.get("recipient", "").split())[:LONGEST_TOLD],
        reason=" ".join(sent.get("reason", "").split())[:LONGEST_TOLD],
        numbers=numbers,
        fields=frozenset(one.name for one in offered if one.is_chosen),
        words=lines_of(sent.get("words", "")[:8000]),
        drawn=tuple(one.place for one in rows if one.place is not None and one.place.page in numbers),
    )
    pages, unread = _pages(row, record, numbers)
    if unread and (wanted.fields or wanted.words):
        faults["hide"] = _(
            "Chưa đọc được chữ trên trang %(pages)s, nên không che chắc chắn được. "
            "Hãy bỏ trang đó, hoặc bỏ chọn mọi nội dung cần che."
        ) % {"pages": ", ".join(map(str, unread))}
    return _Form(
        record=record,
        pages=pages,
        wanted=wanted,
        choices=offered,
        masks=masks_of(wanted, pages, record.fields),
        pages_text=sent.get("pages", "")[:200],
        words_text=sent.get("words", "")[:8000],
        rows=rows,
        faults=faults,
        unplaced=_unplaced(wanted, pages, record, offered),
    )


def _rows(request: HttpRequest, row: CatalogueRecord, numbers: list[int]) -> list[DrawnRow]:
    """The places drawn in the form, and on request those of the last copy."""
    sent = request.POST
    rows = rows_sent({name: sent.getlist(name) for name in sent if name.startswith("drawn-")}, numbers)
    if sent.get("do") == "again":
        known = {one.place for one in rows}
        rows += [one for one in rows_of(last_places(row.record_id), numbers) if one.place not in known]
    return rows


def _pages(row: CatalogueRecord, record: Record, numbers: tuple[int, ...]) -> tuple[list[Page], list[int]]:
    """The chosen pages with their words, and the numbers of those whose words cannot be had."""
    pages, unread = [], []
    for page in record.pages:
        if page.number in numbers:
            held = page_with_words(row, page.number)
            if held is None or (not held.width and not held.is_blank):
                unread.append(page.number)
            pages.append(held or page)
    return pages, unread


def _unplaced(wanted: Wanted, pages: list[Page], record: Record, offered: list[Choice]) -> list[str]:
    """Labels of what is to be hidden and stands nowhere as it was read."""
    plain = [replace(page, codes=()) for page in pages]
    alone = replace(wanted, words=(), drawn=())
    return [
        one.label
        for one in offered
        if one.is_chosen and not masks_of(replace(alone, fields=frozenset({one.name})), plain, record.fields)
    ]


def _require(form: _Form) -> None:
    if not form.wanted.recipient:
        form.faults["recipient"] = _("Ghi người hoặc cơ quan nhận bản sao.")
    if not form.wanted.reason:
        form.faults["reason"] = _("Ghi lý do cấp bản sao.")


def _made(request: HttpRequest, row: CatalogueRecord, form: _Form) -> HttpResponse | None:
    """The copy, once it has been written down; `None` where it cannot be made, which the page says."""
    try:
        content = _content(request, row, form)
    except SigningRefused as error:
        messages.error(request, remedy_of(error))
        return None
    response = HttpResponse(content, content_type="application/pdf")
    # Not the paper's own name: it may tell what is hidden.
    response["Content-Disposition"] = f'attachment; filename="ban-sao-{code_of(row.record_id)}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _content(request: HttpRequest, row: CatalogueRecord, form: _Form) -> bytes:
    """The copy's bytes, written down. Raises `SigningRefused` where it cannot be made."""
    now = timezone.localtime()
    user = request.user
    who = user.get_full_name() if hasattr(user, "get_full_name") else ""
    lines = (
        f"Bản sao cấp cho: {form.wanted.recipient}",
        f"{who or user.get_username()} · {now:%H:%M %d/%m/%Y} · {code_of(row.record_id)}",
    )
    shown = ShownVersion(version_number(row), form.record, True, version_number(row))
    sheet = sheet_of(row, shown, form.wanted.numbers[0])
    content = written(
        the_archive(), sheet, form.pages, form.masks,
        by_hand=form.wanted.drawn, lines=lines, created=now,
    )  # fmt: skip
    write_down(request, row, form.wanted, content)
    return content


def _preview(form: _Form, page: Page) -> CopyPage:
    masks = tuple(
        (round(box.x0), round(box.y0), round(box.width) + 1, round(box.height) + 1)
        for box in form.masks.get(page.number, ())
    )
    return CopyPage(page, masks, tuple(one for one in form.wanted.drawn if one.page == page.number))
