"""One record: its page with what was found marked, its fields with their evidence, why it is in review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.catalogue.codes import code_of
from portal.catalogue.matching import found_words
from portal.catalogue.query import Query, parse
from portal.catalogue.type_names import field_labels, known_field_names, type_name
from portal.held_records import held_record, page_with_words
from portal.related.within import pages_with
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.views.page_image import note_page
from portal.views.paging import asked_number
from portal.views.record_page.fields import percent
from portal.views.record_page.panels import panel
from portal.views.record_page.versions import shown_version
from records import Box, Page, Record
from records.errors import QueryInvalid

RULE_SHARE = 0.98
"""Share of the characters that must be read right: letter 7197/BKHCN-CĐSQG of 29 November 2025."""
STRIP_PAGES = 20
"""Small pictures before and after the page that is shown; twice as many come with each scrolling on."""
SHOWN_RIGHTS = (Right.DOWNLOAD, Right.REVIEW, Right.HAND_IN, Right.HAND_OUT)
_MARGIN = 0.0012
"""Part of the page's height by which a mark is larger than the word, so that no letter is touched."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over the page's image, in pixels of the page."""

    x: float
    y: float
    width: float
    height: float
    field: str = ""
    """Name of the field that it is the evidence of; empty for a word that was searched for."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page in the row of page numbers."""

    number: int
    is_shown: bool
    has_doubt: bool
    has_found: int
    """Whether words that were searched for stand on it."""


@require_safe
@needs(Right.SEE)
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """The record with the page and the panel that the address asks for, else its first ones."""
    row = held_record(request, record_id)
    shown = shown_version(request, row)
    held = shown.record
    numbers = [page.number for page in held.pages]
    asked = asked_number(request)
    number = asked if asked in numbers else (numbers[0] if numbers else 1)
    note_page(request, row, number)
    page = page_with_words(row, number, shown.number)
    summary = page or next((one for one in held.pages if one.number == number), None)
    text = request.GET.get("q", "")[:500]
    query = _query(text)
    found_on = pages_with(record_id, query) if query and shown.is_newest else {}
    at = numbers.index(number) if number in numbers else 0
    context = {
        "row": row,
        "record": held,
        "version": shown,
        "type_name": type_name(held.record_type or ""),
        "type_percent": percent(held.type_confidence),
        "page": summary,
        "is_unreadable": page is None,
        "number": number,
        **_strip(held, number, found_on, max(0, at - STRIP_PAGES), at + STRIP_PAGES + 1),
        "page_count": len(numbers),
        "first": numbers[0] if numbers else 1,
        "last": numbers[-1] if numbers else 1,
        "previous": numbers[at - 1] if at > 0 else None,
        "following": numbers[at + 1] if at + 1 < len(numbers) else None,
        "marks": _found_marks(page, query) if page else [],
        "found_on": found_on,
        "found_before": max((one for one in found_on if one < number), default=None),
        "found_after": min((one for one in found_on if one > number), default=None),
        "field_marks": field_marks(held, number),
        "q": text,
        "kept": _kept(request),
        "chosen": request.GET.get("field", ""),
        "page_text": page.text if page else "",
        "accuracy": _accuracy(summary),
        "is_below_98": _is_below_rule(summary),
        "may": {right.value: rights_of(request).may_with(right, row) for right in SHOWN_RIGHTS},
        "code": code_of(record_id),
        **panel(request, row, shown, number),
    }
    return render(request, "portal/record.html", context)


def _kept(request: HttpRequest) -> str:
    """What turning the page keeps of the address, with its ampersand: panel, search, version."""
    kept = {name: request.GET[name][:500] for name in ("tab", "q", "version") if request.GET.get(name)}
    return f"&{urlencode(kept)}" if kept else ""


def _query(text: str) -> Query | None:
    try:
        return parse(text, known_fields=known_field_names()) if text else None
    except QueryInvalid:
        return None


def _found_marks(page: Page, query: Query | None) -> list[Mark]:
    if query is None or not query.terms:
        return []
    found = found_words([word.text for word in page.words], query)
    return [_mark(page.words[position].box, page) for position in found]


def field_marks(record: Record, number: int) -> list[Mark]:
    """Where the values stand that were read on page `number`."""
    labels = field_labels(record.record_type or "")
    page = next((page for page in record.pages if page.number == number), None)
    if page is None:
        return []
    return [
        _mark(found.box, page, field=name, label=labels.get(name, name))
        for name, found in record.fields.items()
        if found.page == number and found.box.area > 0
    ]


def _mark(box: Box, page: Page, *, field: str = "", label: str = "") -> Mark:
    margin = page.height * _MARGIN
    larger = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)
    inside = larger.clipped(page.width, page.height)
    return Mark(
        round(inside.x0, 1),
        round(inside.y0, 1),
        round(inside.width, 1),
        round(inside.height, 1),
        field,
        label,
    )


@require_safe
@needs(Right.SEE)
def strip(request: HttpRequest, record_id: str) -> HttpResponse:
    """Further small pictures: the pages behind place `after` of the record, or before place `before`."""
    row = held_record(request, record_id)
    shown = shown_version(request, row)
    note_page(request, row, 0)
    query = _query(request.GET.get("q", "")[:500])
    found_on = pages_with(record_id, query) if query and shown.is_newest else {}
    before, after = (_place(request, name) for name in ("before", "after"))
    start = after if before is None else max(0, before - 2 * STRIP_PAGES)
    end = after + 2 * STRIP_PAGES if before is None and after is not None else before
    if start is None or end is None:
        raise Http404("no place told")
    context = {
        "row": row,
        "version": shown,
        "kept": _kept(request),
        **_strip(shown.record, 0, found_on, start, end),
    }
    # Only the way on in which somebody scrolls: the other end is there already.
    context["more_before" if before is None else "more_after"] = None
    return render(request, "portal/record/_leaves.html", context)


def _strip(
    record: Record, number: int, found_on: Mapping[int, int], start: int, end: int
) -> dict[str, object]:
    """The small pictures from place `start` to `end`, and whether there are more on either side."""
    doubted = {found.page for found in record.fields.values() if found.confidence < record.threshold}
    return {
        "strip": [
            PageLink(page.number, page.number == number, page.number in doubted, found_on.get(page.number, 0))
            for page in record.pages[start:end]
        ],
        "more_before": start if start > 0 else None,
        "more_after": end if end < len(record.pages) else None,
    }


def _place(request: HttpRequest, name: str) -> int | None:
    return short_number(request.GET.get(name, ""), digits=5)


def _accuracy(page: Page | None) -> str:
    """Share of the characters expected to be right, percent with one decimal; empty when unknown."""
    share = page.estimated_accuracy if page else None
    return "" if share is None else f"{int(share * 1000) / 10:.1f}"


def _is_below_rule(page: Page | None) -> bool:
    return page is not None and page.estimated_accuracy is not None and page.estimated_accuracy < RULE_SHARE
