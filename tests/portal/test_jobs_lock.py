"""A data directory belongs to one process at a time, and says how its work stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.jobs.lock import Notice, hold, is_held, notice
from records.errors import SettingInvalid


def test_a_second_process_is_told_who_holds_the_directory(tmp_path: Path) -> None:
    with hold(tmp_path):
        assert is_held(tmp_path)
        with pytest.raises(SettingInvalid, match="already works on") as caught, hold(tmp_path):
            pass
        assert "đang dùng thư mục dữ liệu" in caught.value.remedy_vi
    assert not is_held(tmp_path)
    with hold(tmp_path):
        pass


def test_a_notice_is_read_by_others_and_ends_with_its_process(tmp_path: Path) -> None:
    with hold(tmp_path) as lock:
        lock.say(Notice("Ổ đĩa đầy", "The disk is full"))
        assert notice(tmp_path) == Notice("Ổ đĩa đầy", "The disk is full")
        lock.say(Notice())
        assert notice(tmp_path) == Notice()
        lock.say(Notice("Ổ đĩa đầy", "The disk is full"))
    assert notice(tmp_path) == Notice()


def test_a_directory_that_nobody_has_worked_on_is_free(tmp_path: Path) -> None:
    assert not is_held(tmp_path) and notice(tmp_path) == Notice()
    assert not (tmp_path / "hoso.lock").exists()
