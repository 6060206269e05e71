"""The intake ledger: nothing is taken from a person's folder before it is safe.

Stream to staging while hashing, sync, commit the row, and only then move the source to `done/`. Each step can
be begun again, so after a crash `recover` ends what was open: a row that still names a source means the
move is owed; a staged copy without a row means that the source was never touched.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.db.models import Exists, Q
from django.utils import timezone

from pipeline.limits import Limits
from portal.catalogue.folding import fold
from portal.intake import durable, originals, receiving, sent_bytes
from portal.intake.errand import Errand
from portal.intake.halves import side_of
from portal.intake.laying import Laying, one_mover
from portal.intake.staging import Staged, Staging
from portal.models import CatalogueRecord, IntakeFile, IntakePage, RescanRequest
from portal.models.intake import OUTSIDE_WORK
from portal.webhooks.happenings import Happening
from portal.webhooks.outbox import tell_of_file
from records import FileState, record_id_for
from records.errors import EmptyFile, SourceRefused, StoreFailed, TooLarge
from records.identifiers import record_id_in
from watch_folders import SettledFile

log = logging.getLogger(__name__)

INBOX = "inbox"
RETURNED_FOLDER = "khoi-phuc"
ORPHAN_SECONDS = 3600.0
"""A staged copy without a row is looked at after an hour: by then its source has been taken again."""
_PAGE_ASKED = re.compile(r"\btrang (\d{1,5})\b")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The file whose bytes are already known."""

    name: str
    when: str
    record_id: str


class Intake:
    """Takes files into one data directory. Threads may share it; two processes may not (`jobs.lock`)."""

    def __init__(self, data_dir: Path, limits: Limits | None = None) -> None:
        self.data_dir = data_dir
        self.limits = limits or Limits()
        self.staging = Staging(data_dir)
        self.laying = Laying(data_dir, self.staging)

    def take(
        self,
        path: Path,
        *,
        folder: str = "",
        unit: str = "",
        hint: str = "",
        errand: Errand | None = None,
    ) -> IntakeFile | None:
        """Takes one settled file from an inbox; `None` when it is gone or still changing: try again later.

        `folder` is its folder below the inbox, `/`-separated. The row that comes back is committed, its state
        received, duplicate or rejected. `errand` is for what a person sent. Raises `StoreFailed` when the
        disk is full; the file then lies untouched in the inbox.
        """
        with shortage_is_told():
            if self.laying.finish_owed(path):
                return None
            seen = durable.look(path)
            if seen is None:
                return None
            about = _About(path, originals.printable(path.name), folder, unit, hint, errand)
            if refusal := self.refusal(seen):
                return self._refuse(about, seen, refusal)
            try:
                staged = self.staging.stage(path)
            except (FileNotFoundError, PermissionError):
                log.warning("a file in the inbox cannot be read yet; it is tried again later")
                return None
            if staged is None:
                return None
            file = self._record(about, staged)
            self.laying.fetch_or_owe(file, staged.source)
            return file

    def receive(self, settled: SettledFile) -> None:
        """Takes what a watcher hands on; raises `StoreFailed` to be offered it again while it stays."""
        folder = settled.relative.parent.as_posix()
        taken = self.take(
            settled.path,
            folder="" if folder == "." else folder,
            unit=settled.unit,
            hint=settled.hint,
            errand=named_errand(settled.path.name),
        )
        if taken is None and durable.look(settled.path) is not None:
            raise StoreFailed("a file could not be taken yet")

    def reject(self, file_id: int, error: SourceRefused) -> None:
        """Gives a taken file back: the original into `rejected/` beside its reason, the ledger says why.

        Its duplicates share its fate, since no record came of it.
        """
        with shortage_is_told(), one_mover:
            with transaction.atomic():
                file = IntakeFile.objects.select_for_update().get(pk=file_id)
                if file.state == FileState.REMOVED:
                    return  # a person was quicker
                twins = IntakeFile.objects.filter(sha256=file.sha256, state=FileState.DUPLICATE)
                refused = [file, *twins]
                for each in refused:
                    self._mark_rejected(each, error)
                    release_other_side(each)
                IntakePage.objects.filter(file=file).update(reading="")
            for each in refused:
                self.laying.fetch_or_owe(each)
            log.info("intake %s rejected: %s", file_id, error.code)

    def recover(self) -> None:
        """Ends what a crash left open; to be called once at the start, before anything is taken."""
        with shortage_is_told():
            self.staging.remove_parts()
            sent_bytes.remove_broken_off(self.data_dir)
            receiving.remove_left(self.data_dir)
            for file in IntakeFile.objects.exclude(source_path=""):
                self.laying.fetch_or_owe(file)

    def sweep(self) -> None:
        """Settles staged copies that no row names; to be called now and then while folders are watched.

        One whose digest is known is left from a crash after its record was filed, or its source was taken
        again since: it goes. One that nobody knows (the database was lost or restored from before it) goes
        back to the inbox and is taken like any file.
        """
        receiving.remove_left(self.data_dir)
        named = set(IntakeFile.objects.exclude(staged_path="").values_list("staged_path", flat=True))
        for path in self.staging.whole_files(older_than_seconds=ORPHAN_SECONDS):
            if path.name in named:
                continue
            if _earlier(durable.digest_of(path)) is not None:
                path.unlink(missing_ok=True)
            else:
                durable.move(path, self.data_dir / INBOX / RETURNED_FOLDER / path.name)
                log.warning("a staged file without a ledger row was put back into the inbox")

    def refusal(self, seen: durable.Seen) -> SourceRefused | None:
        if seen.size_bytes == 0:
            return EmptyFile("0 bytes")
        if seen.size_bytes > self.limits.max_bytes:
            return TooLarge(f"{seen.size_bytes} bytes, at most {self.limits.max_bytes}")
        return None

    def _refuse(self, about: _About, seen: durable.Seen, error: SourceRefused) -> IntakeFile:
        # Not copied and not hashed: a file over the limit could itself fill the disk.
        file = about.row(sha256="", size_bytes=seen.size_bytes)
        with transaction.atomic():
            self._mark_rejected(file, error)
            about.noting(file)
        self.laying.fetch_or_owe(file, seen)
        return file

    def _record(self, about: _About, staged: Staged) -> IntakeFile:
        file = about.row(sha256=staged.sha256, size_bytes=staged.source.size_bytes)
        file.staged_path = staged.name
        file.record_id = file.replaces or record_id_for(staged.sha256)
        try:
            self.enter(file, about.noting)
        except DatabaseError:
            self._forget_copy(staged.name)
            raise
        return file

    def enter(self, file: IntakeFile, noting: Callable[[IntakeFile], object]) -> None:
        """Commits the row of a file that is staged, as a duplicate where its bytes are known.

        `noting` is called within the transaction.
        """
        try:
            with transaction.atomic():
                self.settle_if_known(file)
                file.laid_in = self.laying.free_place(originals.DONE, file)
                file.save()
                noting(file)
        except IntegrityError:  # the same bytes were taken by another hand in this very moment
            with transaction.atomic():
                self.settle_if_known(file)
                file.save()
                noting(file)

    def _forget_copy(self, staged: str) -> None:
        # A full disk is tried again and again: each try would leave a copy behind and fill it further.
        with contextlib.suppress(DatabaseError):
            if not IntakeFile.objects.filter(staged_path=staged).exists():
                self.staging.remove(staged)

    def settle_if_known(self, file: IntakeFile) -> None:
        earlier = _earlier(file.sha256)
        if earlier is None:
            return
        file.state, file.settled_at, file.record_id = FileState.DUPLICATE, timezone.now(), earlier.record_id
        file.reason_code = "Duplicate"
        file.reason_vi = f"Trùng hoàn toàn với tệp “{earlier.name}” đã nhận lúc {earlier.when}."
        file.reason_en = f"The same, byte for byte, as “{earlier.name}” received at {earlier.when}."

    def _mark_rejected(self, file: IntakeFile, error: SourceRefused) -> None:
        if file.laid_in and not file.source_path:
            file.source_path = originals.path_to_text(self.data_dir / file.laid_in)
        file.laid_in = self.laying.free_place(originals.REJECTED, file)
        file.state, file.settled_at, file.record_id = FileState.REJECTED, timezone.now(), ""
        file.partner = None
        file.reason_code, file.reason_vi = error.code, error.remedy_vi
        file.reason_en = originals.english_reason(error)
        file.save()
        tell_of_file(Happening.FILE_REJECTED, file)


