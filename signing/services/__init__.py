"""Time and certificate status from outside: timestamp services, OCSP responders, revocation lists.

`open_services` opens the line for a batch or for as long as the portal runs. Whoever signs takes
`Services.timestamper` and `Services.validation_context()`, once for a batch; whoever verifies, the context
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from records.errors import CertificateUnfit, ServiceUnavailable, SettingInvalid
from signing.services.answers import Answers
from signing.services.causes import cause_of, translated
from signing.services.contexts import LivingContext
from signing.services.resting import Resting
from signing.services.revocation import StatusDesk
from signing.services.timestamps import CheckedTimeStamper, Stamp
from signing.services.web import WebClient, host_of
from signing.trust import TrustStore

__all__ = ["ServiceSettings", "Services", "Stamp", "cause_of", "open_services", "translated"]


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Which services are asked, and how patiently. Raises `SettingInvalid` for what cannot be."""

    timestamp_urls: tuple[str, ...] = ()
    """Timestamp services (RFC 3161 over HTTP) in the order in which they are asked."""
    timestamp_policy: str = ""
    """Object identifier of the policy asked for; empty takes the service's own."""
    timeout_seconds: float = 10.0
    """For one answer, from the connection to its last byte."""
    rest_seconds: float = 60.0
    """How long a service that failed is left alone."""
    clock_tolerance_seconds: float = 300.0
    """By how much this machine's clock may differ from a timestamp's."""
    private_hosts: tuple[str, ...] = ()
    """`host:port` in the office's own network that certificates of authorities may be fetched from."""
    cache_folder: Path | None = None
    """Where answers about certificates are kept between runs; `None` keeps them in memory alone."""
    reuse_seconds: float = 3600.0
    """How long an answer about a certificate is reused at most; it never outlives its own nextUpdate."""

    def __post_init__(self) -> None:
        for name in ("timeout_seconds", "clock_tolerance_seconds"):
            if not getattr(self, name) > 0:
                raise SettingInvalid(f"signing.{name}: acceptable: seconds above 0")
        for name in ("rest_seconds", "reuse_seconds"):
            if not getattr(self, name) >= 0:
                raise SettingInvalid(f"signing.{name}: acceptable: seconds, 0 or more")
        for address in self.timestamp_urls:
            try:
                host_of(address)
            except ServiceUnavailable as error:
                raise SettingInvalid(
                    f"signing.timestamp_urls: {error.detail}; acceptable: http://tsa.example.vn/tsa"
                ) from error


class Services:
    """An open line; made by `open_services`. For any thread and event loop."""

    def __init__(
        self, settings: ServiceSettings, trust: TrustStore, *, clock: Callable[[], datetime] | None = None
    ) -> None:
        self.settings = settings
        self.trust = trust
        self.clock = clock or _now
        own = frozenset(map(host_of, settings.timestamp_urls)) | frozenset(settings.private_hosts)
        self._web = WebClient(timeout_seconds=settings.timeout_seconds, own_hosts=own)
        resting = Resting(settings.rest_seconds)
        longest = timedelta(seconds=settings.reuse_seconds)
        answers = Answers(clock=self.clock, longest=longest, folder=settings.cache_folder)
        self._desk = StatusDesk(self._web, answers, resting)
        self._resting = resting
        self.timestamper = self._timestamper(settings.timestamp_urls)
        self.each_timestamper = tuple(self._timestamper((address,)) for address in settings.timestamp_urls)
        """One for each service of the settings, for whoever must choose among them."""

    def _timestamper(self, addresses: tuple[str, ...]) -> CheckedTimeStamper:
        return CheckedTimeStamper(
            addresses,
            self._web,
            self._resting,
            new_context=self.validation_context,
            clock=self.clock,
            clock_tolerance=timedelta(seconds=self.settings.clock_tolerance_seconds),
            policy=self.settings.timestamp_policy,
        )

    def validation_context(
        self,
        *,
        moment: datetime | None = None,
        reuse: bool = True,
        sharing: ValidationContext | None = None,
    ) -> ValidationContext:
        """A context that fetches what checking needs and trusts the office's roots alone.

        Take one for each signer and batch: it tells the time anew by itself, reuses answers while they are
        fresh, and what it has gathered goes into every file signed with it. `moment` (with its zone) judges
        as at that time by what is known now. Without `reuse` it asks anew what others have asked before. What
        it gathers `sharing` gathers, too.
        """
        shared = sharing.own_fetchers if isinstance(sharing, LivingContext) else None
        fetchers = shared or self._desk.fetchers(reuse=reuse)
        return LivingContext(self.trust, fetchers, clock=self.clock, moment=moment)

    async def check_certificate(
        self,
        certificate: x509.Certificate,
        others: Iterable[x509.Certificate] = (),
        *,
        context: ValidationContext | None = None,
    ) -> ValidationPath:
        """The chain of a signer's certificate to a trusted root, with each status along it asked for.

        Raises `CertificateUnfit` (revoked, out of its time, no trusted chain) or `ServiceUnavailable` (the
        status cannot be had now).
        """
        asked = context or self.validation_context()
        if isinstance(asked, LivingContext):
            asked = asked.for_signer(certificate)
        validator = CertificateValidator(
            certificate, intermediate_certs=list(others), validation_context=asked
        )
        try:
            return await validator.async_validate_path()
        except Exception as error:  # path building and validation share no base
            raise translated(error) or CertificateUnfit(cause_of(error)) from error

    async def check_timestamp(
        self, token: cms.SignedData, *, context: ValidationContext | None = None
    ) -> ValidationPath:
        """The chain of the service that signed a timestamp token, as it is now; the token itself is not
        checked.

        Raises `CertificateUnfit` or `ServiceUnavailable`.
        """
        carried = extract_certificate_info(token)
        return await self.check_certificate(carried.signer_cert, carried.other_certs, context=context)

    def close(self) -> None:
        """Closes the connections."""
        self._web.close()


@contextmanager
def open_services(
    settings: ServiceSettings, trust: TrustStore, *, clock: Callable[[], datetime] | None = None
) -> Iterator[Services]:
    """Opens the line until it is left; nothing is asked before it is needed.

    `clock` tells the time (with its zone) by which answers are judged; tests set it years ahead.
    """
    services = Services(settings, trust, clock=clock)
    try:
        yield services
    finally:
        services.close()


def _now() -> datetime:
    return datetime.now(UTC)
