"""Signs with a private key in this process's memory: for keys in files and for trials.

The key is read once for a batch. pyHanko's own `SimpleSigner` reads it again for every signature, which for
RSA 2048 costs more than the signature itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.mechanisms import TokenSigner

SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class SoftwareKeySigner(TokenSigner):
    """Signs by RSASSA-PSS or ECDSA with a key in memory."""

    def __init__(
        self, key: SigningKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate] = ()
    ) -> None:
        super().__init__(certificate, chain)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature over `data`; zeroes of its length in a dry run."""
        if dry_run:
            return bytes(self.signature_octets)
        digest = _DIGESTS[digest_algorithm.lower()]()
        if isinstance(self._key, rsa.RSAPrivateKey):
            pss = padding.PSS(padding.MGF1(digest), salt_length=digest.digest_size)
            return self._key.sign(data, pss, digest)
        return self._key.sign(data, ec.ECDSA(digest))
