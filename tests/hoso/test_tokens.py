"""`hoso tokens` shows what is there and how it is named in settings, and gives no PIN away or away with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoso.command import main
from signing.demo_pki import DemoPki
from tests.signing.csc_server import BEARER, serve_csc
from tests.signing.softhsm import softhsm_library, softhsm_token


def settings(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = folder / "hoso.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("HOSO_CONFIG", str(file))
    return folder


def listed(
    folder: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, dict[str, dict[str, object]]]:
    code = main(["tokens", "--data", str(folder), "--json", *more])
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == 1
    return code, {token["name"]: token for token in shown["tokens"]}


def test_without_tokens_it_says_how_to_name_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(tmp_path, "", monkeypatch)
    assert main(["tokens", "--data", str(tmp_path)]) == 0
    assert "[signing.tokens.TÊN]" in capsys.readouterr().out


def test_a_missing_token_is_named_with_what_to_do_and_the_others_are_shown(
    pki: DemoPki, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"""
[signing.tokens.con_dau]
kind = "pkcs12"
file = "{pki.pfx_file("agency")}"
[signing.tokens.chu_tich]
kind = "pkcs12"
file = "{tmp_path}/khong-co.p12"
"""
    code, tokens = listed(settings(tmp_path, text, monkeypatch), capsys)
    assert code == 1
    assert tokens["con_dau"]["present"]
    assert tokens["chu_tich"]["code"] == "TokenAbsent"
    assert main(["tokens", "--data", str(tmp_path)]) == 1
    assert "khong-co.p12" in capsys.readouterr().err


@pytest.mark.needs("softhsm2-util")
def test_a_library_shows_its_tokens_and_the_options_that_name_each(
    pki: DemoPki, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    softhsm_token(pki, tmp_path, "chairman", "expired")
    softhsm_token(pki, tmp_path, "agency")
    settings(tmp_path, "", monkeypatch)
    assert main(["tokens", "--data", str(tmp_path), "--library", softhsm_library()]) == 0
    shown = capsys.readouterr().out
    for words in (
        'token_label = "chairman"',
        "Nguyễn Văn Thử, UBND xã Thử Nghiệm: dùng được đến 01/01/2029",
        'key_id = "01"',
        "hết hạn ngày 01/01/2024",
        'token_label = "agency"',
        'serial = "',
    ):
        assert words in shown
    assert "CA gốc" not in shown


@pytest.mark.needs("softhsm2-util")
def test_a_configured_usb_token_is_shown_without_its_pin(
    pki: DemoPki, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, _ = softhsm_token(pki, tmp_path, "chairman")
    options = "\n".join(f'{option} = "{content}"' for option, content in token.options.items())
    text = f'[signing.tokens.chu_tich]\nkind = "pkcs11"\n{options}\n'
    code, tokens = listed(settings(tmp_path, text, monkeypatch), capsys)
    assert code == 0
    (certificate,) = tokens["chu_tich"]["certificates"]  # type: ignore[misc]
    assert certificate["valid_until"] == "2029-01-01T07:00:00+07:00"
    assert certificate["unfit"] == ""


def test_a_one_time_password_is_sent_where_the_service_sends_it(
    pki: DemoPki, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    access = tmp_path / "access"
    access.write_text(BEARER)
    with serve_csc(pki, wants_otp=True) as server:
        remote = f'[signing.tokens.tu_xa]\nkind = "csc"\nurl = "{server.address}"\ntoken_file = "{access}"\n'
        settings(tmp_path, f'{remote}[signing.tokens.thu]\nkind = "throwaway"\n', monkeypatch)
        asked = ["tokens", "--data", str(tmp_path), "--send-otp"]
        assert main([*asked, "tu_xa"]) == 0
        assert "ứng dụng của người ký" in capsys.readouterr().out
        assert server.named("credentials/sendOTP") == []
        server.sends_otp = True
        assert main([*asked, "tu_xa"]) == 0
        assert len(server.named("credentials/sendOTP")) == 1
        assert main([*asked, "thu"]) == 2
        capsys.readouterr()
        _, tokens = listed(tmp_path, capsys)
        assert "một dấu cách" in str(tokens["tu_xa"]["remark_vi"])
