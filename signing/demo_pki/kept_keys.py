"""Lets the demo's authority keep its keys loaded and its certificates encoded, as a real one does.

certomancer loads its RSA key anew for each signature, and loading checks the key: 50 ms measured, where the
signature takes 1 ms. Certificates that it has built and not read are encoded anew in every answer: 27 ms of
processor time for a timestamp, 6 without. A timestamp service that slow would be all that a
measurement of signing shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from asn1crypto import algos, keys, x509
from certomancer import crypto_utils
from certomancer.registry import CertLabel, PKIArchitecture
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa


class _KeptKeys(crypto_utils.PycaCryptographyBackend):
    """Signs as certomancer does, with keys that stay loaded."""

    def generic_sign(
        self, private_key: keys.PrivateKeyInfo, tbs_bytes: bytes, sd_algo: algos.SignedDigestAlgorithm
    ) -> bytes:
        """The signature over `tbs_bytes`; other algorithms than the demo's are left to certomancer."""
        key, digest = _loaded(private_key.dump()), getattr(hashes, sd_algo.hash_algo.upper())()
        if isinstance(key, rsa.RSAPrivateKey) and sd_algo.signature_algo == "rsassa_pkcs1v15":
            return key.sign(tbs_bytes, padding.PKCS1v15(), digest)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(tbs_bytes, ec.ECDSA(digest))
        signed: bytes = super().generic_sign(private_key, tbs_bytes, sd_algo)
        return signed


@lru_cache(maxsize=64)
def _loaded(der: bytes) -> Any:  # any of cryptography's private keys
    return serialization.load_der_private_key(der, password=None)


def keep_keys() -> None:
    """From now on certomancer signs with keys that stay loaded in this process."""
    crypto_utils.CRYPTO_BACKEND = _KeptKeys()


def keep_encoded(architecture: PKIArchitecture, labels: Iterable[str]) -> None:
    """From now on these certificates are as read from their own bytes, so that nobody encodes them again."""
    held: dict[CertLabel, x509.Certificate] = architecture._cert_cache
    for label in map(CertLabel, labels):
        held[label] = x509.Certificate.load(architecture.get_cert(label).dump())
