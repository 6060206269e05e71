"""Signatures stay valid for decades because archive timestamps are added before the last one ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv import ades_past, poe
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import process_legacy_crl_input, process_legacy_ocsp_input

from records.errors import CertificateUnfit, NotSignable
from signing.demo_pki import DemoPki, serve_demo_pki
from signing.orders import Level
from signing.renewing import Fate, Why, due, renew
from signing.services import Services, ServiceSettings, open_services
from signing.trust import TrustStore
from signing.verification import Verdict, verify_file
from tests.signing.opinions import dss, openssl_cms, openssl_ts, pdfsig, qpdf_check
from tests.signing.signed_papers import TWO_AND_A_SEAL, Hand, signed, write_paper

IN_2030, IN_2031, IN_2033, IN_2035 = (datetime(year, 6, 1, tzinfo=UTC) for year in (2030, 2031, 2033, 2035))


@pytest.fixture(scope="module")
def own_pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    """An authority whose clock the tests may set."""
    with serve_demo_pki(tmp_path_factory.mktemp("pki")) as served:
        yield served


@pytest.fixture(scope="module")
def three(own_pki: DemoPki, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two signers and a seal at LTA, made today with the service whose certificate ends in 2032."""
    folder = tmp_path_factory.mktemp("papers")
    path = signed(write_paper(folder / "paper.pdf"), folder / "three.pdf", own_pki, TWO_AND_A_SEAL)
    return path.read_bytes()


@contextmanager
def _services(pki: DemoPki, *labels: str, at: datetime | None = None) -> Iterator[Services]:
    """The line as it is at a moment years ahead."""
    trust = TrustStore(roots=(pki.certificate("root"),), others=(pki.certificate("issuing"),))
    urls = tuple(pki.timestamp_url(label) for label in labels)
    pki.set_clock(at)
    try:
        with open_services(
            ServiceSettings(timestamp_urls=urls), trust, clock=(lambda: at) if at else None
        ) as opened:
            yield opened
    finally:
        pki.set_clock(None)


