"""Lists the signatures that a PDF carries, without judging them: who, for which agency, when as claimed.

Intake uses it to record what came in. It must never stop a file, so whatever is broken is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from records import SignatureSeen

logger = logging.getLogger(__name__)

_MARK = b"/ByteRange"
_CHUNK_BYTES = 1 << 20
_MOST_SIGNATURES = 200
"""More are a damaged or hostile file; real papers carry one to five."""


def list_signatures(path: Path) -> tuple[SignatureSeen, ...]:
    """Every signature and document timestamp in the PDF at `path`, in the order in which they were made.

    Times carry their offset (ISO 8601) and are claims of the signer's computer. Never raises for a damaged
    file, or one that is no PDF: what cannot be read is left out, and a signature that is only half readable
    is listed with an empty signer.
    """
    try:
        with path.open("rb") as stream:
            return tuple(_listed(stream))
    except Exception as error:  # pyHanko raises many kinds on hostile input, and listing must not stop intake
        logger.info("signatures not listed: %s", type(error).__name__)
        return ()


def is_signed(path: Path) -> bool:
    """Whether the file at `path` carries at least one signature; files without the marks are told cheaply."""
    return _has_marks(path) and bool(list_signatures(path))


def _has_marks(path: Path) -> bool:
    """Looks for the byte range that each signature has; it can never lie inside a compressed object.

    ISO 32000-2, 12.8.1: `Contents` must stand at known bytes, so the dictionary is written in the open.
    """
    try:
        with path.open("rb") as stream:
            if b"%PDF-" not in stream.read(1024):
                return False
            stream.seek(0)
            tail = b""
            while chunk := stream.read(_CHUNK_BYTES):
                if _MARK in tail + chunk:
                    return True
                tail = chunk[-len(_MARK) :]
    except OSError:
        return False
    return False


def _listed(stream: BinaryIO) -> Iterator[SignatureSeen]:
    reader = PdfFileReader(stream, strict=False)
    if reader.encrypted:
        reader.decrypt("")
    for count, signature in enumerate(reader.embedded_signatures):
        if count >= _MOST_SIGNATURES:
            return
        yield _seen(signature)


def _seen(signature: EmbeddedPdfSignature) -> SignatureSeen:
    certificate = _or_none(lambda: signature.signer_cert)
    time = _or_none(lambda: _claimed_time(signature))
    return SignatureSeen(
        field=str(_or_none(lambda: signature.field_name) or ""),
        signer=_name(certificate, "common_name"),
        agency=_name(certificate, "organization_name"),
        claimed_time=time.isoformat() if isinstance(time, datetime) else "",
        sub_filter=str(_or_none(lambda: signature.sig_object["/SubFilter"]) or "").lstrip("/"),
        covers_whole_file=bool(_or_none(lambda: _covers_whole_file(signature))),
    )


def _or_none(
    read: Any,
) -> Any:  # a callable of any result; each part of a damaged signature may raise anything
    try:
        return read()
    except Exception as error:
        logger.debug("part of a signature cannot be read: %s", type(error).__name__)
        return None


def _claimed_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """The time in the signature's dictionary, else in its signed attributes, else the timestamp's own.

    The dictionary comes first because signing tools in use here write local time into the signed attribute
    and call it UTC: on eight signatures of real papers it stood seven hours after the dictionary's, with
    which the visible stamp agreed.
    """
    written = _or_none(lambda: parse_pdf_date(str(signature.sig_object["/M"]), strict=False))
    if isinstance(written, datetime) and written.tzinfo is not None:
        return written
    claimed = signature.self_reported_timestamp
    if isinstance(claimed, datetime):
        return claimed
    content = signature.signed_data["encap_content_info"]
    if content["content_type"].native != "tst_info":
        return None
    token = content["content"].parsed
    native: datetime = token["gen_time"].native
    return native


def _covers_whole_file(signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing was added to the file after this signature."""
    stream = signature.reader.stream
    stream.seek(0, 2)
    start, first, second, length = (int(value) for value in signature.byte_range)
    return start == 0 and first < second and second + length == stream.tell()


def _name(certificate: Any, part: str) -> str:  # an asn1crypto certificate, which is untyped
    """One part of the certificate's subject; the last where it stands several times."""
    if certificate is None:
        return ""
    value = _or_none(lambda: certificate.subject.native.get(part))
    if isinstance(value, list):
        value = value[-1] if value else ""
    return str(value or "").strip()
