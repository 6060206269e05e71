"""Appends document timestamps and certificate states to an open signed file (ISO 32000-2, 12.8.4.3 and
12.8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from signing.signable import AppendingWriter

_DIGEST = "sha256"
_FIELD_VI = "Dấu thời gian"
_WITH_ITS_OWN_STATE = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
"""The timestamp's own chain goes into the revision that it covers, so that the file can be checked
offline."""


async def stamp_time(stream: BinaryIO, timestamper: TimeStamper) -> None:
    """Appends a timestamp over the whole file, and nothing else."""
    stamper = PdfTimeStamper(timestamper, readable_field_name=_FIELD_VI)
    await stamper.async_timestamp_pdf(AppendingWriter(stream), _DIGEST, in_place=True)


async def add_states(
    stream: BinaryIO,
    paths: Iterable[ValidationPath],
    context: ValidationContext,
    *,
    timestamper: TimeStamper | None,
) -> None:
    """Appends the chains and what the context has gathered about them, and a timestamp over all of it."""
    writer: Any = AppendingWriter(stream)  # pyHanko types no part of its writing
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
    if timestamper is None:
        writer.write_in_place()
        return
    stamper = PdfTimeStamper(timestamper, readable_field_name=_FIELD_VI)
    await stamper.async_timestamp_pdf(
        writer, _DIGEST, context, in_place=True, dss_settings=_WITH_ITS_OWN_STATE
    )
