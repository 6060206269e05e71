"""The signature itself: from a prepared file to its CMS, and the timestamp that joins it.

pyHanko's one call signs, asks for a timestamp and starts over when the service is down. Here the token signs
once; a timestamp that cannot be had leaves a whole B-B signature.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, select_suitable_signing_md
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from signing.writing import Draft

_CHUNK_BYTES = 1 << 20
_MARGIN_BYTES = 512
"""An ECDSA signature's two numbers, and lengths around them, vary by some octets."""


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
    md_algorithm: str
    embedder: Any
    """pyHanko's coroutine that fills them in."""

    def fill(self, content: Any) -> None:
        """Writes the CMS into its place."""
        self.embedder.send(content)


async def prepare(
    writer: Any, draft: Draft, *, signer: Any, field: str, style: Any, at: datetime, reserved_bytes: int
) -> Prepared:
    """Writes the field's value and appearance and digests the draft (ISO 32000-2, 12.8.1)."""
    algorithm = select_suitable_signing_md(signer.signing_cert.public_key)
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm=algorithm, subfilter=SigSeedSubFilter.PADES
    )
    session = ApprovalSigner(metadata, signer, stamp_style=style).init_signing_session(
        writer, existing_fields_only=True
    )
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * reserved_bytes)

    def digest() -> Any:
        return document.digest_tbs_document(in_place=True, chunk_size=_CHUNK_BYTES)

    prepared, _ = digest() if draft.is_small else await asyncio.to_thread(digest)
    return Prepared(prepared.document_digest, algorithm, document.cms_writer)


async def sign_digest(signer: Any, digest: bytes, algorithm: str, *, dry_run: bool = False) -> Any:
    """The CMS over a digest, without a timestamp; the token is used once."""
    return await signer.async_sign(
        digest,
        algorithm,
        dry_run=dry_run,
        use_pades=True,
        signed_attr_settings=PdfCMSSignedAttributes(),
    )


def add_timestamp(content: Any, token: Any) -> None:
    """Joins a timestamp over the signature's value (ETSI EN 319 122-1, clause 5.3)."""
    info = content["content"]["signer_infos"][0]
    info["unsigned_attrs"] = [simple_cms_attribute("signature_time_stamp_token", token)]


def digest_of_signature(content: Any, algorithm: str) -> bytes:
    """What the timestamp is over."""
    hashed = hashes.Hash(getattr(hashes, algorithm.upper())())
    hashed.update(content["content"]["signer_infos"][0]["signature"].native)
    return hashed.finalize()


async def room_for_signature(signer: Any) -> int:
    """Bytes that a signature of this signer takes without a timestamp, and some to spare."""
    algorithm = select_suitable_signing_md(signer.signing_cert.public_key)
    digest = bytes(getattr(hashes, algorithm.upper())().digest_size)
    content = await sign_digest(signer, digest, algorithm, dry_run=True)
    return len(content.dump()) + _MARGIN_BYTES
