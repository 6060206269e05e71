"""Prints number and date on a document and its appendices when it has got them, before anybody signs it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.models import OutgoingDocument, OutgoingFile
from portal.outgoing.desk_folder import Desk
from portal.outgoing.document_types import COPIES, format_number, symbol_of
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.moving import move_locked
from portal.outgoing.number_books import foreseen_number
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.places import place_from
from portal.outgoing.states import DocumentState
from portal.outgoing.steps import PrintTask, print_on
from portal.outgoing.workshop import Workshop
from signing.printing.number import ByHand


def print_number_on(shop: Workshop, document: OutgoingDocument) -> None:
    """Prints what the book gave; when that fails the number stays with the document and it is tried again.

    A copy carries its text block instead, which the agency's signature draws (Decree 30, Appendix I).
    """
    targets: dict[int, str] = {}
    try:
        if document.type_code not in COPIES:
            _print(shop, document, targets)
        _go_on(document, targets)
    except BaseException:
        for target in targets.values():
            shop.desk.forget(target)
        raise


def _print(shop: Workshop, document: OutgoingDocument, targets: dict[int, str]) -> None:
    """Prints on each file; `targets` has the new ones by ordinal, also when it fails half way."""
    agency = shop.options.outgoing.agency(document.agency)
    entry = document.entry
    for file in document.files.all():
        targets[file.ordinal] = shop.desk.new_name()
        task = PrintTask(
            source=shop.desk.path(file.handed_in),
            target=shop.desk.path(targets[file.ordinal]),
            number=format_number(entry.number),
            symbol=entry.symbol,
            day=entry.issued_on,
            place=agency.place or None,
            is_appendix=bool(file.ordinal),
            verification_page=shop.options.outgoing.verification_page,
            proof_code=document.proof_code,
            words=None if file.ordinal or not file.words else shop.desk.path(file.words),
            by_hand=None if file.ordinal else shown_by_hand(document),
        )
        shop.submit(print_on, task, pages=file.page_count)


def trial_task(
    desk: Desk, options: OutgoingOptions, file: OutgoingFile, target: Path, *, words: str, number: int = 0
) -> PrintTask:
    """Prints on a copy a provisional number, and today's date.

    `words` names what was read on a scan, on the desk; empty for a file with its own text. Without `number`
    it is the one that the document would get in its turn.
    """
    document = file.document
    agency, today = options.agency(document.agency), timezone.localdate()
    return PrintTask(
        source=desk.path(file.handed_in),
        target=target,
        number=format_number(number or foreseen_number(document, today.year)),
        symbol=symbol_of(document.type_code, agency.symbol, document.unit or agency.first_unit),
        day=today,
        place=agency.place or None,
        is_appendix=bool(file.ordinal),
        words=None if file.ordinal or not words else desk.path(words),
        by_hand=None if file.ordinal else shown_by_hand(document),
    )


def shown_by_hand(document: OutgoingDocument) -> ByHand:
    """Where a clerk showed that number and date go."""
    return ByHand(place_from(document.number_place), place_from(document.date_place))


def _go_on(document: OutgoingDocument, targets: Mapping[int, str]) -> None:
    with transaction.atomic():
        held = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
        for ordinal, target in targets.items():
            OutgoingFile.objects.filter(document=held, ordinal=ordinal).update(current=target)
        to = DocumentState.SIGNING if held.signers.exists() else DocumentState.SIGNED
        move_locked(held, to, printed=bool(targets), reason_code="", reason_vi="", attempts=0)
        if targets:
            note(held.pk, EventKind.PRINTED, SYSTEM, notation=held.entry.notation)
