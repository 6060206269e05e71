"""The signature's own dictionary is bent: wrapping, universal forgery, transplants, damage in the gap.

Mladenov et al. name the first two SWA and USF; what stands in the gap is what the signature
itself cannot cover.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from asn1crypto import cms

from tests.signing.attacks.attack import BROKEN, CHANGED, FORGED, REFUND, STRIPPED, WRAPPED, Attack, of
from tests.signing.attacks.forging import (
    Original,
    Revision,
    der_in,
    der_length,
    gaps,
    last_startxref,
    stream,
    with_der,
    xref_table,
)

_FALSE = b"BT /F1 14 Tf 72 760 Td (QUYET DINH so 15: ho tro 9000 dong) Tj ET"


def wrapped_in_the_gap(original: Original) -> bytes:
    """SWA: the gap grows, holds another byte range, a false page and a table where `startxref` points.

    What was signed behind the gap moves to the end of the file unchanged, so that the digest still matches.
    """
    gap = gaps(original.content)[0]
    content = original.content[: gap.covered_to]
    tail = content[gap.end :]
    value = content[gap.start : gap.start + 1 + 2 * der_length(content, gap)] + b">"

    def laid_out(second: int) -> bytes:
        ranges = b"\n/ByteRange [0 %d %010d %d]" % (gap.start, second, len(tail))
        closed = b"\n/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n>>\nendobj\n"
        return content[: gap.start] + value + ranges + closed

    # The length does not depend on the number: it is written with ten digits.
    second = len(_with_false_page(laid_out(0), content))
    return _with_false_page(laid_out(second), content) + tail


def _with_false_page(laid_out: bytes, content: bytes) -> bytes:
    """Behind `laid_out` a false page, and a table where the signed `startxref` of `content` points."""
    pdf = pikepdf.open(io.BytesIO(content))
    page = pdf.pages[0].obj.Contents.objgen[0]
    # What the true last table lists is listed again, since that table moves out of reach.
    rows = _rows_of_last_table(content) | {page: len(laid_out)}
    before = laid_out + b"%d 0 obj\n%s\nendobj\n" % (page, stream(_FALSE))
    prev = int(re.findall(rb"/Prev (\d+)", content)[-1])
    entries = (int(pdf.trailer.Size), pdf.trailer.Root.objgen[0], prev)
    padded = before + b"%" + b" " * (last_startxref(content) - len(before) - 2) + b"\n"
    return padded + xref_table(rows) + b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % entries


def wrapped_with_a_moved_copy(original: Original) -> bytes:
    """SWA: what was signed stays in place, and another dictionary with the same value covers a moved copy."""
    gap = gaps(original.content)[0]
    content = original.content[: gap.covered_to]
    revision = Revision(content)
    revision.replace(revision.pdf.pages[0].obj.Contents, stream(_FALSE))
    value = revision.pdf.Root.AcroForm.Fields[1].V
    tail = content[gap.end :]
    contents = content[gap.start : gap.start + 1 + 2 * der_length(content, gap)] + b">"
    kind = b"/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
    moved = revision.add(stream(tail))
    body = b"<< %s /ByteRange [0 %d %010d %d] /Contents %s >>" % (kind, gap.start, 0, len(tail), contents)
    revision.replace(value, body)
    first = revision.written()
    second = first.rindex(tail)
    revision.replace(value, body.replace(b" 0000000000 ", b" %010d " % second))
    assert moved in revision.bodies
    return revision.written()


def second_half_skips_bytes(original: Original) -> bytes:
    """The gap is made wider than the value, and what lies between is nobody's."""
    content = original.content
    gap = gaps(content)[-1]
    width = gap.range_at[1] - gap.range_at[0]
    numbers = re.findall(rb"\d+", content[gap.range_at[0] : gap.range_at[1]])
    start, first, second, length = (int(number) for number in numbers)
    changed = b"/ByteRange [%d %d %d %d]" % (start, first, second + 8, length - 8)
    return content[: gap.range_at[0]] + changed.ljust(width) + content[gap.range_at[1] :]


def value_of_another_file(original: Original) -> bytes:
    """Transplanted: the same official's signature on another paper."""
    gap, donor = gaps(original.content)[0], gaps(original.other)[0]
    return with_der(original.content, gap, der_in(original.other, donor))


def value_of_zeros(original: Original) -> bytes:
    gap = gaps(original.content)[0]
    return original.content[: gap.start + 1] + b"0" * (gap.length - 2) + original.content[gap.end - 1 :]


def words_in_the_padding(original: Original) -> bytes:
    """No signature covers the zeros behind the value: room for a payload that nobody would miss."""
    gap = gaps(original.content)[0]
    at = gap.end - 1 - 64
    return original.content[:at] + b"c0ffee00" * 8 + original.content[at + 64 :]


def letters_in_another_case(original: Original) -> bytes:
    """The same value written otherwise: harmless, and yet not the file that was signed."""
    gap = gaps(original.content)[0]
    at = next(i for i in range(gap.start + 1, gap.end) if original.content[i : i + 1] in b"abcdefABCDEF")
    return original.content[:at] + original.content[at : at + 1].swapcase() + original.content[at + 1 :]


