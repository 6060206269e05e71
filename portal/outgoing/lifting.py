"""Lifts what was signed while a service was down to the level asked for, and archives it as a new version."""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive import Archive
from portal.catalogue.index import replace_records
from portal.catalogue.rebuild import read_deposited
from portal.intake import durable
from portal.models import OutgoingDocument, OutgoingFile
from portal.outgoing.desk_folder import Desk
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.laying import archived_path, lay
from portal.outgoing.moving import step_failed
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.proof import PROOF, proof_of
from portal.outgoing.states import DocumentState
from portal.outgoing.steps import report_on
from records.errors import ServiceUnavailable, SigningRefused
from records.record import dump_json

if TYPE_CHECKING:
    from signing.services import Services

log = logging.getLogger(__name__)

AT_ONCE = 20
FIRST_WAIT_SECONDS = 60.0
SILENCE_SECONDS = 600.0
"""Longest wait for a service; a dead one is left alone by the services, too."""
REFUSAL_SECONDS = 6 * 3600.0
"""Longest wait after a refusal: only a person can change it, such as by laying in a root."""


class Waits:
    """Which documents are left alone for a while, each time for longer; a new start forgets it."""

    def __init__(self) -> None:
        self._tries: dict[int, int] = {}
        self._until: dict[int, float] = {}

    def hold(self, document_id: int, longest_seconds: float) -> None:
        """It failed: one minute, then two, four and so on."""
        tries = self._tries[document_id] = self._tries.get(document_id, 0) + 1
        wait = min(FIRST_WAIT_SECONDS * 2.0 ** min(tries - 1, 20), longest_seconds)
        self._until[document_id] = time.monotonic() + wait

    def held(self) -> list[int]:
        """Those that are not to be tried now."""
        return [document_id for document_id, until in self._until.items() if until > time.monotonic()]


def lift_due(options: OutgoingOptions, desk: Desk, archive: Archive, waits: Waits) -> int:
    """Lifts issued documents that wait for a level; how many were. What fails stops no other."""
    waiting = OutgoingDocument.objects.filter(awaits_level=True, state=DocumentState.ISSUED)
    waiting = waiting.exclude(pk__in=waits.held())
    if options.services is None or options.trust_folder is None or not waiting.exists():
        return 0
    from signing.services import open_services  # noqa: PLC0415  pyHanko takes a second to load
    from signing.trust import TrustStore  # noqa: PLC0415

    lifted = 0
    with open_services(options.services, TrustStore.from_folder(options.trust_folder)) as services:
        for document in waiting.order_by("attempts", "pk")[:AT_ONCE]:
            try:
                reached = [_lift_file(options, desk, file, services) for file in document.files.all()]
                if all(reached):
                    archive_again(options, desk, archive, document)
                    lifted += 1
            except ServiceUnavailable as error:
                # One signer's authority may be silent while those of others answer.
                log.info("lifting of outgoing %s waits: %s", document.pk, error.code)
                waits.hold(document.pk, SILENCE_SECONDS)
            except SigningRefused as error:
                # Revoked before it had a time, for example: staff must know, and the others go on.
                step_failed(document.pk, error.code, error.remedy_vi, SYSTEM)
                waits.hold(document.pk, REFUSAL_SECONDS)
    return lifted


def _lift_file(options: OutgoingOptions, desk: Desk, file: OutgoingFile, services: Services) -> bool:
    """Lifts one file, a new one beside it; whether it has reached the level asked for."""
    from signing.lifting import lift  # noqa: PLC0415

    if file.level == options.level.value:
        return True
    name = desk.new_name()
    try:
        shutil.copyfile(desk.path(file.current), desk.path(name))
        reached = lift(desk.path(name), services, options.level)
    except BaseException:
        desk.forget(name)
        raise
    if reached.rank < options.level.rank:
        desk.forget(name)
        return False
    with transaction.atomic():
        OutgoingFile.objects.filter(pk=file.pk).update(current=name, level=reached.value)
        note(file.document_id, EventKind.LIFTED, SYSTEM, file=file.ordinal, level=reached.value)
    return True


def archive_again(
    options: OutgoingOptions,
    desk: Desk,
    archive: Archive,
    document: OutgoingDocument,
    *,
    message: str = "Nâng mức chữ ký",
) -> None:
    """A new version with the files as they are now and a new proof; the record keeps its identifier."""
    entry = document.entry
    files = list(document.files.all())
    held = read_deposited(archive, document.record_id)
    main = desk.path(files[0].current)
    record = replace(held.record, source=replace(held.record.source, sha256=durable.digest_of(main)))
    verified = {file.ordinal: report_on(desk.path(file.current), options.trust_folder) for file in files}
    changes: dict[str, Path | bytes | None] = {
        archived_path(entry, file): desk.path(file.current) for file in files
    }
    changes["record.json"] = dump_json(record.to_json())
    changes[PROOF] = dump_json(proof_of(desk, document, verified))
    archive.revise(document.record_id, changes, message=message, user=SYSTEM, created=timezone.now())
    lay(desk, document)
    deposited = read_deposited(archive, document.record_id)
    with transaction.atomic():
        replace_records([deposited])
        OutgoingDocument.objects.filter(pk=document.pk).update(
            awaits_level=any(file.level != options.level.value for file in files),
            reason_code="",
            reason_vi="",
            attempts=0,
        )
        note(document.pk, EventKind.ARCHIVED, SYSTEM, record=document.record_id, version=deposited.version)
