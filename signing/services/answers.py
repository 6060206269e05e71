"""Keeps answers about certificates for as long as they are fresh, so that a batch asks once.

An answer counts from its thisUpdate to its nextUpdate (RFC 5280, 5.1.2; RFC 6960, 2.4), and no longer than
the settings allow, since a certificate may be revoked in between. On disk they serve the next run and an
office whose line is down for an hour; what lies there is checked like anything from the network.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp

logger = logging.getLogger(__name__)

_UNSAID = timedelta(minutes=30)
"""How long an OCSP answer without nextUpdate counts: newer information may be had at any time (RFC 6960,
2.4)."""
_TOLERANCE = timedelta(minutes=5)
"""By how much a service's clock may run ahead of ours."""
_MOST_ANSWERS = 500
_MOST_BYTES = 64 << 20
"""In memory and on disk each; the list of a large authority takes tens of megabytes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and when it counts."""

    answer: Any
    """An `ocsp.OCSPResponse` or a `crl.CertificateList` (asn1crypto carries no types)."""
    this_update: datetime
    until: datetime
    size: int
    """Bytes of DER."""

    def is_fresh(self, at: datetime) -> bool:
        """Whether it counts at that moment."""
        return self.this_update - _TOLERANCE <= at < self.until


class Answers:
    """Answers by what was asked; for use from any thread."""

    def __init__(
        self, *, clock: Callable[[], datetime], longest: timedelta, folder: Path | None = None
    ) -> None:
        self._clock = clock
        self._longest = longest
        self._folder = folder
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The time by which answers are judged."""
        return self._clock()

    def judged(self, answer: Any, *, asked_at: datetime | None = None) -> Kept:
        """The answer with its time; raises `ValueError` where it holds none that can be read."""
        this_update, next_update = _times(answer)
        asked = asked_at or self._clock()
        until = min(next_update or this_update + _UNSAID, asked + self._longest)
        return Kept(answer, this_update, until, len(answer.dump()))

    def find(self, question: str, load: Callable[[bytes], Any]) -> Kept | None:
        """What is known and fresh, else `None`. `load` parses DER from the disk."""
        with self._lock:
            kept = self._kept.get(question)
        kept = kept or self._from_disk(question, load)
        if kept is None or not kept.is_fresh(self._clock()):
            return None
        with self._lock:
            self._kept[question] = kept
        return kept

    def keep(self, question: str, kept: Kept) -> None:
        """Remembers an answer by which a certificate was found good."""
        with self._lock:
            is_new = self._kept.get(question) is not kept
            self._kept[question] = kept
            self._drop_oldest()
        if is_new and self._folder is not None:
            self._to_disk(question, kept.answer.dump())

    def _drop_oldest(self) -> None:
        while len(self._kept) > _MOST_ANSWERS or sum(kept.size for kept in self._kept.values()) > _MOST_BYTES:
            self._kept.pop(next(iter(self._kept)))

    def _path(self, question: str) -> Path | None:
        return self._folder and self._folder / f"{hashlib.sha256(question.encode()).hexdigest()}.der"

    def _from_disk(self, question: str, load: Callable[[bytes], Any]) -> Kept | None:
        path = self._path(question)
        try:
            if path is None or path.stat().st_size > _MOST_BYTES:
                return None
            written = datetime.fromtimestamp(path.stat().st_mtime, self._clock().tzinfo)
            return self.judged(load(path.read_bytes()), asked_at=written)
        except (OSError, ValueError, TypeError, KeyError):
            return None  # not there, or damaged: it is asked for again

    def _to_disk(self, question: str, der: bytes) -> None:
        """Writes whole or not at all; a disk that is full costs the next run a question, not this
        signature."""
        path = self._path(question)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._make_room(path.parent, len(der))
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as stream:
                stream.write(der)
            Path(name).replace(path)
        except OSError as error:
            logger.warning("an answer about certificates was not written: %s", error.strerror)

    @staticmethod
    def _make_room(folder: Path, size: int) -> None:
        found = sorted(
            ((path.stat().st_mtime, path.stat().st_size, path) for path in folder.iterdir()), reverse=True
        )
        held = size
        for number, (_, of_file, path) in enumerate(found):
            held += of_file
            if held > _MOST_BYTES or number >= _MOST_ANSWERS:
                path.unlink(missing_ok=True)


def _times(answer: Any) -> tuple[datetime, datetime | None]:
    """thisUpdate and nextUpdate of an OCSP answer about one certificate, or of a list."""
    if isinstance(answer, crl.CertificateList):
        listed = answer["tbs_cert_list"]
        return listed["this_update"].native, listed["next_update"].native
    single = only_answer(answer)
    return single["this_update"].native, single["next_update"].native


def only_answer(response: ocsp.OCSPResponse) -> Any:  # an asn1crypto SingleResponse
    """What an OCSP answer says of the one certificate asked about; raises `ValueError` for anything else."""
    if response["response_status"].native != "successful":
        raise ValueError(f"status {response['response_status'].native}")
    singles = response.basic_ocsp_response["tbs_response_data"]["responses"]
    if len(singles) != 1:
        raise ValueError(f"{len(singles)} answers to one question")
    return singles[0]
