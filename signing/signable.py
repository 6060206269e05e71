"""Whether a PDF can carry one more signature, looked at before any key is touched.

What is allowed on a signed or certified file follows ISO 32000-2, 12.8.2.2 and 12.8.4: an approval signature
forbids nothing that is appended, so one more field may be made; a certification (and a lock with /P) allows
at most filling fields that are there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import read_certification_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from records.errors import HosoError, NotSignable
from signing.opening import QuickReader

logger = logging.getLogger(__name__)

_MOST_FIELDS = 200
"""Signature fields; more are a damaged or hostile file."""
_HEAD_BYTES = 1024


class AppendingWriter(IncrementalPdfFileWriter):
    """Appends objects and leaves the document's own metadata alone.

    pyHanko would rewrite XMP and information dictionary in every revision: 6 ms a time, and one thing more
    that was changed after a signature.
    """

    def __init__(self, stream: BinaryIO) -> None:
        # Not strict: Word writes hybrid cross-references, which a strict reader turns away.
        super().__init__(stream, prev=QuickReader(stream, strict=False))

    def _update_meta(self) -> None:
        """Nothing: who made the document, and when, is not changed by signing it."""


@dataclass(frozen=True, slots=True)
class SignablePdf:
    """A PDF that may be signed, as it was before."""

    writer: Any
    """pyHanko's `IncrementalPdfFileWriter` over the draft."""
    fields: tuple[str, ...]
    """Full names of all signature fields."""
    empty: frozenset[str]
    """Those that nobody has signed."""
    signatures: tuple[Any, ...] = ()
    """pyHanko's `EmbeddedPdfSignature`s and document timestamps, oldest first."""
    takes_new_fields: bool = True
    """False where a certification or a lock allows no more than filling what is there."""


def open_signable(stream: BinaryIO) -> SignablePdf:
    """Reads a draft; raises `NotSignable` with the reason."""
    stream.seek(0)
    if b"%PDF-" not in stream.read(_HEAD_BYTES):
        raise NotSignable(
            "no PDF",
            remedy_vi="Đây không phải tệp PDF. Hãy xuất văn bản thành PDF (PDF/A) rồi ký.",
            remedy_en="This is no PDF. Export the document as PDF (PDF/A), then sign.",
        )
    with _read_or_refused():
        writer = AppendingWriter(stream)
        reader = writer.prev
        _refuse_encrypted(reader)
        _refuse_xfa(reader)
        _refuse_without_pages(reader)
        found = list(islice(enumerate_sig_fields(reader), _MOST_FIELDS + 1))
        if len(found) > _MOST_FIELDS:
            raise NotSignable(f"more than {_MOST_FIELDS} signature fields")
        signatures = _signatures(reader, found)
        return SignablePdf(
            writer=writer,
            fields=tuple(name for name, _, _ in found),
            empty=frozenset(name for name, value, _ in found if value is None),
            signatures=signatures,
            takes_new_fields=_takes_new_fields(reader, signatures),
        )


def require_open_field(pdf: SignablePdf, name: str) -> None:
    """Raises `NotSignable` where an earlier signature forbids filling or making the field `name`."""
    if name not in pdf.fields and not pdf.takes_new_fields:
        raise NotSignable(
            f"certified: no field {name!r} to fill, and none may be made",
            remedy_vi="Văn bản đã được chứng nhận, chỉ cho điền ô có sẵn mà không có ô ký trống. "
            "Hãy đề nghị nơi lập văn bản tạo sẵn ô ký trước khi chứng nhận.",
            remedy_en="The document is certified and has no empty field for this signature. "
            "Ask who certified it to make the field first.",
        )
    for signature in pdf.signatures:
        if _locks(signature, name):
            raise NotSignable(f"the field {name!r} is locked by an earlier signature")


@contextmanager
def _read_or_refused() -> Iterator[None]:
    try:
        yield
    except HosoError:
        raise
    except Exception as error:  # pyHanko raises many kinds on damaged and hostile input
        logger.info("a file cannot be read for signing: %s", type(error).__name__)
        raise NotSignable(
            f"damaged: {type(error).__name__}",
            remedy_vi="Tệp PDF bị hỏng hoặc chưa chép xong. Hãy xuất hoặc chép lại tệp.",
            remedy_en="The PDF is damaged or was not copied whole. Export or copy it again.",
        ) from error


def _refuse_encrypted(reader: PdfFileReader) -> None:
    if reader.encrypted:
        raise NotSignable(
            "encrypted",
            remedy_vi="Tệp có mật khẩu hoặc bị hạn chế quyền. "
            "Hãy bỏ mật khẩu bằng chương trình đã tạo ra tệp rồi ký.",
            remedy_en="The file is encrypted. Remove the password with the program that made it, then sign.",
        )


def _refuse_xfa(reader: PdfFileReader) -> None:
    form = reader.root.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        raise NotSignable(
            "an XFA form (ISO 32000-2 has none any more)",
            remedy_vi="Tệp là biểu mẫu XFA, chữ ký trên đó không kiểm tra được. Hãy in ra PDF thường rồi ký.",
            remedy_en="The file is an XFA form, where signatures cannot be checked. Print it to PDF first.",
        )


def _refuse_without_pages(reader: PdfFileReader) -> None:
    if int(reader.root["/Pages"]["/Count"]) < 1:
        raise NotSignable("no page")


def _signatures(reader: PdfFileReader, found: list[Any]) -> tuple[Any, ...]:
    filled = [
        EmbeddedPdfSignature(reader, field.get_object(), name)
        for name, value, field in found
        if value is not None
    ]
    return tuple(sorted(filled, key=lambda signature: signature.signed_revision))


def _takes_new_fields(reader: PdfFileReader, signatures: tuple[Any, ...]) -> bool:
    """Raises `NotSignable` where an earlier signature allows no change at all (P 1)."""
    certification = read_certification_data(reader)
    limits = [certification.permission] if certification else []
    limits += [signature.docmdp_level for signature in signatures if signature.docmdp_level]
    if MDPPerm.NO_CHANGES in limits:
        raise NotSignable(
            "certified as final (DocMDP P 1)",
            remedy_vi="Văn bản đã được chứng nhận là bản cuối, không cho ký thêm. "
            "Hãy ký trên bản chưa chứng nhận.",
            remedy_en="The document is certified as final and takes no further signature. "
            "Sign a copy from before the certification.",
        )
    return not limits


def _locks(signature: Any, name: str) -> bool:  # a pyHanko object
    lock: FieldMDPSpec | None = signature.fieldmdp
    return bool(lock and lock.is_locked(name))
