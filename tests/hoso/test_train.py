"""`hoso train` refuses what it cannot learn from, and goes back to the shipped model when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoso.command import main
from hoso.wiring import type_model_folder_of


def test_a_model_of_the_office_is_dropped_and_a_second_time_nothing_is_amiss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = type_model_folder_of(tmp_path)
    folder.mkdir(parents=True)
    (folder / "model.json").write_text("{}", encoding="utf-8")
    (folder / "model-0123456789ab.skops").write_bytes(b"")
    assert main(["train", "--data", str(tmp_path), "--reset"]) == 0
    assert "Đã bỏ mô hình riêng" in capsys.readouterr().out
    assert not list(folder.iterdir())
    assert main(["train", "--data", str(tmp_path), "--reset"]) == 0
    assert "chưa có mô hình riêng" in capsys.readouterr().out


def test_a_file_that_cannot_be_learned_from_is_named_with_its_line_and_nothing_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text('{"schema": 1}\n', encoding="utf-8")
    assert main(["train", "--data", str(tmp_path), "--examples", str(file)]) == 1
    assert "papers.jsonl:1" in capsys.readouterr().err
    assert not type_model_folder_of(tmp_path).exists()
