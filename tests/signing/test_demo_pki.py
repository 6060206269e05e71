"""The demo's authority answers with certificates, revocation states and timestamps."""

from __future__ import annotations

import urllib.request

from asn1crypto import crl

from signing.demo_pki import STRANGER, DemoPki


def test_every_official_comes_from_the_issuing_authority(pki: DemoPki) -> None:
    issuing = pki.certificate("issuing")
    for label in ("chairman", "vice_chairman", "agency", "revoked", "expired", "tsa1", "tsa2"):
        assert pki.certificate(label).issuer == issuing.subject
    assert pki.certificate("vice_chairman").public_key.algorithm == "ec"


def test_the_revocation_list_names_the_revoked_official_alone(pki: DemoPki) -> None:
    url = pki.certificate("chairman").crl_distribution_points[0].url
    with urllib.request.urlopen(url) as answer:  # noqa: S310  our own address
        listed = crl.CertificateList.load(answer.read())["tbs_cert_list"]["revoked_certificates"]
    serials = [entry["user_certificate"].native for entry in listed]
    assert serials == [pki.certificate("revoked").serial_number]


def test_a_stranger_has_the_same_name_and_another_authority(pki: DemoPki) -> None:
    known, stranger = pki.certificate("chairman"), pki.certificate("chairman", architecture=STRANGER)
    assert known.subject.native["common_name"] == stranger.subject.native["common_name"]
    assert known.issuer != stranger.issuer
