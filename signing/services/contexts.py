"""A validation context that may be used for a whole batch.

pyHanko's fixes its moment when it is made; an answer fetched a minute later is then "too new" for it. This
one tells the time anew each time it is asked, and hands answers on to others once they have proved a
certificate good.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from asn1crypto import x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo, ValidationTimingParams
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.revocability import has_no_state
from signing.services.revocation import ContextFetchers
from signing.trust import TrustStore

_TOLERANCE = timedelta(minutes=5)
"""By how much a service's clock may differ from ours; a responder whose clock runs ahead gives a thisUpdate
that is still to come."""
_REQUIRED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
"""A status that cannot be had makes no B-LT."""


class LivingContext(ValidationContext):
    """Judges by the clock, not by the moment at which it was made."""

    def __init__(
        self,
        trust: TrustStore,
        fetchers: ContextFetchers,
        *,
        clock: Callable[[], datetime],
        moment: datetime | None = None,
        asks_for_signer: bool = True,
    ) -> None:
        self._trust = trust
        self._clock = clock
        self._moment = moment
        self.own_fetchers = fetchers
        super().__init__(
            # Never `None`: pyHanko would fall back to the system's roots.
            trust_manager=SimpleTrustManager.build(trust_roots=list(trust.roots)),
            other_certs=list(trust.others),
            crls=list(trust.crls),
            allow_fetching=True,
            fetchers=fetchers.for_pyhanko(),
            revinfo_policy=CertRevTrustPolicy(
                RevocationCheckingPolicy(
                    ee_certificate_rule=_REQUIRED if asks_for_signer else RevocationCheckingRule.NO_CHECK,
                    intermediate_ca_cert_rule=_REQUIRED,
                ),
                # At a past moment, what is known since then counts: revoked before it or after it?
                retroactive_revinfo=moment is not None,
            ),
            moment=moment or clock(),
            time_tolerance=_TOLERANCE,
        )

    def for_signer(self, certificate: x509.Certificate) -> LivingContext:
        """Itself, or one that asks for the authorities' states alone where the certificate has none."""
        if not has_no_state(certificate):
            return self
        return LivingContext(
            self._trust, self.own_fetchers, clock=self._clock, moment=self._moment, asks_for_signer=False
        )

    @property
    def timing_params(self) -> ValidationTimingParams:
        """When it is now; a fixed moment stays."""
        at = self._moment or self._clock()
        timing = ValidationTimingInfo(
            validation_time=at, best_signature_time=at, point_in_time_validation=self._moment is not None
        )
        return ValidationTimingParams(timing, time_tolerance=_TOLERANCE)

    @timing_params.setter
    def timing_params(self, value: ValidationTimingParams) -> None:
        """pyHanko's own constructor sets what is told anew above."""

    def record_validation(self, cert: x509.Certificate, path: ValidationPath) -> None:
        """A certificate is good, and so were the answers about it."""
        super().record_validation(cert, path)  # type: ignore[no-untyped-call]  # pyHanko's
        self.own_fetchers.confirm(cert)
