"""Reads a draft when it has come in: its type, subject and signer, and whether it can be signed at all."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.models import OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.document_types import (
    COPIES,
    DOCUMENT_TYPES,
    OFFICIAL_LETTER,
    format_number,
    symbol_of,
)
from portal.outgoing.ending import refuse
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.handing_in import URGENCIES
from portal.outgoing.moving import move_locked
from portal.outgoing.number_books import next_number
from portal.outgoing.options import OutgoingAgency
from portal.outgoing.states import DocumentState
from portal.outgoing.steps import PaperRead, PaperTask, PrintTask, print_on, read_paper
from records.errors import NoSpace, PageFailed, SigningRefused, SourceRefused

if TYPE_CHECKING:
    from portal.outgoing.keeper import Keeper


def check(keeper: Keeper, document: OutgoingDocument) -> None:
    """Fills what its author left out from its pages; a file that cannot be opened goes back to the sender."""
    reads: list[PaperRead] = []
    for file in document.files.all():
        try:
            task = PaperTask(keeper.desk.path(file.current), keeper.options.reading)
            reads.append(keeper.submit(read_paper, task))
        except SourceRefused as error:
            refuse(document.pk, by=SYSTEM, why=f"{file.name}: {error.remedy_vi}")
            return
        except PageFailed:
            # Reading helps, no more: a page that nobody can read can still be signed by who knows it.
            reads.append(PaperRead(page_count=0))
    if fault := _fault_in_printing(keeper, document, reads):
        refuse(document.pk, by=SYSTEM, why=fault)
        return
    _write_down(keeper, document, reads)


def said_by_symbol(symbol: str, agency: OutgoingAgency) -> tuple[str, str]:
    """Type and unit that a symbol names: `QĐ-UBND` a decision, `UBND-VP` a công văn of VP; else empty."""
    first, _dash, rest = symbol.partition("-")
    if first == agency.symbol:
        return OFFICIAL_LETTER, rest
    return (first, "") if rest == agency.symbol and first in DOCUMENT_TYPES else ("", "")


def _fault_in_printing(keeper: Keeper, document: OutgoingDocument, reads: list[PaperRead]) -> str:
    """Why number and date could not be printed, tried before a number is spent on them; else empty."""
    main = reads[0]
    agency = keeper.options.outgoing.agency(document.agency)
    type_code = document.type_code or said_by_symbol(main.symbol, agency)[0] or main.type_code
    if type_code in {"", *COPIES}:
        return ""
    today = timezone.localdate()
    for file, read in zip(document.files.all(), reads, strict=True):
        target = keeper.desk.new_name()
        task = PrintTask(
            source=keeper.desk.path(file.handed_in),
            target=keeper.desk.path(target),
            number=format_number(next_number(agency.code, type_code, today.year)),
            symbol=symbol_of(type_code, agency.symbol, unit_of(document, main, agency)),
            day=today,
            place=agency.place or None,
            is_appendix=bool(file.ordinal),
        )
        try:
            keeper.submit(print_on, task, pages=max(1, read.page_count))
        except NoSpace:
            raise
        except SigningRefused as error:
            return f"{file.name}: {error.remedy_vi}" if file.ordinal else error.remedy_vi
        finally:
            keeper.desk.forget(target)
    return ""


def unit_of(document: OutgoingDocument, read: PaperRead, agency: OutgoingAgency) -> str:
    """The drafting unit: as the sender says, as the page says, or the most usual one."""
    return document.unit or said_by_symbol(read.symbol, agency)[1] or agency.first_unit


def _write_down(keeper: Keeper, document: OutgoingDocument, reads: list[PaperRead]) -> None:
    main = reads[0]
    agency = keeper.options.outgoing.agency(document.agency)
    with transaction.atomic():
        held = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
        for file, read in zip(held.files.all(), reads, strict=True):
            OutgoingFile.objects.filter(pk=file.pk).update(page_count=read.page_count)
        if held.signers.count() == 1 and main.prefix:
            OutgoingSigner.objects.filter(document=held, prefix="").update(prefix=main.prefix)
        move_locked(
            held,
            DocumentState.CHECKED,
            type_code=held.type_code or said_by_symbol(main.symbol, agency)[0] or main.type_code,
            unit=unit_of(held, main, agency)[:32],
            subject=held.subject or main.subject,
            urgency=held.urgency or (main.urgency if main.urgency in URGENCIES else ""),
            as_read=asdict(main),
            reason_code="",
            reason_vi="",
            attempts=0,
        )
        note(
            held.pk, EventKind.CHECKED, SYSTEM, type=held.type_code, pages=[read.page_count for read in reads]
        )
