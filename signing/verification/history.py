"""Looks for signatures that a file once carried and no longer shows: stripped, replaced, left in the bytes.

Whoever removes a signature from a PDF by an incremental update leaves the older revisions in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import EncryptedObjAccess
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.opening import digits_after
from signing.verification.changes import MOST_FIELDS, fields_of, kind_of
from signing.verification.containers import Container
from signing.verification.remarks import remark
from signing.verification.structure import read_object_at
from signing.verification.verdicts import Remark

MOST_SIGNATURES = 200
"""More are a damaged or hostile file; real papers carry one to five."""
_MARK = re.compile(rb"/ByteRange\b")
_MOST_MARKS = 2000
_HEADER = re.compile(rb"[0-9]{1,10} [0-9]{1,5} \Z")
_LONGEST_HEADER = 20


def lost_signatures(
    reader: PdfFileReader, whole: Any, found: list[Container]
) -> Iterator[tuple[str, Remark]]:
    """The name of the field and what became of its signature; each lost signature once.

    `whole` is the file as bytes or a map of it, `found` what the last revision shows.
    """
    shown = {container.name: _contents(container.entries) for container in found}
    known = {contents for contents in shown.values() if contents}
    last = _signed_at(reader, reader.xrefs.total_revisions - 1)
    for number in range(reader.xrefs.total_revisions - 1):
        for name, (offset, entries) in _signed_at(reader, number).items():
            if offset is not None and last.get(name, (None, None))[0] == offset:
                continue
            contents = _contents(entries())
            if not contents or contents in known:
                continue
            known.add(contents)
            yield name, remark("signature_replaced" if name in shown else "signature_stripped", name)
    places = {_dictionary_around(whole, container.start) for container in found}
    for contents in _left_in_bytes(reader, whole, places):
        if contents not in known:
            known.add(contents)
            yield "", remark("signature_orphaned")


def _signed_at(reader: PdfFileReader, number: int) -> dict[str, tuple[int | None, Callable[[], Any]]]:
    """The signature fields that are filled in a revision: where the signature stands, and how to read it."""
    resolver = reader.get_historical_resolver(number)
    signed: dict[str, tuple[int | None, Callable[[], Any]]] = {}
    for name, field in islice(fields_of(resolver).items(), MOST_FIELDS):
        try:
            value = field.raw_get("/V") if kind_of(field) == "/Sig" else None
        except KeyError:
            continue
        if value is None or isinstance(value, generic.NullObject):
            continue
        offset = None
        if isinstance(value, generic.IndirectObject):
            marker = reader.xrefs.get_historical_ref(value.reference, number)
            offset = marker if isinstance(marker, int) else None
        signed[name] = offset, partial(_resolved, value)
    return signed


def _resolved(value: Any) -> Any:
    try:
        return value.get_object()
    except Exception:  # pyHanko raises many kinds on hostile input
        return {}


def _contents(entries: Any) -> bytes:  # pyHanko's dictionary of a signature
    try:
        return bytes(entries.raw_get("/Contents", decrypt=EncryptedObjAccess.RAW).original_bytes)
    except Exception:  # missing or no string
        return b""


def _dictionary_around(whole: Any, offset: int) -> int:
    """Where the object around a byte begins; -1 for none."""
    end = whole.rfind(b"obj", 0, max(offset, 0))
    start = max(0, end - _LONGEST_HEADER)
    header = _HEADER.search(whole[start : max(end, 0)])
    return start + header.start() if header else -1


def _left_in_bytes(reader: PdfFileReader, whole: Any, places: set[int]) -> Iterator[bytes]:
    """Contents of every other signature dictionary in the file, whether anything points at it or not."""
    for mark in islice(_MARK.finditer(whole), _MOST_MARKS):
        offset = _dictionary_around(whole, mark.start())
        if offset < 0 or offset in places:
            continue
        try:
            read, end = read_object_at(reader, whole, offset)
        except Exception:  # noqa: S112  pyHanko raises many kinds on what is no object
            continue
        if end < mark.start() or isinstance(read, generic.StreamObject):
            continue
        digits = digits_after(whole, offset)
        yield bytes.fromhex(digits[1].decode("ascii")) if digits else _contents(read)
