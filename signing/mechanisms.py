"""How every token signs: RSASSA-PSS for RSA keys, ECDSA for keys on a curve, and nothing weaker by itself.

pyHanko chooses the longest salt that fits a PSS signature (222 octets for RSA 2048 and SHA-256); tokens and
security modules often refuse a salt longer than the digest, which is also what RFC 4055, clause 3.1 and
FIPS 186-5, clause 5.4 g recommend. So the salt is as long as the digest, whatever holds the key.

Each signature is checked against the certificate before it is used: a token whose key and certificate do not
belong together would otherwise give files that look signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from asn1crypto import algos, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from records.errors import CertificateUnfit

DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
"""The digests that signatures are made over (SHA-2; ETSI TS 119 312, clause 5)."""
_DER_OVERHEAD = 9
"""Octets around the two numbers of an ECDSA signature: three headers of two, two signs, one long length."""


class TokenSigner(Signer):
    """A pyHanko signer with the certificate, the chain beside it and our choice of mechanism.

    `pkcs1_padding` is for tokens that know no PSS, and only where the office's settings say so. Kinds of
    tokens say how a signature is made in `make_signature`.
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
        self.pkcs1_padding = pkcs1_padding
        self.signature_octets = signature_octets(certificate)
        self._public_key = serialization.load_der_public_key(certificate.public_key.dump())

    async def make_signature(self, message: bytes, digest: str) -> bytes:
        """The signature over `message` by the mechanism for `digest`."""
        raise NotImplementedError

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The token's signature, checked; zeroes of its length in a dry run."""
        if dry_run:
            return bytes(self.signature_octets)
        digest = digest_algorithm.lower()
        signature = await self.make_signature(data, digest)
        self._require_own(signature, data, DIGESTS[digest])
        return signature

    def get_signature_mechanism_for_digest(self, digest_algorithm: str | None) -> algos.SignedDigestAlgorithm:
        """PSS with a salt as long as the digest for RSA; pyHanko's own choice for the rest."""
        is_rsa = isinstance(self._public_key, rsa.RSAPublicKey)
        if self.pkcs1_padding or not is_rsa or digest_algorithm is None:
            return super().get_signature_mechanism_for_digest(digest_algorithm)
        return pss_mechanism(digest_algorithm.lower())

    def _require_own(self, signature: bytes, message: bytes, digest: hashes.HashAlgorithm) -> None:
        """Raises `CertificateUnfit` unless the certificate's key made the signature."""
        key = self._public_key
        try:
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, message, rsa_padding(digest, pkcs1=self.pkcs1_padding), digest)
                return
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(signature, message, ec.ECDSA(digest))
                return
        except InvalidSignature as error:
            raise _not_its_own() from error
        raise _not_its_own()


def rsa_padding(digest: hashes.HashAlgorithm, *, pkcs1: bool = False) -> padding.AsymmetricPadding:
    """PSS with a salt as long as the digest, or the older padding."""
    if pkcs1:
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(digest), salt_length=digest.digest_size)


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
                    "salt_length": DIGESTS[digest].digest_size,
                }
            ),
        }
    )


def signature_octets(certificate: x509.Certificate) -> int:
    """The most octets that a signature by this certificate's key takes."""
    key: Any = certificate.public_key  # asn1crypto carries no types
    octets: int = (key.bit_size + 7) // 8
    return octets if key.algorithm == "rsa" else 2 * octets + _DER_OVERHEAD


def _not_its_own() -> CertificateUnfit:
    return CertificateUnfit(
        "the token's key does not belong to its certificate",
        remedy_vi="Khóa trong thiết bị không khớp với chứng thư số. Chưa ký tệp nào; "
        "hãy liên hệ nơi cấp chứng thư số.",
        remedy_en="The token's key does not belong to its certificate. Nothing was signed; ask its issuer.",
    )
