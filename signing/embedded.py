"""Reads the signatures embedded in a PDF through pyHanko, as far as they can be read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, BinaryIO

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from records import SignatureSeen
from signing.opening import QuickReader

logger = logging.getLogger(__name__)

_MOST_SIGNATURES = 200
"""More are a damaged or hostile file; real papers carry one to five."""


_VIETNAM_OFFSET = timedelta(hours=7)
_BETWEEN_WRITING = timedelta(minutes=10)
"""Remote signing takes up to minutes between the dictionary's time and the attribute's."""


def signatures_in(stream: BinaryIO) -> Iterator[SignatureSeen]:
    """The signatures of an open PDF in the order in which they were made; may raise anything."""
    reader = QuickReader(stream, strict=False)
    if reader.encrypted:
        reader.decrypt("")
    found = [_seen(reader, *entry) for entry in islice(enumerate_sig_fields(reader, True), _MOST_SIGNATURES)]
    yield from (seen for _, seen in sorted(found, key=lambda entry: entry[0]))


def _seen(reader: QuickReader, name: str, value: Any, field: Any) -> tuple[int, SignatureSeen]:
    """One signature, after the end of what it covers, by which signatures of one file are put in order.

    `value` and `field` are pyHanko's objects. A signature that cannot be parsed is listed by its dictionary.
    """
    signature = _or_none(lambda: EmbeddedPdfSignature(reader, field.get_object(), name))
    entries = _or_none(value.get_object) or {}
    certificate = _or_none(lambda: signature.signer_cert)
    time = _or_none(lambda: claimed_time(entries, signature))
    end = _or_none(lambda: int(entries["/ByteRange"][2]) + int(entries["/ByteRange"][3])) or 0
    return end, SignatureSeen(
        field=str(name),  # pyHanko's strings hold on to the open file and could not leave this process
        signer=name_in(certificate, "common_name"),
        agency=name_in(certificate, "organization_name"),
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


def claimed_time(entries: Any, signature: Any) -> datetime | None:  # pyHanko's dictionary and signature
    """The time in the signature's dictionary, else in its signed attributes, else the timestamp's own.

    The dictionary comes first because signing tools in use here write local time into the signed attribute
    and call it UTC: on eight signatures of real papers it stood seven hours after the dictionary's, with
    which the visible stamp agreed.
    """
    written = _written_time(entries)
    if written is not None:
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


def attribute_time(signature: Any) -> datetime | None:  # pyHanko's signature
    """The time in the signed attributes, which is always UTC by its type."""
    claimed = _or_none(lambda: extract_self_reported_ts(signature.signer_info))
    return claimed if isinstance(claimed, datetime) else None


def is_local_called_utc(entries: Any, signature: Any) -> bool:  # pyHanko's dictionary and signature
    """Whether the signed attribute holds Vietnam's wall clock and calls it UTC; see `claimed_time`.

    The two are written some seconds apart, the dictionary's before the signature is made.
    """
    written, attribute = _written_time(entries), attribute_time(signature)
    if written is None or attribute is None:
        return False
    return abs(attribute - written - _VIETNAM_OFFSET) <= _BETWEEN_WRITING


def _written_time(entries: Any) -> datetime | None:  # pyHanko's dictionary
    """The time in the signature's dictionary, if it names its zone."""
    written = _or_none(lambda: parse_pdf_date(str(entries["/M"]), strict=False))
    return written if isinstance(written, datetime) and written.tzinfo is not None else None


def _covers_whole_file(reader: QuickReader, entries: Any) -> bool:  # pyHanko's dictionary
    """Whether nothing was added to the file after this signature."""
    reader.stream.seek(0, 2)
    start, first, second, length = (int(value) for value in entries["/ByteRange"])
    return start == 0 and first < second and second + length == reader.stream.tell()


def name_in(certificate: Any, part: str) -> str:  # an asn1crypto certificate, which is untyped
    """One part of the certificate's subject; the last where it stands several times."""
    if certificate is None:
        return ""
    value = _or_none(lambda: certificate.subject.native.get(part))
    if isinstance(value, list):
        value = value[-1] if value else ""
    return str(value or "").strip()
