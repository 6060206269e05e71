"""`hoso sign`: files and folders, one PIN, and an answer for every file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from hoso.command import main
from signing.demo_documents import demo_images, demo_letters
from signing.demo_pki import DemoPki
from tests.signing.sessions import intact

PERSON = ("--role", "person", "--level", "B-B")
TRIAL = (*PERSON, "--token", "throwaway")


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`in/a.pdf` and `in/sub/b.pdf`; no settings around."""
    monkeypatch.chdir(tmp_path)
    drawn = demo_letters(tmp_path / "drawn", kinds=("letter",), count=2)
    (tmp_path / "in" / "sub").mkdir(parents=True)
    drawn[0].path.rename(tmp_path / "in" / "a.pdf")
    drawn[1].path.rename(tmp_path / "in" / "sub" / "b.pdf")
    return tmp_path / "in"


def configured(monkeypatch: pytest.MonkeyPatch, pki: DemoPki, **tokens: str) -> None:
    for name, label in tokens.items():
        monkeypatch.setenv(f"HOSO_SIGNING__TOKENS__{name.upper()}__KIND", "pkcs12")
        monkeypatch.setenv(f"HOSO_SIGNING__TOKENS__{name.upper()}__FILE", str(pki.pfx_file(label)))
    monkeypatch.setattr("sys.stdin", io.StringIO(pki.pfx_password + "\n"))


def sign(*arguments: object) -> int:
    return main(["sign", *map(str, arguments)])


def test_a_trial_needs_no_settings_and_says_what_it_is(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(papers / "a.pdf", "-o", tmp_path / "out.pdf", *TRIAL) == 0
    assert "CHỮ KÝ DÙNG THỬ" in capsys.readouterr().out
    assert intact(tmp_path / "out.pdf") == {"NguoiKy1": True}


def test_a_folder_keeps_its_sub_folders(papers: Path, tmp_path: Path) -> None:
    (papers / "notes.txt").write_text("no paper")
    assert sign(papers, "-o", tmp_path / "out", *TRIAL) == 0
    signed = sorted(path.relative_to(tmp_path / "out").as_posix() for path in tmp_path.rglob("out/**/*.pdf"))
    assert signed == ["a.pdf", "sub/b.pdf"]


def test_what_lies_in_the_output_folder_is_not_signed_again(papers: Path) -> None:
    assert sign(papers, "-o", papers / "signed", *TRIAL) == 0
    assert sign(papers, "-o", papers / "signed", *TRIAL) == 1
    assert len(list((papers / "signed").rglob("*.pdf"))) == 2


@pytest.mark.parametrize("output", [".", ".."])
def test_an_output_folder_that_holds_the_papers_themselves_hides_none(
    papers: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = sign(papers, "-o", papers / output, *TRIAL)
    said = capsys.readouterr()
    if output == ".":
        assert code == 1
        assert said.err.count("đã ký không bao giờ bị ghi đè") == 2
    else:
        assert code == 0
        assert all(intact(papers.parent / name) for name in ("a.pdf", "sub/b.pdf"))


def test_a_file_that_fails_says_why_and_stops_nobody(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    assert sign(papers, "-o", tmp_path / "out", "--json", *TRIAL) == 1
    said = capsys.readouterr()
    assert "broken.pdf" in said.err
    assert "damaged" in said.err
    answer = json.loads(said.out)
    assert answer["schema"] == 1
    states = {Path(file["source"]).name: file["state"] for file in answer["files"]}
    assert states == {"a.pdf": "signed", "b.pdf": "signed", "broken.pdf": "refused"}
    assert {file.get("code") for file in answer["files"]} == {None, "NotSignable"}


def test_the_pin_is_read_from_standard_input_and_a_seal_follows_the_person(
    papers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pki: DemoPki,
) -> None:
    signature, seal = demo_images(tmp_path)
    configured(monkeypatch, pki, chu_tich="chairman", van_thu="agency")
    person = (*PERSON, "--token", "chu_tich", "--image", signature)
    assert sign(papers / "a.pdf", "-o", tmp_path / "1.pdf", *person) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(pki.pfx_password + "\n"))
    monkeypatch.setenv("HOSO_SIGNING__SEAL", str(seal))
    agency = ("--role", "agency", "--token", "van_thu", "--level", "B-B")
    assert sign(tmp_path / "1.pdf", "-o", tmp_path / "2.pdf", *agency) == 0
    assert intact(tmp_path / "2.pdf") == {"NguoiKy1": True, "CoQuan": True}


def test_a_wrong_pin_signs_nothing_and_is_not_tried_again(
    papers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pki: DemoPki,
) -> None:
    configured(monkeypatch, pki, chu_tich="chairman")
    (tmp_path / "pin").write_text("not this one\n")
    wrong = ("--token", "chu_tich", "--pin-file", tmp_path / "pin")
    assert sign(papers, "-o", tmp_path / "out", *PERSON, *wrong) == 1
    assert "Mật khẩu" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_pin_file_is_named_as_what_it_is(
    papers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pki: DemoPki,
) -> None:
    configured(monkeypatch, pki, chu_tich="chairman")
    absent = ("--token", "chu_tich", "--pin-file", tmp_path / "absent")
    assert sign(papers, "-o", tmp_path / "out", *PERSON, *absent) == 1
    said = capsys.readouterr().err
    assert "Không đọc được mã PIN trong tệp" in said
    assert "hoso.toml" not in said


def test_no_pin_is_not_tried_at_all(
    papers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pki: DemoPki,
) -> None:
    configured(monkeypatch, pki, chu_tich="chairman")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert sign(papers, "-o", tmp_path / "out", *PERSON, "--token", "chu_tich") == 1
    assert "Chưa nhập mã PIN" in capsys.readouterr().err


def test_an_unknown_token_is_answered_with_those_that_there_are(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(papers, "-o", tmp_path / "out", *PERSON, "--token", "nobody") == 1
    assert "throwaway" in capsys.readouterr().err


def test_a_copy_has_a_field_of_its_own(papers: Path, tmp_path: Path) -> None:

    copy = ("--role", "copy", "--level", "B-B", "--token", "throwaway", "--form", "TRÍCH SAO")
    assert sign(papers / "a.pdf", "-o", tmp_path / "copy.pdf", *copy) == 0
    assert intact(tmp_path / "copy.pdf") == {"BanSao": True}


def test_a_place_by_hand_needs_page_and_box(papers: Path, tmp_path: Path) -> None:
    assert sign(papers / "a.pdf", "-o", tmp_path / "out.pdf", *TRIAL, "--page", "1") == 2
    placed = ("--page", "1", "--box", "300,100,450,150")
    assert sign(papers / "a.pdf", "-o", tmp_path / "out.pdf", *TRIAL, *placed) == 0
    with pytest.raises(SystemExit) as wrong:
        sign(papers / "a.pdf", "-o", tmp_path / "out2.pdf", *TRIAL, "--page", "1", "--box", "9,9,1,1")
    assert wrong.value.code == 2


def test_a_page_that_is_not_there_is_refused(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    placed = ("--page", "7", "--box", "300,100,450,150")
    assert sign(papers / "a.pdf", "-o", tmp_path / "out.pdf", *TRIAL, *placed) == 1
    assert "không có trang 7" in capsys.readouterr().err
