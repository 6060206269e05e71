"""The demonstration's sample scans are files that open, of the kinds and with the surprises they promise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from classifiers.specimens.demo_set import DemoFile, save, write_demo_set


@pytest.mark.slow
def test_demo_set_holds_every_kind_of_file_and_one_that_is_no_record(tmp_path: Path) -> None:
    told: list[DemoFile] = []
    files = write_demo_set(tmp_path / "samples", on_written=told.append)
    assert told == files
    assert sorted(file.path for file in files) == sorted((tmp_path / "samples").iterdir())
    kinds = Counter(file.path.suffix for file in files)
    assert {".pdf", ".tif", ".jpg", ".png"} == set(kinds)
    assert [file.expected_type for file in files].count(None) == 1
    assert len({file.expected_type for file in files} - {None}) == 12
    with pikepdf.open(next(file.path for file in files if "QSDD" in file.path.name)) as pdf:
        assert len(pdf.pages) == 2
    with Image.open(next(file.path for file in files if file.path.suffix == ".tif")) as image:
        assert image.n_frames == 2


@pytest.mark.parametrize("name", ["a.pdf", "b.tif", "c.jpg", "d.png"])
def test_a_saved_scan_lies_whole_under_its_name_and_keeps_its_resolution(tmp_path: Path, name: str) -> None:
    save([Image.new("RGB", (210, 297), "white")], tmp_path / name, dpi=200)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    if name.endswith(".pdf"):
        with pikepdf.open(tmp_path / name) as pdf:
            assert float(pdf.pages[0].mediabox[2]) == pytest.approx(210 / 200 * 72, abs=0.1)
    else:
        with Image.open(tmp_path / name) as image:
            assert round(image.info["dpi"][0]) == 200
