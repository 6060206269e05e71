"""Lists the signatures that a PDF carries, without judging them: who, for which agency, when as claimed.

Intake uses it to record what came in. It must never stop a file, so whatever is broken is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
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
    """Whether the PDF at `path` carries a signature, sound or damaged; costs one reading of the file.

    Looks for the byte range that each signature has. It never lies within a compressed object: the dictionary
    is written in the open, since its `Contents` must stand at known bytes (ISO 32000-2, 12.8.1).
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
    found = [_seen(reader, *entry) for entry in islice(enumerate_sig_fields(reader, True), _MOST_SIGNATURES)]
    yield from (seen for _, seen in sorted(found, key=lambda entry: entry[0]))


def _seen(reader: PdfFileReader, name: str, value: Any, field: Any) -> tuple[int, SignatureSeen]:
    """One signature, after the end of what it covers, by which signatures of one file are put in order.

    `value` and `field` are pyHanko's objects. A signature that cannot be parsed is listed by its dictionary.
    """
    signature = _or_none(lambda: EmbeddedPdfSignature(reader, field.get_object(), name))
    entries = _or_none(value.get_object) or {}
    certificate = _or_none(lambda: signature.signer_cert)
    time = _or_none(lambda: _claimed_time(entries, signature))
    end = _or_none(lambda: int(entries["/ByteRange"][2]) + int(entries["/ByteRange"][3])) or 0
    return end, SignatureSeen(
        field=str(name),  # pyHanko's strings hold on to the open file and could not leave this process
        signer=_name(certificate, "common_name"),
        agency=_name(certificate, "organization_name"),
        claimed_time=time.isoformat() if isinstance(time, datetime) else "",
        sub_filter=str(_or_none(lambda: entries["/SubFilter"]) or "").lstrip("/"),
        covers_whole_file=bool(_or_none(lambda: _covers_whole_file(reader, entries))),
    )


def _or_none(
    read: Any,
) -> Any:  # a callable of any result; each part of a damaged signature may raise anything
    try:
        return read()
    except Exception as error:
        logger.debug("part of a signature cannot be read: %s", type(error).__name__)
        return None


def _claimed_time(entries: Any, signature: Any) -> datetime | None:  # pyHanko's dictionary and signature
    """The time in the signature's dictionary, else in its signed attributes, else the timestamp's own.

    The dictionary comes first because signing tools in use here write local time into the signed attribute
    and call it UTC: on eight signatures of real papers it stood seven hours after the dictionary's, with
    which the visible stamp agreed.
    """
    written = _or_none(lambda: parse_pdf_date(str(entries["/M"]), strict=False))
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


def _covers_whole_file(reader: PdfFileReader, entries: Any) -> bool:  # pyHanko's dictionary
    """Whether nothing was added to the file after this signature."""
    reader.stream.seek(0, 2)
    start, first, second, length = (int(value) for value in entries["/ByteRange"])
    return start == 0 and first < second and second + length == reader.stream.tell()


def _name(certificate: Any, part: str) -> str:  # an asn1crypto certificate, which is untyped
    """One part of the certificate's subject; the last where it stands several times."""
    if certificate is None:
        return ""
    value = _or_none(lambda: certificate.subject.native.get(part))
    if isinstance(value, list):
        value = value[-1] if value else ""
    return str(value or "").strip()