def release_other_side(file: IntakeFile) -> None:
    """The half that was to become one record with `file` waits again; its own digest names it."""
    for half in IntakeFile.objects.filter(partner=file):
        half.partner, half.record_id, half.record_count = None, record_id_for(half.sha256), 1
        half.save(update_fields=["partner", "record_id", "record_count"])


def named_errand(name: str) -> Errand | None:
    """What the name of a dropped file asks for: `hs-… trang 3.pdf` is a new scan of page 3 of that record.

    Only of a record that waits to be scanned again, or that somebody asked for: of any other the name decides
    nothing.
    """
    record_id = record_id_in(name)
    asked = Q(needs_rescan=True) | Exists(RescanRequest.objects.filter(record_id=record_id, closed_at=None))
    if not record_id or not CatalogueRecord.objects.filter(asked, pk=record_id).exists():
        return None
    page = _PAGE_ASKED.search(fold(name))
    return Errand(replaces=record_id, page=int(page[1]) if page else 0)


@dataclass(frozen=True, slots=True)
class _About:
    path: Path
    name: str
    folder: str
    unit: str
    hint: str
    errand: Errand | None = None

    def noting(self, file: IntakeFile) -> None:
        (self.errand or Errand()).noting(file)

    def row(self, *, sha256: str, size_bytes: int) -> IntakeFile:
        errand = self.errand or Errand()
        return IntakeFile(
            replaces=errand.replaces,
            replaces_page=errand.page,
            answers_id=errand.answers_id,
            sent_by=errand.sent_by[:150],
            document_code=errand.document_code[:64],
            upload=errand.upload,
            record_count=0 if errand.replaces else 1,
            side=side_of(self.folder, self.name) or "",
            name=self.name,
            folder="/".join(originals.safe_parts(self.folder)),
            unit=originals.printable(self.unit) if self.unit else "",
            hint=originals.printable(self.hint) if self.hint else "",
            sha256=sha256,
            size_bytes=size_bytes,
            source_path=originals.path_to_text(self.path),
            state=FileState.RECEIVED,
            received_at=timezone.now(),
        )


def _earlier(sha256: str) -> Earlier | None:
    """The file with these bytes that is in work or in the archive, be it only known from the catalogue."""
    file = IntakeFile.objects.filter(sha256=sha256).exclude(state__in=OUTSIDE_WORK).first()
    if file is not None:
        return Earlier(file.name, _when(file.received_at), file.record_id)
    record = CatalogueRecord.objects.filter(source_sha256=sha256).first()
    if record is not None:
        return Earlier(record.source_name, _when(record.received_at), record.record_id)
    return None


def _when(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y")


@contextlib.contextmanager
def shortage_is_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if durable.is_shortage(error):
            raise StoreFailed(f"the disk of the data directory: {error.strerror}") from error
        raise
    except OperationalError as error:
        raise StoreFailed(f"the database: {error}") from error
