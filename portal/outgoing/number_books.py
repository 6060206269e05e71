"""Gives numbers: in sequence, each once, in the transaction that commits the document's state.

A number and the state "numbered" are committed together or not at all, so a crash leaves neither a gap nor
a document with two numbers. What happens afterwards (printing fails, the document is recalled) never gives a
number back: it stays in the book with who, when and why (Decree 30/2020, Art. 15: unique in the year).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from portal.catalogue.folding import fold
from portal.models import BookEntry, CatalogueRecord, NumberBook, OutgoingDocument
from portal.outgoing.document_types import DOCUMENT_TYPES, symbol_of
from portal.outgoing.events import EventKind, note
from portal.outgoing.moving import move_locked
from portal.outgoing.options import OutgoingAgency
from portal.outgoing.states import DocumentState, EntryState
from portal.outgoing.waiting import is_tried, ready_for_number
from records.errors import OutOfTurn

LARGEST_NUMBER = 99_999
"""What the types' files and Decree 30's CodeNumber can hold."""


MOST_TWINS = 20
"""Records of one number that are looked at: every office has its own number 1 of each year."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A document elsewhere with the same number, symbol and issuer."""

    record_id: str
    title: str


def allocate(document_id: int, agency: OutgoingAgency, *, by: str, today: date | None = None) -> BookEntry:
    """Gives the document the next number of its book, dated today; its own again if it has one already.

    Raises `OutOfTurn` when the document does not wait for a number or nobody has said its type.
    """
    day = today or timezone.localdate()
    with transaction.atomic():
        document = OutgoingDocument.objects.select_for_update().get(pk=document_id)
        held: BookEntry | None = BookEntry.objects.filter(document=document).first()
        if held is not None:
            return held
        _must_be_ready(document)
        book = _next_in(_held_book(agency.code, document.type_code, day.year))
        entry: BookEntry = BookEntry.objects.create(
            book=book,
            number=book.last,
            symbol=symbol_of(document.type_code, agency.symbol, document.unit or agency.first_unit),
            issued_on=day,
            document=document,
            subject=document.subject,
            given_by=by[:150],
            given_at=timezone.now(),
        )
        move_locked(document, DocumentState.NUMBERED, reason_code="", reason_vi="", attempts=0)
        note(document.pk, EventKind.NUMBERED, by, notation=entry.notation, date=day.isoformat())
    return entry


def next_number(agency_code: str, type_code: str, year: int) -> int:
    """Which number comes next; it is promised to nobody."""
    book = NumberBook.objects.filter(agency=agency_code, type_code=type_code, year=year).first()
    return (book.last if book else 0) + 1


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What documents that wait would get if all that are ready were numbered now, in the order they came."""

    numbers: Mapping[int, int]
    """By the document's row; it has none while something is lacking."""
    firsts: Mapping[tuple[str, str], int]
    """The next number of each book, by agency and type; 1 for a book that is not there."""

    def first(self, document: OutgoingDocument) -> int:
        """The next number of the document's book."""
        return self.firsts.get((document.agency, document.type_code), 1)


def foreseen_numbers(year: int) -> Foreseen:
    """Numbers that are provisional: whoever gives them first, or some of them only, moves the others."""
    books = NumberBook.objects.filter(year=year).values_list("agency", "type_code", "last")
    firsts = {(agency, type_code): last + 1 for agency, type_code, last in books}
    coming, numbers = dict(firsts), {}
    for document_id, *book in ready_for_number().values_list("pk", "agency", "type_code"):
        key = (book[0], book[1])
        numbers[document_id] = coming.setdefault(key, 1)
        coming[key] += 1
    return Foreseen(numbers, firsts)


def foreseen_number(document: OutgoingDocument, year: int) -> int:
    """The provisional number of one document; what lacks something counts as if it came to be ready now."""
    same_book = ready_for_number().filter(agency=document.agency, type_code=document.type_code)
    before = same_book.filter(pk__lt=document.pk).count()
    return next_number(document.agency, document.type_code, year) + before


