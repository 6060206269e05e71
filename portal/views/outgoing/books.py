"""The number books: every number of a year, with those that were not issued and why; made to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.models import BookEntry, NumberBook
from portal.outgoing.book_tables import BookRow, printed, rows_of_books, sums_of, workbook
from portal.outgoing.document_types import DOCUMENT_TYPES
from portal.outgoing.number_books import LARGEST_NUMBER, open_book
from portal.outgoing.permissions import keeps, kept_agencies
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.views.outgoing.held import tell, the_options
from portal.views.paging import pager
from records.errors import HosoError

MOST_ROWS = 20_000
"""A commune gives some thousand numbers a year; a book is taken away whole."""
PAGE_ROWS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class AskedBook:
    """What of which year's books is wanted."""

    year: int
    type_code: str
    agency: str
    words: str
    kept: frozenset[str] | None
    """Agencies whose books the person keeps; `None` for all."""

    @classmethod
    def read(cls, request: HttpRequest) -> AskedBook:
        """From the address; what is malformed is left out."""
        asked = request.GET
        return cls(
            _number(asked.get("year", "")) or timezone.localdate().year,
            asked.get("type", "")[:8],
            asked.get("agency", "")[:64],
            " ".join(asked.get("q", "").split())[:200],
            kept_agencies(request),
        )

    @property
    def title(self) -> str:
        """Of what is taken away."""
        return f"{_('Sổ văn bản đi')} {self.year}"

    def entries(self) -> QuerySet[BookEntry]:
        """The numbers, by agency, type and number."""
        entries = BookEntry.objects.filter(book__year=self.year).select_related("book", "document")
        if self.kept is not None:
            entries = entries.filter(book__agency__in=self.kept)
        if self.type_code:
            entries = entries.filter(book__type_code=self.type_code)
        if self.agency:
            entries = entries.filter(book__agency=self.agency)
        for word in self.words.split():
            entries = entries.filter(subject__icontains=word)
        ordered = entries.order_by("book__agency", "book__type_code", "number")
        return ordered.prefetch_related("document__signers__user")

    def rows(self) -> list[BookRow]:
        """With the numbers that are missing, where whole books are asked for."""
        return list(rows_of_books(self.entries()[:MOST_ROWS], is_whole=not self.words))


@require_safe
@needs(Right.CLERK)
def books(request: HttpRequest) -> HttpResponse:
    """The books by year, agency and type, and the numbers of those that are asked for."""
    asked = AskedBook.read(request)
    rows = asked.rows()
    pages = pager(request, len(rows), PAGE_ROWS)
    books = NumberBook.objects.all()
    if asked.kept is not None:
        books = books.filter(agency__in=asked.kept)
    years = list(books.order_by("-year").values_list("year", flat=True).distinct())
    entries = list(asked.entries().prefetch_related(None)[:MOST_ROWS]) if not asked.words else []
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "portal/outgoing/books.html",
        {
            "rows": rows[pages.first_item - 1 if pages.total else 0 : pages.last_item],
            "pager": pages,
            "sums": sums_of(entries),
            "years": years or [asked.year],
            "asked": asked,
            "query": kept.urlencode(),
            "types": DOCUMENT_TYPES,
            "agencies": [one for one in the_options().agencies if keeps(request, one.code)],
            "largest": LARGEST_NUMBER,
        },
    )


@require_safe
@needs(Right.CLERK)
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The numbers that are asked for, as a workbook."""
    asked = AskedBook.read(request)
    rows = _taken_away(request, asked, "xlsx")
    name = f"so-van-ban-di-{asked.year}.xlsx"
    return FileResponse(workbook(rows, asked.title), as_attachment=True, filename=name, content_type=_XLSX)


@require_safe
@needs(Right.CLERK)
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF/A."""
    asked = AskedBook.read(request)
    rows = _taken_away(request, asked, "pdf")
    names = {one.code: one.name for one in the_options().agencies}
    agency = names.get(asked.agency, next(iter(names.values()), "") if len(names) == 1 else "")
    response = HttpResponse(printed(rows, asked.title, agency), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="so-van-ban-di-{asked.year}.pdf"'
    return response


@require_POST
@needs(Right.CLERK)
def begin_book(request: HttpRequest) -> HttpResponse:
    """Lets an unused book of this year begin at a number."""
    form = request.POST
    try:
        agency = the_options().agency(form.get("agency", ""))
        if not keeps(request, agency.code):
            raise Http404("another agency's book")
        type_code = form.get("type", "")
        if type_code in DOCUMENT_TYPES:
            begins_at = _number(form.get("begins_at", ""))
            open_book(agency.code, type_code, timezone.localdate().year, begins_at=begins_at)
            messages.success(request, _("Đã đặt số bắt đầu của sổ."))
    except HosoError as error:
        tell(request, error)
    return redirect("outgoing_books")


def _taken_away(request: HttpRequest, asked: AskedBook, form: str) -> list[BookRow]:
    rows = asked.rows()
    note(request, Kind.EXPORTED, object=f"books:{asked.year}", form=form, records=len(rows))
    return rows


def _number(text: str) -> int:
    return short_number(text, digits=6) or 0
