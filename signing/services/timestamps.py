"""Asks for timestamps (RFC 3161), checks each when it comes, and goes to the next service when one fails.

pyHanko compares the nonce; here the rest of RFC 3161, 2.2 and 2.4.2, is checked before anything is written:
what was stamped, the service's signature, its chain to a trusted root, and its time. A stranger's timestamp
would otherwise be found out only by whoever verifies the file.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from asn1crypto import cms, parser, tsp, x509
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from records.errors import ClockWrong, HosoError, ServiceUnavailable
from signing.services.causes import cause_of
from signing.services.resting import Resting
from signing.services.web import Question, WebClient

logger = logging.getLogger(__name__)

_MOST_BYTES = 128 << 10
"""Tokens take 2 to 10 kB."""
_GRANTED = frozenset({"granted", "granted_with_mods"})
_STRONG = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
_CHECKED_FOR_SECONDS = 300
"""How long a service's certificate counts as checked within one batch."""
_RESERVED = 1.45
"""pyHanko reserves one and a half times what the trial token took."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the last timestamp said, for comparing this machine's clock with it."""

    service: str
    at: datetime
    """genTime, in UTC."""
    ahead: timedelta
    """By how much the service's clock runs ahead of ours."""


class CheckedTimeStamper(TimeStamper):
    """The timestamp services of the settings as one; asked from the event loop of whoever signs."""

    def __init__(
        self,
        addresses: tuple[str, ...],
        web: WebClient,
        resting: Resting,
        *,
        new_context: Callable[[], ValidationContext],
        clock: Callable[[], datetime],
        clock_tolerance: timedelta,
        policy: str = "",
    ) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko's
        self._addresses = addresses
        self._web = web
        self._resting = resting
        self._clock = clock
        self._clock_tolerance = clock_tolerance
        self._policy = policy
        self._context = new_context()
        self._checked: WeakKeyDictionary[ValidationContext, dict[bytes, tuple[float, ValidationPath]]]
        self._checked = WeakKeyDictionary()
        self.last: Stamp | None = None
        """The newest timestamp that was accepted."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A timestamp token over the digest by the first service that gives a good one.

        Raises `ServiceUnavailable` with every service's failing when none does, and `ClockWrong` when the
        only good ones tell a time that is minutes from ours.
        """
        whys, odd_clock = [], ""
        for address in self._addresses:
            try:
                self._resting.refuse(address)
                return await self._stamped(address, message_digest, md_algorithm)
            except ServiceUnavailable as error:
                whys.append(error.detail)
                if not self._resting.why(address):
                    self._resting.rest(address, error.detail)
                    logger.warning("a timestamp service failed: %s", error.detail)
            except ClockWrong as error:
                odd_clock = error.detail
                logger.warning("clocks differ: %s", error.detail)
        if odd_clock:
            raise ClockWrong(odd_clock)
        raise ServiceUnavailable(
            "; ".join(whys) or "no timestamp service is set",
            remedy_vi="Dịch vụ cấp dấu thời gian chưa trả lời. Hệ thống sẽ tự thử lại; văn bản chưa mất gì.",
            remedy_en="The timestamp service does not answer. It will be asked again by itself.",
        )

    async def validation_paths(self, validation_context: ValidationContext) -> AsyncIterator[ValidationPath]:
        """The checked chains of the services that stamped in this process (pyHanko puts them into the file).

        Raises `ServiceUnavailable` when the last one's status cannot be had.
        """
        await self._ensure_dummy()  # type: ignore[no-untyped-call]
        *earlier, last = list(self._certs.items())
        for key, certificate in earlier:
            try:
                yield await self._path(certificate, validation_context)
            except ServiceUnavailable:
                self._certs.pop(key, None)  # a service that has failed since has no part in new files
        yield await self._path(last[1], validation_context)

    async def _stamped(self, address: str, digest: bytes, algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(digest, algorithm)  # type: ignore[no-untyped-call]
        if self._policy:
            request["req_policy"] = self._policy
        asked_at = self._clock()
        body = await self._web.ask(
            Question(
                address,
                request.dump(),
                content_type="application/timestamp-query",
                accept="application/timestamp-reply",
                most_bytes=_MOST_BYTES,
                is_vouched=True,
            )
        )
        try:
            token, told, carried = self._read(body, nonce, digest, algorithm)
        except HosoError:
            raise
        except Exception as error:  # asn1crypto and pyHanko raise many kinds on what is no token
            raise ServiceUnavailable(
                f"{address}: not a timestamp ({type(error).__name__}: {error})"
            ) from error
        certificate = carried.signer_cert
        await self._trusted(address, certificate, carried.other_certs)
        self._compare_clocks(address, told, asked_at + (self._clock() - asked_at) / 2)
        self._remember(address, token, certificate, algorithm)
        return token

    def _read(
        self, body: bytes, nonce: int, digest: bytes, algorithm: str
    ) -> tuple[cms.ContentInfo, Any, Any]:
        """The token, its TSTInfo and its certificates, once it answers what was asked and is intact."""
        # A refusal carries no token (RFC 3161, 2.4.2), without which asn1crypto loads no whole answer.
        told_status = tsp.PKIStatusInfo.load(parser.parse(body, strict=True)[4])["status"].native
        _demand(told_status in _GRANTED, f"the service refused: {told_status}")
        token = tsp.TimeStampResp.load(body, strict=True)["time_stamp_token"]
        _demand(token["content_type"].native == "signed_data", "not a signed token")
        signed = token["content"]
        content = signed["encap_content_info"]
        _demand(content["content_type"].native == "tst_info", "not a timestamp token")
        told = content["content"].parsed
        imprint = told["message_imprint"]
        _demand(told["nonce"].native == nonce, "the answer to another question (nonce)")
        _demand(imprint["hash_algorithm"]["algorithm"].native == algorithm, "stamps with another algorithm")
        _demand(imprint["hashed_message"].native == digest, "stamps something else (message imprint)")
        _demand(not self._policy or told["policy"].dotted == self._policy, "another policy than the one set")
        return token, told, _certificates_of(signed, content)

    async def _trusted(
        self, address: str, certificate: x509.Certificate, others: list[x509.Certificate]
    ) -> None:
        self._context.certificate_registry.register_multiple(others)
        self.cert_registry.register_multiple(others)
        try:
            await self._path(certificate, self._context)
        except ServiceUnavailable as error:
            raise ServiceUnavailable(f"{address}: {error.detail}") from error

    async def _path(self, certificate: x509.Certificate, context: ValidationContext) -> ValidationPath:
        """The chain of a timestamp service's certificate, checked within the last minutes."""
        known = self._checked.setdefault(context, {})
        until, path = known.get(certificate.sha256, (0.0, None))
        if path is not None and time.monotonic() < until:
            return path
        validator = CertificateValidator(
            certificate, intermediate_certs=self.cert_registry, validation_context=context
        )
        try:
            check = validator.async_validate_usage
            path = await check(set(), {"time_stamping"})  # type: ignore[no-untyped-call]
        except HosoError:
            raise
        except Exception as error:  # path building and validation share no base
            raise ServiceUnavailable(f"the service's certificate: {cause_of(error)}") from error
        known[certificate.sha256] = (time.monotonic() + _CHECKED_FOR_SECONDS, path)
        checked: ValidationPath = path
        return checked

    def _compare_clocks(self, address: str, told: Any, now: datetime) -> None:
        at = told["gen_time"].native
        ahead = at - now
        if abs(ahead) > self._clock_tolerance:
            raise ClockWrong(f"{address} says {at.isoformat()}, this machine {now.isoformat()}")
        self.last = Stamp(address, at, ahead)

    def _remember(
        self, address: str, token: cms.ContentInfo, certificate: x509.Certificate, algorithm: str
    ) -> None:
        """Keeps the largest token as the measure of the room that is reserved for the next."""
        size = len(token.dump())
        known = self._dummy_response_cache.get(algorithm)
        self._certs.pop(certificate.issuer_serial, None)
        self._certs[certificate.issuer_serial] = certificate
        if known is None or size > len(known.dump()):
            self._dummy_response_cache[algorithm] = token
        if known is not None and size > _RESERVED * len(known.dump()):
            # Only when a second service with a longer chain takes over in the middle of a file.
            raise ServiceUnavailable(
                f"{address}: its token is larger than the room left; the next file has it"
            )


def _certificates_of(signed: Any, content: Any) -> Any:  # asn1crypto's structures; pyHanko's SignedDataCerts
    """The signer's certificate, once the signature over the content is good (RFC 5652, 5.6; RFC 5035,
    5.4)."""
    signer_info = extract_signer_info(signed)
    carried = extract_certs_for_validation(signed)
    algorithm = signer_info["digest_algorithm"]["algorithm"].native
    _demand(algorithm in _STRONG, f"signed with {algorithm}")
    digest = hashlib.new(algorithm, bytes(content["content"])).digest()
    intact, valid = validate_sig_integrity(signer_info, carried.signer_cert, "tst_info", digest)
    _demand(intact and valid, "the token's signature is wrong")
    return carried


def _demand(holds: bool, why: str) -> None:
    if not holds:
        raise ValueError(why)
