"""Finds certifications (DocMDP) that a document only pretends to have, or that were taken over.

A certification is the first signature of a document, there is one, and the catalogue points at it
(ISO 32000-2, 12.8.2.2). Attacks move or drop that pointer so that a reader applies other rules than the
certifier set ("Evil Annotation" and "Sneaky Signature": Rohlmann et al., S&P 2021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.verification.containers import Container
from signing.verification.remarks import remark
from signing.verification.verdicts import Remark


def certifying(containers: Iterable[Container]) -> list[Container]:
    """The signatures that certify, in the order given."""
    return [container for container in containers if _transform(container.entries) is not None]


def abuse_of_certification(
    container: Container, certified: Sequence[Container], reader: PdfFileReader
) -> Remark | None:
    """What is wrong with a certification as far as it concerns this signature; `None` for nothing."""
    pointed = _pointed_at(reader)
    if container not in certified:
        if pointed is not None and pointed == _contents(container.entries):
            return remark("certification_abused", "tài liệu gọi một chữ ký thường là chữ ký chứng nhận")
        return None
    why = ""
    if container is not certified[0]:
        why = "tài liệu đã có chữ ký chứng nhận khác"
    elif _level(container.entries) not in {1, 2, 3}:
        why = "mức cho phép sửa đổi không đọc được"
    elif pointed is None:
        why = "tài liệu không còn nhận chữ ký chứng nhận của nó"
    elif pointed != _contents(container.entries):
        why = "tài liệu nhận một chữ ký khác làm chữ ký chứng nhận"
    return remark("certification_abused", why) if why else None


def _transform(entries: Any) -> Any:
    try:
        for reference in entries["/Reference"]:
            read = reference.get_object()
            if read["/TransformMethod"] == "/DocMDP":
                return read
    except Exception:  # none, or damaged
        return None
    return None


def _level(entries: Any) -> int:
    """1 to 3; 2 where it is left out (ISO 32000-2, table 257), 0 where it is no number."""
    try:
        value = _transform(entries)["/TransformParams"].get("/P", 2)
        return int(value) if isinstance(value, generic.NumberObject | int) else 0
    except Exception:  # none, or damaged
        return 0


def _pointed_at(reader: PdfFileReader) -> bytes | None:
    try:
        return _contents(reader.root["/Perms"]["/DocMDP"])
    except Exception:  # none, or damaged
        return None


def _contents(entries: Any) -> bytes | None:
    try:
        return bytes(entries.raw_get("/Contents").original_bytes)
    except Exception:  # none, or damaged
        return None
