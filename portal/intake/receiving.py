"""Receives a file from a browser in pieces, so that a dropped connection costs one piece and not the file.

Each upload is a folder of its own below `receiving/`: `about.json` says whose it is and what for, `part` has
the bytes so far, and its size is the offset at which the next piece belongs. Nothing of it reaches the ledger
before every byte is there; what nobody goes on with for a day is swept.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from pipeline.limits import Limits
from pipeline.source.kind import kind_of
from portal.intake import durable, originals
from records.errors import EmptyFile, SourceRefused, StoreFailed, TooLarge

FOLDER = "receiving"
PIECE_BYTES = 1 << 20
"""The largest piece: what the portal takes of any form."""
HEAD_BYTES = 4096
"""With so many bytes the kind of a file is known, so that a film is refused before it has come whole."""
LEFT_SECONDS = 24 * 3600.0
"""Somebody whose connection broke in the evening goes on in the morning."""
MOST_AT_ONCE = 500
"""Uploads of one person that are not taken yet."""
SPARE_BYTES = 1 << 30
"""Room that stays free on the disk for reading what was received."""
_ID = re.compile(r"[0-9a-f]{32}")
FULL_VI = "Ổ đĩa của máy chủ sắp đầy nên chưa nhận được tệp này. Hãy báo người phụ trách kỹ thuật."
FULL_EN = "The server's disk is nearly full, so this file was not received. Tell the person in charge."
MANY_VI = "Đang có quá nhiều tệp gửi dở. Hãy đợi các tệp trước gửi xong rồi gửi tiếp."
MANY_EN = "Too many files are being sent. Wait until the ones before have come, then go on."


class WrongOffset(Exception):
    """A piece that does not begin where the bytes so far end; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is being received."""

    id: str
    account: str
    """Whose it is: nobody else can go on with it, or know of it."""
    name: str
    """As the person's own device calls it."""
    size_bytes: int
    unit: str = ""
    hint: str = ""
    stamp: str = ""
    """When the file was last changed, as the browser tells it: tells one `scan.pdf` from the next."""
    folder: str = ""
    """As a folder below the inbox would tell it: unit, type, wishes, the folder that was dropped."""
    offset: int = field(default=0, compare=False)
    """Bytes that are there."""


class Receiving:
    """The uploads of one data directory."""

    def __init__(self, data_dir: Path, limits: Limits | None = None) -> None:
        self.root = data_dir / FOLDER
        self._limits = limits or Limits()

    def begin(self, upload: Upload) -> Upload:
        """Makes room for a file, or finds the one that the person was sending when the connection broke.

        Its identifier and offset come back. Raises `SourceRefused` or `StoreFailed`.
        """
        if upload.size_bytes <= 0:
            raise EmptyFile("0 bytes")
        if upload.size_bytes > self._limits.max_bytes:
            raise TooLarge(f"{upload.size_bytes} bytes, at most {self._limits.max_bytes}")
        self.root.mkdir(parents=True, exist_ok=True)
        wanted = replace(upload, id="", name=_shown(upload.name))
        every = self.of(upload.account)
        for one in every:
            if replace(one, id="") == wanted:
                return one
        if shutil.disk_usage(self.root).free < upload.size_bytes * 2 + SPARE_BYTES:
            raise StoreFailed("no room for an upload", remedy_vi=FULL_VI, remedy_en=FULL_EN)
        if len(every) >= MOST_AT_ONCE:
            raise SourceRefused("too many uploads", remedy_vi=MANY_VI, remedy_en=MANY_EN)
        begun = replace(wanted, id=uuid.uuid4().hex, offset=0)
        place = self.root / begun.id
        place.mkdir()
        (place / "part").touch()
        told = {name: value for name, value in asdict(begun).items() if name != "offset"}
        durable.write(place / "about.json", json.dumps(told, ensure_ascii=False).encode())
        return begun

    def held(self, account: str, upload_id: str) -> Upload | None:
        """An upload of this person with the bytes so far; `None` when there is none."""
        if not _ID.fullmatch(upload_id):
            return None
        place = self.root / upload_id
        try:
            told = json.loads((place / "about.json").read_bytes())
            upload = Upload(**told, offset=(place / "part").stat().st_size)
        except (OSError, ValueError, TypeError):
            return None
        return upload if upload.account == account else None

    def of(self, account: str) -> list[Upload]:
        """All uploads of this person that are not taken yet."""
        ids = [place.name for place in self.root.iterdir()] if self.root.is_dir() else []
        return [upload for one in sorted(ids) if (upload := self.held(account, one)) is not None]

    def append(self, upload: Upload, offset: int, piece: bytes) -> int:
        """Adds a piece that begins at `offset`; the new offset.

        Raises `WrongOffset` when it belongs elsewhere (it may have come before), `NotADocument` as soon as
        the first bytes show that no reader takes the file, which is then forgotten, `StoreFailed` on a full
        disk.
        """
        with self._alone(upload) as stream:
            there = stream.seek(0, os.SEEK_END)
            if offset != there or there + len(piece) > upload.size_bytes:
                raise WrongOffset(there)
            try:
                stream.write(piece)
                stream.flush()
            except OSError as error:
                with contextlib.suppress(OSError):
                    stream.truncate(there)
                raise StoreFailed(f"an upload could not be written: {error.strerror}") from error
            now = there + len(piece)
        if there < HEAD_BYTES:
            self._check_kind(upload, now)
        return now

    @contextlib.contextmanager
    def whole(self, upload: Upload) -> Iterator[Path]:
        """The file with every byte, synced, for whoever takes it away from there; the upload then goes.

        Raises `WrongOffset` when bytes are missing. When the body raises, the upload stays to be tried again.
        """
        with self._alone(upload) as stream:
            there = stream.seek(0, os.SEEK_END)
            if there != upload.size_bytes:
                raise WrongOffset(there)
            os.fsync(stream.fileno())
            yield self.root / upload.id / "part"
        self.forget(upload)

    def forget(self, upload: Upload) -> None:
        """The person does not want to go on with it, or it is taken."""
        shutil.rmtree(self.root / upload.id, ignore_errors=True)

    def _check_kind(self, upload: Upload, there: int) -> None:
        if there < min(HEAD_BYTES, upload.size_bytes):
            return
        try:
            kind_of(self.root / upload.id / "part")
        except SourceRefused:
            self.forget(upload)
            raise

    @contextlib.contextmanager
    def _alone(self, upload: Upload) -> Iterator[BinaryIO]:
        """The bytes so far; two tabs that send the same file take turns."""
        try:
            stream = (self.root / upload.id / "part").open("r+b")
        except OSError as error:
            raise WrongOffset(0) from error
        with stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if not os.fstat(stream.fileno()).st_nlink:
                raise WrongOffset(0)  # the other tab was quicker, and the file is taken
            yield stream


def remove_left(data_dir: Path) -> None:
    """Removes uploads that nobody has gone on with for a day."""
    root = data_dir / FOLDER
    limit = time.time() - LEFT_SECONDS
    for place in root.iterdir() if root.is_dir() else ():
        part = place / "part"
        if (part if part.exists() else place).stat().st_mtime < limit:
            shutil.rmtree(place, ignore_errors=True)


def _shown(name: str) -> str:
    """The last part of what the browser says."""
    return originals.printable(name.replace("\\", "/").rpartition("/")[2])[:255]
