"""Reads what evidence a signed PDF carries: times, certificate states, archive timestamps; judges no trust.

Lifting and renewing decide by it what is missing. Whether what is there holds is verification's question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from records.errors import NotSignable
from signing.opening import QuickReader
from signing.orders import Level
from signing.revocability import has_no_state
from signing.tokens.throwaway import is_trial

_MOST_SIGNATURES = 200
"""More are a damaged or hostile file; real papers carry one to five, and one timestamp every few years."""
_MOST_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class SignatureSeen:
    """A person's or agency's signature and how far its evidence reaches."""

    field: str
    certificate: x509.Certificate
    embedded: Any
    """pyHanko's `EmbeddedPdfSignature`; of use while the file is open."""
    level: Level
    proven_since: datetime | None
    """The earliest time at which a timestamp says that it existed."""

    @property
    def is_trial(self) -> bool:
        """Whether its certificate says that it is worth nothing."""
        return is_trial(self.certificate)


@dataclass(frozen=True, slots=True)
class ArchiveTimestamp:
    """A timestamp over the whole document."""

    field: str
    at: datetime
    certificate: x509.Certificate
    embedded: Any
    """pyHanko's `EmbeddedPdfSignature`; of use while the file is open."""
    ends: datetime
    """The first end of validity in its chain, as far as the chain is in the file; the root's aside, since
    roots are trusted by choice."""
    ends_with: str
    """Name of the certificate that ends first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything of one file, in signing order."""

    signatures: tuple[SignatureSeen, ...]
    timestamps: tuple[ArchiveTimestamp, ...]

    @property
    def lasting(self) -> tuple[SignatureSeen, ...]:
        """The signatures that are worth lifting: those by keys of trial are not."""
        return tuple(seen for seen in self.signatures if not seen.is_trial)

    @property
    def level(self) -> Level:
        """The lowest level of any signature; those by keys of trial count only where there are no others."""
        counted = self.lasting or self.signatures
        return min((seen.level for seen in counted), key=lambda level: level.rank, default=Level.B_B)

    @property
    def last_timestamp(self) -> ArchiveTimestamp | None:
        """The one on which all evidence rests in the end."""
        return self.timestamps[-1] if self.timestamps else None


def open_signed(stream: BinaryIO, path: Path) -> PdfFileReader:
    """A reader of a signed file; raises `NotSignable` for what cannot be appended to."""
    if path.stat().st_size > _MOST_BYTES:
        raise NotSignable(f"{path.name}: larger than {_MOST_BYTES} bytes")
    try:
        reader = QuickReader(stream, strict=False)
        if reader.encrypted:
            raise NotSignable(f"{path.name}: encrypted")
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise NotSignable(f"{path.name}: damaged or no PDF") from error
    return reader


def evidence_of(reader: PdfFileReader, path: Path) -> Evidence:
    """What the open file carries. Raises `NotSignable` without signatures, or for unreadable ones."""
    try:
        embedded = list(reader.embedded_signatures)
        if not embedded:
            raise NotSignable(
                f"{path.name}: no signature",
                remedy_vi="Tệp này không có chữ ký số nào.",
                remedy_en="This file carries no signature.",
            )
        if len(embedded) > _MOST_SIGNATURES:
            raise NotSignable(f"{path.name}: more than {_MOST_SIGNATURES} signatures")
        stamps = [found for found in embedded if found.sig_object_type == "/DocTimeStamp"]
        known = _certificates(reader, embedded)
        timestamps = tuple(_timestamp(found, known) for found in stamps)
        signatures = tuple(
            _signature(reader, found, timestamps, known)
            for found in embedded
            if found.sig_object_type == "/Sig"
        )
    except (PdfError, SignatureValidationError, AssertionError, AttributeError, *_UNREADABLE) as error:
        raise NotSignable(f"{path.name}: a signature cannot be read ({type(error).__name__})") from error
    return Evidence(signatures, timestamps)


_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, RecursionError)


def token_time(signed_data: cms.SignedData) -> datetime:
    """genTime of a timestamp token."""
    at: datetime = signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def chain_of(certificate: x509.Certificate, known: dict[bytes, x509.Certificate]) -> list[x509.Certificate]:
    """The certificate and those above it that are known by name, without a self-signed root; not checked."""
    chain = [certificate]
    while len(chain) < 10:
        above = known.get(chain[-1].issuer.hashable)
        if above is None or above.self_signed != "no" or above in chain:
            break
        chain.append(above)
    return chain


