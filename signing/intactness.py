"""Refuses files that were changed after they were signed: a new timestamp would give the change a date."""

from __future__ import annotations

import hashlib
from typing import Any

from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from records.errors import NotSignable
from signing.evidence import Evidence


def require_intact(evidence: Evidence, name: str) -> None:
    """Raises `NotSignable` unless every signature and timestamp fits what it covers, and nothing but proofs
    was appended after the last one.

    Judges no trust, and not what was added between the signatures: verification does.
    """
    every = [seen.embedded for seen in evidence.signatures]
    every += [stamp.embedded for stamp in evidence.timestamps]
    try:
        is_intact = all(_fits(embedded) for embedded in every)
        is_intact = is_intact and _has_only_proofs_after(max(every, key=lambda one: one.signed_revision))
    except Exception as error:  # pyHanko raises many kinds on signatures that were tampered with
        raise _changed(name) from error
    if not is_intact:
        raise _changed(name)


def _fits(embedded: Any) -> bool:  # pyHanko's EmbeddedPdfSignature
    """Whether the digest of what it covers, and the signature over that digest, are right."""
    info, content = embedded.signer_info, embedded.signed_data["encap_content_info"]
    if embedded.sig_object_type == "/DocTimeStamp":
        told = content["content"].parsed
        if told["message_imprint"]["hashed_message"].native != embedded.compute_digest():
            return False
        algorithm = info["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(algorithm, bytes(content["content"])).digest()
    else:
        digest = embedded.compute_digest()
    find_unique_cms_attribute(info["signed_attrs"], "message_digest")
    kind = content["content_type"].native
    return all(validate_sig_integrity(info, embedded.signer_cert, kind, digest))


def _has_only_proofs_after(embedded: Any) -> bool:  # pyHanko's EmbeddedPdfSignature
    embedded.compute_integrity_info(DEFAULT_DIFF_POLICY)
    if embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    # pyHanko gives an error in place of a result for what it does not know.
    level = getattr(embedded.diff_result, "modification_level", ModificationLevel.OTHER)
    return (
        embedded.coverage is SignatureCoverageLevel.ENTIRE_REVISION and level <= ModificationLevel.LTA_UPDATES
    )


def _changed(name: str) -> NotSignable:
    return NotSignable(
        f"{name}: changed after it was signed",
        remedy_vi="Tệp đã bị sửa sau khi ký nên không bổ sung dấu thời gian. Hãy lấy lại bản gốc đã lưu trữ.",
        remedy_en="The file was changed after it was signed and gets no timestamp. Restore the archived one.",
    )
