"""Looks at how one signature lies in the file: its byte range, the gap left for it, the message in the gap.

The digest covers everything but the gap, so whoever can put something else into the gap, or move it, can make
a reader show what was never signed (signature wrapping, universal forgery: Mladenov et al., "1 Trillion
Dollar Refund", CCS 2019). Nothing is assumed here that the bytes do not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, parser
from pyhanko.pdf_utils.generic import EncryptedObjAccess, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.verification.remarks import remark
from signing.verification.verdicts import Remark

MOST_CONTENTS_BYTES = 8 << 20
"""A signature with revocation lists of large authorities inside takes some megabytes."""
_ONE_CASE = re.compile(rb"[0-9a-f]*|[0-9A-F]*")
_ANY_CASE = re.compile(rb"[0-9a-fA-F\s]*")
_TIMESTAMP = "/DocTimeStamp"
_SUB_FILTERS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"})


@dataclass(frozen=True, slots=True)
class Container:
    """One signature as it lies in the file."""

    name: str
    """Of its field."""
    field: Any
    """pyHanko's dictionary of the field."""
    entries: Any
    """pyHanko's dictionary of the signature; empty where there is none."""
    embedded: EmbeddedPdfSignature | None
    """`None` where it cannot be read at all."""
    is_timestamp: bool
    """A timestamp over the file, nobody's signature."""
    start: int
    """Byte at which the gap begins."""
    end: int
    """Byte after the last one that it covers."""
    forged: tuple[Remark, ...] = ()
    """Why it is no signature at all."""
    wrapped: tuple[Remark, ...] = ()
    """What was done to it after it was made."""
    odd: tuple[Remark, ...] = ()
    """What no standard allows but proves no change."""

    @property
    def sub_filter(self) -> str:
        """The kind that the signature says it is of, such as `ETSI.CAdES.detached`."""
        return str(self.entries.get("/SubFilter", "")).lstrip("/")


def look_at(reader: PdfFileReader, whole: Any, name: str, field: Any) -> Container:
    """The signature in one field; never raises for what the file holds.

    `whole` is the file as bytes or a map of it, `field` pyHanko's dictionary or a reference to it.
    """
    field = field.get_object() if isinstance(field, IndirectObject) else field
    try:
        entries = field["/V"]
    except Exception:  # pyHanko raises many kinds on hostile input
        entries = {}
    entries = entries if hasattr(entries, "raw_get") else {}
    byte_range, contents = _byte_range(entries), _contents(entries)
    forged = _forgery(entries, byte_range, contents, name)
    if forged is not None or byte_range is None:
        return _unreadable(name, field, entries, forged or remark("no_byte_range"), byte_range)
    wrapped = _wrapping(whole, byte_range, contents)
    try:
        message, padding = _message(contents)
        embedded = EmbeddedPdfSignature(reader, field, name)
        odd = _oddities(message, is_timestamp=str(entries.get("/Type", "")) == _TIMESTAMP)
    except Exception:  # asn1crypto and pyHanko raise many kinds on hostile input
        return _unreadable(name, field, entries, remark("signature_unreadable"), byte_range)
    if any(padding):
        wrapped = (*wrapped, remark("contents_padded"))
    return Container(
        name=str(name),
        field=field,
        entries=entries,
        embedded=embedded,
        is_timestamp=embedded.sig_object_type == _TIMESTAMP,
        start=byte_range[1],
        end=byte_range[2] + byte_range[3],
        wrapped=wrapped,
        odd=tuple(remark("odd_container", what) for what in odd),
    )


def _forgery(entries: Any, byte_range: tuple[int, ...] | None, contents: bytes, name: str) -> Remark | None:
    """Why it is no signature at all (universal forgery), or of a kind that cannot be checked."""
    if not contents or not any(contents):
        return remark("no_contents")
    if byte_range is None:
        return remark("no_byte_range")
    if len(contents) > MOST_CONTENTS_BYTES:
        return remark("too_large", name)
    kind = str(entries.get("/SubFilter", ""))
    return None if kind in _SUB_FILTERS else remark("unsupported_kind", kind.lstrip("/"))


def _unreadable(
    name: str, field: Any, entries: Any, why: Remark, byte_range: tuple[int, ...] | None
) -> Container:
    byte_range = byte_range or (0, 0, 0, 0)
    is_timestamp = str(entries.get("/Type", "")) == _TIMESTAMP
    start, end = byte_range[1], byte_range[2] + byte_range[3]
    return Container(str(name), field, entries, None, is_timestamp, start, end, forged=(why,))


