"""A certificate's status comes from whoever answers rightly; without one, nothing is claimed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import core, ocsp, x509

from records.errors import CertificateUnfit, ServiceUnavailable
from signing.services import Services, open_services
from signing.services.answers import only_answer
from signing.trust import TrustStore
from tests.signing.services import faulty
from tests.signing.services.faulty import Fault, FaultyPki

OCSP_FAULTS: dict[str, Fault] = {
    "hangs": faulty.hangs,
    "garbage": faulty.garbage,
    "server error": faulty.server_error,
    "floods": faulty.floods,
    "does not know": faulty.does_not_know,
    "says try later": faulty.says_try_later,
}


def _check(services: Services, broken: FaultyPki, label: str = "chairman") -> None:
    asyncio.run(services.check_certificate(broken.pki.certificate(label)))


def _years_ago(asked: faulty.Asked, pki: FaultyPki) -> faulty.Answer:
    pki.pki.set_clock(datetime.now(UTC) - timedelta(days=700))
    answer = asked.rightly()
    pki.pki.set_clock(None)
    return asked.say(answer)


@pytest.mark.parametrize("name", [*OCSP_FAULTS, "out of date"])
def test_the_list_answers_where_the_responder_does_not(broken: FaultyPki, name: str) -> None:
    broken.faults["ocsp"] = OCSP_FAULTS.get(name) or (lambda asked: _years_ago(asked, broken))
    with open_services(broken.settings(), broken.trust()) as services:
        _check(services, broken)
        assert any("crls/issuing" in path for path in broken.asked)
        with pytest.raises(CertificateUnfit, match="revoked"):
            _check(services, broken, "revoked")


@pytest.mark.parametrize("name", ["garbage", "server error", "hangs"])
def test_nobody_is_good_when_nobody_answers(broken: FaultyPki, name: str) -> None:
    broken.faults.update(ocsp=OCSP_FAULTS[name], crls=OCSP_FAULTS[name])
    with open_services(broken.settings(), broken.trust()) as services:
        for label in ("chairman", "revoked"):
            with pytest.raises(ServiceUnavailable) as refused:
                _check(services, broken, label)
            assert "tự thử lại" in refused.value.remedy_vi


def test_a_list_that_is_out_of_date_counts_for_nothing(broken: FaultyPki) -> None:
    broken.faults["ocsp"] = faulty.server_error
    broken.faults["crls"] = lambda asked: _years_ago(asked, broken)
    with open_services(broken.settings(), broken.trust()) as services, pytest.raises(ServiceUnavailable):
        _check(services, broken)


def test_an_answer_is_asked_for_once_in_a_batch(broken: FaultyPki) -> None:
    with open_services(broken.settings(), broken.trust()) as services:
        for _ in range(5):
            _check(services, broken)
        context = services.validation_context()
        for _ in range(5):
            asyncio.run(services.check_certificate(broken.pki.certificate("chairman"), context=context))
    assert sum("ocsp" in path for path in broken.asked) == 1
    assert sum("crls/root" in path for path in broken.asked) == 1


def test_an_answer_is_not_reused_beyond_its_own_end_or_the_longest_time_set(broken: FaultyPki) -> None:
    now = [datetime.now(UTC)]
    settings = broken.settings(reuse_seconds=600)
    with open_services(settings, broken.trust(), clock=lambda: now[0]) as services:
        context = services.validation_context()
        for minutes in (0, 9, 11, 12):
            now[0] += timedelta(minutes=minutes)
            broken.pki.set_clock(now[0])
            asyncio.run(services.check_certificate(broken.pki.certificate("chairman"), context=context))
            asyncio.run(services.check_certificate(broken.pki.certificate("agency")))
    chairman = sum("ocsp" in path for path in broken.asked)
    assert chairman == 2 * 3  # at the start, and after 20 and 32 minutes; not after 9


def test_each_signers_file_holds_what_is_about_that_signer_alone(broken: FaultyPki) -> None:
    with open_services(broken.settings(), broken.trust()) as services:
        contexts = {label: services.validation_context() for label in ("chairman", "agency")}
        for label, context in contexts.items():
            asyncio.run(services.check_certificate(broken.pki.certificate(label), context=context))
        for label, context in contexts.items():
            told = [only_answer(answer)["cert_id"]["serial_number"].native for answer in context.ocsps]
            assert told == [broken.pki.certificate(label).serial_number]


def test_a_dead_responder_is_waited_for_once(broken: FaultyPki) -> None:
    broken.faults.update(ocsp=faulty.server_error)
    with open_services(broken.settings(), broken.trust()) as services:
        for label in ("chairman", "vice_chairman", "agency"):
            _check(services, broken, label)
    assert [path for path in broken.asked if "issuing" in path] == [
        "/office/ocsp/issuing",
        "/office/crls/issuing/latest.crl",
    ]


def test_a_rubbish_answer_does_not_stay(broken: FaultyPki) -> None:
    """What its sender signed wrongly is thrown away with the check that it failed."""
    broken.faults["ocsp"] = _forged
    with open_services(broken.settings(rest_seconds=0), broken.trust()) as services:
        context = services.validation_context()
        asyncio.run(services.check_certificate(broken.pki.certificate("chairman"), context=context))
        broken.faults.clear()
        again = services.validation_context()
        asyncio.run(services.check_certificate(broken.pki.certificate("chairman"), context=again))
        assert all(answer.basic_ocsp_response["signature"].native for answer in again.ocsps)
    assert sum("ocsp" in path for path in broken.asked) == 2


def _forged(asked: faulty.Asked) -> faulty.Answer:
    """Right in form, with a signature of zeros."""
    answer = ocsp.OCSPResponse.load(asked.rightly())
    basic = answer["response_bytes"]["response"].parsed
    basic["signature"] = core.OctetBitString(bytes(256))
    answer["response_bytes"]["response"] = basic
    return asked.say(answer.dump(force=True))


def test_nobody_is_fetched_from_a_private_network_by_an_unchecked_address(broken: FaultyPki) -> None:
    """A certificate in a file may name any address for its authority's certificate."""
    address = f"{broken.pki.address}/office/certs/issuing/ca.crt"
    certificate = _naming(broken.pki.certificate("chairman"), address)
    roots_alone = TrustStore(roots=(broken.pki.certificate("root"),))
    with open_services(broken.settings(), roots_alone) as services:
        with pytest.raises(CertificateUnfit):
            asyncio.run(services.check_certificate(certificate))
        assert broken.asked == []
    host = broken.pki.address.removeprefix("http://")
    named = open_services(broken.settings(private_hosts=(host,)), roots_alone)
    # Its own signature does not fit any more.
    with named as services, pytest.raises((CertificateUnfit, ServiceUnavailable)):
        asyncio.run(services.check_certificate(certificate))
    assert broken.asked[0] == "/office/certs/issuing/ca.crt"


