"""Tells the sender how a document ended: on their page by its events, in a folder by a line beside it."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from portal.intake import durable
from portal.intake.originals import safe_parts
from portal.models import BookEntry, OutgoingDocument
from portal.outgoing.states import DocumentState
from portal.outgoing.workshop import Workshop

OUTGOING = "outgoing"
RESULT_SUFFIX = ".ket-qua.txt"
LONGEST_NAME_BYTES = 255 - len(RESULT_SUFFIX)


def tell(shop: Workshop, document: OutgoingDocument) -> None:
    """Adds the line for a document from a folder, and marks it as told; at worst the line comes twice."""
    if document.folder:
        name = document.files.get(ordinal=0).name
        with shop.telling:
            add_line(shop.desk.data_dir, document.folder, name, result_line(document))
    OutgoingDocument.objects.filter(pk=document.pk).update(told=True)


def result_line(document: OutgoingDocument) -> str:
    """How it ended, in one Vietnamese sentence."""
    entry = BookEntry.objects.filter(document=document).first()
    notation = f" {entry.notation}" if entry else ""
    if document.state == DocumentState.ISSUED:
        later = " (chờ nâng mức chữ ký)" if document.awaits_level else ""
        return f"Đã ban hành{notation}{later}: {document.laid_in}"
    what = "Thu hồi" if document.state == DocumentState.RECALLED else "Trả lại"
    return f"{what}{notation}: {document.reason_vi}"


def add_line(data_dir: Path, folder: str, name: str, line: str) -> None:
    """Adds a line, with the time, to the `.ket-qua.txt` of a file in `outgoing/<folder>/`."""
    place = data_dir.joinpath(OUTGOING, *safe_parts(folder))
    place.mkdir(parents=True, exist_ok=True)
    kept = name.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore")
    path = place / f"{kept}{RESULT_SUFFIX}"
    # Notepad on the oldest office machines takes a file without a byte-order mark for a local code page.
    before = path.read_bytes() if path.is_file() and not path.is_symlink() else "".encode("utf-8-sig")
    when = timezone.localtime().strftime("%H:%M %d/%m/%Y")
    durable.write(path, before + f"{when} · {line}\r\n".encode())
