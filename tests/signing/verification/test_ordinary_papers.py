"""Untouched papers of other programs and authorities are valid: a wrong alarm is as bad as a miss."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys
from asn1crypto import x509 as parsed
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.trust import TrustStore
from signing.verification import Verdict, verify_file
from tests.signing.signed_papers import write_paper


class Authority:
    """A root that its own office has made in an afternoon: no revocation addresses, few extensions."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(65537, 2048)
        self.certificate = self._certify("Root", self._key)

    def signer(self, *extensions: x509.ExtensionType) -> signers.SimpleSigner:
        """An official with a certificate that has these extensions alone."""
        key = rsa.generate_private_key(65537, 2048)
        pkcs8 = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return signers.SimpleSigner(
            signing_cert=_parsed(self._certify("Official", key, *extensions)),
            signing_key=keys.PrivateKeyInfo.load(pkcs8),
            cert_registry=SimpleCertificateStore.from_certs([_parsed(self.certificate)]),
        )

    def _certify(
        self, name: str, key: rsa.RSAPrivateKey, *extensions: x509.ExtensionType
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name("Root"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=300))
        )
        for extension in extensions or (x509.BasicConstraints(ca=True, path_length=None),):
            builder = builder.add_extension(extension, critical=True)
        return builder.sign(self._key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _parsed(certificate: x509.Certificate) -> parsed.Certificate:
    return parsed.Certificate.load(certificate.public_bytes(Encoding.DER))


_END_ENTITY = x509.BasicConstraints(ca=False, path_length=None)
_USAGES = [
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
]


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in allowed for usage in _USAGES})


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def official(authority: Authority) -> signers.SimpleSigner:
    return authority.signer(_END_ENTITY, _usage("digital_signature", "content_commitment"))


@pytest.fixture
def trust(authority: Authority, tmp_path: Path) -> TrustStore:
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "root.der").write_bytes(authority.certificate.public_bytes(Encoding.DER))
    return TrustStore.from_folder(folder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signed.pdf"


def _signed(source: Path, path: Path, signer: signers.Signer, *, owner: str = "") -> Path:
    writer = IncrementalPdfFileWriter(io.BytesIO(source.read_bytes()))
    if owner:
        writer.encrypt(owner)
    metadata = signers.PdfSignatureMetadata(
        field_name="Theirs", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    with path.open("wb") as out:
        signers.sign_pdf(writer, metadata, signer=signer, output=out)
    return path


def _verdict(path: Path, trust: TrustStore) -> tuple[Verdict, str]:
    (signature,) = verify_file(path, trust).signatures
    return signature.verdict, signature.reason.code


def test_a_certificate_that_names_no_uses_restricts_none(
    authority: Authority, trust: TrustStore, path: Path
) -> None:
    signer = authority.signer(_END_ENTITY)
    assert _verdict(_signed(write_paper(path), path, signer), trust) == (Verdict.VALID, "valid")


def test_a_certificate_that_names_other_uses_alone_signs_nothing(
    authority: Authority, trust: TrustStore, path: Path
) -> None:
    signer = authority.signer(_END_ENTITY, _usage("key_encipherment"))
    assert _verdict(_signed(write_paper(path), path, signer), trust) == (Verdict.INVALID, "not_for_signing")


def test_a_paper_that_was_encrypted_for_everybody_to_read_can_be_judged(
    official: signers.SimpleSigner, trust: TrustStore, path: Path
) -> None:
    plain = PdfFileReader(io.BytesIO(write_paper(path).read_bytes()))
    writer = copy_into_new_writer(plain)
    writer.encrypt(owner_pass="chủ", user_pass="", pdf_mac=False)
    with path.open("wb") as out:
        writer.write(out)
    assert _verdict(_signed(path, path, official, owner="chủ"), trust) == (Verdict.VALID, "valid")


@pytest.mark.parametrize(
    ("is_drawn", "expected"),
    [(False, (Verdict.VALID, "valid")), (True, (Verdict.ALTERED, "changed_after"))],
)
def test_an_empty_field_that_is_added_for_the_next_signer_may_not_draw(
    official: signers.SimpleSigner,
    trust: TrustStore,
    path: Path,
    *,
    is_drawn: bool,
    expected: tuple[Verdict, str],
) -> None:
    _signed(write_paper(path), path, official)
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    spec = SigFieldSpec("Next", on_page=0, box=(300, 300, 400, 350), empty_field_appearance=is_drawn)
    append_signature_field(writer, spec)
    with path.open("wb") as out:
        writer.write(out)
    assert _verdict(path, trust) == expected


@pytest.mark.parametrize("packed", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_paper_that_was_linearised_before_it_was_signed_is_valid(
    official: signers.SimpleSigner, trust: TrustStore, path: Path, packed: pikepdf.ObjectStreamMode
) -> None:
    with pikepdf.open(write_paper(path), allow_overwriting_input=True) as paper:
        paper.save(path, linearize=True, object_stream_mode=packed)
    assert _verdict(_signed(path, path, official), trust) == (Verdict.VALID, "valid")
