"""The mathematics hold, and still nobody may be trusted: keys of strangers, of others, of the past, too weak.

Each is rightly signed in form and carries the revocation data that a checker needs to see what is wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime

from asn1crypto import cms, core
from pyhanko.sign import signers

from signing.demo_pki import STRANGER
from signing.orders import Level
from tests.signing.attacks.attack import BROKEN, ETSI, Attack, Maker
from tests.signing.attacks.forging import Original, der_in, gaps, with_der
from tests.signing.attacks.messages import (
    issued,
    signed_by,
    signer_for,
    signer_with,
    state_of,
    token_over,
    with_proof,
)
from tests.signing.signed_papers import Hand, sign_bytes

_WHILE_VALID = datetime(2023, 6, 1, tzinfo=UTC)
"""When `expired` was valid."""
_BEFORE_REVOKED = datetime(2025, 1, 1, tzinfo=UTC)


def rightly_signed(original: Original) -> bytes:
    """No attack: shows that what is wrong below is not how it is made."""
    pki = original.pki
    signer = signer_for(pki, "chairman")
    signed = signed_by(original.unsigned, signer, stamp=lambda value: token_over(pki, value))
    return with_proof(signed, pki, states_known=[state_of(pki, "chairman")])


def signed_by_a_stranger_of_the_same_name(original: Original) -> bytes:
    return sign_bytes(original.unsigned, original.pki, Hand(level=Level.B_B, architecture=STRANGER))


def signed_and_timestamped_by_strangers(original: Original) -> bytes:
    hand = Hand(level=Level.B_LTA, architecture=STRANGER, timestamps_from=("tsa1", STRANGER))
    return sign_bytes(original.unsigned, original.pki, hand)


def signed_after_revocation(original: Original) -> bytes:
    return _proven(original, "revoked")


def signed_after_revocation_with_an_earlier_claim(original: Original) -> bytes:
    """Without a timestamp the claim proves nothing."""
    signer = signer_for(original.pki, "revoked")
    return with_proof(signed_by(original.unsigned, signer, claimed=_BEFORE_REVOKED), original.pki)


def state_of_another_certificate(original: Original) -> bytes:
    """The store holds a good answer, about somebody else."""
    return _with_state(original, "chairman")


def state_signed_by_a_stranger(original: Original) -> bytes:
    return _with_state(original, "revoked", by=("chairman", STRANGER))


def state_signed_by_an_official(original: Original) -> bytes:
    """Of the same authority, and yet not allowed to answer for it (RFC 6960, 4.2.2.2)."""
    return _with_state(original, "revoked", by=("agency", "office"))


def state_from_before_the_revocation(original: Original) -> bytes:
    return _with_state(original, "revoked", at=_BEFORE_REVOKED)


def signed_after_expiry(original: Original) -> bytes:
    return _proven(original, "expired")


def signed_after_expiry_with_an_earlier_claim(original: Original) -> bytes:
    signer = signer_for(original.pki, "expired")
    return with_proof(signed_by(original.unsigned, signer, claimed=_WHILE_VALID), original.pki)


def expired_with_a_strangers_timestamp(original: Original) -> bytes:
    """A timestamp of the right moment, by a service that nobody here trusts."""
    pki, signer = original.pki, signer_for(original.pki, "expired")
    signed = signed_by(
        original.unsigned,
        signer,
        claimed=_WHILE_VALID,
        stamp=lambda value: token_over(pki, value, architecture=STRANGER, at=_WHILE_VALID),
    )
    return with_proof(signed, pki)


def expired_with_anothers_timestamp(original: Original) -> bytes:
    """A timestamp of the right moment by a trusted service, given for something else."""
    pki, signer = original.pki, signer_for(original.pki, "expired")
    signed = signed_by(
        original.unsigned,
        signer,
        claimed=_WHILE_VALID,
        stamp=lambda value: token_over(pki, b"another" + value, at=_WHILE_VALID),
    )
    return with_proof(signed, pki)


def timestamp_that_nobody_can_read(original: Original) -> bytes:
    """One byte of the timestamp's frame is another: not even whose it is can be told any more."""
    pki = original.pki

    def stamp(value: bytes) -> cms.ContentInfo:
        token = token_over(pki, value).dump()
        serial = core.Integer(pki.certificate("tsa1").serial_number).dump()
        at = token.rindex(serial)
        return cms.ContentInfo.load(token[:at] + b"\x0e" + token[at + 1 :])

    signed = signed_by(original.unsigned, signer_for(pki, "chairman"), stamp=stamp)
    return with_proof(signed, pki, states_known=[state_of(pki, "chairman")])


