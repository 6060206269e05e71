"""Renews what was issued: its archive timestamps, in the archive as a new version and in `signed/`.

What is renewed is a copy beside the one in use; rows, archive and `signed/` follow once it is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from archive import Archive
from portal.models import OutgoingDocument, OutgoingFile
from portal.outgoing.desk_folder import Desk
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.laying import SIGNED, file_name
from portal.outgoing.lifting import archive_again
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.retention import at_hand, bring_back
from portal.outgoing.states import DocumentState

if TYPE_CHECKING:
    from signing.renewing import Renewal
    from signing.services import Services


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One file of an issued document."""

    document: OutgoingDocument
    file: OutgoingFile
    kept: Path
    """The bytes in use: on the desk, else in `signed/`, where the desk let go of them."""
    laid: Path
    """Where it lies in `signed/`."""


def issued_files(desk: Desk) -> Iterator[IssuedFile]:
    """Every file of every issued document, the oldest first."""
    documents = OutgoingDocument.objects.filter(state=DocumentState.ISSUED).select_related("entry__book")
    for document in documents.order_by("pk").iterator(chunk_size=200):
        folder = desk.data_dir / SIGNED / str(document.entry.book.year) / document.agency
        for file in document.files.all():
            laid = folder / file_name(document.entry, file)
            yield IssuedFile(document, file, desk.path(file.current) if file.current else laid, laid)


def renew_issued(
    issued: IssuedFile,
    options: OutgoingOptions,
    desk: Desk,
    archive: Archive,
    services: Services,
    *,
    before: datetime,
) -> Renewal:
    """Renews one file as far as it is due before `before`; its archive object gets a new version then.

    A file that fails stays as it was, and what is answered carries the reason.
    """
    from signing.renewing import Fate, renew  # noqa: PLC0415  pyHanko takes a second to load

    name = desk.new_name()
    try:
        with at_hand(desk, archive, issued.document, issued.file) as held:
            shutil.copyfile(held, desk.path(name))
        renewal = renew(desk.path(name), services, before=before, level=options.level)
        if renewal.fate in {Fate.GOOD, Fate.FAILED}:
            desk.forget(name)
            return renewal
        _take(issued, name, options, desk, archive)
    except BaseException:
        desk.forget(name)
        raise
    return renewal


def _take(issued: IssuedFile, name: str, options: OutgoingOptions, desk: Desk, archive: Archive) -> None:
    """Row and archive together: a row that were ahead of the archive would never be archived."""
    level = options.level.value
    bring_back(desk, archive, issued.document)
    with transaction.atomic():
        OutgoingFile.objects.filter(pk=issued.file.pk).update(current=name, level=level)
        note(issued.document.pk, EventKind.LIFTED, SYSTEM, file=issued.file.ordinal, level=level)
        archive_again(options, desk, archive, issued.document, message="Gia hạn dấu thời gian")
