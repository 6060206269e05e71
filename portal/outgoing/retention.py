"""Empties the desk of what went out long ago, where the archive holds the same bytes; and gives it back.

The desk's copies serve whoever looks a document up in its first weeks. Nothing is removed before the
archive's own copy has been read and found equal, and the rows let go of the files before they go.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from archive import Archive
from archive.fixity import chunks_of, sha512_of
from portal.models import OutgoingDocument, OutgoingFile
from portal.outgoing.desk_folder import Desk
from portal.outgoing.laying import archived_draft, archived_path
from portal.outgoing.states import DocumentState
from records.errors import HosoError

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Documents looked at in one sweep: each is read twice."""


def empty_desk(desk: Desk, archive: Archive, *, days: int, now: datetime | None = None) -> int:
    """Lets go of the files of documents issued more than `days` ago; how many. 0 days keeps all for ever."""
    if days <= 0:
        return 0
    before = (now or timezone.now()) - timedelta(days=days)
    old = OutgoingDocument.objects.filter(
        state=DocumentState.ISSUED, told=True, awaits_level=False, settled_at__lt=before
    )
    held = old.filter(files__current__gt="", batch=None).exclude(files__source_path__gt="").distinct()
    emptied = 0
    for document in held.select_related("entry__book").order_by("pk")[:AT_ONCE]:
        try:
            emptied += _empty(desk, archive, document)
        except (HosoError, OSError) as error:
            log.warning("outgoing %s stays on the desk: %s", document.pk, type(error).__name__)
    return emptied


def bring_back(desk: Desk, archive: Archive, document: OutgoingDocument) -> None:
    """Lays files that the desk let go of there again, as the archive holds them, to be worked on."""
    for file in document.files.filter(current=""):
        with archive.open(document.record_id, archived_path(document.entry, file)) as stream:
            kept = desk.keep(chunks_of(stream))
        if not OutgoingFile.objects.filter(pk=file.pk, current="").update(current=kept.name):
            desk.forget(kept.name)


@contextmanager
def at_hand(
    desk: Desk,
    archive: Archive,
    document: OutgoingDocument,
    file: OutgoingFile,
    *,
    as_handed_in: bool = False,
) -> Iterator[Path]:
    """A path to read a file at: on the desk, or a copy of the archive's that is gone afterwards.

    Raises `ObjectMissing` or `StoreFailed` when the archive cannot give it.
    """
    name = file.handed_in if as_handed_in else file.current
    if name:
        yield desk.path(name)
        return
    path = archived_draft(file) if as_handed_in else archived_path(document.entry, file)
    with desk.work_folder() as work:
        target = work / "file.pdf"
        with archive.open(document.record_id, path) as stream, target.open("wb") as out:
            shutil.copyfileobj(stream, out)
        yield target


def _empty(desk: Desk, archive: Archive, document: OutgoingDocument) -> bool:
    files = list(document.files.all())
    for file in files:
        if not _is_archived(desk, archive, document, file):
            log.warning("outgoing %s stays on the desk: the archive holds something else", document.pk)
            return False
    with transaction.atomic():
        held = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
        if held.awaits_level or [file.current for file in held.files.all()] != [one.current for one in files]:
            return False  # renewed meanwhile: another time
        held.files.update(current="", handed_in="", words="")
    desk.forget(*(name for file in files for name in (file.current, file.handed_in, file.words)))
    return True


def _is_archived(desk: Desk, archive: Archive, document: OutgoingDocument, file: OutgoingFile) -> bool:
    pairs = (
        (file.current, archived_path(document.entry, file)),
        (file.handed_in, archived_draft(file)),
    )
    for name, path in pairs:
        if name:
            with archive.open(document.record_id, path) as held, desk.path(name).open("rb") as here:
                if sha512_of(chunks_of(held)) != sha512_of(chunks_of(here)):
                    return False
    return True