def signed_before_the_certificate_begins(original: Original) -> bytes:
    begins = datetime(2040, 1, 1, tzinfo=UTC)
    ends = datetime(2045, 1, 1, tzinfo=UTC)
    certificate, key = issued(original.pki, "issuing", begins=begins, ends=ends)
    return _by(original, signer_with(certificate, key, [original.pki.certificate("issuing")]))


def certificate_issued_by_an_official(original: Original) -> bytes:
    """Whoever has a certificate for signing may not make certificates (RFC 5280, 4.2.1.9)."""
    certificate, key = issued(original.pki, "chairman")
    chain = [original.pki.certificate("chairman"), original.pki.certificate("issuing")]
    return _by(original, signer_with(certificate, key, chain))


def signed_by_a_timestamp_service(original: Original) -> bytes:
    """A chain to the root, for another purpose."""
    return _by(original, signer_for(original.pki, "tsa1"))


def signed_by_the_key_of_ocsp(original: Original) -> bytes:
    return _by(original, signer_for(original.pki, "ocsp"))


def key_of_1024_bits(original: Original) -> bytes:
    certificate, key = issued(original.pki, "issuing", bits=1024)
    return _by(original, signer_with(certificate, key, [original.pki.certificate("issuing")]))


def digest_of_sha1(original: Original) -> bytes:
    pki = original.pki
    signed = signed_by(original.unsigned, signer_for(pki, "chairman"), digest="sha1")
    return with_proof(signed, pki, states_known=[state_of(pki, "chairman")])


def anothers_certificate_in_the_message(original: Original) -> bytes:
    """A stranger signs and names the chairman's certificate as their own."""
    pki = original.pki
    key = pki.private_key("chairman", architecture=STRANGER)
    return _by(original, signer_with(pki.certificate("chairman"), key, [pki.certificate("issuing")]))


def document_timestamp_of_another_file(original: Original) -> bytes:
    """Transplanted: the last timestamp over the file is that of another one."""
    paper = sign_bytes(original.unsigned, original.pki, Hand(level=Level.B_LTA))
    other = sign_bytes(original.unsigned, original.pki, Hand(level=Level.B_LTA))
    return with_der(paper, gaps(paper)[-1], der_in(other, gaps(other)[-1]))


def _proven(original: Original, label: str) -> bytes:
    return _by(original, signer_for(original.pki, label))


def _by(original: Original, signer: signers.Signer) -> bytes:
    """Signed and timestamped now, with the authorities' revocation lists."""
    pki = original.pki
    return with_proof(signed_by(original.unsigned, signer, stamp=lambda value: token_over(pki, value)), pki)


def _with_state(
    original: Original, label: str, *, by: tuple[str, str] = ("ocsp", "office"), at: datetime | None = None
) -> bytes:
    """Signed by the revoked official; the only state in the store is the one that the forger chose."""
    pki = original.pki
    stamped = signed_by(
        original.unsigned, signer_for(pki, "revoked"), stamp=lambda value: token_over(pki, value)
    )
    return with_proof(stamped, pki, states_known=[state_of(pki, label, by=by, at=at)], lists=False)


_NAMED: dict[Maker, set[str]] = {
    signed_by_a_stranger_of_the_same_name: {"chain_unknown"},
    signed_and_timestamped_by_strangers: {"chain_unknown"},
    signed_after_revocation: {"revoked"},
    signed_after_revocation_with_an_earlier_claim: {"revoked"},
    state_of_another_certificate: {"revocation_missing"},
    state_signed_by_a_stranger: {"revocation_missing"},
    state_signed_by_an_official: {"revocation_missing"},
    state_from_before_the_revocation: {"revocation_missing"},
    signed_after_expiry: {"expired"},
    signed_after_expiry_with_an_earlier_claim: {"expired"},
    expired_with_a_strangers_timestamp: {"expired"},
    expired_with_anothers_timestamp: {"expired", "timestamp_for_another"},
    timestamp_that_nobody_can_read: {"timestamp_unreadable", "signature_unreadable"},
    signed_before_the_certificate_begins: {"not_yet_valid"},
    certificate_issued_by_an_official: {"chain_unknown", "chain_failed"},
    signed_by_a_timestamp_service: {"not_for_signing"},
    signed_by_the_key_of_ocsp: {"not_for_signing"},
    key_of_1024_bits: {"weak_algorithm"},
    digest_of_sha1: {"weak_algorithm"},
    anothers_certificate_in_the_message: {"signature_broken"},
    document_timestamp_of_another_file: set(BROKEN),
}
ATTACKS = tuple(Attack(maker.__name__, ETSI, maker, frozenset(codes)) for maker, codes in _NAMED.items())
