"""The number books: every number of a year, with those that were not issued and why; made to be printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.models import BookEntry, NumberBook
from portal.outgoing.document_types import DOCUMENT_TYPES
from portal.outgoing.number_books import LARGEST_NUMBER, open_book
from portal.outgoing.permissions import is_clerk
from portal.views.outgoing.held import only, tell, the_options
from records.errors import HosoError

MOST_SHOWN = 5000
"""A commune gives some thousand numbers a year; a book is printed whole."""


@require_safe
@only(is_clerk)
def books(request: HttpRequest) -> HttpResponse:
    """The books by year, agency and type, and the numbers of those that are asked for."""
    year = _number(request.GET.get("year", "")) or timezone.localdate().year
    type_code, agency = request.GET.get("type", ""), request.GET.get("agency", "")
    words = " ".join(request.GET.get("q", "").split())[:200]
    entries = BookEntry.objects.filter(book__year=year).select_related("book", "document")
    if type_code:
        entries = entries.filter(book__type_code=type_code)
    if agency:
        entries = entries.filter(book__agency=agency)
    for word in words.split():
        entries = entries.filter(subject__icontains=word)
    years = list(NumberBook.objects.order_by("-year").values_list("year", flat=True).distinct())
    ordered = entries.order_by("book__agency", "book__type_code", "number")
    return render(
        request,
        "portal/outgoing/books.html",
        {
            "entries": ordered.prefetch_related("document__signers__user")[:MOST_SHOWN],
            "books": NumberBook.objects.filter(year=year),
            "years": years or [year],
            "year": year,
            "type": type_code,
            "types": DOCUMENT_TYPES,
            "agency": agency,
            "agencies": the_options().agencies,
            "q": words,
            "largest": LARGEST_NUMBER,
        },
    )


@require_POST
@only(is_clerk)
def begin_book(request: HttpRequest) -> HttpResponse:
    """Lets an unused book of this year begin at a number."""
    form = request.POST
    try:
        agency = the_options().agency(form.get("agency", ""))
        type_code = form.get("type", "")
        if type_code in DOCUMENT_TYPES:
            begins_at = _number(form.get("begins_at", ""))
            open_book(agency.code, type_code, timezone.localdate().year, begins_at=begins_at)
            messages.success(request, _("Đã đặt số bắt đầu của sổ."))
    except HosoError as error:
        tell(request, error)
    return redirect("outgoing_books")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
