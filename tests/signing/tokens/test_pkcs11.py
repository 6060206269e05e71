"""Real PKCS#11 tokens of SoftHSM: one certificate needs no naming, several are listed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from asn1crypto import keys, x509

from records.errors import (
    CertificateUnfit,
    PinWrong,
    SettingInvalid,
    TokenAbsent,
    TokenRemoved,
)
from signing.demo_pki import DemoPki
from signing.tokens import NamedToken, Pin, open_token
from tests.signing.softhsm import PIN, softhsm_library, softhsm_token, token_folder, write_certificates
from tests.signing.tokens.checking import require_signature, sign_message

pytestmark = pytest.mark.needs("softhsm2-util")


def with_options(token: NamedToken, **options: str) -> NamedToken:
    return NamedToken(token.name, token.kind, {**token.options, **options})


@pytest.mark.parametrize("official", ["chairman", "vice_chairman"])
def test_a_token_with_one_certificate_signs_without_naming_it(
    pki: DemoPki, tmp_path: Path, official: str
) -> None:
    token, pin = softhsm_token(pki, tmp_path, official)
    library = NamedToken("t", "pkcs11", {"library": token.options["library"]})
    with open_token(library, pin) as opened:
        require_signature(opened, sign_message(opened))
        assert opened.certificate.dump() == pki.certificate(official).dump()
        chain = {certificate.dump() for certificate in opened.chain}
        assert chain == {pki.certificate("root").dump(), pki.certificate("issuing").dump()}


def test_several_certificates_are_listed_and_one_of_them_can_be_named(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman", "vice_chairman")
    with pytest.raises(CertificateUnfit) as refusal, open_token(token, pin):
        pass
    for word in ('key_id = "01": Nguyễn Văn Thử', 'key_id = "02": Trần Thị Mẫu', "01/01/2029"):
        assert word in refusal.value.remedy_vi
    assert "Nguyễn" not in str(refusal.value)
    for choice in ({"key_id": "02"}, {"key_label": "vice_chairman"}, {"certificate_label": "vice_chairman"}):
        with open_token(with_options(token, **choice), pin) as opened:
            require_signature(opened, sign_message(opened))
            assert opened.certificate.dump() == pki.certificate("vice_chairman").dump()


def test_an_expired_certificate_beside_a_valid_one_needs_no_naming(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "expired", "chairman")
    with open_token(token, pin) as opened:
        assert opened.certificate.dump() == pki.certificate("chairman").dump()
    with pytest.raises(CertificateUnfit) as refusal, open_token(with_options(token, key_id="01"), pin):
        pass
    assert "hết hạn ngày 01/01/2024" in refusal.value.remedy_vi


def test_of_a_renewed_key_s_certificates_the_one_that_lasts_longest_signs(
    pki: DemoPki, tmp_path: Path
) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    current = pki.certificate("chairman")
    for days in (30, 10, 20):
        write_certificates("chairman", {f"cu-{days}": (1, _again(current, days=days))})
    with open_token(token, pin) as opened:
        assert opened.certificate.dump() == current.dump()
        require_signature(opened, sign_message(opened))


def _again(certificate: x509.Certificate, *, days: int) -> x509.Certificate:
    """The same certificate but for its end, `days` from now; its authority's signature is not looked at."""
    other = x509.Certificate.load(certificate.dump())
    until = x509.Time({"utc_time": datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)})
    other["tbs_certificate"]["validity"]["not_after"] = until
    return x509.Certificate.load(other.dump(force=True))


def test_several_tokens_are_listed_with_their_serial_numbers(pki: DemoPki, tmp_path: Path) -> None:
    softhsm_token(pki, tmp_path, "chairman")
    token, pin = softhsm_token(pki, tmp_path, "agency")
    library = {"library": token.options["library"]}
    with pytest.raises(TokenAbsent) as refusal, open_token(NamedToken("t", "pkcs11", library), pin):
        pass
    assert "chairman (serial" in refusal.value.remedy_vi
    held = pkcs11.lib(softhsm_library()).get_token(token_label="agency")
    for choice in ({"serial": held.serial.decode()}, {"slot": hex(held.slot.slot_id)}):
        with open_token(NamedToken("t", "pkcs11", {**library, **choice}), pin) as opened:
            assert opened.certificate.dump() == pki.certificate("agency").dump()


