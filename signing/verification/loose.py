"""Checks certificates that a file carries but no chain needs: nothing else would notice a change in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from asn1crypto import x509
from cryptography import x509 as issued

from signing.embedded import name_in


def loose_certificates(carried: Iterable[x509.Certificate], known: Iterable[x509.Certificate]) -> list[str]:
    """Names of carried certificates that no known authority signed.

    `known` are the trust folder's certificates; the carried ones vouch for each other as well, since it is
    damage that is looked for here, not trust.
    """
    unique = {certificate.dump(): certificate for certificate in carried}
    by_name: dict[bytes, list[bytes]] = defaultdict(list)
    for certificate in (*unique.values(), *known):
        by_name[certificate.subject.dump()].append(certificate.dump())
    return [
        name_in(certificate, "common_name") or "?"
        for der, certificate in unique.items()
        if not any(_signed_by(der, issuer) for issuer in set(by_name[certificate.issuer.dump()]))
    ]


@lru_cache(maxsize=2048)
def _signed_by(der: bytes, issuer: bytes) -> bool:
    """Whether one certificate was signed by another's key; asked once a process for the same two."""
    try:
        issued.load_der_x509_certificate(der).verify_directly_issued_by(
            issued.load_der_x509_certificate(issuer)
        )
    except Exception:  # a wrong signature, an unknown algorithm, rubbish
        return False
    return True
