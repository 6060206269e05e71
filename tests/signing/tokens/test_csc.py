"""Remote keys: what the service is asked, how often, and what is told when it refuses or goes away."""

from __future__ import annotations

import base64
import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from records.errors import CertificateUnfit, PinWrong, SettingInvalid, TokenAbsent, TokenLocked, TokenRemoved
from signing.demo_pki import DemoPki
from signing.remote import service as remote_service
from signing.tokens import NamedToken, OpenToken, Pin, open_token
from tests.signing.csc_server import BEARER, CLIENT, CLIENT_SECRET, OTP, PIN, CscServer, serve_csc
from tests.signing.tokens.checking import MESSAGE, require_signature, sign_message

INFO, AUTHORIZE, SIGN = "credentials/info", "credentials/authorize", "signatures/signHash"
EXTEND = "credentials/extendTransaction"


@pytest.fixture
def server(pki: DemoPki) -> Iterator[CscServer]:
    with serve_csc(pki) as server:
        yield server


@pytest.fixture
def access(tmp_path: Path) -> str:
    file = tmp_path / "token"
    file.write_text(f"{BEARER}\n")
    return str(file)


def remote(server: CscServer, access: str, **options: str) -> NamedToken:
    return NamedToken("tu-xa", "csc", {"url": server.address, "token_file": access, **options})


def sign_times(opened: OpenToken, times: int) -> None:
    for _ in range(times):
        require_signature(opened, sign_message(opened))


@pytest.mark.parametrize("official", ["chairman", "vice_chairman"])
def test_one_authorization_serves_a_batch(server: CscServer, access: str, official: str) -> None:
    server.credentials = (official,)
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 5)
        assert [len(server.named(name)) for name in (INFO, AUTHORIZE, SIGN)] == [1, 1, 5]
        assert opened.certificate.dump() == server.pki.certificate(official).dump()
        assert len(opened.chain) == 2


def test_the_service_is_sent_the_digest_alone_and_the_terms_of_pss(server: CscServer, access: str) -> None:
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 1)
    (call,) = server.named(SIGN)
    assert call.bearer == BEARER
    assert call.content["hash"] == [base64.b64encode(hashlib.sha256(MESSAGE).digest()).decode()]
    assert call.content["signAlgo"] == "1.2.840.113549.1.1.10"
    assert "PIN" not in call.content
    (authorized,) = server.named(AUTHORIZE)
    assert authorized.content["PIN"] == PIN
    assert authorized.content["numSignatures"] == server.multisign


def test_a_wrong_pin_shows_at_opening_and_is_sent_once(server: CscServer, access: str) -> None:
    with pytest.raises(PinWrong), open_token(remote(server, access), Pin("00000")):
        pass
    assert len(server.named(AUTHORIZE)) == 1
    assert server.named(SIGN) == []


def test_a_locked_pin_is_told_from_a_wrong_one(server: CscServer, access: str) -> None:
    server.tries_left = 0
    with pytest.raises(TokenLocked), open_token(remote(server, access), Pin(PIN)):
        pass


def test_without_a_pin_the_service_is_not_asked(server: CscServer, access: str) -> None:
    for nothing in (None, Pin("")):
        with pytest.raises(PinWrong), open_token(remote(server, access), nothing):
            pass
    assert server.named(AUTHORIZE) == []


def test_more_files_than_one_authorization_allows_are_authorized_by_the_same_pin(
    server: CscServer, access: str
) -> None:
    server.multisign = 2
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 5)
    assert len(server.named(AUTHORIZE)) == 3


def test_activation_that_has_expired_is_asked_for_anew(server: CscServer, access: str) -> None:
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 1)
        server.expire_all()
        sign_times(opened, 3)
    assert len(server.named(AUTHORIZE)) == 2


def test_a_service_whose_activation_serves_once_is_noticed(server: CscServer, access: str) -> None:
    server.sads_serve_once = True
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 4)
    assert [call.content["numSignatures"] for call in server.named(AUTHORIZE)] == [10, 1, 1, 1]
    assert len(server.named(SIGN)) == 5


def test_activation_bound_to_hashes_names_each_hash(server: CscServer, access: str) -> None:
    server.scal = "2"
    with open_token(remote(server, access), Pin(PIN)) as opened:
        assert server.named(AUTHORIZE) == []
        sign_times(opened, 2)
    assert [call.content["hash"] for call in server.named(AUTHORIZE)] == [
        call.content["hash"] for call in server.named(SIGN)
    ]


