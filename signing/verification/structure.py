"""Reads a file as strictly as the standard is written: what one reader forgives another shows otherwise.

Everything after the first signature has to be explained: an object that the cross-reference table of its
revision lists, that table, its trailer, `startxref` and `%%EOF`; nothing else (ISO 32000-2, 7.5.6).
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import read_object_header

from signing.opening import digits_after
from signing.verification.remarks import remark
from signing.verification.verdicts import Remark

_HEADER = re.compile(rb"(?<![0-9])([0-9]{1,10}) ([0-9]{1,5}) obj\b")
_TABLE = re.compile(rb"xref\s+(?:[0-9]+ [0-9]+\s*(?:[0-9]{10} [0-9]{5} [nf](?: \r| \n|\r\n))*)*trailer\s*")
_FREE = re.compile(rb"[0-9]{10} [0-9]{5} f")
_FREE_HEAD = b"0000000000 65535 f"
"""What is signed has nothing freed after it, so the list of free objects is its head alone."""
_END = re.compile(rb"(?:%[ -~]{0,64}\s+)?startxref\s+([0-9]+)\s+%%EOF")
"""Some programs leave their name in a comment before it."""
_BACKWARDS = re.compile(rb"(?<![0-9])([0-9]{1,10}) ([0-9]{1,5})\Z")
_LONGEST_HEADER = 18
_END_OF_LINE_BYTES = 2
_TAIL_BYTES = 64 << 10
"""More than stands behind the contents in a signature's dictionary."""
_NO_WHITE = re.compile(rb"[^\x00\t\n\x0c\r ]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the file that different readers may take differently."""

    at: int
    """The byte at which it stands."""
    remark: Remark


@dataclass(frozen=True, slots=True)
class Layout:
    """Which objects and tables lie where, as the file's own tables have it."""

    objects: dict[int, tuple[int, int]]
    """Number and generation by byte offset."""
    tables: frozenset[int]
    """Byte offsets of cross-reference tables and streams."""


def layout_of(reader: PdfFileReader) -> Layout:
    """What the tables of all revisions list."""
    objects: dict[int, tuple[int, int]] = {}
    tables = set()
    for number in range(reader.xrefs.total_revisions):
        about = reader.xrefs.get_xref_container_info(number)
        tables.add(about.declared_startxref)
        listed = reader.xrefs.get_xref_data(number)
        for part in (listed, listed.hybrid.xref_data if listed.hybrid else None):
            if part is not None:
                objects.update(
                    (offset, (number, generation))
                    for number, (generation, offset) in part.standard_xrefs.items()
                )
        if listed.hybrid:
            tables.add(listed.hybrid.meta_info.declared_startxref)
    return Layout(objects, frozenset(tables))


def irregularities(reader: PdfFileReader, whole: Any, layout: Layout) -> Iterator[Finding]:
    """What is ambiguous anywhere in the file; `whole` is the file as bytes or a map of it."""
    if whole[:5] != b"%PDF-":
        yield Finding(0, remark("bytes_before_header"))
    for offset, (number, generation) in layout.objects.items():
        match = _HEADER.match(whole, offset)
        if match is None or (int(match[1]), int(match[2])) != (number, generation):
            yield Finding(min(offset, len(whole)), remark("wrong_reference", f"{number} {generation}"))
    yield from _hybrids(reader)
    yield from _duplicates(whole, layout)


def _hybrids(reader: PdfFileReader) -> Iterator[Finding]:
    """A hybrid file is ambiguous where its stream says other than its table (ISO 32000-2, 7.5.8.4)."""
    for number in range(reader.xrefs.total_revisions):
        listed = reader.xrefs.get_xref_data(number)
        if listed.hybrid is None:
            continue
        hidden = listed.hybrid.xref_data
        both = set(listed.standard_xrefs) & (set(hidden.standard_xrefs) | set(hidden.xrefs_in_objstm))
        at = listed.hybrid.meta_info.start_location
        differing = {
            idnum for idnum in both if hidden.standard_xrefs.get(idnum) != listed.standard_xrefs[idnum]
        }
        yield Finding(at, remark("hybrid_table" if differing else "hybrid_consistent"))


def _duplicates(whole: Any, layout: Layout) -> Iterator[Finding]:
    """Objects that stand twice between two tables while only one of them is listed."""
    offsets = sorted(layout.objects)
    borders = sorted(layout.tables)
    listed = {(layout.objects[offset][0], bisect_right(borders, offset)) for offset in offsets}
    for at, number in _headers(whole):
        if at in layout.objects or at in layout.tables:
            continue
        before = bisect_right(offsets, at) - 1
        if before >= 0 and whole.find(b"endobj", offsets[before], at) < 0:
            continue  # within the stream of the object before it
        if (number, bisect_right(borders, at)) in listed:
            yield Finding(at, remark("duplicate_objects", number))


def _headers(whole: Any) -> Iterator[tuple[int, int]]:
    """Where what looks like an object begins, and its number; by search, since a regular expression takes
    ten times as long through a scan's bytes."""
    end = whole.find(b" obj")
    while end >= 0:
        start = max(0, end - _LONGEST_HEADER)
        match = _BACKWARDS.search(whole[start:end])
        if match:
            yield start + match.start(), int(match[1])
        end = whole.find(b" obj", end + 4)


def unexplained(reader: PdfFileReader, whole: Any, layout: Layout, start: int) -> Iterator[Finding]:
    """What lies between `start` (the end of what a signature covers) and the end without belonging there."""
    at, last, ends = start, start, set[int]()
    while (found := _NO_WHITE.search(whole, at)) is not None:
        at = found.start()
        if whole[at : at + 5] == b"%%EOF" and at <= start + 2:
            at += 5  # the mark that ends the signed revision, where a signer left it out of its range
            continue
        if mark := _END.match(whole, at):
            if int(mark[1]) in ends or int(mark[1]) not in layout.tables:
                yield Finding(at, remark("bytes_appended", at))
                return
            ends.add(int(mark[1]))
            at = last = mark.end()
            continue
        try:
            end = _end_of_part(reader, whole, layout, at)
        except Exception:  # pyHanko raises many kinds on hostile input
            end = None
        if end is None:
            yield Finding(at, remark("bytes_appended", at))
            return
        if end < 0:
            yield Finding(at, remark("hidden_object", at))
            end = -end
        at = last = end
    if len(whole) - last > (_END_OF_LINE_BYTES if last > start else 0):
        yield Finding(last, remark("bytes_appended", last))


def _end_of_part(reader: PdfFileReader, whole: Any, layout: Layout, at: int) -> int | None:
    """Where the object or table at `at` ends; negative for an unlisted object, `None` for no part."""
    if match := _HEADER.match(whole, at):
        is_listed = layout.objects.get(at) == (int(match[1]), int(match[2])) or at in layout.tables
        try:
            end = _end_of_object(reader, whole, at)
        except Exception:
            if not is_listed:
                raise
            # Comparing the revisions fails on it and says what it replaces.
            end = whole.find(b"endobj", at) + len(b"endobj")
        return end if is_listed else -end
    if match := _TABLE.match(whole, at):
        if at not in layout.tables or any(entry != _FREE_HEAD for entry in _FREE.findall(match[0])):
            return None
        reader.stream.seek(match.end())
        generic.DictionaryObject.read_from_stream(reader.stream, generic.TrailerReference(reader))
        return int(reader.stream.tell())
    return None


def _end_of_object(reader: PdfFileReader, whole: Any, at: int) -> int:
    found = _NO_WHITE.search(whole, read_object_at(reader, whole, at)[1])
    if found is None or whole[found.start() : found.start() + 6] != b"endobj":
        raise ValueError("an object without an end")
    return found.start() + 6


def read_object_at(reader: PdfFileReader, whole: Any, at: int) -> tuple[Any, int]:
    """The object whose header is at `at`, whether any table lists it or not, and the byte after it.

    The digits of a signature's contents are left out, see `opening`. Raises anything for what is no object.
    """
    stream, shift = reader.stream, 0
    digits = digits_after(whole, at)
    if digits is not None:
        start, after = digits[0], digits[0] + len(digits[1])
        stream = io.BytesIO(whole[at:start] + whole[after : after + _TAIL_BYTES])
        shift = at + len(digits[1])
    stream.seek(0 if digits is not None else at)
    number, generation = read_object_header(stream, strict=True)
    read = generic.read_object(stream, generic.Reference(number, generation, reader))
    return read, stream.tell() + shift
