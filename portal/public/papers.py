"""What the holder of a paper may learn by its code: what stands on it, and whether the office issued it.

Nothing of the subject and nobody's name: "V/v trợ cấp cho ông …" is about a person, and whoever photographs a
code on a notice board must not learn more than the board says.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from archive import Archive
from portal.models import OutgoingDocument
from portal.outgoing.document_types import DOCUMENT_TYPES
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.proof import PROOF
from portal.outgoing.states import DocumentState, Prefix
from records.errors import HosoError

_CODE = re.compile(r"[A-Z2-7]{16,52}")
_GROUP = 4
_ENDED = {DocumentState.REFUSED, DocumentState.RECALLED}
LONGEST_CODE = 120


class Standing(StrEnum):
    """What the office says of a paper."""

    ISSUED = "issued"
    RENEWED = "renewed"
    """Issued, and its archive timestamps were renewed since: the office's copy has other bytes now."""
    ON_ITS_WAY = "on_its_way"
    """Its number is printed, but it is not signed and sealed yet."""
    RECALLED = "recalled"
    """It was taken back or refused before it was issued; its number is given to nothing else."""


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """What is shown of one paper."""

    document: int
    """Number of its row, for the audit chain."""
    code: str
    standing: Standing
    notation: str
    issued_on: date
    agency: str
    type_name: str
    authorities: tuple[str, ...] = ()
    """In what capacity each signed: `KT. CHỦ TỊCH`; empty text for somebody who signs for themselves."""
    pages: int = 0
    files: int = 1
    """With appendices in files of their own."""
    digests: tuple[str, ...] = ()
    """SHA-256 of the file as it is, then as it was before each renewal."""
    renewed_at: datetime | None = None

    @property
    def is_issued(self) -> bool:
        return self.standing in {Standing.ISSUED, Standing.RENEWED}


def code_in(text: str) -> str:
    """The proof code in what somebody typed or a QR code says, in groups of four; empty without one."""
    last = urlsplit(text.strip()[:LONGEST_CODE]).path.rstrip("/").rpartition("/")[2]
    letters = re.sub(r"[\s-]", "", last).upper()
    if not _CODE.fullmatch(letters):
        return ""
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def host_in(text: str) -> str:
    """The host to which a QR code leads; empty for a code that is no address."""
    try:
        return (urlsplit(text.strip()).hostname or "")[:120]
    except ValueError:
        return ""


def find_paper(code: str, archive: Archive, options: OutgoingOptions) -> KnownPaper | None:
    """The paper of a code; `None` for codes that nobody gave and for drafts without a number alike."""
    document = (
        OutgoingDocument.objects.filter(proof_code=code).select_related("entry__book").first()
        if code
        else None
    )
    if document is None or not hasattr(document, "entry"):
        return None
    digests = _digests(archive, document) if document.state == DocumentState.ISSUED else ()
    renewed = _renewed_at(document)
    main = document.files.filter(ordinal=0).first()
    return KnownPaper(
        document=document.pk,
        code=code,
        standing=_standing(document, is_renewed=len(digests) > 1),
        notation=document.entry.notation,
        issued_on=document.entry.issued_on,
        agency=_agency(document, options),
        type_name=DOCUMENT_TYPES.get(document.type_code, ""),
        authorities=tuple(_authority(one) for one in document.signers.select_related("mandate")),
        pages=main.page_count if main else 0,
        files=document.files.count(),
        digests=digests,
        renewed_at=renewed if len(digests) > 1 else None,
    )


def _standing(document: OutgoingDocument, *, is_renewed: bool) -> Standing:
    if document.state in _ENDED:
        return Standing.RECALLED
    if document.state != DocumentState.ISSUED:
        return Standing.ON_ITS_WAY
    return Standing.RENEWED if is_renewed else Standing.ISSUED


def _agency(document: OutgoingDocument, options: OutgoingOptions) -> str:
    return next((one.name for one in options.agencies if one.code == document.agency), "")


def _authority(signer: object) -> str:
    """`KT. CHỦ TỊCH`: under which authority somebody signed, as printed above the place of signing."""
    prefix = str(getattr(signer, "prefix", "") or Prefix.NONE)
    mandate = getattr(signer, "mandate", None)
    return " ".join(part for part in (prefix, mandate.for_position if mandate else "") if part)


def _digests(archive: Archive, document: OutgoingDocument) -> tuple[str, ...]:
    """Of the main file in each version of the archive, the newest first; none where it cannot be read."""
    try:
        numbers = [version.number for version in archive.versions(document.record_id)]
        proofs = [json.loads(archive.read(document.record_id, PROOF, version=one)) for one in numbers]
    except (HosoError, OSError, ValueError):
        return ()
    found = [str(one["files"][0]["sha256"]) for one in proofs if one.get("files")]
    return tuple(dict.fromkeys(reversed(found)))


def _renewed_at(document: OutgoingDocument) -> datetime | None:
    lifted = document.events.filter(kind="lifted").order_by("-pk").values_list("at", flat=True).first()
    return lifted if isinstance(lifted, datetime) else None
