"""Takes what is dropped into `outgoing/<official>/`: a PDF there waits for that official's signature.

As in `intake.ledger`, a file leaves the folder only when its copy is synced and its row committed; after a
crash it is found again and known by its digest. What cannot be signed goes to `rejected/` with its reason.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from portal.catalogue.folding import fold
from portal.intake import durable, originals
from portal.models import OutgoingFile
from portal.outgoing.desk_folder import Desk
from portal.outgoing.handing_in import REFUSALS, Handed, Paper, hand_in
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.permissions import officials
from portal.outgoing.telling import OUTGOING, RESULT_SUFFIX, add_line
from records.errors import HosoError, OutOfTurn, StoreFailed, TooLarge
from watch_folders import SettledFile

log = logging.getLogger(__name__)

NO_OFFICIAL_VI = (
    "Chưa có tài khoản ký nào tên “{folder}”. Hãy đổi tên thư mục theo tên tài khoản hoặc họ tên người ký, "
    "hoặc nhờ quản trị thêm người đó vào nhóm ky."
)
NO_FOLDER_VI = "Hãy đặt tệp vào thư mục con mang tên tài khoản hoặc họ tên người ký."


class OutgoingFolders:
    """Receives settled files of `outgoing/`, one at a time."""

    def __init__(self, desk: Desk, options: OutgoingOptions, *, max_bytes: int) -> None:
        self.desk = desk
        self.options = options
        self.max_bytes = max_bytes

    def receive(self, settled: SettledFile) -> None:
        """Takes one file; raises `StoreFailed` to be offered it again later. Results stay where they are."""
        if settled.path.name.endswith(RESULT_SUFFIX):
            return
        if _finish_owed_of(self.desk, settled.path):
            return
        folder = settled.relative.parent.as_posix()
        official = official_of(settled.relative.parts[0]) if settled.relative.parts[1:] else None
        if official is None:
            # It stays: a folder that is named rightly later takes it then.
            shown = originals.printable(settled.relative.parts[0])
            told = NO_OFFICIAL_VI.format(folder=shown) if settled.relative.parts[1:] else NO_FOLDER_VI
            self._say_once(folder, settled.path.name, told)
            raise StoreFailed("no official of that name")
        try:
            self._take(settled, official, folder)
        except (*REFUSALS, OutOfTurn, TooLarge) as error:
            self._reject(settled, error, folder)

    def _take(self, settled: SettledFile, official: User, folder: str) -> None:
        seen = durable.look(settled.path)
        if seen is None:
            return
        if seen.size_bytes > self.max_bytes:
            raise TooLarge(f"{seen.size_bytes} bytes, at most {self.max_bytes}")
        kept = self.desk.keep_file(settled.path)
        if kept is None:
            raise StoreFailed("a file could not be taken yet")
        said = Handed(
            agency=self.options.agencies[0].code,
            by="",
            folder="/".join(originals.safe_parts(folder)),
            signers=(official,),
        )
        paper = Paper(
            settled.path.name,
            kept,
            source_path=originals.path_to_text(settled.path),
            laid_in=_free_place(self.desk.data_dir, originals.DONE, folder, settled.path.name, kept.sha256),
        )
        try:
            document = hand_in(self.desk, paper, (), said)
        except BaseException:
            self.desk.forget(kept.name)
            raise
        for file in document.files.all():
            _fetch(self.desk, file)

    def _reject(self, settled: SettledFile, error: HosoError, folder: str) -> None:
        place = _free_place(self.desk.data_dir, originals.REJECTED, folder, settled.path.name, "")
        target = self.desk.data_dir / place
        durable.move(settled.path, target)
        name = originals.printable(settled.path.name)
        reason = originals.reason_text(
            name, timezone.localtime(), error.code, error.remedy_vi, error.remedy_en
        )
        durable.write(target.with_name(target.name + originals.REASON_SUFFIX), reason)
        add_line(self.desk.data_dir, folder, name, f"Trả lại: {error.remedy_vi} ({place})")
        log.info("an outgoing file was refused: %s", error.code)

    def _say_once(self, folder: str, name: str, line: str) -> None:
        path = self.desk.data_dir.joinpath(OUTGOING, *originals.safe_parts(folder), name + RESULT_SUFFIX)
        if not path.exists():
            add_line(self.desk.data_dir, folder, name, line)


def official_of(folder: str) -> User | None:
    """The official whose account or full name a folder bears, however written; `None` unless just one."""
    name = fold(folder)
    named = [one for one in officials() if name in {fold(one.get_username()), fold(one.get_full_name())}]
    return named[0] if len(named) == 1 else None


def finish_owed(desk: Desk) -> None:
    """Fetches originals whose rows were committed before a crash; to be called once at the start."""
    for file in OutgoingFile.objects.exclude(source_path=""):
        _fetch(desk, file)


def _finish_owed_of(desk: Desk, path: Path) -> bool:
    """Whether the file at `path` was taken before and only had to be fetched from there."""
    owed = OutgoingFile.objects.filter(source_path=originals.path_to_text(path))
    fetched = [_fetch(desk, file) for file in owed]
    return any(fetched)


def _fetch(desk: Desk, file: OutgoingFile) -> bool:
    """Moves the original to `done/`; whether it lay there still. Where that fails the row goes on owing."""
    source, target = originals.path_from_text(file.source_path), desk.data_dir / file.laid_in
    seen = durable.look(source)
    is_there = (
        seen is not None and seen.size_bytes == file.size_bytes and durable.digest_of(source) == file.sha256
    )
    try:
        if is_there and durable.look(target) is not None and durable.digest_of(target) == file.sha256:
            source.unlink()
        elif is_there:
            durable.move(source, target)
        elif durable.look(target) is None:
            # Its author took it away, or laid another in its place: what lies in done/ comes from the desk.
            durable.copy_beside(desk.path(file.handed_in), target)
    except OSError as error:
        log.warning("outgoing file %s: the original could not be moved yet (%s)", file.pk, error.strerror)
        return is_there
    OutgoingFile.objects.filter(pk=file.pk).update(source_path="")
    return is_there


def _free_place(data_dir: Path, root: str, folder: str, name: str, sha256: str) -> str:
    def is_taken(place: str) -> bool:
        return os.path.lexists(data_dir / place) or OutgoingFile.objects.filter(laid_in=place).exists()

    shown = originals.printable(name)
    return originals.place_for(
        root, timezone.localdate(), f"{OUTGOING}/{folder}", shown, sha256, is_taken=is_taken
    )