def test_a_wrong_pin_is_refused_and_counted_by_the_token(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    for wrong in (Pin("000000"), Pin("1")):
        with pytest.raises(PinWrong), open_token(token, wrong):
            pass
    flags = pkcs11.lib(softhsm_library()).get_token(token_label="chairman").flags
    assert flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW
    with open_token(token, pin) as opened:
        require_signature(opened, sign_message(opened))


def test_without_a_pin_the_token_is_not_asked(pki: DemoPki, tmp_path: Path) -> None:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    for nothing in (None, Pin("")):
        with pytest.raises(PinWrong), open_token(token, nothing):
            pass
    flags = pkcs11.lib(softhsm_library()).get_token(token_label="chairman").flags
    assert not flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW


def test_a_token_that_is_pulled_out_says_so_and_is_not_touched_again(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    held, aside = token_folder(tmp_path, "chairman"), tmp_path / "pulled-out"
    with open_token(token, pin) as opened:
        require_signature(opened, sign_message(opened))
        held.rename(aside)
        with pytest.raises(TokenRemoved):
            sign_message(opened)
        aside.rename(held)
        with pytest.raises(TokenRemoved):
            sign_message(opened)
    with open_token(token, pin) as opened:
        require_signature(opened, sign_message(opened))


def test_a_token_that_was_never_there_is_absent(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    with pytest.raises(TokenAbsent), open_token(with_options(token, token_label="khac"), pin):
        pass


def test_a_token_that_is_plugged_in_later_is_found(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    held, aside = token_folder(tmp_path, "chairman"), tmp_path / "not-yet"
    held.rename(aside)
    with pytest.raises(TokenAbsent), open_token(token, pin):
        pass
    aside.rename(held)
    with open_token(token, pin) as opened:
        require_signature(opened, sign_message(opened))


def test_a_token_serves_one_batch_at_a_time(pki: DemoPki, tmp_path: Path) -> None:
    """Logins are shared by a whole process: a second batch would sign without a PIN of its own."""
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    with open_token(token, pin) as first:
        for other in (Pin("000000"), Pin(PIN)):
            with pytest.raises(TokenAbsent) as refusal, open_token(token, other):
                pass
            assert "lượt ký khác" in refusal.value.remedy_vi
        require_signature(first, sign_message(first))
    with pytest.raises(PinWrong), open_token(token, Pin("000000")):
        pass


@pytest.mark.parametrize("library", ["/khong/co/thu-vien.so", __file__, "libkhongco.so"])
def test_a_library_that_is_missing_or_none_says_what_to_install(library: str) -> None:
    with (
        pytest.raises(TokenAbsent) as refusal,
        open_token(NamedToken("t", "pkcs11", {"library": library}), Pin(PIN)),
    ):
        pass
    assert "thư viện PKCS#11" in refusal.value.remedy_vi


def test_a_token_without_the_chain_still_signs(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman", with_chain=False)
    with open_token(token, pin) as opened:
        require_signature(opened, sign_message(opened))
        assert opened.chain == ()


def test_the_older_padding_is_used_only_where_settings_say_so(pki: DemoPki, tmp_path: Path) -> None:
    from cryptography import x509 as pyca_x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    from tests.signing.tokens.checking import MESSAGE

    token, pin = softhsm_token(pki, tmp_path, "chairman")
    with open_token(with_options(token, padding="pkcs1"), pin) as opened:
        signature = sign_message(opened)
        assert opened.signer.get_signature_mechanism_for_digest("sha256")["algorithm"].native == "sha256_rsa"
    key = pyca_x509.load_der_x509_certificate(opened.certificate.dump()).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, MESSAGE, padding.PKCS1v15(), hashes.SHA256())


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"library": ""},
        {"library": "a.so", "pin": "1"},
        {"library": "a.so", "slot": "một"},
        {"library": "a.so", "slot": "-1"},
        {"library": "a.so", "key_id": "xyz"},
        {"library": "a.so", "padding": "none"},
        {"library": "a.so", "token_label": " "},
    ],
)
def test_options_that_mean_nothing_are_named(options: dict[str, str]) -> None:
    named = [*options, "library"][-2 if len(options) > 1 else -1]
    with pytest.raises(SettingInvalid, match=named):
        open_token(NamedToken("t", "pkcs11", options), None)


def test_a_library_under_two_names_is_one(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    other = tmp_path / "other-name.so"
    other.symlink_to(softhsm_library())
    for library in (softhsm_library(), str(other)):
        with open_token(with_options(token, library=library), pin) as opened:
            require_signature(opened, sign_message(opened))


def test_many_refused_logins_leave_no_session_open(pki: DemoPki, tmp_path: Path) -> None:
    """SoftHSM refuses a read-only session to nobody, so the sessions themselves are counted."""
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    for _ in range(3):
        with pytest.raises(PinWrong), open_token(token, Pin("000000")):
            pass
    with open_token(token, pin) as opened:
        handle = opened.signer._key.handle.session.handle
        require_signature(opened, sign_message(opened))
    assert handle == 1


@pytest.mark.parametrize("official", ["chairman", "vice_chairman"])
def test_key_and_certificate_without_a_common_identifier_are_paired(
    pki: DemoPki, tmp_path: Path, official: str
) -> None:
    token, pin = softhsm_token(pki, tmp_path, official)
    held = pkcs11.lib(softhsm_library()).get_token(token_label=official)
    with held.open(rw=True, user_pin=PIN) as session:
        for key in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}):
            key[pkcs11.Attribute.ID] = b"\x77"
    with open_token(token, pin) as opened:
        require_signature(opened, sign_message(opened))


def test_a_key_that_wants_its_pin_before_each_signature_is_given_it(pki: DemoPki, tmp_path: Path) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    _replace_key(pki, "chairman", {pkcs11.Attribute.ALWAYS_AUTHENTICATE: True})
    with open_token(token, pin) as opened:
        for _ in range(3):
            require_signature(opened, sign_message(opened))


def _replace_key(pki: DemoPki, official: str, attributes: dict[pkcs11.Attribute, object]) -> None:
    """The official's RSA key anew on the token of that name, with these attributes besides."""
    inner = keys.PrivateKeyInfo.load(pki.private_key(official))["private_key"].parsed.dump()
    held = pkcs11.lib(softhsm_library()).get_token(token_label=official)
    with held.open(rw=True, user_pin=PIN) as session:
        for key in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}):
            key.destroy()
        session.create_object(
            {
                **pkcs11.util.rsa.decode_rsa_private_key(inner),
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.PRIVATE: True,
                pkcs11.Attribute.SIGN: True,
                pkcs11.Attribute.ID: b"\x01",
                pkcs11.Attribute.LABEL: official,
                **attributes,
            }
        )