def _certificates(
    reader: PdfFileReader, embedded: list[EmbeddedPdfSignature]
) -> dict[bytes, x509.Certificate]:
    """Every certificate in the file by its subject."""
    found = [certificate for one in embedded for certificate in one.other_embedded_certs]
    store = _store(reader)
    if store is not None:
        found += list(store.load_certs())
    for one in embedded:
        found += [each for token in _signature_tokens(one) for each in _certificates_of(token)]
    return {certificate.subject.hashable: certificate for certificate in found}


def _certificates_of(signed_data: cms.SignedData) -> Iterator[x509.Certificate]:
    return (choice.chosen for choice in signed_data["certificates"] if choice.name == "certificate")


def _timestamp(embedded: EmbeddedPdfSignature, known: dict[bytes, x509.Certificate]) -> ArchiveTimestamp:
    certificate = embedded.signer_cert
    first = min(chain_of(certificate, known), key=lambda one: one.not_valid_after)
    return ArchiveTimestamp(
        field=str(embedded.field_name),
        at=token_time(embedded.signed_data),
        certificate=certificate,
        embedded=embedded,
        ends=first.not_valid_after,
        ends_with=str(first.subject.native.get("common_name") or first.subject.human_friendly),
    )


def _signature(
    reader: PdfFileReader,
    embedded: EmbeddedPdfSignature,
    timestamps: tuple[ArchiveTimestamp, ...],
    known: dict[bytes, x509.Certificate],
) -> SignatureSeen:
    over = [stamp for stamp in timestamps if stamp.embedded.signed_revision > embedded.signed_revision]
    times = [token_time(token) for token in _signature_tokens(embedded)] + [stamp.at for stamp in over]
    return SignatureSeen(
        field=str(embedded.field_name),
        certificate=embedded.signer_cert,
        embedded=embedded,
        level=_level(reader, embedded, over, known, has_time=bool(times)),
        proven_since=min(times, default=None),
    )


def _level(
    reader: PdfFileReader,
    embedded: EmbeddedPdfSignature,
    over: list[ArchiveTimestamp],
    known: dict[bytes, x509.Certificate],
    *,
    has_time: bool,
) -> Level:
    """By what is in the file (EN 319 142-1, 6.3): B-T a time, B-LT the state of each certificate as well,
    B-LTA a document timestamp over all of that."""
    if not has_time:
        return Level.B_B
    chain = [one for one in chain_of(embedded.signer_cert, known) if not has_no_state(one)]
    if not _holds_states(_store(reader), chain):
        return Level.B_T
    for stamp in over:
        # What the timestamp covers is the file as it was then: what came into the store later is not in it.
        then = reader.get_historical_resolver(stamp.embedded.signed_revision)
        if _holds_states(_store(then), chain):
            return Level.B_LTA
    return Level.B_LT


def _signature_tokens(embedded: EmbeddedPdfSignature) -> list[cms.SignedData]:
    """Timestamps within the signature (RFC 3161, appendix A)."""
    return list(extract_tst_data_iter(embedded.signer_info, signed=False))


def _store(handler: Any) -> DocumentSecurityStore | None:  # a reader, or one of an earlier revision
    try:
        return DocumentSecurityStore.read_dss(handler)
    except ValidationInfoReadingError:
        return None


def _holds_states(store: DocumentSecurityStore | None, chain: list[x509.Certificate]) -> bool:
    """Whether the store holds an OCSP answer or a revocation list for each certificate of the chain."""
    if store is None:
        return False
    serials = {
        single["cert_id"]["serial_number"].native
        for reference in store.ocsps
        for single in _answers(reference.get_object().read_data(DecodePurpose.OCSP_RESPONSE))
    }
    listed = {
        crl.CertificateList.load(reference.get_object().read_data(DecodePurpose.CRL)).issuer.hashable
        for reference in store.crls
    }
    return all(one.serial_number in serials or one.issuer.hashable in listed for one in chain)


def _answers(der: bytes) -> Any:  # asn1crypto's Responses
    return ocsp.OCSPResponse.load(der).basic_ocsp_response["tbs_response_data"]["responses"]
