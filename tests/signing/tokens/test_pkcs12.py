"""Keys in PKCS#12 files: the right passphrase signs, and whatever is wrong is told apart."""

from __future__ import annotations

import logging
import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from records.errors import CertificateUnfit, PinWrong, SettingInvalid, TokenAbsent
from signing.demo_pki import DemoPki
from signing.tokens import NamedToken, OpenToken, Pin, open_token
from tests.signing.tokens.checking import require_signature, sign_message

_PASSPHRASE = "x"


def opened(file: Path, passphrase: str | None = DemoPki.pfx_password) -> OpenToken:
    pin = None if passphrase is None else Pin(passphrase)
    with open_token(NamedToken("khoa", "pkcs12", {"file": str(file)}), pin) as token:
        return token


@pytest.fixture
def chairman_file(pki: DemoPki, tmp_path: Path) -> Path:
    copy = tmp_path / "chu-tich.p12"
    shutil.copy(pki.pfx_file("chairman"), copy)
    copy.chmod(0o600)
    return copy


@pytest.mark.parametrize("official", ["chairman", "vice_chairman"])
def test_rsa_signs_by_pss_and_a_curve_by_ecdsa(pki: DemoPki, official: str) -> None:
    token = opened(pki.pfx_file(official))
    require_signature(token, sign_message(token))
    assert token.certificate.dump() == pki.certificate(official).dump()
    assert not token.is_trial


def test_the_chain_comes_along(pki: DemoPki) -> None:
    chain = [certificate.dump() for certificate in opened(pki.pfx_file("chairman")).chain]
    assert pki.certificate("issuing").dump() in chain


def test_a_dry_run_is_as_long_as_the_longest_signature(pki: DemoPki) -> None:
    import asyncio

    token = opened(pki.pfx_file("vice_chairman"))
    dry = asyncio.run(token.signer.async_sign_raw(b"", "sha256", dry_run=True))
    assert all(len(sign_message(token)) <= len(dry) for _ in range(20))


def test_a_wrong_passphrase_is_told_from_a_damaged_file(chairman_file: Path) -> None:
    for wrong in ("sai", "", None):
        with pytest.raises(PinWrong):
            opened(chairman_file, wrong)
    whole = chairman_file.read_bytes()
    for damaged in (b"", b"PDF", whole[:100], whole[:-40], b"\x00" + whole):
        chairman_file.write_bytes(damaged)
        with pytest.raises(TokenAbsent) as refusal:
            opened(chairman_file)
        assert "chép lại" in refusal.value.remedy_vi


def test_no_error_carries_the_passphrase(chairman_file: Path) -> None:
    with pytest.raises(PinWrong) as refusal:
        opened(chairman_file, "mật khẩu tuyệt mật")
    error: BaseException | None = refusal.value
    while error is not None:
        assert "tuyệt mật" not in f"{error} {error!r}"
        error = error.__cause__


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TokenAbsent) as refusal:
        opened(tmp_path / "con-dau.p12")
    assert "con-dau.p12" in refusal.value.remedy_vi


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.p12"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(TokenAbsent):
        opened(huge)


def test_an_absurd_number_of_iterations_is_not_gone_through(chairman_file: Path) -> None:
    pfx = asn1_pkcs12.Pfx.load(chairman_file.read_bytes())
    pfx["mac_data"]["iterations"] = (1 << 31) - 1
    chairman_file.write_bytes(pfx.dump(force=True))
    with pytest.raises(TokenAbsent):
        opened(chairman_file)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_vietnamese_passphrase_opens_however_its_letters_are_typed(tmp_path: Path, form: str) -> None:
    passphrase = "Mật khẩu ký số ở xã"
    file = tmp_path / "khoa.p12"
    file.write_bytes(new_pfx(passphrase=unicodedata.normalize("NFC", passphrase)))
    token = opened(file, unicodedata.normalize(form, passphrase))
    require_signature(token, sign_message(token))


def test_a_file_that_others_can_read_is_warned_of(
    chairman_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        opened(chairman_file)
        assert not caplog.records
        chairman_file.chmod(0o644)
        opened(chairman_file)
    assert "chmod 600" in caplog.text


@pytest.mark.parametrize(("official", "word"), [("expired", "hết hạn"), ("root", "tổ chức chứng thực")])
def test_a_certificate_that_may_not_sign_is_refused(pki: DemoPki, official: str, word: str) -> None:
    with pytest.raises(CertificateUnfit) as refusal:
        opened(pki.pfx_file(official))
    assert word in refusal.value.remedy_vi


def test_a_certificate_for_logging_in_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "dang-nhap.p12"
    file.write_bytes(new_pfx(logs_in_only=True))
    with pytest.raises(CertificateUnfit) as refusal:
        opened(file, _PASSPHRASE)
    assert "đăng nhập" in refusal.value.remedy_vi


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ngan.p12"
    file.write_bytes(new_pfx(key=rsa.generate_private_key(public_exponent=65537, key_size=1024)))  # noqa: S505
    with pytest.raises(CertificateUnfit):
        opened(file, _PASSPHRASE)


def test_a_file_without_a_key_is_refused(tmp_path: Path) -> None:
    certificate, _ = new_certificate()
    file = tmp_path / "khong-khoa.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            None, None, None, [certificate], BestAvailableEncryption(_PASSPHRASE.encode())
        )
    )
    with pytest.raises(TokenAbsent):
        opened(file, _PASSPHRASE)


@pytest.mark.needs("openssl")
def test_a_file_of_an_old_windows_either_opens_or_says_how_to_export_it(chairman_file: Path) -> None:
    pem = chairman_file.with_suffix(".pem")
    old = chairman_file.with_name("old.p12")
    word = f"pass:{DemoPki.pfx_password}"
    subprocess.run(
        ["openssl", "pkcs12", "-in", chairman_file, "-out", pem, "-noenc", "-passin", word], check=True
    )
    export = ["openssl", "pkcs12", "-export", "-legacy", "-in", pem, "-out", old, "-passout", word]
    if subprocess.run(export, check=False, capture_output=True).returncode:
        pytest.skip("this openssl has no legacy algorithms")
    try:
        token = opened(old)
    except TokenAbsent as refusal:
        assert "AES-256" in refusal.remedy_vi
    else:
        require_signature(token, sign_message(token))


@pytest.mark.parametrize("options", [{}, {"file": " "}, {"file": "a.p12", "pin": "1"}])
def test_options_that_mean_nothing_are_named(options: dict[str, str]) -> None:
    with pytest.raises(SettingInvalid, match=r"file|pin"):
        open_token(NamedToken("khoa", "pkcs12", options), None)


def new_certificate(
    *, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None, logs_in_only: bool = False
) -> tuple[x509.Certificate, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]:
    """A certificate that nobody trusts, for a key of its own."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Dùng thử")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    if logs_in_only:
        usage = dict.fromkeys(
            [
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ],
            False,
        )
        builder = builder.add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        purposes = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH])
        builder = builder.add_extension(purposes, critical=False)
    return builder.sign(key, hashes.SHA256()), key


def new_pfx(
    *,
    passphrase: str = _PASSPHRASE,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None,
    logs_in_only: bool = False,
) -> bytes:
    certificate, held = new_certificate(key=key, logs_in_only=logs_in_only)
    return pkcs12.serialize_key_and_certificates(
        b"khoa", held, certificate, None, BestAvailableEncryption(passphrase.encode())
    )
