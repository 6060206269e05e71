"""One document as the desk's lists show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.models import OutgoingDocument, OutgoingSigner
from portal.outgoing.document_types import DOCUMENT_TYPES
from portal.views.outgoing.held import badge_of, state_name


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of a list."""

    document: OutgoingDocument
    name: str
    """Of its file, as handed in."""
    notation: str
    """Number and symbol; empty before it has any."""
    type_name: str
    state_name: str
    badge: str
    sender: str
    signers: str
    appendices: int
    at: datetime


def rows_of(documents: Iterable[OutgoingDocument]) -> list[DocumentRow]:
    """Lines for documents that were fetched with `with_all`."""
    return [row_of(document) for document in documents]


def row_of(document: OutgoingDocument) -> DocumentRow:
    """The line for one document."""
    files = sorted(document.files.all(), key=lambda file: file.ordinal)
    entry = getattr(document, "entry", None)
    return DocumentRow(
        document=document,
        name=files[0].name if files else "",
        notation=entry.notation if entry else "",
        type_name=DOCUMENT_TYPES.get(document.type_code, ""),
        state_name=state_name(document),
        badge=badge_of(document),
        sender=document.sender or document.folder,
        signers=", ".join(shown_name(signer) for signer in document.signers.all()),
        appendices=len(files) - 1,
        at=document.received_at,
    )


def shown_name(signer: OutgoingSigner) -> str:
    """`KT. Trần Thị Mẫu`: the prefix under which somebody signs, and the name."""
    name = signer.user.get_full_name() or signer.user.get_username()
    return f"{signer.prefix} {name}".strip()


RELATED = ("files", "signers__user")
"""What a list needs besides the documents themselves, for `prefetch_related`."""