def test_one_time_passwords_serve_a_bound_batch_where_the_service_extends_it(
    server: CscServer, access: str
) -> None:
    server.scal, server.wants_otp = "2", True
    with open_token(remote(server, access, extend="yes"), Pin(f"{PIN} {OTP}")) as opened:
        sign_times(opened, 4)
    assert (len(server.named(AUTHORIZE)), len(server.named(EXTEND))) == (1, 3)


def test_a_used_one_time_password_is_not_sent_again(server: CscServer, access: str) -> None:
    server.wants_otp, server.multisign = True, 2
    with open_token(remote(server, access), Pin(f"{PIN} {OTP}")) as opened:
        sign_times(opened, 2)
        for _ in range(2):
            with pytest.raises(PinWrong) as refusal:
                sign_message(opened)
            assert "OTP mới" in refusal.value.remedy_vi
    assert len(server.named(AUTHORIZE)) == 1


def test_pin_and_one_time_password_are_typed_in_one_line(server: CscServer, access: str) -> None:
    server.wants_otp = True
    with pytest.raises(PinWrong) as refusal, open_token(remote(server, access), Pin(PIN)):
        pass
    assert "dấu cách" in refusal.value.remedy_vi
    with pytest.raises(PinWrong) as refusal, open_token(remote(server, access), Pin(f"{PIN} 000")):
        pass
    assert "OTP không đúng" in refusal.value.remedy_vi
    with open_token(remote(server, access), Pin(f"{PIN} {OTP}")) as opened:
        sign_times(opened, 1)


def test_implicit_authorization_sends_no_pin(server: CscServer, access: str) -> None:
    server.mode = "implicit"
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 1)
    assert "PIN" not in server.named(AUTHORIZE)[0].content


def test_authorization_in_a_browser_is_refused(server: CscServer, access: str) -> None:
    server.mode = "oauth2code"
    with pytest.raises(CertificateUnfit), open_token(remote(server, access), Pin(PIN)):
        pass


