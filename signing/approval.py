"""One signature on one file: what is refused, what is drawn, what the token signs, which level is reached.

The token is used only when nothing that can be known speaks against it, and once for a file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError

from records.errors import NotSignable, ServiceUnavailable
from records.faults import where
from signing.appearance import PageWord, SignatureStyle, appearance_of
from signing.cms import SignatureShape
from signing.fields import fields_to_make, make_fields, own_field, require_pages
from signing.fitness import require_validity
from signing.orders import Level, Signed, SignOrder
from signing.preparing import Prepared, prepare
from signing.proofs import Proofs
from signing.signable import SignablePdf, open_signable
from signing.tokens import OpenToken
from signing.turns import require_turn
from signing.writing import Draft

NO_SERVICE_VI = "Chưa cấu hình dịch vụ cấp dấu thời gian (signing.timestamp_urls)."
TRIAL_VI = "Chữ ký dùng thử không nâng mức được."


class Approver:
    """Makes the approval signatures of one token (ISO 32000-2, 12.8.1)."""

    def __init__(self, token: OpenToken, proofs: Proofs | None, *, seal_mm: float | None = None) -> None:
        self._token = token
        self._seal_mm = seal_mm
        self._proofs = proofs
        self._shape: SignatureShape | None = None
        self._at_the_token = asyncio.Semaphore(token.at_once)
        name: Any = token.certificate.subject.native.get("common_name", "")
        self.signer_name = str(name[-1] if isinstance(name, list) else name)

    async def sign(
        self, order: SignOrder, draft: Draft, *, at: datetime, words: Sequence[PageWord] | None = None
    ) -> Signed:
        """Appends the signature to the draft; raises `SigningRefused`."""
        require_validity(self._token.certificate, at=at)
        pdf = open_signable(draft.stream)
        require_turn(order.role, pdf, self._token.certificate)
        require_pages(order, pdf)
        field = own_field(order, pdf)
        room, delayed_by = await self._room_for_timestamp(order.level)
        shape = self._shape = self._shape or await SignatureShape.of(self._token.signer)
        try:
            prepared = await prepare(
                pdf.writer,
                draft,
                signer=self._token.signer,
                field=field,
                style=await self._draw(order, pdf, field, at=at, words=words),
                at=at,
                md_algorithm=shape.md_algorithm,
                reserved_bytes=room + shape.largest_bytes,
            )
        except (PdfError, SigningError) as error:
            raise NotSignable(where(error)) from error  # its words may quote the document
        async with self._at_the_token:
            attributes = shape.attributes(prepared.digest)
            signature = await self._token.signer.async_sign_raw(attributes, shape.md_algorithm)
        level = Level.B_B
        if room:
            level, why = await self._prove(order.level, draft, pdf, prepared, signature)
            delayed_by = why or delayed_by
        else:
            prepared.fill(shape.filled(prepared.digest, signature))
        return Signed(
            order,
            field,
            level,
            self.signer_name,
            at,
            delayed_by="" if level.rank >= order.level.rank else self._why(delayed_by),
            is_trial=self._token.is_trial,
        )

    def _why(self, delayed_by: str) -> str:
        """Why the level is lower; a trial is told neither to wait nor to trust its authority."""
        return TRIAL_VI if self._token.is_trial else delayed_by

    async def _room_for_timestamp(self, level: Level) -> tuple[int, str]:
        """Refuses the revoked before the token is used; bytes for a timestamp, or 0 and why there is none."""
        if self._proofs is None:
            return 0, NO_SERVICE_VI
        delayed_by = ""
        try:
            await self._proofs.check_signer()
        except ServiceUnavailable as error:
            delayed_by = error.remedy_vi
        if level is Level.B_B:
            return 0, ""
        try:
            return await self._proofs.room_for_timestamp(), delayed_by
        except ServiceUnavailable as error:
            return 0, error.remedy_vi

    async def _draw(
        self,
        order: SignOrder,
        pdf: SignablePdf,
        field: str,
        *,
        at: datetime,
        words: Sequence[PageWord] | None,
    ) -> SignatureStyle:
        """Makes all fields, each where it goes; answers how this signature looks."""
        seen = await asyncio.to_thread(
            appearance_of,
            replace(order, field=field),
            order.source,
            at=at,
            is_trial=self._token.is_trial,
            words=words,
            name=self.signer_name,
            seal_mm=self._seal_mm,
        )
        make_fields(pdf.writer, fields_to_make(order, pdf, own=(field, seen.place), agency=seen.agency))
        return seen.style

    async def _prove(
        self, wanted: Level, draft: Draft, pdf: SignablePdf, prepared: Prepared, signature: bytes
    ) -> tuple[Level, str]:
        """Timestamp, validation data, archive timestamp: as far as services answer, never called more."""
        assert self._proofs is not None and self._shape is not None  # noqa: S101  asked beforehand
        shape = self._shape
        try:
            timestamp = await self._proofs.timestamp(shape.over(signature), shape.md_algorithm)
        except ServiceUnavailable as error:
            prepared.fill(shape.filled(prepared.digest, signature))
            return Level.B_B, error.remedy_vi
        prepared.fill(shape.filled(prepared.digest, signature, timestamp.dump()))
        if wanted is Level.B_T:
            return Level.B_T, ""
        signed_size = draft.size()
        earlier = tuple(old for old in pdf.signatures if str(old.sig_object_type) == "/DocTimeStamp")
        try:
            await self._proofs.lay_down(draft, wanted, earlier=earlier)
        except ServiceUnavailable as error:
            draft.cut(signed_size)
            return Level.B_T, error.remedy_vi
        return wanted, ""
