"""`hoso renew` renews signed files, says what it did with each, and fails when one could not be renewed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from hoso.command import main
from signing.demo_pki import DemoPki
from signing.orders import Level
from tests.signing.signed_papers import Hand, signed, write_paper


@pytest.fixture(scope="module")
def papers(pki: DemoPki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one file at B-B and one at B-LTA; to be copied."""
    folder = tmp_path_factory.mktemp("papers")
    paper = write_paper(tmp_path_factory.mktemp("unsigned") / "paper.pdf")
    for level in (Level.B_B, Level.B_LTA):
        signed(paper, folder / f"{level.value}.pdf", pki, [Hand(level=level)])
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, pki: DemoPki, papers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with one file at B-B and one at B-LTA in `signed/`, and a trusted root."""
    folder = tmp_path / "data"
    shutil.copytree(papers, folder / "signed" / "2026")
    shutil.copytree(pki.trust_folder(), folder / "trust")
    services = ",".join(pki.timestamp_url(label) for label in ("tsa1", "tsa2"))
    monkeypatch.setenv("HOSO_SIGNING__TIMESTAMP_URLS", services)
    return folder


def _said(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    read = json.loads(capsys.readouterr().out)
    assert read["schema"] == 1
    return {Path(one["file"]).stem: one for one in read["files"]}


def test_a_dry_run_says_what_is_due_and_changes_nothing(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in data_dir.rglob("*.pdf")}
    assert main(["renew", "--data", str(data_dir), "--dry-run", "--json", "--before", "2033-01-01"]) == 0
    said = _said(capsys)
    assert [one["why"] for one in said["B-B"]["due"]] == ["below_level"]
    assert [one["why"] for one in said["B-LTA"]["due"]] == ["certificate_ends", "algorithm_ends"]
    assert {one["state"] for one in said.values()} == {"due"}
    assert {path: path.read_bytes() for path in data_dir.rglob("*.pdf")} == before


def test_everything_signed_in_the_data_directory_is_renewed(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_paper(data_dir / "signed" / "chua-ky.pdf")  # what carries no signature is none of its business
    assert main(["renew", "--data", str(data_dir), "--json", "--before", "2033-01-01"]) == 0
    said = _said(capsys)
    assert {name: one["state"] for name, one in said.items()} == {"B-B": "renewed", "B-LTA": "renewed"}
    assert {one["until"] for one in said.values()} == {"2045-01-01T00:00:00+00:00"}
    assert main(["renew", "--data", str(data_dir), "--json", "--before", "2033-01-01"]) == 0
    assert {one["state"] for one in _said(capsys).values()} == {"good"}


def test_what_fails_is_named_and_the_rest_is_renewed(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = data_dir / "signed" / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7 cut short")
    unsigned = write_paper(data_dir / "signed" / "chua-ky.pdf")
    whole = data_dir / "signed" / "2026" / "B-B.pdf"
    assert main(["renew", "--data", str(data_dir), str(broken), str(unsigned), str(whole)]) == 1
    told = capsys.readouterr()
    assert str(broken) in told.err
    assert f"{unsigned}: Tệp này không có chữ ký" in told.err
    assert f"{whole}: đã nâng mức" in told.out


def test_a_path_that_is_not_there_is_said(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["renew", "--data", str(data_dir), str(data_dir / "khong-co.pdf")]) == 1
    assert "khong-co.pdf" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["soon", "31-12-2031", "-1"])
def test_a_wrong_time_is_wrong_use(data_dir: Path, text: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["renew", "--data", str(data_dir), f"--before={text}"])
    assert stopped.value.code == 2
