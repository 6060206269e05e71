"""Each signature gets the verdict that is proved, with its level, its time and where that comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing.demo_pki import STRANGER, DemoPki
from signing.orders import Level
from signing.services import ServiceSettings, open_services
from signing.trust import TrustStore
from signing.verification import Indication, TimeSource, Verdict, verify_file
from tests.signing.signed_papers import TWO_AND_A_SEAL, Hand, signed, write_paper

Make = Callable[..., Path]


@pytest.fixture
def make(pki: DemoPki, tmp_path: Path) -> Make:
    def made(*hands: Hand) -> Path:
        return signed(write_paper(tmp_path / "paper.pdf"), tmp_path / "signed.pdf", pki, hands)

    return made


@pytest.fixture
def trust(pki: DemoPki) -> TrustStore:
    return TrustStore.from_folder(pki.trust_folder())


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
@pytest.mark.parametrize("who", ["chairman", "vice_chairman"])
def test_a_signature_with_its_evidence_is_valid_offline(
    make: Make, trust: TrustStore, level: Level, who: str
) -> None:
    verdict = verify_file(make(Hand(who, level=level)), trust)
    (signature,) = verdict.signatures
    assert verdict.is_valid
    assert (signature.verdict, signature.level) == (Verdict.VALID, level)
    assert signature.time_source is TimeSource.TIMESTAMP
    assert signature.indication is Indication.TOTAL_PASSED
    assert signature.agency == "UBND xã Thử Nghiệm"
    assert signature.chain == ("CA cấp chứng thư dùng thử", "CA gốc dùng thử")


def test_two_signers_and_a_seal_are_all_valid_and_say_what_came_after(make: Make, trust: TrustStore) -> None:
    verdict = verify_file(make(*TWO_AND_A_SEAL), trust)
    assert [signature.verdict for signature in verdict.signatures] == [Verdict.VALID] * 3
    assert [signature.level for signature in verdict.signatures] == [Level.B_LTA] * 3
    assert "chữ ký “ConDau” được thêm" in verdict.signatures[0].changes_after
    assert "lần lưu" in verdict.signatures[0].covers
    assert len(verdict.timestamps) == 3


def test_evidence_holds_for_years_and_ends_with_its_timestamp(make: Make, trust: TrustStore) -> None:
    path = make(Hand())
    assert verify_file(path, trust, at=datetime.now(UTC) + timedelta(days=30)).is_valid
    late = verify_file(path, trust, at=datetime(2031, 6, 1, tzinfo=UTC))
    assert late.is_valid  # the certificate ended in 2029
    assert "expired_since" in {remark.code for remark in late.signatures[0].remarks}
    over = verify_file(path, trust, at=datetime(2033, 1, 1, tzinfo=UTC))  # the timestamp's ended in 2032
    assert over.signatures[0].sub_indication == "OUT_OF_BOUNDS_NO_POE"
    assert over.signatures[0].verdict is Verdict.INVALID
    assert "timestamp_expired" in {remark.code for remark in over.signatures[0].remarks}


@pytest.mark.parametrize("level", [Level.B_B, Level.B_T])
def test_without_evidence_nothing_is_valid_by_default(make: Make, trust: TrustStore, level: Level) -> None:
    (signature,) = verify_file(make(Hand(level=level)), trust).signatures
    assert signature.verdict is Verdict.INTACT_CHAIN_UNKNOWN
    assert signature.sub_indication == "TRY_LATER"
    assert signature.level is Level.B_B
    assert signature.reason.code == "revocation_missing"


@pytest.mark.parametrize("level", [Level.B_B, Level.B_T])
def test_services_bring_the_evidence_that_a_file_lacks(make: Make, trust: TrustStore, level: Level) -> None:
    path = make(Hand(level=level))
    with open_services(ServiceSettings(), trust) as services:
        (signature,) = verify_file(path, trust, services=services).signatures
    assert (signature.verdict, signature.level) == (Verdict.VALID, level)


def test_a_revoked_certificate_is_named_when_its_state_is_asked_for(make: Make, trust: TrustStore) -> None:
    path = make(Hand("revoked", level=Level.B_B))
    assert not verify_file(path, trust).is_valid
    with open_services(ServiceSettings(), trust) as services:
        (signature,) = verify_file(path, trust, services=services).signatures
    assert (signature.verdict, signature.sub_indication) == (Verdict.INVALID, "REVOKED")


def test_an_expired_certificate_without_a_timestamp_is_invalid(make: Make, trust: TrustStore) -> None:
    (signature,) = verify_file(make(Hand("expired", level=Level.B_B)), trust).signatures
    assert (signature.verdict, signature.reason.code) == (Verdict.INVALID, "expired")


def test_another_root_is_no_proof_even_with_the_same_name(make: Make, trust: TrustStore) -> None:
    (signature,) = verify_file(make(Hand(level=Level.B_B, architecture=STRANGER)), trust).signatures
    assert (signature.verdict, signature.reason.code) == (Verdict.INTACT_CHAIN_UNKNOWN, "chain_unknown")
    (nobody,) = verify_file(make(Hand()), TrustStore()).signatures
    assert (nobody.verdict, nobody.level) == (Verdict.INTACT_CHAIN_UNKNOWN, Level.B_B)


def test_a_timestamp_by_a_stranger_proves_no_time(make: Make, trust: TrustStore) -> None:
    path = make(Hand(level=Level.B_T, timestamps_from=("tsa1", STRANGER)))
    with open_services(ServiceSettings(), trust) as services:
        (signature,) = verify_file(path, trust, services=services).signatures
    assert signature.time_source is TimeSource.CLAIMED
    assert signature.verdict is Verdict.INTACT_CHAIN_UNKNOWN
    assert signature.reason.code == "timestamp_by_stranger"


def test_json_has_the_keys_of_the_contract(make: Make, trust: TrustStore) -> None:
    path = make(Hand())
    told = verify_file(path, trust).to_json()
    assert list(told) == ["schema", "file", "signatures"]
    assert (told["schema"], told["file"]) == (1, str(path))
    (signature,) = told["signatures"]
    keys = "field verdict level signer agency time time_source covers changes_after etsi remarks"
    assert list(signature) == keys.split()
    assert signature["verdict"] == "valid"
    assert signature["level"] == "B-LTA"
    assert signature["etsi"] == {"indication": "TOTAL-PASSED", "sub_indication": None}
    assert signature["time"].endswith("+07:00")


def test_the_real_papers_are_intact_with_an_unknown_chain(shared_samples: Path, trust: TrustStore) -> None:
    paths = sorted((shared_samples / "real_admin").glob("*.pdf"))
    verdicts = [signature for path in paths for signature in verify_file(path, trust).signatures]
    assert len(verdicts) == 16
    assert {signature.verdict for signature in verdicts} == {Verdict.INTACT_CHAIN_UNKNOWN}
    codes = [remark.code for signature in verdicts for remark in signature.remarks]
    assert codes.count("odd_time") == 8
    assert codes.count("sha1") >= 8


def _damaged(whole: bytes) -> Sequence[bytes]:
    return (
        b"",
        b"%PDF-1.7\n",
        b"\x00" * 4000,
        whole[: len(whole) // 2],
        whole[:-40],
        whole.replace(b"startxref", b"startxxxx"),
        whole.replace(b"/Root", b"/Roof"),
        whole.replace(b"/ByteRange", b"/ByteRangf"),
        whole.replace(b"/AcroForm", b"/AcroFork"),
    )


@pytest.mark.parametrize("kind", range(9))
def test_damage_is_told_and_never_raises_or_passes(make: Make, trust: TrustStore, kind: int) -> None:
    path = make(Hand(level=Level.B_LT))
    path.write_bytes(_damaged(path.read_bytes())[kind])
    assert not verify_file(path, trust).is_valid


def test_a_file_that_is_missing_or_unsigned_says_so(trust: TrustStore, tmp_path: Path) -> None:
    missing = verify_file(tmp_path / "none.pdf", trust)
    assert missing.remarks[0].code == "no_such_file"
    assert "Không có tệp này" in missing.remarks[0].text
    assert verify_file(tmp_path, trust).remarks[0].code == "no_such_file"
    unsigned = verify_file(write_paper(tmp_path / "paper.pdf"), trust)
    assert not unsigned.is_valid
    assert [remark.code for remark in unsigned.remarks] == ["no_signature"]
