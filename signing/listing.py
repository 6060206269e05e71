"""Lists the signatures that a PDF carries: who, for which agency, when as claimed, and with what verdict.

Intake uses it to record what came in. It must never stop a file, so whatever is broken is left out.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from records import SignatureSeen
from records.errors import TrustInvalid

if TYPE_CHECKING:
    from signing.trust import TrustStore
    from signing.verification import FileVerdict, SignatureVerdict

logger = logging.getLogger(__name__)

_MARK = b"/ByteRange"
_CHUNK_BYTES = 1 << 20


def list_signatures(path: Path) -> tuple[SignatureSeen, ...]:
    """Every signature and document timestamp in the PDF at `path`, in the order in which they were made.

    Times carry their offset (ISO 8601) and are claims of the signer's computer. Never raises for a damaged
    file, or one that is no PDF: what cannot be read is left out, and a signature that is only half readable
    is listed with an empty signer.
    """
    if not is_signed(path):
        return ()
    # pyHanko takes half a second to load, and most papers carry no signature.
    from signing.embedded import signatures_in  # noqa: PLC0415

    try:
        with path.open("rb") as stream:
            return tuple(signatures_in(stream))
    except Exception as error:  # pyHanko raises many kinds on hostile input, and listing must not stop intake
        logger.info("signatures not listed: %s", type(error).__name__)
        return ()


def judged_signatures(path: Path, trust_folder: Path | None) -> tuple[SignatureSeen, ...]:
    """What `list_signatures` lists, each with its verdict; signatures that were stripped come last.

    `trust_folder` holds the roots; without one, or with one that cannot be read, nobody is trusted. Never
    asks the network, and never raises for a bad file: intake must not stop.
    """
    if not is_signed(path):
        return ()
    try:
        seen = path.stat()
        return _judged(path, trust_folder, seen.st_size, seen.st_mtime_ns)
    except Exception as error:  # never stop a file for its signatures
        logger.warning("signatures not judged: %s", type(error).__name__)
        return list_signatures(path)


@lru_cache(maxsize=16)
def _judged(path: Path, trust_folder: Path | None, size: int, changed: int) -> tuple[SignatureSeen, ...]:
    """Judges once: it is asked again for each paper that a file is parted into."""
    listed = list_signatures(path)
    judged = _verdict(path, trust_folder, size, changed)
    verdicts = {one.field: one for one in judged.signatures}
    known = [_with_verdict(one, verdicts.pop(one.field, None)) for one in listed]
    gone = [_with_verdict(SignatureSeen(one.field, one.signer, one.agency), one) for one in verdicts.values()]
    return (*known, *gone)


def verdict_on(path: Path, trust_folder: Path | None) -> FileVerdict:
    """What is found when the file is judged without asking the network; the same file is judged once.

    With a trust folder that cannot be read, nobody is trusted. Raises `OSError` when there is no file.
    """
    seen = path.stat()
    return _verdict(path, trust_folder, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=4)
def _verdict(path: Path, trust_folder: Path | None, size: int, changed: int) -> FileVerdict:
    del size, changed  # a file that changes is another one
    from signing.verification import verify_file  # noqa: PLC0415  loads pyHanko

    return verify_file(path, _trust_in(trust_folder))


def _trust_in(folder: Path | None) -> TrustStore:
    from signing.trust import TrustStore  # noqa: PLC0415  loads asn1crypto

    try:
        return TrustStore.from_folder(folder) if folder is not None else TrustStore()
    except TrustInvalid as error:
        logger.warning("nobody is trusted: %s", error.detail)
        return TrustStore()


def _with_verdict(seen: SignatureSeen, judged: SignatureVerdict | None) -> SignatureSeen:
    if judged is None:
        return seen  # a timestamp over the file, nobody's signature
    return replace(
        seen,
        verdict=judged.verdict.value,
        level=judged.level.value if judged.level else "",
        time=judged.time.isoformat(timespec="seconds") if judged.time else "",
        time_source=judged.time_source.value,
        remarks=tuple(remark.text for remark in (judged.reason, *judged.remarks) if remark.text),
    )


def is_signed(path: Path) -> bool:
    """Whether the PDF at `path` carries a signature, sound or damaged; costs one reading of the file.

    Looks for the byte range that each signature has. It never lies within a compressed object: the dictionary
    is written in the open, since its `Contents` must stand at known bytes (ISO 32000-2, 12.8.1).
    """
    try:
        seen = path.stat()
        return _carries_mark(path, seen.st_size, seen.st_mtime_ns)
    except OSError:
        return False


@lru_cache(maxsize=16)
def _carries_mark(path: Path, size: int, changed: int) -> bool:
    """Looks through the file once: it is asked about again for its rendition, and for each part."""
    del size, changed  # a file that changes is another one
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            return False
        stream.seek(0)
        tail = b""
        while chunk := stream.read(_CHUNK_BYTES):
            if _MARK in tail + chunk:
                return True
            tail = chunk[-len(_MARK) :]
    return False
