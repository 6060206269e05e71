"""Asks whether a certificate was good at a proven moment: chain, dates, purpose, strength and revocation.

The building block is pyHanko's basic validation (ETSI EN 319 102-1, 5.3) and its validation of timestamps
(5.4), each asked for the moment that is proved rather than for the present, with what the file, the trust
folder and services hold. Nothing is fetched here. Why not pyHanko's ready-made processes for long-term
signatures: docs/decisions/0074-verdicts.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_basic_validation, ades_timestamp_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.fetchers import FetcherBackend
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    AcceptAllAlgorithms,
    CertRevTrustPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.trust import TrustStore
from signing.verification.evidence import Evidence

_EVER = timedelta(days=36525)


class _ForSigning(KeyUsageConstraints):
    """Named uses have to include signing; a certificate that names none is for any (RFC 5280, 4.2.1.3)."""

    def validate(self, cert: x509.Certificate, *asserted: Any, **further: Any) -> None:
        if cert.key_usage_value is not None:
            super().validate(cert, *asserted, **further)


_FOR_SIGNING = _ForSigning(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_UNCERTAIN = frozenset({"TRY_LATER", "CERTIFICATE_CHAIN_GENERAL_FAILURE", "REVOCATION_OUT_OF_BOUNDS_NO_POE"})
"""What pyHanko says, among other things, when revocation states are missing or stale."""

_NO_CHAIN = frozenset({"NO_CERTIFICATE_CHAIN_FOUND", "NO_SIGNING_CERTIFICATE_FOUND"})


class _NoFetching(FetcherBackend):
    """Stands where pyHanko would otherwise make an HTTP client for each question; it is never called."""

    def get_fetchers(self) -> Any:
        """Never asked for: what is local is all there is."""
        raise RuntimeError("nothing is fetched here")

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a certificate's chain came to at one moment."""

    outcome: str
    """`OK`, else the sub-indication of ETSI EN 319 102-1."""
    path: tuple[x509.Certificate, ...] = ()
    """From the root to the certificate, where a chain was found."""

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it."""
        return self.outcome == "OK"


class Chains:
    """Answers for one trust folder, over many files."""

    def __init__(self, trust: TrustStore) -> None:
        self._roots = SimpleTrustManager.build(list(trust.roots))
        declared = RevocationCheckingRule.CHECK_IF_DECLARED
        self._demanding = self._policy(
            CertRevTrustPolicy(RevocationCheckingPolicy(declared, declared), retroactive_revinfo=True)
        )
        self._any_age = self._policy(
            CertRevTrustPolicy(
                RevocationCheckingPolicy(declared, declared),
                freshness=_EVER,
                freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
            )
        )
        unasked = RevocationCheckingRule.NO_CHECK
        unasking = CertRevTrustPolicy(RevocationCheckingPolicy(unasked, unasked))
        self._unasking = self._policy(unasking)
        self._lenient = CertValidationPolicySpec(
            trust_manager=self._roots, revinfo_policy=unasking, algorithm_usage_policy=AcceptAllAlgorithms()
        )

    def _policy(self, revocation: CertRevTrustPolicy) -> CertValidationPolicySpec:
        return CertValidationPolicySpec(trust_manager=self._roots, revinfo_policy=revocation)

    async def of_signer(
        self, signed: cms.SignedData, digest: bytes, moment: datetime, evidence: Evidence
    ) -> Standing:
        """Whether the signer's certificate was good at `moment`; states issued later count as well."""

        async def ask(policy: CertValidationPolicySpec, at: datetime) -> Any:
            return await ades_basic_validation(
                signed, _spec(policy, evidence), timing_info=_timing(at), raw_digest=digest
            )

        standing = await self._standing(ask, self._demanding, moment)
        if standing.outcome.startswith("CRYPTO_CONSTRAINTS"):
            # Weak algorithms are seen before any chain is looked for; whose signature it is comes first.
            known = await self._standing(ask, self._lenient, moment)
            return known if known.outcome in _NO_CHAIN else standing
        return standing

    async def of_timestamp(
        self,
        token: cms.SignedData,
        imprint: Callable[[str], bytes],
        evidence: Evidence,
        *,
        issued: datetime,
        proven: datetime,
    ) -> Standing:
        """Whether a timestamp `issued` at a time can be relied on, given that it existed at `proven`.

        Its certificate may not have expired or been revoked until `proven`, by all that is known, and its
        state has to have been known for the moment of issue: nothing in a file can be newer than its last
        timestamp, and a renewal brings the newer states.
        """

        async def ask(policy: CertValidationPolicySpec, at: datetime) -> Any:
            return await ades_timestamp_validation(
                token, _spec(policy, evidence), imprint, timing_info=_timing(at)
            )

        until = await self._standing(ask, self._any_age, proven)
        if not until.is_good:
            return until
        return await self._standing(ask, self._demanding, issued)

    async def _standing(
        self, ask: Callable[..., Any], policy: CertValidationPolicySpec, at: datetime
    ) -> Standing:
        standing = _read(await ask(policy, at))
        if standing.outcome not in _UNCERTAIN:
            return standing
        unasked = _read(await ask(self._unasking, at))
        return Standing("TRY_LATER", unasked.path) if unasked.is_good else unasked


def _spec(policy: CertValidationPolicySpec, evidence: Evidence) -> SignatureValidationSpec:
    return SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            RevinfoOnlineFetchingRule.LOCAL_ONLY, fetcher_backend=_NoFetching()
        ),
        local_knowledge=LocalKnowledge(
            known_ocsps=list(evidence.ocsps),
            known_crls=list(evidence.crls),
            known_certs=list(evidence.certificates),
        ),
        key_usage_settings=_FOR_SIGNING,
    )


def _timing(moment: datetime) -> ValidationTimingInfo:
    return ValidationTimingInfo(
        validation_time=moment, best_signature_time=moment, point_in_time_validation=True
    )


def _read(result: Any) -> Standing:  # pyHanko's result
    path = getattr(result.api_status, "validation_path", None)
    certificates = tuple(path.iter_certs(include_root=True)) if path is not None else ()
    outcome = result.ades_subindic
    return Standing("OK" if outcome is AdESPassed.OK else outcome.standard_name, certificates)
