"""Whether a token's signature holds, by a library other than the one that made it where there is one."""

from __future__ import annotations

import asyncio

from asn1crypto import algos
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.tokens import OpenToken

MESSAGE = "Quyết định số 15/QĐ-UBND".encode()


def sign_message(token: OpenToken, *, digest: str = "sha256") -> bytes:
    """The token's signature over `MESSAGE`."""
    signature: bytes = asyncio.run(token.signer.async_sign_raw(MESSAGE, digest))
    return signature


def require_signature(token: OpenToken, signature: bytes) -> None:
    """Raises `InvalidSignature` unless it is the certificate's over `MESSAGE` by PSS or ECDSA."""
    key = x509.load_der_x509_certificate(token.certificate.dump()).public_key()
    mechanism: algos.SignedDigestAlgorithm = token.signer.get_signature_mechanism_for_digest("sha256")
    if isinstance(key, rsa.RSAPublicKey):
        assert mechanism["algorithm"].native == "rsassa_pss"
        assert mechanism["parameters"]["salt_length"].native == 32
        key.verify(signature, MESSAGE, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        assert mechanism["algorithm"].native == "sha256_ecdsa"
        key.verify(signature, MESSAGE, ec.ECDSA(hashes.SHA256()))