def test_the_offices_access_may_come_from_its_client_identifier(server: CscServer, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(CLIENT_SECRET)
    options = {"url": server.address, "client_id": CLIENT, "client_secret_file": str(secret)}
    with open_token(NamedToken("t", "csc", options), Pin(PIN)) as opened:
        sign_times(opened, 1)
    secret.write_text("sai")
    with pytest.raises(TokenAbsent) as refusal, open_token(NamedToken("t", "csc", options), Pin(PIN)):
        pass
    assert "client_id" in refusal.value.remedy_vi


def test_secrets_that_settings_have_read_already_are_taken_and_not_shown(server: CscServer) -> None:
    token = NamedToken("t", "csc", {"url": server.address, "token": BEARER})
    with open_token(token, Pin(PIN)) as opened:
        sign_times(opened, 1)
    assert BEARER not in repr(token)


def test_several_credentials_are_listed_and_one_can_be_named(server: CscServer, access: str) -> None:
    server.credentials = ("chairman", "agency")
    with pytest.raises(CertificateUnfit) as refusal, open_token(remote(server, access), Pin(PIN)):
        pass
    assert "chairman, agency" in refusal.value.remedy_vi
    with open_token(remote(server, access, credential_id="agency"), Pin(PIN)) as opened:
        sign_times(opened, 1)


@pytest.mark.parametrize("official", ["expired"])
def test_a_certificate_that_may_not_sign_is_refused_before_the_pin_is_sent(
    server: CscServer, access: str, official: str
) -> None:
    server.credentials = (official,)
    with pytest.raises(CertificateUnfit), open_token(remote(server, access), Pin(PIN)):
        pass
    assert server.named(AUTHORIZE) == []


def test_a_disabled_key_is_refused(server: CscServer, access: str) -> None:
    server.key_status = "disabled"
    with pytest.raises(CertificateUnfit), open_token(remote(server, access), Pin(PIN)):
        pass


def test_the_older_padding_is_used_only_where_settings_say_so(server: CscServer, access: str) -> None:
    server.algorithms = ("1.2.840.113549.1.1.11",)
    with pytest.raises(CertificateUnfit) as refusal, open_token(remote(server, access), Pin(PIN)):
        pass
    assert 'padding = "pkcs1"' in refusal.value.remedy_vi
    with open_token(remote(server, access, padding="pkcs1"), Pin(PIN)) as opened:
        sign_message(opened)


@pytest.mark.parametrize("fault", ["hangs_up", "huge", "garbage", "redirect", "error_500"])
def test_a_service_that_fails_mid_batch_is_not_asked_again(
    server: CscServer, access: str, fault: str
) -> None:
    with open_token(remote(server, access), Pin(PIN)) as opened:
        sign_times(opened, 1)
        server.fault = fault
        with pytest.raises(TokenRemoved) as refusal:
            sign_message(opened)
        assert "đã ký vẫn tốt" in refusal.value.remedy_vi
        server.fault = ""
        with pytest.raises(TokenRemoved):
            sign_message(opened)
    assert len(server.named(SIGN)) == 1


@pytest.mark.parametrize("fault", ["slow", "dribble", "dribble_head"])
def test_a_service_that_takes_for_ever_is_given_up(
    server: CscServer, access: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_token(remote(server, access), Pin(PIN)) as opened:
        server.fault = fault
        monkeypatch.setattr(remote_service, "_SECONDS", 0.3)
        with pytest.raises(TokenRemoved):
            sign_message(opened)


@pytest.mark.parametrize("fault", ["hangs_up", "huge", "garbage", "redirect", "error_500"])
def test_a_service_that_fails_at_opening_is_absent(server: CscServer, access: str, fault: str) -> None:
    server.fault, server.fault_at = fault, INFO
    with pytest.raises(TokenAbsent), open_token(remote(server, access, credential_id="chairman"), Pin(PIN)):
        pass


def test_a_signature_that_is_not_the_certificates_is_refused(server: CscServer, access: str) -> None:
    server.fault = "lies"
    with open_token(remote(server, access), Pin(PIN)) as opened, pytest.raises(CertificateUnfit):
        sign_message(opened)


def test_nobody_at_the_address_is_absent(access: str) -> None:
    options = {"url": "http://127.0.0.1:9/csc/v1", "token_file": access}
    with pytest.raises(TokenAbsent) as refusal, open_token(NamedToken("t", "csc", options), Pin(PIN)):
        pass
    assert "mạng" in refusal.value.remedy_vi


def test_refused_access_names_the_file_that_grants_it(server: CscServer, access: str) -> None:
    for content in ("khac", "", "a\r\nX-Header: 1", "ệ"):
        Path(access).write_text(content)
        with pytest.raises(TokenAbsent), open_token(remote(server, access), Pin(PIN)):
            pass
    assert len(server.calls) == 1


def test_over_https_only_a_service_of_a_known_authority_is_asked(
    pki: DemoPki, access: str, tmp_path: Path
) -> None:
    context, authority = _tls(tmp_path)
    with serve_csc(pki, tls=context) as server:
        with pytest.raises(TokenAbsent), open_token(remote(server, access), Pin(PIN)):
            pass
        assert server.calls == []
        with open_token(remote(server, access, tls_authority=str(authority)), Pin(PIN)) as opened:
            sign_times(opened, 2)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "url"),
        ({"url": "http://ky-so.example.vn/csc/v1"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "https://a:b@ky-so.example.vn/csc/v1"}, "url"),
        ({"url": "https://ky-so.example.vn/csc/v1"}, "token_file"),
        ({"url": "https://x.vn", "token_file": "t", "client_id": "c"}, "token_file"),
        ({"url": "https://x.vn", "client_id": "c"}, "client_secret_file"),
        ({"url": "https://x.vn", "token_file": "t", "signatures": "0"}, "signatures"),
        ({"url": "https://x.vn", "token_file": "t", "pin": "1"}, "pin"),
    ],
)
def test_options_that_mean_nothing_are_named(options: dict[str, str], named: str) -> None:
    with pytest.raises(SettingInvalid, match=named):
        open_token(NamedToken("t", "csc", options), None)


def _tls(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A context for a server on the loopback, and the file of the authority that vouches for it: itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    authority, held = folder / "tls.pem", folder / "tls-with-key.pem"
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    authority.write_bytes(pem)
    held.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + pem
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(held)
    return context, authority