def _judged(path: Path, pki: DemoPki, at: datetime) -> list[str]:
    """What pyHanko says of each signature when somebody checks it then and asks the authority once more."""

    class Then(datetime):
        """pyHanko takes what nothing proves older to exist since now, by the machine's clock."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return at.astimezone(tz)

    with _services(pki, "tsa2", at=at) as services, pytest.MonkeyPatch.context() as clock:
        for module in (poe, ades_past):
            clock.setattr(module, "datetime", Then)
        return asyncio.run(_judge(path, services, at))


async def _judge(path: Path, services: Services, at: datetime) -> list[str]:
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(services.trust.roots)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)
    said = []
    with path.open("rb") as stream:
        reader = PdfFileReader(stream)
        context = services.validation_context()
        with suppress(CertificateUnfit):  # the last timestamp's own state in that year, if it still has one
            last = reader.embedded_timestamp_signatures[-1].signed_data
            await services.check_timestamp(last, context=context)
        for embedded in reader.embedded_regular_signatures:
            embedded.compute_integrity_info()
            spec = SignatureValidationSpec(
                policy,
                RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
                local_knowledge=LocalKnowledge(
                    known_ocsps=process_legacy_ocsp_input(context.ocsps),
                    known_crls=process_legacy_crl_input(context.crls),
                ),
            )
            result = await ades_lta_validation(embedded, PdfSignatureValidationSpec(spec), timing)
            said.append(str(result.ades_subindic))
    return said


def test_what_will_end_is_due_in_good_time(tmp_path: Path, three: bytes) -> None:
    path = tmp_path / "three.pdf"
    path.write_bytes(three)
    assert due(path, before=datetime(2028, 12, 31, tzinfo=UTC)) == ()
    (algorithm,) = due(path, before=IN_2030)
    assert (algorithm.why, algorithm.what) == (Why.ALGORITHM_ENDS, "RSASSA_PKCS1V15 2048")
    assert [one.why for one in due(path, before=IN_2033)] == [Why.CERTIFICATE_ENDS, Why.ALGORITHM_ENDS]
    assert due(path, before=IN_2033)[0].at == datetime(2032, 1, 1, tzinfo=UTC)


@pytest.mark.slow
def test_two_signers_and_a_seal_are_valid_in_2035_after_renewal_and_not_without(
    tmp_path: Path, own_pki: DemoPki, three: bytes
) -> None:
    renewed, left = tmp_path / "renewed.pdf", tmp_path / "left.pdf"
    for path in (renewed, left):
        path.write_bytes(three)
    with _services(own_pki, "tsa1", "tsa2", at=IN_2031) as services:
        renewal = renew(renewed, services)
    assert renewal.fate is Fate.RENEWED, renewal.error
    assert renewal.until == datetime(2045, 1, 1, tzinfo=UTC)
    assert renewed.read_bytes().startswith(three)
    assert _judged(renewed, own_pki, IN_2035) == ["AdESPassed.OK"] * 3
    assert "AdESPassed.OK" not in _judged(left, own_pki, IN_2035)


@pytest.mark.slow
def test_our_own_verdict_of_2035_says_why_what_was_not_renewed_is_not_valid(
    tmp_path: Path, own_pki: DemoPki, three: bytes
) -> None:
    renewed, left = tmp_path / "renewed.pdf", tmp_path / "left.pdf"
    for path in (renewed, left):
        path.write_bytes(three)
    with _services(own_pki, "tsa1", "tsa2", at=IN_2031) as services:
        renew(renewed, services)
        trust = services.trust
    assert {one.verdict for one in verify_file(renewed, trust, at=IN_2035).signatures} == {Verdict.VALID}
    verdicts = verify_file(left, trust, at=IN_2035).signatures
    assert Verdict.VALID not in {one.verdict for one in verdicts}
    assert all("hết hạn" in one.reason.text for one in verdicts)


def test_a_renewed_file_passes_outside_programs(tmp_path: Path, own_pki: DemoPki, three: bytes) -> None:
    path, roots = tmp_path / "three.pdf", own_pki.trust_folder()
    path.write_bytes(three)
    with _services(own_pki, "tsa2") as services:
        assert renew(path, services, before=IN_2033).fate is Fate.RENEWED
    asked = [pdfsig(path), openssl_cms(path, roots), openssl_ts(path, roots), qpdf_check(path)]
    assert [one for one in asked if not one.passes] == []
    assert [one.checked for one in asked] == [3, 3, 7, 1]


def test_what_is_not_due_is_left_alone(tmp_path: Path, own_pki: DemoPki, three: bytes) -> None:
    path = tmp_path / "three.pdf"
    path.write_bytes(three)
    with _services(own_pki, "tsa1") as services:
        renewal = renew(path, services)
    assert (renewal.fate, renewal.due) == (Fate.GOOD, ())
    assert path.read_bytes() == three


def test_a_delayed_file_is_lifted_on_the_way(tmp_path: Path, own_pki: DemoPki) -> None:
    paper = write_paper(tmp_path / "paper.pdf")
    path = signed(paper, tmp_path / "signed.pdf", own_pki, [Hand(level=Level.B_B)])
    with _services(own_pki, "tsa1") as services:
        renewal = renew(path, services)
    assert (renewal.fate, [one.why for one in renewal.due]) == (Fate.LIFTED, [Why.BELOW_LEVEL])
    assert due(path, before=datetime(2027, 12, 1, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    "case",
    [
        (("tsa2",), IN_2033, "hết hiệu lực"),  # its certificate ended in 2032: nothing holds it any more
        (("tsa1",), IN_2031, "chỉ bền đến"),  # the same service cannot outlast itself
        ((), IN_2031, "dấu thời gian"),
    ],
)
def test_what_cannot_be_renewed_says_why_and_stays_as_it_is(
    tmp_path: Path, own_pki: DemoPki, three: bytes, case: tuple[tuple[str, ...], datetime, str]
) -> None:
    labels, at, words = case
    path = tmp_path / "three.pdf"
    path.write_bytes(three)
    with _services(own_pki, *labels, at=at) as services:
        renewal = renew(path, services)
    assert renewal.fate is Fate.FAILED
    assert renewal.error is not None
    assert words in renewal.error.remedy_vi
    assert path.read_bytes() == three
    assert [found.name for found in tmp_path.iterdir()] == ["three.pdf"]


def test_a_file_changed_after_its_last_timestamp_gets_no_new_date(
    tmp_path: Path, own_pki: DemoPki, three: bytes
) -> None:
    path = tmp_path / "three.pdf"
    for changed in (three.replace(b"1000 dong", b"9000 dong"), _with_another_page(three)):
        path.write_bytes(changed)
        with _services(own_pki, "tsa2", at=IN_2031) as services:
            renewal = renew(path, services)
        assert renewal.fate is Fate.FAILED
        assert isinstance(renewal.error, NotSignable)
        assert path.read_bytes() == changed


def _with_another_page(content: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = PageObject(
        contents=writer.add_object(StreamObject(stream_data=b"BT ET")),
        media_box=ArrayObject(map(NumberObject, (0, 0, 595, 842))),
    )
    writer.insert_page(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.needs("dss-validate")
@pytest.mark.slow
def test_dss_agrees_about_2035(tmp_path: Path, own_pki: DemoPki, three: bytes) -> None:
    renewed, left = tmp_path / "renewed.pdf", tmp_path / "left.pdf"
    for path in (renewed, left):
        path.write_bytes(three)
    with _services(own_pki, "tsa1", "tsa2", at=IN_2031) as services:
        renew(renewed, services)
    said = dss([renewed, left], own_pki.trust_folder(), at=IN_2035)
    assert [one.indication for one in said[renewed]] == ["TOTAL-PASSED"] * 3
    assert [one.indication for one in said[left]] == ["INDETERMINATE"] * 3
