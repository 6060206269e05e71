"""Which certificates have no state to ask for (RFC 9608)."""

from __future__ import annotations

from asn1crypto import core, x509

from signing.demo_pki import DemoPki
from signing.revocability import has_no_state
from signing.tokens import NamedToken, open_token


def saying_so(certificate: x509.Certificate) -> x509.Certificate:
    """The certificate with noRevAvail added; its signature no longer fits, which is not looked at here."""
    changed = x509.Certificate.load(certificate.dump())
    extensions = [*changed["tbs_certificate"]["extensions"]]
    extensions.append(
        x509.Extension({"extn_id": "2.5.29.56", "critical": False, "extn_value": core.Null().dump()})
    )
    changed["tbs_certificate"]["extensions"] = x509.Extensions(extensions)
    return x509.Certificate.load(changed.dump(force=True))


def test_a_trial_certificate_has_none_and_an_officials_has_one(pki: DemoPki) -> None:
    with open_token(NamedToken("thu", "throwaway"), None) as token:
        assert has_no_state(token.certificate)
        assert not has_no_state(token.chain[0])
    assert not has_no_state(pki.certificate("chairman"))


def test_an_authority_and_whoever_names_a_responder_are_asked_for_all_the_same(pki: DemoPki) -> None:
    assert not has_no_state(saying_so(pki.certificate("root")))
    assert not has_no_state(saying_so(pki.certificate("chairman")))
