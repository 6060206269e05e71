"""Papers in the hands of citizens."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from PIL import Image

    from portal.models import OutgoingDocument


def issued(office: SigningOffice, **said: object) -> OutgoingDocument:
    """A decision that went the whole way."""
    document = office.numbered(office.letter(), **said)
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()
    document.refresh_from_db()
    assert document.state == "issued"
    return document


def upload(content: bytes, name: str = "van-ban.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def photograph(page: Image.Image) -> bytes:
    """A page as a phone sees it: turned, a little blurred, JPEG."""
    from PIL import ImageFilter

    seen = page.convert("RGB").rotate(7, expand=True, fillcolor=(120, 110, 100))
    out = io.BytesIO()
    seen.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=70)
    return out.getvalue()
