"""Builds outgoing documents for the tests; everything may be overridden. Needs a configured Django."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from portal.outgoing.options import OutgoingAgency

if TYPE_CHECKING:
    from portal.models import OutgoingDocument

AGENCY = OutgoingAgency(
    code="ubnd", name="ỦY BAN NHÂN DÂN XÃ PHÚ LÂM", symbol="UBND", units=("VP", "KT"), place="Phú Lâm"
)


def make_document(**changes: Any) -> OutgoingDocument:
    """A checked decision that waits for its number, with a file that is only a row."""
    from django.utils import timezone

    from portal.models import OutgoingDocument, OutgoingFile
    from portal.outgoing.states import DocumentState

    parts: dict[str, Any] = {
        "state": DocumentState.CHECKED,
        "agency": AGENCY.code,
        "type_code": "QĐ",
        "trial": "passed",
        "subject": "Về việc kiện toàn Ban chỉ đạo",
        "sender": "soan_thao",
        "received_at": timezone.now(),
    }
    document: OutgoingDocument = OutgoingDocument.objects.create(**{**parts, **changes})
    name = f"{document.pk}.pdf"
    OutgoingFile.objects.create(
        document=document,
        ordinal=0,
        name=name,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        size_bytes=1,
        handed_in=name,
        current=name,
    )
    return document
