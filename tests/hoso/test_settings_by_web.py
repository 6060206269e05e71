"""Settings by web: below file and variables, checked like all others, taken over while the office runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoso.following_settings import SettingsFollower
from hoso.settings import Settings, _setting_names, load_settings
from hoso.settings_by_web import SettingsByWeb
from hoso.web_names import BY_WEB, FILE_NAME
from portal.settings_by_web.door import Source, TypeWish
from records.errors import SettingInvalid, SettingMoved


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, _ in _setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("HOSO_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def told() -> list[Settings]:
    return []


@pytest.fixture
def by_web(tmp_path: Path, told: list[Settings]) -> SettingsByWeb:
    return SettingsByWeb(tmp_path, told.append)


def shown(by_web: SettingsByWeb, name: str) -> tuple[object, Source]:
    one = next(one for one in by_web.shown() if one.name == name)
    return one.value, one.source


def test_a_change_is_in_effect_for_whoever_reads_settings_and_can_be_taken_back(
    by_web: SettingsByWeb, tmp_path: Path, told: list[Settings]
) -> None:
    changed = by_web.change("review.threshold", "0.95")
    assert (changed.old, changed.new) == (None, 0.95)
    assert load_settings(tmp_path).review.threshold == 0.95
    assert told[-1].review.threshold == 0.95
    assert shown(by_web, "review.threshold") == (0.95, Source.WEB)
    assert by_web.change("review.threshold", None).old == 0.95
    assert shown(by_web, "review.threshold") == (0.9, Source.BUILT_IN)


def test_file_and_variables_win_and_are_fixed(
    by_web: SettingsByWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_web.change("review.threshold", 0.8)
    by_web.change("quality.dpi", 200)
    (tmp_path / "hoso.toml").write_text("[review]\nthreshold = 0.7\n")
    monkeypatch.setenv("HOSO_QUALITY__DPI", "250")
    assert shown(by_web, "review.threshold") == (0.7, Source.FILE)
    assert shown(by_web, "quality.dpi") == (250, Source.VARIABLE)
    for name in ("review.threshold", "quality.dpi"):
        with pytest.raises(SettingInvalid):
            by_web.change(name, 0.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("review.threshold", "2"),
        ("review.threshold", "nhiều"),
        ("quality.gate", "maybe"),
        ("portal.secret_key", "x"),
        ("portal.host", "0.0.0.0"),  # noqa: S104
        ("signing.trust", "/etc"),
        ("no.such", "1"),
    ],
)
def test_what_cannot_be_or_is_not_the_web_s_is_refused_and_nothing_changes(
    by_web: SettingsByWeb, tmp_path: Path, name: str, value: str
) -> None:
    by_web.change("quality.dpi", 200)
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(SettingInvalid, match=name.split(".", maxsplit=1)[0]):
        by_web.change(name, value)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_who_is_second_is_told(by_web: SettingsByWeb) -> None:
    before = json.dumps(0.9)
    by_web.change("review.threshold", 0.95, before=before)
    with pytest.raises(SettingMoved):
        by_web.change("review.threshold", 0.8, before=before)
    assert shown(by_web, "review.threshold")[0] == 0.95


def test_a_damaged_file_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"schema": 1, "sett')
    with pytest.raises(SettingInvalid, match=FILE_NAME):
        load_settings(tmp_path)


def test_no_secret_path_or_address_may_be_set_by_web() -> None:
    words = ("secret", "password", "url", "host", "trust", "token", "path", "image", "seal", "pin")
    assert [name for name in BY_WEB if any(word in name for word in words)] == []
    assert set(BY_WEB) <= {".".join(path) for _, path in _setting_names()}


def test_types_are_kept_with_threshold_level_and_term(by_web: SettingsByWeb, tmp_path: Path) -> None:
    wish = TypeWish(used=False, threshold=0.95, level=4, retention_years=20, legal_basis="TT 10/2022")
    by_web.change_type("decision", wish)
    assert by_web.types() == {"decision": wish}
    assert load_settings(tmp_path).types["decision"].retention_years == 20
    by_web.change_type("decision", None)
    assert by_web.types() == {}


@pytest.mark.parametrize(
    "wish",
    [
        TypeWish(threshold=2),
        TypeWish(level=5),
        TypeWish(retention_years=71),
        TypeWish(permanent=True, retention_years=5),
    ],
)
def test_a_type_cannot_be_told_what_cannot_be(by_web: SettingsByWeb, wish: TypeWish) -> None:
    with pytest.raises((SettingInvalid, ValueError)):
        by_web.change_type("decision", wish)
    assert by_web.types() == {}


def test_a_type_in_the_file_is_fixed(by_web: SettingsByWeb, tmp_path: Path) -> None:
    (tmp_path / "hoso.toml").write_text("[types.decision]\nlevel = 3\n")
    assert by_web.types_fixed() == {"decision"}
    with pytest.raises(SettingInvalid):
        by_web.change_type("decision", TypeWish(level=1))


def test_the_office_takes_a_change_over_while_it_runs(
    by_web: SettingsByWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from hoso import following_settings

    monkeypatch.setattr(following_settings, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(following_settings, "_is_quiet", lambda: True)
    reopened: list[float] = []
    done, at_once = threading.Event(), threading.Event()

    def reopen(settings: Settings) -> None:
        reopened.append(settings.review.threshold)
        done.set()

    follower = SettingsFollower(tmp_path, load_settings(tmp_path), lambda _: at_once.set(), reopen)
    with follower:
        by_web.change("wall.reviewers", "names")
        assert at_once.wait(60)
        assert reopened == []
        by_web.change("review.threshold", 0.95)
        assert done.wait(60)
    assert reopened == [0.95]
