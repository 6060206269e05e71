"""`hoso digitise`: three files for each source, a reason for each refusal, and no source harmed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from hoso.command import main
from hoso.digitising import DigitiseOptions, digitise_files
from pipeline.batches import BatchOptions, Separator
from pipeline.batches.separator_sheets import sheet_picture
from pipeline.limits import Limits
from pipeline.reading import ReadingOptions
from records.errors import BelowScanRule, EmptyFile, NotADocument

NO_ENGINE = ReadingOptions(engine="null")


def draw_scan(path: Path, *, pages: int = 1) -> Path:
    """A small page of words, so that it is not taken for blank."""
    image = Image.new("L", (620, 877), 250)
    font = ImageFont.load_default(size=18)
    for row in range(60, 800, 30):
        ImageDraw.Draw(image).text((60, row), f"dong thu {row} cua trang nay", fill=10, font=font)
    image.save(
        path,
        dpi=(75, 75),
        **({"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}),
    )
    return path


def test_each_source_becomes_three_files(tmp_path: Path) -> None:
    source = draw_scan(tmp_path / "hai trang.tiff", pages=2)
    before = source.read_bytes()
    (done,) = digitise_files([source], DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "hai trang.json",
        "hai trang.pdf",
        "hai trang.txt",
    ]
    record = json.loads((tmp_path / "out" / "hai trang.json").read_bytes())
    assert (record["schema"], record["source"]["pages"], record["record_type"]) == (1, 2, None)
    assert record["needs_review"]
    assert record["reasons"]
    assert done.record is not None
    assert source.read_bytes() == before


def test_a_refused_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "rỗng.pdf").touch()
    (tmp_path / "bảng tính.zip").write_bytes(b"PK\x03\x04 not a document at all")
    good = draw_scan(tmp_path / "tốt.png")
    results = digitise_files(
        [tmp_path / "rỗng.pdf", tmp_path / "bảng tính.zip", good, tmp_path / "không có.pdf"],
        DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE, jobs=2),
    )
    by_name = {done.path.name: done for done in results}
    assert isinstance(by_name["rỗng.pdf"].error, EmptyFile)
    assert isinstance(by_name["bảng tính.zip"].error, NotADocument)
    assert by_name["không có.pdf"].error is not None
    assert by_name["tốt.png"].record is not None


def test_a_scan_below_the_rule_waits_for_a_person_or_goes_back_as_the_office_wants(tmp_path: Path) -> None:
    source = draw_scan(tmp_path / "mờ.png")
    (kept,) = digitise_files([source], DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE))
    assert kept.record is not None
    assert any(
        reason.startswith("Cần quét lại: Trang 1 chỉ có 75 dpi, quét lại ở 300 dpi, hoặc giữ nguyên")
        for reason in kept.record.reasons
    )
    asked = DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE, returns_faults=True)
    (returned,) = digitise_files([source], asked)
    assert isinstance(returned.error, BelowScanRule)
    assert "Trang 1 chỉ có 75 dpi" in returned.error.remedy_vi


def batch_of(path: Path, *kinds: str) -> Path:
    """A TIFF at 150 dpi of `paper`, `blank` and `separator` pages."""
    paper = Image.open(draw_scan(path.with_suffix(".png"))).resize((1240, 1754)).convert("L")
    drawn = {
        "paper": paper,
        "blank": Image.new("L", paper.size, 250),
        "separator": sheet_picture(Separator("birth_certificate", "Xã A")).convert("L"),
    }
    first, *rest = (drawn[kind] for kind in kinds)
    first.save(path, dpi=(150, 150), save_all=True, append_images=rest)
    path.with_suffix(".png").unlink()
    return path


def test_a_stack_with_separator_sheets_gives_a_record_a_paper(tmp_path: Path) -> None:
    source = batch_of(tmp_path / "tập.tif", "paper", "paper", "separator", "paper", "separator", "paper")
    made = list(digitise_files([source], DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE)))
    assert [done.json and done.json.name for done in made] == ["tập.json", "tập-2.json", "tập-3.json"]
    assert [done.is_last for done in made] == [False, False, True]
    numbers = [[page.number for page in done.record.pages] for done in made if done.record]
    assert numbers == [[1, 2], [4], [6]]
    for done, count in zip(made, (2, 1, 1), strict=True):
        assert done.json is not None and done.record is not None
        assert done.record.source.pages == 6
        with pikepdf.open(done.json.with_suffix(".pdf")) as pdf:
            assert len(pdf.pages) == count
    again = list(digitise_files([source], DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE)))
    assert [done.json for done in again] == [done.json for done in made]


def test_blank_pages_part_papers_only_where_the_office_says_so(tmp_path: Path) -> None:
    source = batch_of(tmp_path / "tập.tif", "paper", "blank", "paper")
    plain = DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE)
    assert [len(done.record.pages) for done in digitise_files([source], plain) if done.record] == [3]
    parted = replace(plain, batch=BatchOptions(splits_at_blanks=True))
    made = [done.record for done in digitise_files([source], parted) if done.record]
    assert [[page.number for page in record.pages] for record in made] == [[1], [3]]


def test_a_stack_scanned_on_one_side_and_then_the_other_comes_out_in_order(tmp_path: Path) -> None:
    source = batch_of(tmp_path / "tập.tif", *["paper"] * 4)
    asked = DigitiseOptions(out=tmp_path / "out", reading=NO_ENGINE, batch=BatchOptions(is_two_sided=True))
    (made,) = digitise_files([source], asked)
    assert made.record is not None
    assert [page.number for page in made.record.pages] == [1, 4, 2, 3]


@pytest.mark.parametrize("fault", ["crashing:CrashingEngine", "hanging:HangingEngine"])
def test_a_page_on_which_the_engine_dies_or_hangs_waits_for_a_person(tmp_path: Path, fault: str) -> None:
    reading = ReadingOptions(engine=f"tests.pipeline.faults.{fault}", limits=Limits(page_seconds=3))
    source = draw_scan(tmp_path / "scan.png")
    (done,) = digitise_files([source], DigitiseOptions(out=tmp_path / "out", reading=reading))
    assert done.record is not None
    assert done.record.needs_review
    assert any(reason.startswith("Trang 1") for reason in done.record.reasons)
    assert (tmp_path / "out" / "scan.pdf").stat().st_size > 0


def test_the_command_answers_1_for_a_refusal_and_2_for_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rỗng.pdf").touch()
    assert main(["digitise", str(tmp_path / "rỗng.pdf"), "-o", str(tmp_path / "out")]) == 1
    assert "rỗng" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["digitise"])
    assert wrong.value.code == 2


def test_a_command_without_its_data_says_where_to_find_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "an", "--data", str(tmp_path / "nowhere")]) == 1
    assert "--data" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
