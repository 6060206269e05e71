"""Prints number and date on a document that has got them, before anybody signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from portal.models import OutgoingDocument, OutgoingFile
from portal.outgoing.document_types import COPIES, format_number
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.moving import move_locked
from portal.outgoing.states import DocumentState
from portal.outgoing.steps import PrintTask, print_on

if TYPE_CHECKING:
    from portal.outgoing.keeper import Keeper


def print_number_on(keeper: Keeper, document: OutgoingDocument) -> None:
    """Prints what the book gave; when that fails the number stays with the document and it is tried again.

    A copy carries its text block instead, which the agency's signature draws (Decree 30, Appendix I).
    """
    if document.type_code in COPIES:
        _go_on(document, None)
        return
    agency = keeper.options.outgoing.agency(document.agency)
    main = document.files.get(ordinal=0)
    entry = document.entry
    target = keeper.desk.new_name()
    task = PrintTask(
        source=keeper.desk.path(main.handed_in),
        target=keeper.desk.path(target),
        number=format_number(entry.number),
        symbol=entry.symbol,
        day=entry.issued_on,
        place=agency.place or None,
        verification_page=keeper.options.outgoing.verification_page,
        proof_code=document.proof_code,
    )
    keeper.submit(print_on, task, pages=main.page_count)
    try:
        _go_on(document, target)
    except BaseException:
        keeper.desk.forget(target)
        raise


def _go_on(document: OutgoingDocument, target: str | None) -> None:
    with transaction.atomic():
        held = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
        if target is not None:
            OutgoingFile.objects.filter(document=held, ordinal=0).update(current=target)
        to = DocumentState.SIGNING if held.signers.exists() else DocumentState.SIGNED
        move_locked(held, to, printed=target is not None, reason_code="", reason_vi="", attempts=0)
        if target is not None:
            note(held.pk, EventKind.PRINTED, SYSTEM, notation=held.entry.notation)