def _naming(certificate: x509.Certificate, address: str) -> x509.Certificate:
    changed = x509.Certificate.load(certificate.dump())
    for extension in changed["tbs_certificate"]["extensions"]:
        if extension["extn_id"].native == "authority_information_access":
            location = x509.GeneralName("uniform_resource_identifier", address)
            issuers = {"access_method": "ca_issuers", "access_location": location}
            extension["extn_value"] = x509.AuthorityInfoAccessSyntax([issuers])
    return x509.Certificate.load(changed.dump(force=True))


def test_the_next_run_reads_answers_from_the_disk_and_asks_anew_for_damaged_ones(
    broken: FaultyPki, tmp_path: Path
) -> None:
    settings = broken.settings(cache_folder=tmp_path / "answers")
    counts = []
    for damage in (False, False, True):
        if damage:
            for path in settings.cache_folder.iterdir():
                path.write_bytes(b"\x30\x80 not an answer")
        with open_services(settings, broken.trust()) as services:
            _check(services, broken)
        counts.append(len(broken.asked))
    assert counts == [2, 2, 4]


def test_a_disk_that_takes_no_answers_stops_nobody(broken: FaultyPki, tmp_path: Path) -> None:
    in_the_way = tmp_path / "answers"
    in_the_way.write_text("a file, not a folder")
    with open_services(broken.settings(cache_folder=in_the_way), broken.trust()) as services:
        _check(services, broken)
    assert in_the_way.read_text() == "a file, not a folder"
