"""Lays what came out into `signed/`: by year and agency, each file whole or not at all."""

from __future__ import annotations

from archive import safe_name
from portal.intake import durable
from portal.models import BookEntry, OutgoingDocument, OutgoingFile
from portal.outgoing.desk_folder import Desk

SIGNED = "signed"


def notation_name(entry: BookEntry) -> str:
    """A document's file name, without ending: `05-QĐ-UBND`; a stroke cannot stand in one."""
    return entry.notation.replace("/", "-")


def file_name(entry: BookEntry, file: OutgoingFile) -> str:
    """`05-QĐ-UBND.pdf`, and `05-QĐ-UBND phu luc 1.pdf` for its appendices."""
    rest = f" phu luc {file.ordinal}" if file.ordinal else ""
    return f"{notation_name(entry)}{rest}.pdf"


def archived_path(entry: BookEntry, file: OutgoingFile) -> str:
    """Where the archive keeps a file as it went out, in the record's object."""
    return f"{'appendices' if file.ordinal else 'original'}/{safe_name(file_name(entry, file))}"


def archived_draft(file: OutgoingFile) -> str:
    """Where the archive keeps a file as it was handed in."""
    return f"handed-in/{safe_name(f'{file.ordinal} {file.name}' if file.ordinal else file.name)}"


def lay(desk: Desk, document: OutgoingDocument) -> str:
    """Lays every file of a sealed document; where the document itself lies, below the data directory.

    Laid again after a crash, or lifted to a higher level, it takes the same place: the name is the number's.
    """
    entry = document.entry
    folder = f"{SIGNED}/{entry.book.year}/{document.agency}"
    for file in document.files.all():
        target = desk.data_dir / folder / file_name(entry, file)
        source = desk.path(file.current)
        if durable.look(target) is None or durable.digest_of(target) != durable.digest_of(source):
            durable.copy_beside(source, target)
    return f"{folder}/{notation_name(entry)}.pdf"
