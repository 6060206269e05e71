"""Signatures are listed with who and when, and nothing that is broken stops the list."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from records import SignatureSeen
from signing.demo_pki import DemoPki
from signing.listing import is_signed, judged_signatures, list_signatures
from tests.pipeline.drawn import encoded, paper, scan_pdf, sign
from tests.signing.signed_papers import Hand, write_paper
from tests.signing.signed_papers import signed as signed_paper


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = scan_pdf(tmp_path / "signed.pdf", [encoded(paper((100, 140)), "JPEG")])
    sign(path, "Nguyễn Thử", "Xã Thử Nghiệm")
    return path


def test_a_signature_is_listed_with_who_and_when(signed: Path) -> None:
    (seen,) = list_signatures(signed)
    assert (seen.field, seen.signer, seen.agency) == ("ChuKy1", "Nguyễn Thử", "Xã Thử Nghiệm")
    assert seen.sub_filter == "adbe.pkcs7.detached"
    assert seen.claimed_time[4] == "-"
    assert seen.claimed_time[-6] in "+-"
    assert seen.covers_whole_file
    assert is_signed(signed)


def test_what_is_listed_can_travel_between_processes(signed: Path) -> None:
    listed = list_signatures(signed)
    assert pickle.loads(pickle.dumps(listed)) == listed  # noqa: S301  written on this line


def test_what_was_added_after_a_signature_is_told(signed: Path) -> None:
    with signed.open("ab") as stream:
        stream.write(b"\n% more\n")
    (seen,) = list_signatures(signed)
    assert not seen.covers_whole_file


def test_a_signature_that_cannot_be_parsed_is_still_listed(signed: Path) -> None:
    whole = signed.read_bytes()
    at = whole.index(b"<3082") + 1  # where the signature's DER begins
    signed.write_bytes(whole[:at] + b"00" * 60 + whole[at + 120 :])
    (seen,) = list_signatures(signed)
    assert (seen.field, seen.signer) == ("ChuKy1", "")
    assert seen.claimed_time
    assert is_signed(signed)


def test_a_file_without_signatures_lists_none(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "plain.pdf", [encoded(paper((100, 140)), "JPEG")])
    assert list_signatures(path) == ()
    assert not is_signed(path)


@pytest.mark.parametrize("damage", ["cut", "garbled", "empty", "no pdf", "missing"])
def test_damage_never_raises(signed: Path, damage: str) -> None:
    whole = signed.read_bytes()
    match damage:
        case "cut":
            signed.write_bytes(whole[: len(whole) * 3 // 4])
        case "garbled":
            at = whole.index(b"<3082") + 40
            signed.write_bytes(whole[:at] + b"00" * 60 + whole[at + 120 :])
        case "empty":
            signed.write_bytes(b"")
        case "no pdf":
            signed.write_bytes(b"\x00" * 5000)
        case "missing":
            signed.unlink()
    assert isinstance(list_signatures(signed), tuple)
    assert isinstance(is_signed(signed), bool)


def test_the_real_papers_list_all_their_signatures(shared_samples: Path) -> None:
    counts = {path.stem: len(list_signatures(path)) for path in (shared_samples / "real_admin").glob("*.pdf")}
    assert len(counts) == 8
    assert all(1 <= count <= 5 for count in counts.values())
    assert counts["qn_2024_542-TB"] == 5


def test_a_signature_is_judged_by_the_trust_folder(pki: DemoPki, tmp_path: Path) -> None:
    path = signed_paper(write_paper(tmp_path / "paper.pdf"), tmp_path / "signed.pdf", pki, [Hand()])
    seen, timestamp = judged_signatures(path, pki.trust_folder())
    assert (seen.verdict, seen.level, seen.time_source) == ("valid", "B-LTA", "timestamp")
    assert seen.time.endswith("+07:00")
    assert timestamp.verdict == ""
    assert SignatureSeen.from_json(seen.to_json()) == seen
    assert judged_signatures(path, None)[0].verdict == "intact_chain_unknown"


def test_a_trust_folder_that_cannot_be_read_stops_nobody(signed: Path, tmp_path: Path) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "notes.txt").write_text("?", encoding="utf-8")
    (seen,) = judged_signatures(signed, tmp_path / "trust")
    assert seen.verdict not in {"", "valid"}


def test_damage_is_judged_without_raising(signed: Path, tmp_path: Path) -> None:
    whole = signed.read_bytes()
    signed.write_bytes(whole[: len(whole) * 3 // 4])
    assert isinstance(judged_signatures(signed, None), tuple)
    assert judged_signatures(tmp_path / "missing.pdf", None) == ()


def test_records_of_before_verdicts_stay_readable() -> None:
    old = {"field": "ChuKy1", "signer": "A", "agency": "", "claimed_time": "", "sub_filter": ""}
    seen = SignatureSeen.from_json(old)
    assert (seen.verdict, seen.remarks) == ("", ())
    assert "verdict" not in seen.to_json()
