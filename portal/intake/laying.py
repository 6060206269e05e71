"""Lays originals where the ledger says that people find them again: `done/`, `rejected/`, `removed/`.

The row is committed first and names the source until the move is made, so that a crash or a share that is
away leaves a move owed and nothing lost; each step can be begun again.
"""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from django.utils import timezone

from portal.intake import durable, originals
from portal.intake.staging import Staging
from portal.models import IntakeFile
from portal.models.intake import OUTSIDE_WORK
from records import FileState

log = logging.getLogger(__name__)

one_mover = threading.RLock()
"""Held by whoever moves an original, or decides where it is to lie."""


class Laying:
    """Moves the originals of one data directory."""

    def __init__(self, data_dir: Path, staging: Staging) -> None:
        self.data_dir = data_dir
        self.staging = staging

    def free_place(self, root: str, file: IntakeFile) -> str:
        """A path below the data directory that neither the disk nor another row has."""

        def is_taken(place: str) -> bool:
            on_disk = os.path.lexists(self.data_dir / place)
            return on_disk or IntakeFile.objects.filter(laid_in=place).exists()

        day = timezone.localdate()
        return originals.place_for(root, day, file.folder, file.name, file.sha256, is_taken=is_taken)

    def finish_owed(self, path: Path) -> bool:
        """Whether the file at `path` was taken before and only had to be fetched from there."""
        for file in IntakeFile.objects.filter(source_path=originals.path_to_text(path)):
            is_the_same = self._is_original(file, path)
            self.fetch_or_owe(file)
            if is_the_same:
                return True
        return False

    def fetch_or_owe(self, file: IntakeFile, seen: durable.Seen | None = None) -> None:
        """Lays the original where the ledger says; when that fails the row goes on naming its source."""
        try:
            with one_mover:
                # Between the row's commit and now another thread may have moved it, or refused it.
                file.refresh_from_db()
                if file.source_path:
                    self._fetch(file, seen)
        except OSError as error:
            log.warning("intake %s: the original could not be moved yet (%s)", file.pk, error.strerror)

    def _fetch(self, file: IntakeFile, seen: durable.Seen | None) -> None:
        source, target = originals.path_from_text(file.source_path), self.data_dir / file.laid_in
        is_there = durable.look(source) == seen if seen else self._is_original(file, source)
        if is_there and seen is None and self._is_copied(file, source, target):
            source.unlink()  # a move across file systems had got as far as this
        elif is_there:
            self._move(file, source, target)
        elif not self._is_original(file, target):
            self._lay_copy(file, target)
        self._write_reason(file)
        if source.parent != target.parent or source.name != target.name:
            self._clear_old_reason(source)
        self._forget_source(file)

    def _move(self, file: IntakeFile, source: Path, target: Path) -> None:
        if file.size_bytes and (left := durable.look(target)) and left.size_bytes == 0:
            target.unlink()  # the name that an interrupted move had kept for itself
        try:
            durable.move(source, target)
        except FileExistsError:
            self._lay_elsewhere(file)
            durable.move(source, self.data_dir / file.laid_in)

    def _lay_copy(self, file: IntakeFile, target: Path) -> None:
        # The person took the file away, or put another in its place: what lies in done/ comes from staging.
        staged = self.staging.path(file.staged_path)
        if file.staged_path and staged.exists():
            if os.path.lexists(target):
                self._lay_elsewhere(file)
            durable.copy_beside(staged, self.data_dir / file.laid_in)

    def _lay_elsewhere(self, file: IntakeFile) -> None:
        file.laid_in = self.free_place(originals.ROOTS.get(FileState(file.state), originals.DONE), file)
        file.save(update_fields=["laid_in"])

    def _write_reason(self, file: IntakeFile) -> None:
        received = timezone.localtime(file.received_at)
        if file.state == FileState.REJECTED:
            text = originals.reason_text(
                file.name, received, file.reason_code, file.reason_vi, file.reason_en
            )
        elif file.state == FileState.REMOVED:
            removed = timezone.localtime(file.settled_at)
            text = originals.removal_text(
                file.name, received, removed, by=file.removed_by, because=file.removed_because
            )
        else:
            return
        target = self.data_dir / (file.laid_in + originals.REASON_SUFFIX)
        target.parent.mkdir(parents=True, exist_ok=True)
        durable.write(target, text)

    def _clear_old_reason(self, source: Path) -> None:
        """What was said of a file that lay in `rejected/` or `removed/` holds no more where it left them."""
        if any(source.is_relative_to(self.data_dir / root) for root in originals.ROOTS.values()):
            source.with_name(source.name + originals.REASON_SUFFIX).unlink(missing_ok=True)

    def _forget_source(self, file: IntakeFile) -> None:
        staged, file.source_path = file.staged_path, ""
        if file.state in OUTSIDE_WORK:
            file.staged_path = ""
        file.save(update_fields=["source_path", "staged_path"])
        if not file.staged_path:
            self.staging.remove(staged)

    def _is_original(self, file: IntakeFile, path: Path) -> bool:
        seen = durable.look(path)
        if seen is None or seen.size_bytes != file.size_bytes:
            return False
        return not file.sha256 or durable.digest_of(path) == file.sha256

    def _is_copied(self, file: IntakeFile, source: Path, target: Path) -> bool:
        # Size alone does not tell two files apart: without a digest in the ledger the bytes are compared.
        if not file.size_bytes or not self._is_original(file, target):
            return False
        return bool(file.sha256) or durable.digest_of(source) == durable.digest_of(target)
