"""`hoso verify` tells a clerk, a program and an auditor the same; its exit code says whether all is valid."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from hoso.command import main
from signing.demo_pki import DemoPki, serve_demo_pki
from signing.orders import Level
from tests.signing.signed_papers import Hand, signed, write_paper


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoPki, Path]:
    folder = tmp_path_factory.mktemp("office")
    with serve_demo_pki(folder / "pki") as pki:
        pki.trust_folder()
        paper = write_paper(folder / "paper.pdf")
        signed(paper, folder / "lta.pdf", pki, [Hand()])
        signed(paper, folder / "bb.pdf", pki, [Hand(level=Level.B_B)])
        return pki, folder


def _run(office: tuple[DemoPki, Path], *words: str) -> int:
    pki, folder = office
    return main(["verify", "--data", str(folder / "data"), "--trust", str(pki.trust_folder()), *words])


def test_one_file_gives_one_object(office: tuple[DemoPki, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(office, str(office[1] / "lta.pdf"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert told["signatures"][0]["verdict"] == "valid"
    assert told["signatures"][0]["level"] == "B-LTA"


def test_several_files_give_a_list_and_the_worst_decides(
    office: tuple[DemoPki, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(office, str(office[1] / "lta.pdf"), str(office[1] / "bb.pdf"), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["signatures"][0]["verdict"] for one in told] == ["valid", "intact_chain_unknown"]


def test_a_clerk_reads_plain_words_without_colours(
    office: tuple[DemoPki, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(office, str(office[1] / "lta.pdf")) == 0
    told = capsys.readouterr().out
    assert "HỢP LỆ" in told
    assert "Nguyễn Văn Thử – UBND xã Thử Nghiệm" in told
    assert "dấu thời gian tin cậy" in told
    assert "\x1b" not in told


def test_an_unsigned_file_is_refused_with_a_sentence(
    office: tuple[DemoPki, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(office, str(office[1] / "paper.pdf")) == 1
    assert "không có chữ ký số nào" in capsys.readouterr().err


def test_another_date_is_judged_as_at_that_date(office: tuple[DemoPki, Path]) -> None:
    assert _run(office, str(office[1] / "lta.pdf"), "--at", "2031-01-01") == 0
    assert _run(office, str(office[1] / "lta.pdf"), "--at", "2033-01-01") == 1


def test_a_report_shows_digests_verdict_and_what_it_was_checked_with(office: tuple[DemoPki, Path]) -> None:
    target = office[1] / "report.html"
    assert _run(office, str(office[1] / "lta.pdf"), "--report", str(target)) == 0
    page = target.read_text(encoding="utf-8")
    for part in ("HỢP LỆ", "SHA-256", "root.pem", "TOTAL-PASSED", "Nguyễn Văn Thử", "+07:00"):
        assert part in page
    assert "<script" not in page


def test_a_report_escapes_what_a_file_says(office: tuple[DemoPki, Path]) -> None:
    source = office[1] / "<b>x<b>.pdf"
    shutil.copy(office[1] / "paper.pdf", source)
    target = office[1] / "escaped.html"
    assert _run(office, str(source), "--report", str(target)) == 1
    assert "<b>x" not in target.read_text(encoding="utf-8")


def test_a_pdf_report_is_pdfa_with_vietnamese_text(office: tuple[DemoPki, Path]) -> None:
    target = office[1] / "report.pdf"
    assert _run(office, str(office[1] / "lta.pdf"), "--report", str(target)) == 0
    with pikepdf.open(target) as pdf:
        assert "pdfaid:part" in pdf.Root.Metadata.read_bytes().decode()
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", str(target), "-"], capture_output=True, check=True, text=True
        ).stdout
        assert "Báo cáo kiểm tra chữ ký số" in text
        assert "Nguyễn Văn Thử" in text


def test_a_report_of_another_kind_is_wrong_use(office: tuple[DemoPki, Path]) -> None:
    assert _run(office, str(office[1] / "lta.pdf"), "--report", "report.docx") == 2


@pytest.mark.parametrize("words", [("--at", "hôm qua"), ("--sai",)])
def test_wrong_use_is_told_in_both_languages(
    office: tuple[DemoPki, Path], capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        _run(office, str(office[1] / "lta.pdf"), *words)
    said = capsys.readouterr().err
    assert (stopped.value.code, "Xem hướng dẫn: hoso" in said, "error:" in said) == (2, True, True)
    assert "_moment" not in said


def test_a_folder_of_trust_that_is_not_there_is_wrong_use(
    office: tuple[DemoPki, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Else every chain would be unknown for a slip of the pen."""
    assert _run(office, str(office[1] / "lta.pdf"), "--trust", str(office[1] / "no")) == 2
    said = capsys.readouterr().err
    assert ("Không có thư mục" in said, "no folder" in said) == (True, True)
