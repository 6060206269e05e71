"""The agent signs documents and nothing else: it has to be given a document's signed attributes.

A token's key that signs whatever a page hands in would also sign a log-in or a request for a certificate.
"""

from __future__ import annotations

from asn1crypto import cms, x509

from records.errors import StrangeRequest
from signing.mechanisms import DIGESTS

MOST_BYTES = 1 << 14
_KNOWN = frozenset(
    {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection", "signing_time"}
)
_NEEDED = frozenset({"content_type", "message_digest", "signing_certificate_v2"})


def require_signature_on_a_document(message: bytes, digest: str, certificate: x509.Certificate) -> None:
    """Raises `StrangeRequest` unless these are the attributes of a CAdES signature by this certificate.

    Signed attributes of RFC 5652, 5.3 in DER, over content of the type `data`, with the signing certificate's
    digest (RFC 5035); PAdES knows no others that we make (ETSI EN 319 142-1, table 1).
    """
    try:
        attributes = cms.CMSAttributes.load(message, strict=True)
        found = {one["type"].native: one["values"] for one in attributes}
        is_whole = len(found) == len(attributes) and _NEEDED <= found.keys() <= _KNOWN
        is_sound = (
            digest in DIGESTS
            and len(message) <= MOST_BYTES
            and is_whole
            and [one.native for one in found["content_type"]] == ["data"]
            and [len(one.native) for one in found["message_digest"]] == [DIGESTS[digest].digest_size]
            and _names(found["signing_certificate_v2"], certificate)
        )
    except (ValueError, TypeError, KeyError) as error:
        raise StrangeRequest("what is to be signed is no document's signature") from error
    if not is_sound:
        raise StrangeRequest("what is to be signed is no document's signature by this certificate")


def _names(values: cms.SetOf, certificate: x509.Certificate) -> bool:
    identifiers = [one for value in values for one in value["certs"]]
    return (
        bool(identifiers)
        and identifiers[0]["hash_algorithm"]["algorithm"].native == "sha256"
        and identifiers[0]["cert_hash"].native == certificate.sha256
    )
