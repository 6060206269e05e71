"""Signs with a private key in this process's memory: for keys in files and for trials.

The key is read once for a batch. pyHanko's own `SimpleSigner` reads it again for every signature, which for
RSA 2048 costs more than the signature itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing.mechanisms import DIGESTS, TokenSigner, rsa_padding

SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class SoftwareKeySigner(TokenSigner):
    """Signs by RSASSA-PSS or ECDSA with a key in memory."""

    def __init__(
        self, key: SigningKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate] = ()
    ) -> None:
        super().__init__(certificate, chain)
        self._key = key

    async def make_signature(self, message: bytes, digest: str) -> bytes:
        """The signature over `message`."""
        algorithm = DIGESTS[digest]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, rsa_padding(algorithm), algorithm)
        return self._key.sign(message, ec.ECDSA(algorithm))
