"""Archives a sealed document with its proof, lays it in `signed/` and closes its line in the book.

First the archive, then the folder, last the rows: what a crash cuts off is done again, to the same end.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.catalogue.index import replace_records
from portal.catalogue.rebuild import read_deposited
from portal.intake import durable
from portal.models import BookEntry, OutgoingDocument
from portal.outgoing.document_types import OF_RECORD_TYPE
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.laying import archived_draft, archived_path, file_name, lay
from portal.outgoing.moving import move_locked
from portal.outgoing.number_books import twins_of
from portal.outgoing.proof import PROOF, proof_of
from portal.outgoing.states import DocumentState, EntryState
from portal.outgoing.steps import RecordTask, make_record
from portal.outgoing.workshop import Workshop
from portal.webhooks.happenings import Happening
from portal.webhooks.outbox import tell_of_document
from records import RecordId, record_id_for
from records.record import dump_json


def issue(shop: Workshop, document: OutgoingDocument) -> None:
    """Everything that follows the seal; what it raises is tried again later."""
    main = document.files.get(ordinal=0)
    sha256 = durable.digest_of(shop.desk.path(main.current))
    record_id = record_id_for(sha256)
    if not shop.archive.has(record_id):
        with shop.desk.work_folder() as work:
            _deposit(shop, document, record_id, sha256, work)
    laid_in = lay(shop.desk, document)
    _close(shop, document, record_id, laid_in)


def _deposit(
    shop: Workshop, document: OutgoingDocument, record_id: RecordId, sha256: str, work: Path
) -> None:
    entry = document.entry
    files = list(document.files.all())
    name = file_name(entry, files[0])
    task = RecordTask(
        path=shop.desk.path(files[0].current),
        name=name,
        sha256=sha256,
        created=document.sealed_at or timezone.now(),
        hint=record_type_of(document.type_code),
        reading=shop.options.reading,
        threshold=shop.options.threshold,
        folder=work,
        trust_folder=shop.options.outgoing.trust_folder,
        others=tuple(shop.desk.path(file.current) for file in files[1:]),
    )
    made = shop.submit(make_record, task, pages=files[0].page_count)
    verified = {file.ordinal: report for file, report in zip(files, made.reports, strict=True)}
    contents: dict[str, Path | bytes] = {one: work / one for one in made.files}
    contents["intake.json"] = dump_json(_intake(shop, document))
    contents[PROOF] = dump_json(proof_of(shop.desk, document, verified))
    for file in files:
        contents[archived_path(entry, file)] = shop.desk.path(file.current)
        contents[archived_draft(file)] = shop.desk.path(file.handed_in)
    shop.archive.deposit(record_id, contents, message="Ban hành", user=SYSTEM, created=task.created)


def record_type_of(type_code: str) -> str:
    """The record type that a document type most often is; empty where the catalogue has none."""
    return next((name for name, code in OF_RECORD_TYPE.items() if code == type_code), "")


def _intake(shop: Workshop, document: OutgoingDocument) -> dict[str, object]:
    return {
        "received_at": timezone.localtime(document.received_at).isoformat(timespec="seconds"),
        "unit": shop.options.outgoing.agency(document.agency).name,
        "hint": record_type_of(document.type_code),
        "folder": document.folder,
        "name": document.files.get(ordinal=0).name,
        **({"sent_by": document.sender} if document.sender else {}),
        "outgoing": document.pk,
    }


def _close(shop: Workshop, document: OutgoingDocument, record_id: RecordId, laid_in: str) -> None:
    deposited = read_deposited(shop.archive, record_id)
    entry = document.entry
    agency = shop.options.outgoing.agency(document.agency)
    numbered = (entry.notation, agency.name)
    twins = [one.record_id for one in twins_of([numbered], entry.book.year, besides=record_id)[numbered]]
    with transaction.atomic():
        held = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
        replace_records([deposited])
        move_locked(
            held,
            DocumentState.ISSUED,
            record_id=record_id,
            laid_in=laid_in,
            reason_code="",
            reason_vi="",
            attempts=0,
        )
        BookEntry.objects.filter(document=held).update(state=EntryState.ISSUED)
        note(held.pk, EventKind.ARCHIVED, SYSTEM, record=record_id, version=deposited.version)
        tell_of_document(Happening.OUTGOING_ISSUED, held.pk)
        note(held.pk, EventKind.ISSUED, SYSTEM, notation=entry.notation, laid_in=laid_in, twins=twins)
