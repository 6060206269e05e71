"""The signature as CMS (RFC 5652; ETSI EN 319 122-1): shaped once by pyHanko, filled for each file.

Only digest, signature and timestamp differ between the files of a batch. Encoding all the rest anew with
asn1crypto took 70 ms a file, nine tenths of the whole; laying three values into what was encoded once takes
none. The token signs once: a timestamp that cannot be had leaves a whole B-B signature.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, select_suitable_signing_md

_SEQUENCE, _SET, _OCTET_STRING = 0x30, 0x31, 0x04
_FIRST, _SECOND = 0xA0, 0xA1
"""Context-specific, constructed: [0] and [1]."""
_TIMESTAMP_TOKEN = cms.CMSAttributeType("signature_time_stamp_token").dump()
_ROOM_TO_SPARE = 64
"""For the lengths around a timestamp."""


@dataclass(frozen=True, slots=True)
class SignatureShape:
    """What the signatures of one token have in common, as DER."""

    md_algorithm: str
    before_digest: bytes
    """Of the signed attributes, without their tag and length."""
    after_digest: bytes
    signer_head: bytes
    """Version, signer's identifier and digest algorithm of the SignerInfo."""
    mechanism: bytes
    signed_head: bytes
    """Version, digest algorithms, content type and certificates of the SignedData."""
    largest_bytes: int
    """Of a signature without timestamp."""

    @classmethod
    async def of(cls, signer: Any) -> SignatureShape:  # a pyHanko signer
        """Asks pyHanko for one dummy signature, which the token does not see, and takes it apart."""
        algorithm = select_suitable_signing_md(signer.signing_cert.public_key)
        marker = secrets.token_bytes(getattr(hashes, algorithm.upper())().digest_size)
        dummy = await signer.async_sign(
            marker, algorithm, dry_run=True, use_pades=True, signed_attr_settings=PdfCMSSignedAttributes()
        )
        content = dummy.dump()
        signed = cms.ContentInfo.load(content)["content"]
        info = signed["signer_infos"][0]
        before, after = info["signed_attrs"].contents.split(marker)
        return cls(
            algorithm,
            before,
            after,
            _joined(info, "version", "sid", "digest_algorithm"),
            info["signature_algorithm"].dump(),
            _joined(signed, "version", "digest_algorithms", "encap_content_info", "certificates"),
            len(content) + _ROOM_TO_SPARE,
        )

    def attributes(self, digest: bytes) -> bytes:
        """What the token signs for a file of this digest (RFC 5652, 5.4)."""
        return _der(_SET, self.before_digest, digest, self.after_digest)

    def filled(self, digest: bytes, signature: bytes, timestamp: bytes | None = None) -> bytes:
        """The whole CMS; `timestamp` is a token over the signature (ETSI EN 319 122-1, clause 5.3)."""
        unsigned = b""
        if timestamp is not None:
            unsigned = _der(_SECOND, _der(_SEQUENCE, _TIMESTAMP_TOKEN, _der(_SET, timestamp)))
        info = _der(
            _SEQUENCE,
            self.signer_head,
            _der(_FIRST, self.before_digest, digest, self.after_digest),
            self.mechanism,
            _der(_OCTET_STRING, signature),
            unsigned,
        )
        signed = _der(_SEQUENCE, self.signed_head, _der(_SET, info))
        return _der(_SEQUENCE, _SIGNED_DATA, _der(_FIRST, signed))

    def over(self, signature: bytes) -> bytes:
        """The digest that a timestamp is asked for."""
        hashed = hashes.Hash(getattr(hashes, self.md_algorithm.upper())())
        hashed.update(signature)
        return hashed.finalize()


_SIGNED_DATA = cms.ContentType("signed_data").dump()


def _joined(sequence: Any, *names: str) -> bytes:
    return b"".join(sequence[name].dump() for name in names)


def _der(tag: int, *parts: bytes) -> bytes:
    """One element of DER with a definite length (X.690, 8.1.3)."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content
