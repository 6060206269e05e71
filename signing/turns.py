"""Whose turn it is: the clerk seals only what the competent person has signed (Decree 30/2020, Article 32).

What earlier signatures cover is looked at here as far as the file itself tells, without trust or network:
that nothing was changed and that they were made with the key of their certificate. Whom the certificate
belongs to is for `signing.verification` to say.
"""

from __future__ import annotations

import logging
from typing import Any

from asn1crypto import x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from records.errors import NotSignable, OutOfTurn
from signing.orders import Role
from signing.signable import SignablePdf

logger = logging.getLogger(__name__)


def require_turn(role: Role, pdf: SignablePdf, certificate: x509.Certificate) -> None:
    """Raises `OutOfTurn` for a seal before the person's signature, `NotSignable` over a broken signature."""
    signatures = [signature for signature in pdf.signatures if _is_signature(signature)]
    for signature in signatures:
        if not _is_intact(signature):
            raise NotSignable(
                f"the signature in {signature.field_name!r} is broken or the file was changed after it",
                remedy_vi="Chữ ký có sẵn trên văn bản đã hỏng hoặc văn bản bị sửa sau khi ký. "
                "Hãy lấy lại bản gốc đã ký.",
                remedy_en="A signature on this document is broken, or the document was changed after it. "
                "Get the signed original again.",
            )
    if role is Role.AGENCY and not any(_is_another_s(signature, certificate) for signature in signatures):
        raise OutOfTurn("no person has signed yet")


def _is_signature(signature: Any) -> bool:  # a pyHanko object
    return str(signature.sig_object_type) == "/Sig"


def _is_intact(signature: Any) -> bool:
    """Whether the bytes are as signed, by the key of its certificate, and what came after is allowed."""
    try:
        signature.compute_integrity_info()
        digest_is_right, key_is_right = validate_sig_integrity(
            signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
        )
        changes_are_allowed = signature.summarise_integrity_info()["docmdp_ok"]
    except Exception as error:  # pyHanko raises many kinds on damaged and hostile signatures
        logger.info("an earlier signature cannot be checked: %s", type(error).__name__)
        return False
    return bool(digest_is_right and key_is_right and changes_are_allowed)


def _is_another_s(signature: Any, certificate: x509.Certificate) -> bool:
    """Whether somebody else signed than the certificate's owner: the agency cannot stand in for a person."""
    own: bytes = certificate.public_key.sha256
    other: bytes = signature.signer_cert.public_key.sha256
    return own != other
