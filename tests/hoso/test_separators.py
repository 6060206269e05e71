"""`hoso separators` draws sheets that the reading knows again."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoso.command import main
from pipeline.batches import Separator, separator_of
from pipeline.batches.codes import separator_on
from pipeline.source import open_source


def test_a_drawn_sheet_says_what_was_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "tờ.pdf"
    asked = ["--count", "3", "--type", "birth_certificate", "--unit", "Xã Phú Lâm", "--duplex"]
    assert main(["separators", "-o", str(out), *asked]) == 0
    with open_source(out) as source:
        assert source.page_count == 3
        picture = source.page(3).picture()
    said = separator_of(separator_on(picture.pixels, picture.dpi, ()))
    assert said == Separator("birth_certificate", "Xã Phú Lâm", is_two_sided=True)
    assert list(tmp_path.iterdir()) == [out]


def test_a_type_that_nobody_knows_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["separators", "-o", str(tmp_path / "a.pdf"), "--type", "no_such"]) == 1
    assert "hoso types" in capsys.readouterr().err
