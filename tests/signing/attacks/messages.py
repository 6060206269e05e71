"""Signs step by step, so that each step can be done wrongly: other digests, keys, times, proofs."""

from __future__ import annotations

import asyncio
import hashlib
import io
import urllib.request
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from asn1crypto import cms, keys, ocsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import ocsp as states
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.demo_pki import OFFICE, DemoPki
from tests.signing.signed_papers import FIELDS

_RESERVED_BYTES = 12000
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


def signer_with(
    certificate: x509.Certificate, key: bytes, chain: Iterable[x509.Certificate]
) -> signers.Signer:
    """A signer by RSASSA-PSS or ECDSA; `key` as PKCS#8 DER."""
    known = SimpleCertificateStore()
    known.register_multiple([certificate, *chain])
    return signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=known,
        prefer_pss=True,
    )


def signer_for(pki: DemoPki, label: str, *, architecture: str = OFFICE) -> signers.Signer:
    """The signer of one entity of `authorities.yaml`, whatever its certificate is meant for."""
    chain = [pki.certificate("issuing")] if architecture == OFFICE else []
    certificate = pki.certificate(label, architecture=architecture)
    return signer_with(certificate, pki.private_key(label, architecture=architecture), chain)


def signed_by(
    paper: bytes,
    signer: signers.Signer,
    *,
    field: str = FIELDS[0],
    digest: str = "sha256",
    claimed: datetime | None = None,
    stamp: Callable[[bytes], cms.ContentInfo] | None = None,
) -> bytes:
    """`paper` signed with no check at all.

    `claimed` is the time that it says; `stamp` gives a timestamp for a value.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(paper), strict=False)
    steps = cms_embedder.PdfCMSEmbedder().write_cms(field, writer)
    next(steps)
    entries = SignatureObject(
        timestamp=claimed or datetime.now(UTC),
        subfilter=SigSeedSubFilter.PADES,
        bytes_reserved=2 * _RESERVED_BYTES,
    )
    steps.send(cms_embedder.SigObjSetup(sig_placeholder=entries))
    prepared, out = steps.send(cms_embedder.SigIOSetup(md_algorithm=digest, in_place=True))
    message = asyncio.run(signer.async_sign(prepared.document_digest, digest, use_pades=True))
    if stamp is not None:
        with_timestamp(message, stamp(message["content"]["signer_infos"][0]["signature"].native))
    steps.send(message)
    content: bytes = out.getvalue()
    return content


def with_timestamp(message: cms.ContentInfo, token: cms.ContentInfo) -> None:
    """Puts a timestamp over the signature's value into the message (RFC 3161, Appendix A)."""
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    message["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def token_over(
    pki: DemoPki, value: bytes, *, architecture: str = OFFICE, at: datetime | None = None
) -> cms.ContentInfo:
    """A timestamp over `value` by a service whose clock shows `at`."""
    service = timestamps.HTTPTimeStamper(pki.timestamp_url("tsa1", architecture=architecture))
    pki.set_clock(at)
    try:
        return asyncio.run(service.async_timestamp(hashlib.sha256(value).digest(), "sha256"))
    finally:
        pki.set_clock(None)


def with_proof(
    paper: bytes, pki: DemoPki, *, states_known: Iterable[ocsp.OCSPResponse] = (), lists: bool = True
) -> bytes:
    """A document security store: certificates of the authorities, their revocation lists, OCSP answers."""
    out = io.BytesIO(paper)
    DocumentSecurityStore.add_dss(
        out,
        None,
        certs=[pki.certificate(label) for label in ("root", "issuing", "ocsp", "tsa1")],
        ocsps=list(states_known),
        crls=[list_of(pki, label) for label in (("chairman", "issuing") if lists else ("issuing",))],
    )
    return out.getvalue()


def state_of(
    pki: DemoPki,
    label: str,
    *,
    by: tuple[str, str] = ("ocsp", OFFICE),
    at: datetime | None = None,
) -> ocsp.OCSPResponse:
    """An OCSP answer that calls one certificate good; `by` is who signs it, `at` when."""
    moment = at or datetime.now(UTC)
    responder = _loaded(pki.certificate(by[0], architecture=by[1]))
    builder = states.OCSPResponseBuilder().add_response(
        _loaded(pki.certificate(label)),
        _loaded(pki.certificate("issuing")),
        hashes.SHA1(),  # noqa: S303  names the certificate, as RFC 5019 wants it
        states.OCSPCertStatus.GOOD,
        moment,
        moment + timedelta(days=1),
        None,
        None,
    )
    builder = builder.responder_id(states.OCSPResponderEncoding.NAME, responder).certificates([responder])
    key = serialization.load_der_private_key(pki.private_key(by[0], architecture=by[1]), None)
    answer = builder.sign(key, hashes.SHA256())  # type: ignore[arg-type]  RSA in every case
    return ocsp.OCSPResponse.load(answer.public_bytes(serialization.Encoding.DER))


def issued(
    pki: DemoPki,
    by: str,
    *,
    bits: int = 2048,
    begins: datetime = datetime(2024, 1, 1, tzinfo=UTC),
    ends: datetime = datetime(2029, 1, 1, tzinfo=UTC),
) -> tuple[x509.Certificate, bytes]:
    """A certificate for signing, signed with the key of the entity `by`; and its own key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "Ngô Văn Giả")])
    usage = certificates.KeyUsage(True, True, False, False, False, False, False, False, False)
    lists = certificates.load_der_x509_certificate(pki.certificate("chairman").dump())
    where = lists.extensions.get_extension_for_class(certificates.CRLDistributionPoints).value
    certificate = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(_loaded(pki.certificate(by)).subject)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(usage, critical=True)
        .add_extension(where, critical=False)
        .sign(serialization.load_der_private_key(pki.private_key(by), None), hashes.SHA256())  # type: ignore[arg-type]
    )
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)), der


def _loaded(certificate: x509.Certificate) -> certificates.Certificate:
    return certificates.load_der_x509_certificate(certificate.dump())


def list_of(pki: DemoPki, label: str) -> object:
    """The revocation list that answers for one entity."""
    from asn1crypto import crl

    url = pki.certificate(label).crl_distribution_points[0].url
    with urllib.request.urlopen(url) as answer:  # noqa: S310  our own address
        return crl.CertificateList.load(answer.read())
