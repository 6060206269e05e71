"""No file keeps the check busy for ever or makes it take what has no bounds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from signing.demo_pki import DemoPki
from signing.trust import TrustStore
from signing.verification import history, verifying
from signing.verification.deadline import TookTooLong, stopped_after
from signing.verification.verifying import Verifier
from tests.signing.signed_papers import TWO_AND_A_SEAL, signed, write_paper


def _busy() -> None:
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: S112  what parsers do
            continue


def test_a_parser_that_never_ends_is_stopped_whatever_it_catches() -> None:
    with pytest.raises(TookTooLong), stopped_after(0.05):
        _busy()


def test_what_ends_in_time_is_not_disturbed() -> None:
    with stopped_after(1):
        done = sum(range(10))
    time.sleep(1.2)
    assert done == 45


@pytest.fixture
def paper(pki: DemoPki, tmp_path: Path) -> Path:
    return signed(write_paper(tmp_path / "paper.pdf"), tmp_path / "signed.pdf", pki, TWO_AND_A_SEAL)


def test_a_file_that_takes_too_long_says_so(paper: Path) -> None:
    verdict = Verifier(TrustStore(), seconds_a_file=0.001).verify(paper)
    assert [remark.code for remark in verdict.remarks] == ["took_too_long"]
    assert not verdict.is_valid


def test_a_file_with_too_many_signatures_is_refused(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history.MOST_SIGNATURES >= 5  # what real papers carry
    monkeypatch.setattr(verifying, "MOST_SIGNATURES", 2)
    verdict = Verifier(TrustStore()).verify(paper)
    assert [remark.code for remark in verdict.remarks] == ["too_large"]


def test_a_file_with_too_many_revisions_is_refused(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_MOST_REVISIONS", 3)
    assert [remark.code for remark in Verifier(TrustStore()).verify(paper).remarks] == ["too_large"]


def test_the_hard_files_never_raise(shared_samples: Path) -> None:
    checker = Verifier(TrustStore())
    paths = [path for path in (shared_samples / "hard").rglob("*") if path.is_file()]
    assert len(paths) > 5
    assert not any(checker.verify(path).is_valid for path in paths)
