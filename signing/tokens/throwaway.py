"""A key made on the spot by an authority of trial, for the demo and for trying the desk out.

Every name in its certificates says that it is a trial without legal value, and `is_trial` makes the page say
so, too. Its certificates live for days and declare that no revocation is published (RFC 9608).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from records.errors import SettingInvalid, TokenAbsent
from signing.software_key import SoftwareKeySigner
from signing.tokens import OpenToken, Pin, Sight

NOTICE = "DÙNG THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_MARK = " (DÙNG THỬ)"
_NAME = "Nguyễn Văn Thử"
_MOST_OCTETS = {"name": 64 - len(_MARK.encode()), "organisation": 64}
"""RFC 5280 (appendix A.1, ub-common-name) allows 64 characters; cryptography counts them as UTF-8 octets."""
_OPTIONS = frozenset({"name", "organisation", "folder"})
_SIGNER_LIFE = timedelta(days=7)
_ROOT_LIFE = timedelta(days=365)
_BACKDATED = timedelta(minutes=5)
"""Another machine's clock may be a little behind."""
_NO_REVOCATION = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.56"), b"\x05\x00")
"""noRevAvail (RFC 9608): nobody publishes this certificate's revocation, so nobody shall ask for it."""


@dataclass(frozen=True, slots=True)
class TrialRoot:
    """The authority of trial: one folder's, or one opening's."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls) -> TrialRoot:
        """A new one, good for a year."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named(f"CA gốc dùng thử {secrets.token_hex(4)}", NOTICE)
        builder = _certificate(name, name, key.public_key(), life=_ROOT_LIFE)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(for_authority=True), critical=True)
        return cls(key, builder.sign(key, hashes.SHA256()))

    def outlives(self, moment: datetime) -> bool:
        """Whether it is still valid then."""
        return self.certificate.not_valid_after_utc > moment

    def issue(
        self, public_key: ec.EllipticCurvePublicKey, *, name: str, organisation: str
    ) -> x509.Certificate:
        """A signer's certificate that says in its name and organisation that it is a trial."""
        subject = _named(name + _MARK, organisation)
        builder = _certificate(subject, self.certificate.subject, public_key, life=_SIGNER_LIFE)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(for_authority=False), critical=True)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        return builder.add_extension(_NO_REVOCATION, critical=False).sign(self.key, hashes.SHA256())


class Throwaway:
    """Opens a new trial key each time; its authority is kept where a folder is named.

    Options, all of which may be missing: `name` (the signer's), `organisation`, `folder` (keeps the authority
    between runs; its certificate lies in `folder/trust/`, for `hoso verify --trust`).
    """

    name = "throwaway"
    needs_pin = False

    def check(self, options: Mapping[str, str]) -> None:
        """Raises `SettingInvalid` for an unknown option or a name that a certificate cannot hold."""
        for unknown in options.keys() - _OPTIONS:
            raise SettingInvalid(f"{unknown}: no option of a throwaway token; acceptable: {sorted(_OPTIONS)}")
        for option, most in _MOST_OCTETS.items():
            given = options.get(option, _NAME).strip()
            if not given or len(given.encode()) > most:
                raise SettingInvalid(f"{option}: 1 to {most} octets of UTF-8 are acceptable")

    def look(self, options: Mapping[str, str]) -> Sight:  # noqa: ARG002  the same for all
        """Always there; its certificate is made when it is opened."""
        return Sight(asks_pin=False, remark_vi="Khóa dùng thử: chữ ký không có giá trị pháp lý.")

    @contextmanager
    def open(self, options: Mapping[str, str], pin: Pin | None) -> Iterator[OpenToken]:  # noqa: ARG002
        """Makes a key and its certificate; the PIN is not looked at."""
        root = _kept_root(Path(options["folder"])) if options.get("folder") else TrialRoot.make()
        key = ec.generate_private_key(ec.SECP256R1())
        issued = root.issue(
            key.public_key(),
            name=options.get("name", _NAME).strip(),
            organisation=options.get("organisation", NOTICE).strip(),
        )
        certificate, chain = _as_asn1(issued), (_as_asn1(root.certificate),)
        yield OpenToken(
            signer=SoftwareKeySigner(key, certificate, chain),
            certificate=certificate,
            chain=chain,
            is_trial=True,
        )


kind = Throwaway()


def is_trial(certificate: asn1_x509.Certificate) -> bool:
    """Whether it says of itself that it is worth nothing: for what is said of it, not for what is trusted."""
    units = certificate.subject.native.get("organizational_unit_name", "")
    return NOTICE in (units if isinstance(units, list) else [units])


def _kept_root(folder: Path) -> TrialRoot:
    """The folder's authority; a new one where there is none, or where it would not outlive a signer."""
    held = folder / "root.pem"
    try:
        root = _read_root(held) if held.exists() else None
        if root is None or not root.outlives(datetime.now(UTC) + _SIGNER_LIFE):
            root = TrialRoot.make()
            _keep(root, held)
        _lay_certificate(root, folder / "trust")
    except (OSError, ValueError, TypeError) as error:
        raise TokenAbsent(
            f"the trial authority in {folder} is not usable: {type(error).__name__}",
            remedy_vi="Không đọc hoặc ghi được thư mục của khóa dùng thử. Hãy xóa thư mục đó rồi chạy lại.",
        ) from error
    return root


def _read_root(held: Path) -> TrialRoot:
    content = held.read_bytes()
    key = serialization.load_pem_private_key(content, password=None)
    certificate = x509.load_pem_x509_certificate(content)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("key and certificate do not belong together")
    return TrialRoot(key, certificate)


def _keep(root: TrialRoot, held: Path) -> None:
    """Key and certificate in one file that its owner alone can read, there whole or not at all."""
    held.parent.mkdir(parents=True, exist_ok=True)
    key = root.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = held.with_name(f"{held.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600, exist_ok=False)
    fresh.write_bytes(key + root.certificate.public_bytes(serialization.Encoding.PEM))
    fresh.replace(held)


def _lay_certificate(root: TrialRoot, trust: Path) -> None:
    """The certificate alone, where people point `hoso verify --trust`; one of an earlier year stays."""
    trust.mkdir(parents=True, exist_ok=True)
    target = trust / f"trial-root-{root.certificate.serial_number:x}.pem"
    if not target.exists():
        target.write_bytes(root.certificate.public_bytes(serialization.Encoding.PEM))


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _named(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, NOTICE),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _usage(*, for_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_authority,
        content_commitment=not for_authority,
        key_cert_sign=for_authority,
        crl_sign=for_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
