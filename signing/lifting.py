"""Lifts signatures that were made while a service was down to the level that was asked for.

Such a signature stands in the file without a time, and the room that is left in it is signed-over bytes that
may only be appended to. So its time comes from a document timestamp over the whole file (EN 319 142-1, 6.3
lets B-T have either), then come the certificates' states, asked for after that time, then a second document
timestamp over all of it: B-LTA. docs/decisions/0073-long-life.md says what else was weighed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from records.errors import CertificateUnfit
from signing.appending import appended
from signing.evidence import Evidence, SignatureSeen, evidence_of, open_signed
from signing.intactness import require_intact
from signing.orders import Level
from signing.services import Services
from signing.stamping import add_states, stamp_time


def level_of(path: Path) -> Level:
    """The lowest level of any signature in the file, by what it carries; judges no trust.

    Raises `NotSignable` for a file whose signatures cannot be read, or that has none.
    """
    with path.open("rb") as stream:
        return evidence_of(open_signed(stream, path), path).level


def lift(path: Path, services: Services, level: Level = Level.B_LTA) -> Level:
    """Adds to the signed file what its signatures lack for `level`, and answers the level they have then.

    Everything is appended; the file is replaced whole or stays as it was. Each signer's certificate must be
    good now, or must have been when a timestamp already in the file was made: `CertificateUnfit` says so
    when it was revoked or ended before its signature had a time. Raises `ServiceUnavailable` while a service
    is down, `ClockWrong`, `NotSignable` for a file that cannot be appended to, `NoSpace`.
    """
    return asyncio.run(lift_async(path, services, level))


async def lift_async(path: Path, services: Services, level: Level = Level.B_LTA) -> Level:
    """`lift` for whoever runs an event loop."""
    reached = await asyncio.to_thread(level_of, path)
    if reached.rank >= level.rank:
        return reached
    with appended(path) as stream:
        await _Lifting(stream, path, services).to(level)
    return await asyncio.to_thread(level_of, path)


@dataclass(frozen=True, slots=True)
class _Lifting:
    """One file's copy on its way up."""

    stream: BinaryIO
    path: Path
    services: Services

    async def to(self, level: Level) -> None:
        evidence = self._read()
        require_intact(evidence, self.path.name)
        if any(seen.proven_since is None for seen in evidence.lasting or evidence.signatures):
            await self._give_time()
        if level.rank >= Level.B_LT.rank:
            await self._give_states(with_timestamp=level is Level.B_LTA)

    def _read(self) -> Evidence:
        return evidence_of(open_signed(self.stream, self.path), self.path)

    async def _give_time(self) -> None:
        """A timestamp over the file, once every certificate without a time is known to be good now."""
        context = self.services.validation_context(reuse=False)
        for seen in await self._to_lift(self._read(), context):
            if seen.proven_since is None:
                await _checked(seen, self.services, context)
        await stamp_time(self.stream, self.services.timestamper)

    async def _give_states(self, *, with_timestamp: bool) -> None:
        """The certificates' states, asked for now and so after the time was proven, and a timestamp over
        them."""
        context = self.services.validation_context(reuse=False)
        evidence = self._read()
        paths = [
            await _checked(seen, self.services, context)
            for seen in await self._to_lift(evidence, context)
            if seen.level.rank < Level.B_LT.rank
        ]
        paths += await _paths_of_timestamps(evidence, self.services, context)
        stamper = self.services.timestamper if with_timestamp else None
        await add_states(self.stream, paths, context, timestamper=stamper)

    async def _to_lift(self, evidence: Evidence, context: ValidationContext) -> list[SignatureSeen]:
        """All but those by keys of trial that nobody here trusts; raises `CertificateUnfit` when none is
        left."""
        found = []
        for seen in evidence.signatures:
            if not seen.is_trial or await self._is_trusted(seen, context):
                found.append(seen)
        if evidence.signatures and not found:
            raise CertificateUnfit(
                "signed on trial; lifting is for keys that are trusted",
                remedy_vi="Chữ ký dùng thử không nâng mức được. Hãy ký văn bản bằng chứng thư thật.",
                remedy_en="A signature of trial cannot be lifted. Sign the document with a real certificate.",
            )
        return found

    async def _is_trusted(self, seen: SignatureSeen, context: ValidationContext) -> bool:
        try:
            await _checked(seen, self.services, context)
        except CertificateUnfit:
            return False
        return True


async def _checked(seen: SignatureSeen, services: Services, context: ValidationContext) -> ValidationPath:
    """The signer's chain, good now or, where a timestamp proves the signature older, good then."""
    others = seen.embedded.other_embedded_certs
    try:
        return await services.check_certificate(seen.certificate, others, context=context)
    except CertificateUnfit as error:
        if seen.proven_since is None:
            raise _too_late(seen, error) from error
    then = services.validation_context(moment=seen.proven_since, sharing=context)
    return await services.check_certificate(seen.certificate, others, context=then)


def _too_late(seen: SignatureSeen, error: CertificateUnfit) -> CertificateUnfit:
    return CertificateUnfit(
        f"{seen.field}: no timestamp proves that it was made while the certificate was good: {error.detail}",
        remedy_vi="Chứng thư của người ký đã bị thu hồi hoặc hết hạn trước khi chữ ký có dấu thời gian, "
        "nên không bổ sung được. Hãy ký lại văn bản bằng chứng thư còn hiệu lực.",
        remedy_en="The signer's certificate was revoked or ended before the signature had a timestamp, "
        "so nothing can be added. Sign the document again with a good certificate.",
    )


async def _paths_of_timestamps(
    evidence: Evidence, services: Services, context: ValidationContext
) -> list[ValidationPath]:
    """The chains of all timestamps that are in the file."""
    within = [
        token
        for seen in evidence.signatures
        for token in extract_tst_data_iter(seen.embedded.signer_info, signed=False)
    ]
    over = [stamp.embedded.signed_data for stamp in evidence.timestamps]
    return [await services.check_timestamp(token, context=context) for token in _each_once([*within, *over])]


def _each_once(tokens: Iterable[cms.SignedData]) -> list[cms.SignedData]:
    """One token of each service."""
    return list({extract_certificate_info(token).signer_cert.sha256: token for token in tokens}.values())
