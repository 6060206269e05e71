"""Prepares a draft for its signature: field, appearance, and the digest of all but the signature itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from signing.writing import Draft

_CHUNK_BYTES = 1 << 20


class ApprovalSigner(PdfSigner):
    """Signs as PAdES asks and registers no extension of PDF 2.0, which PDF/A-2 does not know."""

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:  # noqa: ARG002  pyHanko's
        """ESIC alone (ETSI EN 319 142-1, clause 5.6)."""
        pdf_out.ensure_output_version(version=(1, 7))
        if pdf_out.output_version < (2, 0):
            pdf_out.register_extension(ESIC_EXTENSION_1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that lacks nothing but the signature's bytes."""

    digest: bytes
    embedder: Any
    """pyHanko's coroutine that fills them in."""

    def fill(self, content: bytes) -> None:
        """Writes the CMS into its place."""
        self.embedder.send(content)


async def prepare(
    writer: Any,
    draft: Draft,
    *,
    signer: Any,
    field: str,
    style: Any,
    at: datetime,
    md_algorithm: str,
    reserved_bytes: int,
) -> Prepared:
    """Writes the field's value and appearance and digests the draft (ISO 32000-2, 12.8.1).

    `writer`, `signer` and `style` are pyHanko's; `reserved_bytes` are kept for the CMS.
    """
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm=md_algorithm, subfilter=SigSeedSubFilter.PADES
    )
    session = ApprovalSigner(metadata, signer, stamp_style=style).init_signing_session(
        writer, existing_fields_only=True
    )
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * reserved_bytes)

    def digest() -> Any:
        return document.digest_tbs_document(in_place=True, chunk_size=_CHUNK_BYTES)

    prepared, _ = digest() if draft.is_small else await asyncio.to_thread(digest)
    return Prepared(prepared.document_digest, document.cms_writer)