def open_book(agency_code: str, type_code: str, year: int, *, begins_at: int) -> NumberBook:
    """Lets an unused book begin at a number, where the office comes from other books within a year.

    Raises `OutOfTurn` when the book has given a number already.
    """
    if not 1 <= begins_at <= LARGEST_NUMBER:
        raise OutOfTurn(
            f"a book cannot begin at {begins_at}",
            remedy_vi=f"Sổ phải bắt đầu từ 1 đến {LARGEST_NUMBER}.",
            remedy_en=f"A book begins at 1 to {LARGEST_NUMBER}.",
        )
    with transaction.atomic():
        book = _held_book(agency_code, type_code, year)
        if book.entries.exists():
            raise OutOfTurn(
                "the book has given numbers",
                remedy_vi="Sổ này đã cấp số nên không đổi được số bắt đầu.",
                remedy_en="This book has given numbers already; where it begins cannot be changed.",
            )
        book.begins_at, book.last = begins_at, begins_at - 1
        book.save(update_fields=["begins_at", "last"])
    return book


def end_entry(document: OutgoingDocument, *, by: str, why: str) -> None:
    """Marks the number of a recalled or refused document as not issued; within the caller's transaction."""
    BookEntry.objects.filter(document=document, state=EntryState.GIVEN).update(
        state=EntryState.NOT_ISSUED, ended_by=by[:150], ended_at=timezone.now(), ended_why=why
    )


Numbered = tuple[str, str]
"""Number with symbol, and the issuer's name."""


def twins_of(
    numbered: Collection[Numbered], year: int, *, besides: str = ""
) -> Mapping[Numbered, list[Twin]]:
    """Records of that year with the same number, symbol and issuer (Decree 30/2020, Appendix VI).

    One question to the database, however many are asked of. A record without an issuer counts as one's own.
    """
    found: dict[Numbered, list[Twin]] = {one: [] for one in numbered}
    names = {name: fold(name) for _notation, name in found}
    for notation, *twin, issuing in _bearing({notation for notation, _name in found}, year, besides):
        for one, twins in found.items():
            issuer = names[one[1]]
            if one[0] == notation and (not issuer or not issuing or fold(str(issuing)) == issuer):
                twins.append(Twin(*twin))
    return found


def _bearing(notations: Collection[str], year: int, besides: str) -> Iterable[tuple[Any, ...]]:
    """Number, identifier, title and issuer of records with these numbers, the newest few of each."""
    newest = [F("received_at").desc(), F("record_id")]
    place = Window(RowNumber(), partition_by=[F("document_number")], order_by=newest)
    rows = CatalogueRecord.objects.filter(document_number__in=notations, document_date__year=year)
    rows = rows.exclude(pk=besides).annotate(place=place).filter(place__lte=MOST_TWINS)
    issuing = "record__fields__issuing_agency__value"
    return rows.values_list("document_number", "record_id", "title", issuing)


def _must_be_ready(document: OutgoingDocument) -> None:
    if document.type_code not in DOCUMENT_TYPES:
        raise OutOfTurn(
            "no document type",
            remedy_vi="Chưa chọn loại văn bản nên chưa cấp số được. Hãy chọn loại rồi cấp số.",
            remedy_en="The document's type is not known yet. Choose it, then give the number.",
        )
    if document.state == DocumentState.CHECKED and not is_tried(document):
        raise OutOfTurn(
            "number and date are not tried on the page",
            remedy_vi="Chưa in thử được số, ngày lên văn bản này. Hãy đợi vài giây, hoặc chỉ chỗ in số, "
            "rồi cấp số lại.",
            remedy_en="Number and date could not be tried on its page yet. Wait a few seconds, or show where "
            "they go, then give the number.",
        )


def _held_book(agency_code: str, type_code: str, year: int) -> NumberBook:
    """The book's row, locked until the transaction ends (as is the whole database: writers take turns)."""
    NumberBook.objects.get_or_create(agency=agency_code, type_code=type_code, year=year)
    book: NumberBook = NumberBook.objects.select_for_update().get(
        agency=agency_code, type_code=type_code, year=year
    )
    return book


def _next_in(book: NumberBook) -> NumberBook:
    if book.last >= LARGEST_NUMBER:
        raise OutOfTurn(f"the book is full at {book.last}")
    book.last += 1
    book.save(update_fields=["last"])
    return book
