"""What makes a signature last: timestamps, and the certificates and revocation states that checking needs.

One `Proofs` serves a batch: the signer's state is asked once in some minutes and connections stay open, so
that five hundred files do not each wait for it. What cannot be had raises `ServiceUnavailable`; nothing is
faked.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import uuid4

from asn1crypto import x509
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import ExpiredError, RevokedError
from pyhanko_certvalidator.path import ValidationPath

from records.errors import CertificateUnfit, HosoError, ServiceUnavailable
from signing.orders import Level
from signing.services import Services, translated
from signing.signable import AppendingWriter
from signing.tokens import OpenToken
from signing.writing import Draft

MD_ALGORITHM = "sha256"
"""Of timestamps; every service knows it."""
_STATE_SECONDS = 300.0
"""How long the answer about a certificate counts within a batch."""
_CHUNK_BYTES = 1 << 20


class Proofs:
    """Timestamps and validation data for the signatures of one token."""

    def __init__(self, services: Services, token: OpenToken) -> None:
        self._services = services
        self._token = token
        self._context: Any = None
        self._asked_at = 0.0
        self._paths: dict[bytes, ValidationPath] = {}
        self._asking = asyncio.Lock()

    async def check_signer(self) -> None:
        """Raises `CertificateUnfit` for a revoked signer, `ServiceUnavailable` where nobody can tell."""
        await self._path(self._token.certificate, self._token.chain)

    async def room_for_timestamp(self) -> int:
        """Bytes to keep free for one; asks the service once a batch, and so compares the clocks, too.

        Raises `ServiceUnavailable` or `ClockWrong`.
        """
        async with self._asking:
            sample = await self._services.timestamper.async_dummy_response(MD_ALGORITHM)
        return len(sample.dump()) * 3 // 2

    async def timestamp(self, digest: bytes, algorithm: str) -> Any:
        """A timestamp over a digest; raises `ServiceUnavailable` or `ClockWrong`."""
        return await self._services.timestamper.async_timestamp(digest, algorithm)

    async def lay_down(self, draft: Draft, level: Level, *, earlier: tuple[Any, ...]) -> None:
        """Appends what `level` needs beyond the signature and its timestamp.

        `earlier` are pyHanko's document timestamps of before: the newest one's state is laid down too, so
        that their chain goes on (ETSI EN 319 142-1, clause 5.5). Raises `ServiceUnavailable` or `ClockWrong`.
        """
        paths = [await self._path(self._token.certificate, self._token.chain)]
        paths += [await self._earlier_path(old) for old in earlier[-1:]]
        given = await self._timestamp_paths()
        writer = self._with_proofs(draft, [*paths, *given])
        if level is Level.B_LT:
            writer.write_in_place()
            return
        await self._archive_timestamp(writer)
        # Another service may have stepped in for the archive timestamp; its proofs can only come after.
        if late := [path for path in await self._timestamp_paths() if path not in given]:
            self._with_proofs(draft, late).write_in_place()

    def _with_proofs(self, draft: Draft, paths: list[ValidationPath]) -> Any:
        writer = AppendingWriter(draft.stream)
        DocumentSecurityStore.supply_dss_in_writer(
            writer, None, paths=paths, validation_context=self._context
        )
        return writer

    async def _archive_timestamp(self, writer: Any) -> None:
        """A document timestamp over everything (ISO 32000-2, 12.8.5)."""
        name = f"Timestamp-{uuid4()}"
        spec = SigFieldSpec(name, readable_field_name="Dấu thời gian")
        embedder = PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=name, writer=writer)
        next(embedder)
        room = await self.room_for_timestamp()
        embedder.send(SigObjSetup(DocumentTimestamp(bytes_reserved=2 * room)))
        prepared, _ = embedder.send(SigIOSetup(MD_ALGORITHM, in_place=True, chunk_size=_CHUNK_BYTES))
        embedder.send(await self.timestamp(prepared.document_digest, MD_ALGORITHM))

    async def _timestamp_paths(self) -> list[ValidationPath]:
        paths = self._services.timestamper.validation_paths(self._context)
        return [path async for path in paths]

    async def _earlier_path(self, timestamp: Any) -> ValidationPath:
        """The chain of a timestamp of before; one that is good no longer is not the signer's fault."""
        try:
            return await self._path(timestamp.signer_cert, tuple(timestamp.other_embedded_certs))
        except CertificateUnfit as error:
            raise ServiceUnavailable(
                f"an earlier timestamp is good no longer: {error.detail}",
                remedy_vi="Dấu thời gian có sẵn trên văn bản không còn kiểm tra được nên mức ký phải chờ.",
                remedy_en="An earlier timestamp can no longer be checked, so that the level waits.",
            ) from error

    async def _path(
        self, certificate: x509.Certificate, others: tuple[x509.Certificate, ...]
    ) -> ValidationPath:
        """The chain of a certificate up to a trusted root with every state known and good."""
        async with self._asking:
            if self._context is None or time.monotonic() - self._asked_at > _STATE_SECONDS:
                self._context = self._services.validation_context()
                self._asked_at = time.monotonic()
                self._paths.clear()
            known = self._paths.get(certificate.sha256)
            if known is None:
                known = await self._validated(certificate, others)
                self._paths[certificate.sha256] = known
            return known

    async def _validated(
        self, certificate: x509.Certificate, others: tuple[x509.Certificate, ...]
    ) -> ValidationPath:
        validator = CertificateValidator(
            certificate, intermediate_certs=others, validation_context=self._context.for_signer(certificate)
        )
        try:
            return await validator.async_validate_path()
        except HosoError:
            raise
        except (RevokedError, ExpiredError) as error:
            raise translated(error) or CertificateUnfit(type(error).__name__) from error
        except Exception as error:  # path building and validation share no base
            known = translated(error)
            if isinstance(known, ServiceUnavailable):
                raise known from error
            raise ServiceUnavailable(
                f"no trusted chain: {type(error).__name__}",
                remedy_vi="Chứng thư số không nối được tới chứng thư gốc tin cậy nên chưa nâng được mức ký. "
                "Hãy thêm chứng thư gốc vào thư mục tin cậy.",
                remedy_en="The certificate's chain does not end in a trusted root, so that the level waits. "
                "Add the root to the folder of trust.",
            ) from error
