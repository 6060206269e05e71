"""How every token signs: RSASSA-PSS for RSA keys, ECDSA for keys on a curve, and nothing weaker by itself.

pyHanko chooses the longest salt that fits a PSS signature (222 octets for RSA 2048 and SHA-256); tokens and
security modules often refuse a salt longer than the digest, which is also what RFC 4055, clause 3.1 and
FIPS 186-5, clause 5.4 g recommend. So the salt is as long as the digest, whatever holds the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from asn1crypto import algos, x509
from pyhanko.sign import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

_DIGEST_OCTETS = {"sha256": 32, "sha384": 48, "sha512": 64}
"""The digests that signatures are made over (SHA-2; ETSI TS 119 312, clause 5)."""
_DER_OVERHEAD = 9
"""Octets around the two numbers of an ECDSA signature: three headers of two, two signs, one long length."""


class TokenSigner(Signer):
    """A pyHanko signer with the certificate, the chain beside it and our choice of mechanism.

    `pkcs1_padding` is for tokens that know no PSS, and only where the office's settings say so.
    """

    def __init__(
        self,
        certificate: x509.Certificate,
        chain: Iterable[x509.Certificate] = (),
        *,
        pkcs1_padding: bool = False,
    ) -> None:
        store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # carries no types
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store, prefer_pss=not pkcs1_padding)
        self.signature_octets = signature_octets(certificate)
        self._by_pss = certificate.public_key.algorithm == "rsa" and not pkcs1_padding

    def get_signature_mechanism_for_digest(self, digest_algorithm: str | None) -> algos.SignedDigestAlgorithm:
        """PSS with a salt as long as the digest for RSA; pyHanko's own choice for the rest."""
        if not self._by_pss or digest_algorithm is None:
            return super().get_signature_mechanism_for_digest(digest_algorithm)
        return pss_mechanism(digest_algorithm.lower())


@cache
def pss_mechanism(digest: str) -> algos.SignedDigestAlgorithm:
    """RSASSA-PSS with MGF1, one digest throughout, and a salt as long as it (RFC 4055, clause 3.1)."""
    return algos.SignedDigestAlgorithm(
        {
            "algorithm": "rsassa_pss",
            "parameters": algos.RSASSAPSSParams(
                {
                    "hash_algorithm": {"algorithm": digest},
                    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
                    "salt_length": _DIGEST_OCTETS[digest],
                }
            ),
        }
    )


def signature_octets(certificate: x509.Certificate) -> int:
    """The most octets that a signature by this certificate's key takes."""
    key: Any = certificate.public_key  # asn1crypto carries no types
    octets: int = (key.bit_size + 7) // 8
    return octets if key.algorithm == "rsa" else 2 * octets + _DER_OVERHEAD
