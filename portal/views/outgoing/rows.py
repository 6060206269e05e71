"""One document as the desk's lists show it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from portal.models import OutgoingDocument, OutgoingSigner
from portal.outgoing.document_types import DOCUMENT_TYPES
from portal.outgoing.handing_in import URGENCIES
from portal.outgoing.trails import Station, trail_of
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
    trail: tuple[Station, ...] = ()

    @property
    def haste(self) -> int:
        """0 for an ordinary document, up to 3 for HỎA TỐC."""
        return URGENCIES.index(self.document.urgency) + 1 if self.document.urgency in URGENCIES else 0


def rows_of(documents: Iterable[OutgoingDocument]) -> list[DocumentRow]:
    """Lines for documents that were fetched with `with_all`."""
    listed = list(documents)
    names = names_of({document.sender or document.folder for document in listed})
    return [_row(document, names) for document in listed]


def row_of(document: OutgoingDocument) -> DocumentRow:
    """The line for one document."""
    return _row(document, names_of({document.sender or document.folder}))


def names_of(accounts: Collection[str]) -> Mapping[str, str]:
    """Of those accounts that have one; a folder may be called by a person's name itself."""
    people = User.objects.filter(username__in=accounts)
    return {one.get_username(): one.get_full_name() for one in people if one.get_full_name()}


def _row(document: OutgoingDocument, names: Mapping[str, str]) -> DocumentRow:
    files = sorted(document.files.all(), key=lambda file: file.ordinal)
    entry = getattr(document, "entry", None)
    sender = document.sender or document.folder
    return DocumentRow(
        document=document,
        name=files[0].name if files else "",
        notation=entry.notation if entry else "",
        type_name=DOCUMENT_TYPES.get(document.type_code, ""),
        state_name=state_name(document),
        badge=badge_of(document),
        sender=names.get(sender, sender),
        signers=", ".join(shown_name(signer) for signer in document.signers.all()),
        appendices=len(files) - 1,
        at=document.received_at,
        trail=trail_of(document),
    )


def shown_name(signer: OutgoingSigner) -> str:
    """`KT. Trần Thị Mẫu`: the prefix under which somebody signs, and the name."""
    name = signer.user.get_full_name() or signer.user.get_username()
    return f"{signer.prefix} {name}".strip()


RELATED = ("files", "signers__user")
"""What a list needs besides the documents themselves, for `prefetch_related`."""