def signer_named_in_another_case(original: Original) -> bytes:
    """The signer's identifier is not signed, and libraries compare names without minding capitals."""
    gap = gaps(original.content)[0]
    der = der_in(original.content, gap)
    (signer,) = cms.ContentInfo.load(der)["content"]["signer_infos"]
    named: bytes = signer["sid"].dump()
    return with_der(original.content, gap, der.replace(named, named.replace(b"CA c", b"Ca c"), 1))


def spaces_in_the_value(original: Original) -> bytes:
    """White space within a hexadecimal string does not count (ISO 32000-2, 7.3.4.3)."""
    gap = gaps(original.content)[0]
    return original.content[: gap.end - 3] + b"\n " + original.content[gap.end - 1 :]


def _rows_of_last_table(content: bytes) -> dict[int, int]:
    rows: dict[int, int] = {}
    table = content[last_startxref(content) :].split(b"trailer")[0]
    for section in re.finditer(rb"(\d+) (\d+) *\n((?:\d{10} \d{5} [nf] ?\r?\n)+)", table):
        for row, line in enumerate(section[3].splitlines()):
            if line.rstrip().endswith(b"n"):
                rows[int(section[1]) + row] = int(line[:10])
    return rows


_FORGERIES = {
    "contents_missing": {"/Contents": None},
    "contents_null": {"/Contents": b"null"},
    "contents_empty": {"/Contents": b"<>"},
    "contents_zero": {"/Contents": b"<00>"},
    "contents_a_name": {"/Contents": b"/None"},
    "byte_range_missing": {"/ByteRange": None},
    "byte_range_null": {"/ByteRange": b"null"},
    "byte_range_empty": {"/ByteRange": b"[]"},
    "byte_range_zero": {"/ByteRange": b"[0 0 0 0]"},
    "byte_range_negative": {"/ByteRange": b"[0 -1 -1 10]"},
    "byte_range_negative_length": {"/ByteRange": b"[0 10 20 -10]"},
    "byte_range_short": {"/ByteRange": b"[0 1000]"},
    "byte_range_odd": {"/ByteRange": b"[0 1000 2000]"},
    "byte_range_huge": {"/ByteRange": b"[0 4000000000 1 4000000000000000]"},
    "byte_range_of_names": {"/ByteRange": b"[/A /B /C /D]"},
    "byte_range_of_the_head": {"/ByteRange": b"[0 10 10 10]"},
    "both_missing": {"/Contents": None, "/ByteRange": None},
    "both_null": {"/Contents": b"null", "/ByteRange": b"null"},
    "kind_missing": {"/SubFilter": None},
    "kind_unknown": {"/SubFilter": b"/None.of.these"},
    "kind_raw": {"/SubFilter": b"/adbe.x509.rsa_sha1"},
    "handler_missing": {"/Filter": None},
}
"""Entries of the signature's dictionary in universal forgeries; `None` leaves one out."""


def _forger(entries: dict[str, bytes | None]) -> Callable[[Original], bytes]:
    def make(original: Original) -> bytes:
        """A false page, and a signature's dictionary that checks nothing."""
        revision = Revision(original.content)
        revision.replace(revision.pdf.pages[0].obj.Contents, stream(_FALSE))
        value = revision.pdf.Root.AcroForm.Fields[1].V
        kept = {key: entry.unparse() for key, entry in value.items() if key not in entries}
        gap = gaps(original.content)[0]
        if "/Contents" in kept:
            kept["/Contents"] = original.content[gap.start : gap.end]
        written = kept | {key: entry for key, entry in entries.items() if entry is not None}
        body = b" ".join(key.encode() + b" " + entry for key, entry in written.items())
        revision.replace(value, b"<< " + body + b" >>")
        return revision.written()

    return make


def _rewriter(entries: dict[str, bytes | None]) -> Callable[[Original], bytes]:
    def make(original: Original) -> bytes:
        """The file is written anew without revisions, its signature's dictionary checking nothing."""
        pdf = pikepdf.open(io.BytesIO(original.content))
        value = pdf.Root.AcroForm.Fields[1].V
        for key, entry in entries.items():
            del value[key]
            if entry is not None:
                value[key] = pikepdf.Object.parse(entry)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()

    return make


_GAP = "the gap that no signature covers (ISO 32000-2, 12.8.1)"
_FORGED = FORGED | WRAPPED | STRIPPED
_OTHER_HANDLER = {"handler_missing": CHANGED}
"""Without its handler the value is still found, and what was changed is seen by comparing."""
ATTACKS = (
    *of(REFUND, [wrapped_in_the_gap, wrapped_with_a_moved_copy], WRAPPED | STRIPPED),
    *of(REFUND, [second_half_skips_bytes], WRAPPED | BROKEN, spoils_all=False),
    *(
        Attack(f"universal_{name}", REFUND, _forger(entries), _FORGED | _OTHER_HANDLER.get(name, set()))
        for name, entries in _FORGERIES.items()
    ),
    *(
        Attack(f"rewritten_{name}", REFUND, _rewriter(entries), _FORGED)
        for name, entries in _FORGERIES.items()
        if "null" not in name
    ),
    *of(_GAP, [signer_named_in_another_case], BROKEN | {"odd_container"}, spoils_all=False),
    *of("transplant", [value_of_another_file], BROKEN, spoils_all=False),
    *of(_GAP, [value_of_zeros], FORGED | BROKEN, spoils_all=False),
    *of(
        _GAP, [words_in_the_padding, letters_in_another_case, spaces_in_the_value], WRAPPED, spoils_all=False
    ),
)
