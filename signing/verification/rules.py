"""The table by which facts become a verdict: the first rule that applies decides.

Order is severity: what proves a change comes before what proves nothing, and `valid` is what is left when
nothing speaks against a signature. docs/reference/verification.md shows the same table to people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from signing.verification.remarks import remark
from signing.verification.verdicts import Indication, Remark, Verdict

_FAILED, _UNSURE, _PASSED = Indication.TOTAL_FAILED, Indication.INDETERMINATE, Indication.TOTAL_PASSED


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out about one signature."""

    stripped: Remark | None = None
    forged: Remark | None = None
    wrapped: Remark | None = None
    digest_matches: bool = True
    signature_matches: bool = True
    certificate_matches: bool = True
    appended: Remark | None = None
    """Bytes or objects after it that belong to nothing."""
    changed: Remark | None = None
    """Changes after it that are not permitted."""
    certification_abused: Remark | None = None
    later_timestamp_broken: bool = False
    ambiguous: Remark | None = None
    """The signed file itself can be read in two ways."""
    chain: str = "OK"
    """`OK` or a sub-indication of ETSI EN 319 102-1."""
    foreign_timestamp: Remark | None = None
    """It carries a timestamp that proves nothing here."""
    another_timestamp: bool = False
    """It carries a timestamp made over something else."""
    odd: Remark | None = None
    loose: Remark | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    name: str
    applies: Callable[[Facts], Remark | bool | None]
    """The remark that tells why, or whether."""
    verdict: Verdict
    indication: Indication
    sub_indication: str | None
    reason: str = ""
    """Code of the sentence, where the fact brings none."""


def _chain(*outcomes: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.chain in outcomes


RULES = (
    Rule("stripped", lambda f: f.stripped, Verdict.ALTERED, _FAILED, "FORMAT_FAILURE"),
    Rule("forged", lambda f: f.forged, Verdict.INVALID, _FAILED, "FORMAT_FAILURE"),
    Rule("wrapped", lambda f: f.wrapped, Verdict.ALTERED, _FAILED, "FORMAT_FAILURE"),
    Rule(
        "digest",
        lambda f: not f.digest_matches,
        Verdict.ALTERED,
        _FAILED,
        "HASH_FAILURE",
        "digest_mismatch",
    ),
    Rule(
        "signature",
        lambda f: not f.signature_matches,
        Verdict.INVALID,
        _FAILED,
        "SIG_CRYPTO_FAILURE",
        "signature_broken",
    ),
    Rule(
        "certificate",
        lambda f: not f.certificate_matches,
        Verdict.INVALID,
        _FAILED,
        "SIG_CONSTRAINTS_FAILURE",
        "certificate_mismatch",
    ),
    Rule("appended", lambda f: f.appended, Verdict.ALTERED, _FAILED, "FORMAT_FAILURE"),
    Rule("certification", lambda f: f.certification_abused, Verdict.ALTERED, _FAILED, "FORMAT_FAILURE"),
    Rule("changed", lambda f: f.changed, Verdict.ALTERED, _FAILED, "FORMAT_FAILURE"),
    Rule(
        "later timestamp",
        lambda f: f.later_timestamp_broken,
        Verdict.ALTERED,
        _FAILED,
        "HASH_FAILURE",
        "timestamp_broken",
    ),
    Rule(
        "another's timestamp",
        lambda f: f.another_timestamp,
        Verdict.ALTERED,
        _FAILED,
        "HASH_FAILURE",
        "timestamp_for_another",
    ),
    Rule("revoked", _chain("REVOKED", "REVOKED_NO_POE"), Verdict.INVALID, _FAILED, "REVOKED", "revoked"),
    Rule(
        "authority revoked",
        _chain("REVOKED_CA_NO_POE"),
        Verdict.INVALID,
        _UNSURE,
        "REVOKED_CA_NO_POE",
        "authority_revoked",
    ),
    Rule(
        "not yet valid",
        _chain("NOT_YET_VALID"),
        Verdict.INVALID,
        _FAILED,
        "NOT_YET_VALID",
        "not_yet_valid",
    ),
    Rule(
        "expired",
        _chain("OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED", "EXPIRED"),
        Verdict.INVALID,
        _UNSURE,
        "OUT_OF_BOUNDS_NO_POE",
        "expired",
    ),
    Rule(
        "no purpose",
        _chain("SIG_CONSTRAINTS_FAILURE", "CHAIN_CONSTRAINTS_FAILURE"),
        Verdict.INVALID,
        _UNSURE,
        "CHAIN_CONSTRAINTS_FAILURE",
        "not_for_signing",
    ),
    Rule(
        "unknown chain",
        _chain("NO_CERTIFICATE_CHAIN_FOUND", "NO_SIGNING_CERTIFICATE_FOUND"),
        Verdict.INTACT_CHAIN_UNKNOWN,
        _UNSURE,
        "NO_CERTIFICATE_CHAIN_FOUND",
        "chain_unknown",
    ),
    Rule(
        "weak",
        _chain("CRYPTO_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"),
        Verdict.INVALID,
        _UNSURE,
        "CRYPTO_CONSTRAINTS_FAILURE",
        "weak_algorithm",
    ),
    Rule(
        "states missing",
        _chain("TRY_LATER"),
        Verdict.INTACT_CHAIN_UNKNOWN,
        _UNSURE,
        "TRY_LATER",
        "revocation_missing",
    ),
    Rule(
        "chain fails",
        lambda f: f.chain != "OK",
        Verdict.INTACT_CHAIN_UNKNOWN,
        _UNSURE,
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "chain_failed",
    ),
    Rule("ambiguous", lambda f: f.ambiguous, Verdict.INVALID, _FAILED, "FORMAT_FAILURE"),
    Rule("odd", lambda f: f.odd, Verdict.INVALID, _FAILED, "FORMAT_FAILURE"),
    Rule(
        "stranger's timestamp",
        lambda f: f.foreign_timestamp,
        Verdict.INTACT_CHAIN_UNKNOWN,
        _UNSURE,
        "NO_CERTIFICATE_CHAIN_FOUND",
    ),
    Rule(
        "loose certificate",
        lambda f: f.loose,
        Verdict.INTACT_CHAIN_UNKNOWN,
        _UNSURE,
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    ),
    Rule("nothing against it", lambda _: True, Verdict.VALID, _PASSED, None, "valid"),
)


def decide(facts: Facts) -> tuple[Rule, Remark]:
    """The first rule that applies, with the sentence that says why."""
    for rule in RULES:
        why = rule.applies(facts)
        if why:
            return rule, why if isinstance(why, Remark) else remark(rule.reason)
    raise AssertionError("the last rule always applies")
