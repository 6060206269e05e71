"""Takes documents that are to go out: from the portal, and from the folders of the officials.

As in `intake.ledger`: the bytes are copied, hashed and synced, the rows committed, and only then the file
leaves the folder in which its author laid it. What cannot be signed is refused at once, with the reason.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.intake.originals import printable
from portal.models import OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.desk_folder import Desk, Kept
from portal.outgoing.document_types import COPIES, DOCUMENT_TYPES
from portal.outgoing.events import EventKind, note
from portal.outgoing.states import DocumentState, FileRole
from records.errors import EmptyFile, NotADocument, NotSignable, OutOfTurn, SourceRefused
from signing.listing import is_signed

MOST_APPENDICES = 50
MOST_SIGNERS = 20
PROOF_BYTES = 10
"""80 bits: nobody finds another document's code by trying."""
URGENCIES = ("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")
"""Decree 30/2020, Appendix I, II.7."""
_OVER = (DocumentState.REFUSED, DocumentState.RECALLED)


@dataclass(frozen=True, slots=True)
class Paper:
    """One file that lies on the desk."""

    name: str
    """As its author calls it."""
    kept: Kept
    source_path: str = ""
    """Where it still has to be fetched from, for files from folders."""
    laid_in: str = ""
    """Where it is to be laid, below the data directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is said about a document when it is handed in."""

    agency: str
    by: str
    """Account of the sender; empty for a folder."""
    folder: str = ""
    type_code: str = ""
    unit: str = ""
    subject: str = ""
    urgency: str = ""
    note: str = ""
    in_order: bool = True
    signers: Sequence[User] = field(default=())
    """In the order of signing where there is one; none for a copy, which the agency alone signs."""


def hand_in(desk: Desk, main: Paper, appendices: Sequence[Paper], said: Handed) -> OutgoingDocument:
    """Takes a document whose files lie on the desk; its rows are committed when this returns.

    Raises `EmptyFile`, `NotADocument` or `NotSignable` for a file that cannot be signed, and `OutOfTurn` for
    a document that is on its way already or a description that cannot be; the caller then clears the desk.
    """
    for paper in (main, *appendices):
        check_fit(desk, paper)
    _check_said(said, len(appendices))
    with transaction.atomic():
        _must_be_new(main)
        document: OutgoingDocument = OutgoingDocument.objects.create(
            agency=said.agency,
            type_code=said.type_code,
            unit=said.unit[:32],
            subject=" ".join(said.subject.split())[:500],
            urgency=said.urgency,
            in_order=said.in_order,
            sender=said.by,
            folder=said.folder,
            note=said.note.strip()[:2000],
            received_at=timezone.now(),
            proof_code=_new_proof_code(),
        )
        for ordinal, paper in enumerate((main, *appendices)):
            _add_file(document, ordinal, paper)
        for ordinal, user in enumerate(said.signers, start=1):
            OutgoingSigner.objects.create(document=document, ordinal=ordinal, user=user)
        note(
            document.pk,
            EventKind.RECEIVED,
            said.by or said.folder,
            files=[{"name": printable(one.name), "sha256": one.kept.sha256} for one in (main, *appendices)],
        )
    return document


def check_fit(desk: Desk, paper: Paper) -> None:
    """Refuses what can never be signed here: no PDF, empty, or signed already by somebody."""
    if paper.kept.size_bytes == 0:
        raise EmptyFile("0 bytes")
    path = desk.path(paper.kept.name)
    with path.open("rb") as stream:
        # ISO 32000-1, Annex H, note 13: readers take the mark within the first 1024 bytes.
        if b"%PDF-" not in stream.read(1024):
            raise NotADocument(
                "no PDF",
                remedy_vi="Chỉ ký được tệp PDF. Hãy xuất văn bản thành PDF (PDF/A) rồi nộp lại.",
                remedy_en="Only PDF files can be signed. Export the document as PDF (PDF/A) and hand it in.",
            )
    if is_signed(path):
        raise NotSignable(
            "signed already",
            remedy_vi="Tệp đã có chữ ký số nên không in thêm số, ngày được. Hãy nộp bản chưa ký.",
            remedy_en="The file is signed already, so no number can be printed. Hand in the unsigned file.",
        )


def _check_said(said: Handed, appendices: int) -> None:
    is_sound = (
        said.type_code in {"", *DOCUMENT_TYPES}
        and said.urgency in {"", *URGENCIES}
        and appendices <= MOST_APPENDICES
        and len(said.signers) <= MOST_SIGNERS
        and len({user.pk for user in said.signers}) == len(said.signers)
        and not (said.type_code in COPIES and said.signers)
    )
    if not is_sound:
        raise OutOfTurn(
            "a description that cannot be",
            remedy_vi="Thông tin trình ký chưa đúng (loại văn bản, người ký hoặc số phụ lục). Hãy xem lại.",
            remedy_en="Type, signers or appendices are not as they can be. Look at the form again.",
        )


def _must_be_new(main: Paper) -> None:
    same = OutgoingFile.objects.filter(sha256=main.kept.sha256, ordinal=0).exclude(document__state__in=_OVER)
    if same.exists():
        raise OutOfTurn(
            "handed in before",
            remedy_vi="Tệp này đã được trình ký và đang xử lý hoặc đã ban hành. "
            "Muốn thay bản đang xử lý thì thu hồi rồi trình lại.",
            remedy_en="This very file was handed in before, and is on its way or issued.",
        )


def _new_proof_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(PROOF_BYTES)).decode("ascii")
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _add_file(document: OutgoingDocument, ordinal: int, paper: Paper) -> None:
    OutgoingFile.objects.create(
        document=document,
        ordinal=ordinal,
        role=FileRole.APPENDIX if ordinal else FileRole.MAIN,
        name=printable(paper.name)[:255],
        sha256=paper.kept.sha256,
        size_bytes=paper.kept.size_bytes,
        handed_in=paper.kept.name,
        current=paper.kept.name,
        source_path=paper.source_path,
        laid_in=paper.laid_in,
    )


REFUSALS = (SourceRefused, NotSignable)
"""What `hand_in` raises about a file itself."""
