"""A file that was signed while a service was down is lifted later, by appending alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.errors import CertificateUnfit, NotSignable, ServiceUnavailable
from signing.appending import appended
from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki, serve_demo_pki
from signing.lifting import level_of, lift
from signing.orders import Level, Role, SignOrder
from signing.renewing import Fate, renew
from signing.services import Services, ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.trust import TrustStore
from signing.verification import Verdict, verify_file
from tests.signing.opinions import dss, openssl_cms, openssl_ts, pdfsig, qpdf_check, verapdf
from tests.signing.sessions import token_of
from tests.signing.signed_papers import TWO_AND_A_SEAL, Hand, sign_bytes, signed, write_paper


@pytest.fixture
def trust(pki: DemoPki) -> TrustStore:
    return TrustStore(roots=(pki.certificate("root"),), others=(pki.certificate("issuing"),))


@pytest.fixture
def services(pki: DemoPki, trust: TrustStore) -> Iterator[Services]:
    settings = ServiceSettings(timestamp_urls=(pki.timestamp_url("tsa1"),), timeout_seconds=60)
    with open_services(settings, trust) as opened:
        yield opened


def _signed(tmp_path: Path, pki: DemoPki, *labels: str, level: Level = Level.B_B) -> Path:
    hands = [Hand(label, hand.field, level) for label, hand in zip(labels, TWO_AND_A_SEAL, strict=False)]
    return signed(write_paper(tmp_path / "paper.pdf"), tmp_path / "signed.pdf", pki, hands)


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_a_bare_signature_reaches_the_level_by_appending(
    tmp_path: Path, pki: DemoPki, services: Services, level: Level
) -> None:
    path = _signed(tmp_path, pki, "chairman", "vice_chairman", "agency")
    before = path.read_bytes()
    assert level_of(path) is Level.B_B
    assert lift(path, services, level) is level
    assert path.read_bytes().startswith(before)
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_a_file_that_has_the_level_stays_as_it_is(tmp_path: Path, pki: DemoPki, services: Services) -> None:
    path = _signed(tmp_path, pki, "chairman", level=Level.B_LTA)
    before = path.read_bytes()
    assert lift(path, services) is Level.B_LTA
    assert path.read_bytes() == before


def test_a_lifted_file_is_valid_offline(
    tmp_path: Path, pki: DemoPki, services: Services, trust: TrustStore
) -> None:
    path = _signed(tmp_path, pki, "chairman", "agency")
    lift(path, services)
    said = verify_file(path, trust).signatures
    assert [(one.verdict, one.level) for one in said] == [(Verdict.VALID, Level.B_LTA)] * 2


def test_outside_programs_agree_with_a_lifted_file(tmp_path: Path, pki: DemoPki, services: Services) -> None:
    path, roots = _signed(tmp_path, pki, "chairman", "vice_chairman", "agency"), pki.trust_folder()
    lift(path, services)
    asked = [pdfsig(path), openssl_cms(path, roots), openssl_ts(path, roots), qpdf_check(path)]
    assert [one for one in asked if not one.passes] == []
    assert [one.checked for one in asked] == [3, 3, 2, 1]


def test_a_signer_revoked_before_any_timestamp_is_not_lifted(
    tmp_path: Path, pki: DemoPki, services: Services
) -> None:
    path = _signed(tmp_path, pki, "chairman", "revoked")
    before = path.read_bytes()
    with pytest.raises(CertificateUnfit) as refused:
        lift(path, services)
    assert "thu hồi" in refused.value.remedy_vi
    assert path.read_bytes() == before


def test_a_signer_revoked_after_a_timestamp_is_lifted_as_it_was_good_then(
    tmp_path: Path, trust: TrustStore
) -> None:
    with serve_demo_pki(tmp_path / "pki", clock=datetime(2025, 3, 1, tzinfo=UTC)) as pki:
        path = _signed(tmp_path, pki, "revoked", level=Level.B_T)  # revoked since June 2025
        pki.set_clock(None)
        settings = ServiceSettings(timestamp_urls=(pki.timestamp_url("tsa1"),))
        own = TrustStore(roots=(pki.certificate("root"),), others=(pki.certificate("issuing"),))
        with open_services(settings, own) as services:
            assert lift(path, services) is Level.B_LTA
        assert openssl_ts(path, pki.trust_folder()).checked == 2
        (said,) = verify_file(path, own).signatures
        assert (said.verdict, said.level) == (Verdict.VALID, Level.B_LTA)


def test_a_file_signed_on_trial_says_so_and_is_not_due_again(tmp_path: Path, services: Services) -> None:
    path = _signed_on_trial(demo_letters(tmp_path / "letters", count=1)[0].path, tmp_path / "trial.pdf")
    before = path.read_bytes()
    with pytest.raises(CertificateUnfit) as refused:
        lift(path, services)
    assert "Chữ ký dùng thử không nâng mức được" in refused.value.remedy_vi
    renewal = renew(path, services)
    assert (renewal.fate, renewal.due, renewal.error) == (Fate.GOOD, (), None)
    assert path.read_bytes() == before


def test_a_real_signature_beside_one_of_trial_is_lifted(
    tmp_path: Path, pki: DemoPki, services: Services
) -> None:
    trial = _signed_on_trial(demo_letters(tmp_path / "letters", count=1)[0].path, tmp_path / "trial.pdf")
    path = tmp_path / "sealed.pdf"
    with open_session(token_of(pki, "agency"), Pin(pki.pfx_password)) as session:
        session.sign(SignOrder(trial, path, Role.AGENCY))
    assert lift(path, services) is Level.B_LTA
    assert lift(path, services) is Level.B_LTA


def test_a_file_signed_on_trial_is_lifted_where_the_root_of_trial_is_trusted(
    tmp_path: Path, pki: DemoPki, trust: TrustStore
) -> None:
    letter = demo_letters(tmp_path / "letters", count=1)[0].path
    path = _signed_on_trial(letter, tmp_path / "trial.pdf", folder=str(tmp_path / "authority"))
    trial = TrustStore.from_folder(tmp_path / "authority" / "trust")
    both = TrustStore(roots=(*trust.roots, *trial.roots), others=trust.others)
    with open_services(ServiceSettings((pki.timestamp_url("tsa1"),)), both) as services:
        assert lift(path, services) is Level.B_LTA
    (said,) = verify_file(path, both).signatures
    assert (said.verdict, said.level) == (Verdict.VALID, Level.B_LTA)


def _signed_on_trial(source: Path, target: Path, **options: str) -> Path:
    with open_session(NamedToken("trial", "throwaway", options), None) as session:
        session.sign(SignOrder(source, target, Role.PERSON))
    return target


def test_a_file_stays_as_it_is_while_the_service_is_down(
    tmp_path: Path, pki: DemoPki, trust: TrustStore
) -> None:
    path = _signed(tmp_path, pki, "chairman")
    before = path.read_bytes()
    settings = ServiceSettings(timestamp_urls=("http://127.0.0.1:9/tsa",), timeout_seconds=2)
    with open_services(settings, trust) as services, pytest.raises(ServiceUnavailable):
        lift(path, services)
    assert path.read_bytes() == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["paper.pdf", "signed.pdf"]


def test_a_file_that_somebody_changes_meanwhile_is_left_to_them(tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(b"%PDF-1.7 first")
    with pytest.raises(NotSignable, match="somebody else"), appended(path) as copy:
        copy.write(b" and more")
        path.write_bytes(b"%PDF-1.7 second, longer")
    assert path.read_bytes() == b"%PDF-1.7 second, longer"
    with pytest.raises(NotSignable, match="would have changed"), appended(path) as copy:
        copy.seek(0)
        copy.write(b"%PDF-1.4")
    assert [found.name for found in tmp_path.iterdir()] == ["signed.pdf"]


def test_a_file_changed_after_signing_gets_no_date(tmp_path: Path, pki: DemoPki, services: Services) -> None:
    path = _signed(tmp_path, pki, "chairman", "agency")
    changed = path.read_bytes().replace(b"1000 dong", b"9000 dong")
    path.write_bytes(changed)
    with pytest.raises(NotSignable, match="changed after it was signed"):
        lift(path, services)
    assert path.read_bytes() == changed


def test_what_is_no_signed_pdf_is_refused(tmp_path: Path, services: Services) -> None:
    path = tmp_path / "paper.pdf"
    for content in (b"", b"%PDF-1.7\n", b"hello" * 1000):
        path.write_bytes(content)
        with pytest.raises(NotSignable):
            lift(path, services)
        assert path.read_bytes() == content


@pytest.mark.needs("verapdf")
def test_an_archivable_paper_stays_archivable(tmp_path: Path, pki: DemoPki, services: Services) -> None:
    path = tmp_path / "letter.pdf"
    letter = demo_letters(tmp_path / "letters")[0].path
    path.write_bytes(sign_bytes(letter.read_bytes(), pki, Hand(level=Level.B_B)))
    lift(path, services)
    assert verapdf([path]).passes


@pytest.mark.needs("dss-validate")
@pytest.mark.slow
def test_dss_calls_a_lifted_file_by_its_level(tmp_path: Path, pki: DemoPki, services: Services) -> None:
    paths = []
    for level in (Level.B_T, Level.B_LT, Level.B_LTA):
        (tmp_path / level.value).mkdir()
        paths.append(_signed(tmp_path / level.value, pki, "chairman", "agency"))
        lift(paths[-1], services, level)
    said = dss(paths, pki.trust_folder())
    assert [{(one.indication, one.level) for one in said[path]} for path in paths] == [
        {("INDETERMINATE", "PAdES-BASELINE-T")},
        {("TOTAL-PASSED", "PAdES-BASELINE-LT")},
        {("TOTAL-PASSED", "PAdES-BASELINE-LTA")},
    ]
