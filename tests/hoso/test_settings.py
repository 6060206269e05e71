"""Settings: variables over file over defaults, and a sentence for every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoso.settings import _setting_names, load_settings
from records.errors import SettingInvalid

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, _ in _setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("HOSO_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def test_an_office_that_sets_nothing_gets_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.portal.port, settings.review.threshold, settings.reading.engine) == (8000, 0.9, "auto")


def test_a_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hoso.toml").write_text("[portal]\nport = 9000\nhost = '0.0.0.0'\n")
    monkeypatch.setenv("HOSO_PORTAL__PORT", "9001")
    portal = load_settings(tmp_path).portal
    assert (portal.port, portal.host) == (9001, "0.0.0.0")  # noqa: S104


def test_a_list_is_given_with_commas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSO_PORTAL__ALLOWED_HOSTS", "hoso.xa.local, 10.0.0.5")
    assert load_settings(tmp_path).portal.allowed_hosts == ("hoso.xa.local", "10.0.0.5")


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("bí mật\n")
    monkeypatch.setenv("HOSO_PORTAL__SECRET_KEY_FILE", str(tmp_path / "key"))
    settings = load_settings(tmp_path)
    assert settings.portal.secret_key == "bí mật"
    assert "bí mật" not in repr(settings)


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[portal]\nprot = 1\n", "portal.prot is not a setting; did you mean portal.port?"),
        ("[portal]\nport = 70000\n", "portal.port: .*acceptable, for example: 8000"),
        ("[reading]\nengine = 'no such thing!'\n", "reading.engine: .*'tesseract'"),
        ("[intake]\nwatch = 'maybe'\n", "intake.watch: .*'auto'"),
        ("this is not toml", "hoso.toml"),
    ],
)
def test_a_fault_in_the_file_is_named_with_an_acceptable_value(
    tmp_path: Path, toml: str, sentence: str
) -> None:
    (tmp_path / "hoso.toml").write_text(toml)
    with pytest.raises(SettingInvalid, match=sentence):
        load_settings(tmp_path)


def test_an_unknown_variable_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSO_READING__ENGIN", "tesseract")
    with pytest.raises(SettingInvalid, match="did you mean HOSO_READING__ENGINE"):
        load_settings(tmp_path)


def test_a_missing_configuration_or_secret_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOSO_PORTAL__SECRET_KEY_FILE", "/nowhere/key")
    with pytest.raises(SettingInvalid, match="/nowhere/key"):
        load_settings(tmp_path)
    monkeypatch.setenv("HOSO_CONFIG", "/nowhere/hoso.toml")
    with pytest.raises(SettingInvalid, match=r"/nowhere/hoso\.toml"):
        load_settings(tmp_path)


def test_the_reference_page_names_every_setting_and_no_other() -> None:
    named = {line.split("`")[1] for line in REFERENCE.read_text().splitlines() if line.startswith("| `")}
    assert named == {".".join(path) for _, path in _setting_names()}


def test_tokens_take_the_options_of_their_kind_from_file_and_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hoso.toml").write_text(
        "[signing.tokens.chu_tich]\nkind = 'pkcs11'\nslot = 3\nimage = 'chu-ky.png'\n"
    )
    (tmp_path / "secret").write_text("bí mật\n")
    monkeypatch.setenv("HOSO_SIGNING__TOKENS__CHU_TICH__SLOT", "7")
    monkeypatch.setenv("HOSO_SIGNING__TOKENS__PKCS12__FILE", "/etc/hoso/con-dau.p12")
    monkeypatch.setenv("HOSO_SIGNING__TOKENS__TU_XA__KIND", "csc")
    monkeypatch.setenv("HOSO_SIGNING__TOKENS__TU_XA__CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    tokens = load_settings(tmp_path).signing.tokens
    assert (tokens["chu_tich"].kind, tokens["chu_tich"].options) == ("pkcs11", {"slot": "7"})
    assert tokens["chu_tich"].image == Path("chu-ky.png")
    assert (tokens["pkcs12"].kind, tokens["pkcs12"].options) == ("pkcs12", {"file": "/etc/hoso/con-dau.p12"})
    assert tokens["tu_xa"].options == {"client_secret": "bí mật"}
    assert "bí mật" not in repr(load_settings(tmp_path))


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[signing.tokens.chu_tich]\nslot = 1\n", "signing.tokens.chu_tich.kind: .*'pkcs11'"),
        ("[signing.tokens.chu_tich]\nkind = 'No Such'\n", "signing.tokens.chu_tich.kind: .*'pkcs11'"),
        ("[signing]\nlevel = 'B-C'\n", "signing.level: .*'B-LTA'"),
        ("[signing]\nlevl = 'B-B'\n", "did you mean signing.level?"),
    ],
)
def test_a_fault_in_signing_is_named(tmp_path: Path, toml: str, sentence: str) -> None:
    (tmp_path / "hoso.toml").write_text(toml)
    with pytest.raises(SettingInvalid, match=sentence):
        load_settings(tmp_path)
