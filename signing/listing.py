"""Lists the signatures that a PDF carries, without judging them: who, for which agency, when as claimed.

Intake uses it to record what came in. It must never stop a file, so whatever is broken is left out.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from records import SignatureSeen

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