def _byte_range(entries: Any) -> tuple[int, int, int, int] | None:
    try:
        values = [int(value) for value in entries["/ByteRange"]]
    except Exception:  # missing, null, no numbers: all the same forgery
        return None
    if len(values) != 4 or any(value < 0 for value in values):
        return None
    return values[0], values[1], values[2], values[3]


def _contents(entries: Any) -> bytes:
    try:
        return bytes(entries.raw_get("/Contents", decrypt=EncryptedObjAccess.RAW).original_bytes)
    except Exception:  # missing, null, no string: all the same forgery
        return b""


def _wrapping(whole: Any, byte_range: tuple[int, int, int, int], contents: bytes) -> tuple[Remark, ...]:
    """Whether the range is the file from its first byte to the end, but for this signature's own gap."""
    first, gap, after, length = byte_range
    if first != 0 or gap >= after or after + length > len(whole):
        return (remark("byte_range_abused"),)
    if whole[gap : gap + 1] != b"<" or whole[after - 1 : after] != b">":
        return (remark("contents_elsewhere"),)
    digits = bytes(whole[gap + 1 : after - 1])
    if not _ANY_CASE.fullmatch(digits) or bytes.fromhex(digits.decode("ascii")) != contents:
        return (remark("contents_elsewhere"),)
    if not _ONE_CASE.fullmatch(digits):
        return (remark("contents_mixed"),)
    return ()


def _message(contents: bytes) -> tuple[cms.ContentInfo, bytes]:
    """The message, strictly one DER object, and what pads it to the length of the gap."""
    *_, header, content, trailer = parser.parse(contents)
    length = len(header) + len(content) + len(trailer)
    return cms.ContentInfo.load(contents[:length], strict=True), contents[length:]


def _oddities(message: cms.ContentInfo, *, is_timestamp: bool) -> list[str]:
    """What RFC 5652 does not allow, in the parts of a message that no signature protects."""
    if message["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    signed = message["content"]
    if len(signed["signer_infos"]) != 1:
        raise ValueError("more than one signer, or none")
    odd = []
    signer = signed["signer_infos"][0]
    kind = signed["encap_content_info"]["content_type"].native
    if kind != ("tst_info" if is_timestamp else "data"):
        odd.append("content type")
    if signed["version"].native != _version(signed, kind):
        odd.append("version")
    if not _is_named(signer["sid"], signed["certificates"]):
        odd.append("signer identifier")
    if signer["version"].native != ("v1" if signer["sid"].name == "issuer_and_serial_number" else "v3"):
        odd.append("signer version")
    listed = [bytes(algorithm.dump()) for algorithm in signed["digest_algorithms"]]
    if bytes(signer["digest_algorithm"].dump()) not in listed or len(listed) != 1:
        odd.append("digest algorithms")
    odd += [
        f"algorithm {name}" for name in ("digest_algorithm", "signature_algorithm") if _is_odd(signer[name])
    ]
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native != "signature_time_stamp_token":
            odd.append(f"attribute {attribute['type'].native}")
            continue
        for token in attribute["values"]:
            odd += [f"timestamp {what}" for what in _oddities(token, is_timestamp=True)]
    return odd


def _is_named(sid: Any, choices: Any) -> bool:  # asn1crypto's identifier and set of certificates
    """Whether the identifier names a certificate inside letter by letter; libraries pass over case.

    Compared as text, since some signers encode the issuer's name anew in another type of string.
    """
    if sid.name != "issuer_and_serial_number":
        return True
    issuer, serial = sid.chosen["issuer"].native, sid.chosen["serial_number"].native
    inside = [choice.chosen for choice in choices if choice.name == "certificate"]
    return any(one.serial_number == serial and one.issuer.native == issuer for one in inside)


def _version(signed: cms.SignedData, kind: str) -> str:
    """RFC 5652, 5.1, for messages with certificates of X.509 alone."""
    signers = {signer["version"].native for signer in signed["signer_infos"]}
    return "v3" if kind != "data" or "v3" in signers else "v1"


def _is_odd(algorithm: Any) -> bool:  # asn1crypto's algorithm identifier
    """Whether an identifier without real parameters carries something else than none or NULL."""
    parameters = algorithm["parameters"]
    return parameters.native is None and bytes(parameters.dump()) not in {b"", b"\x05\x00"}
