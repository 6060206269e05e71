"""Files that ride along in the rendition, which PDF/A-3 allows when each says what it is to the paper."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import pikepdf

Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
"""What the file is to the document (ISO 19005-3, annex E)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file to be carried."""

    name: str
    """File name with its ending, as a person sees it."""
    content: bytes
    mime: str
    """For example `application/json`."""
    relationship: Relationship = "Data"
    description: str = ""
    """In Vietnamese; the name when empty."""


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], created: datetime) -> None:
    """Embeds the files with what ISO 19005-3, 6.8, asks: kind, dates, digest, relationship, and a name."""
    moment = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    date = pikepdf.String(moment.strftime("D:%Y%m%d%H%M%SZ"))
    names, files = pikepdf.Array(), pikepdf.Array()
    for item in sorted(attachments, key=lambda item: item.name):
        stream = pikepdf.Stream(pdf, item.content)
        stream.Type = pikepdf.Name.EmbeddedFile
        stream.Subtype = pikepdf.Name("/" + item.mime)
        digest = hashlib.md5(item.content, usedforsecurity=False).digest()  # CheckSum: ISO 32000-1, table 46
        stream.Params = pikepdf.Dictionary(
            Size=len(item.content), CreationDate=date, ModDate=date, CheckSum=pikepdf.String(digest)
        )
        held = pdf.make_indirect(stream)
        file = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Filespec,
                F=pikepdf.String(item.name),
                UF=pikepdf.String(item.name),
                Desc=pikepdf.String(item.description or item.name),
                AFRelationship=pikepdf.Name("/" + item.relationship),
                EF=pikepdf.Dictionary(F=held, UF=held),
            )
        )
        names.append(pikepdf.String(item.name))
        names.append(file)
        files.append(file)
    if attachments:
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
        pdf.Root.AF = files
