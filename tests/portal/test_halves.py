"""Fronts and backs in two files become one record when they fit beyond doubt; else both wait and say why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from archive import Archive
from portal.intake.halves import Half, Matched, Side, match, side_of
from records import FileState
from records.errors import DamagedFile, EngineCrashed
from tests.portal.test_jobs_real_steps import draw, work_off

if TYPE_CHECKING:
    from portal.models import IntakeFile

FOLDER = "Xã A/hai mặt"


@pytest.mark.parametrize(
    ("folder", "name", "side"),
    [
        (FOLDER, "Tập 1 trước.pdf", Side.FRONT),
        (FOLDER, "Tập 1 - mặt sau.pdf", Side.BACK),
        (FOLDER, "mat_truoc tap 2.tif", Side.FRONT),
        (FOLDER, "SAU-0007.pdf", Side.BACK),
        (FOLDER, "Tập 1.pdf", None),
        (FOLDER, "Lò Thị Sáu.pdf", None),
        (FOLDER + "/hai tệp", "scan0001.pdf", Side.EITHER),
        ("Xã A", "Tập 1 trước.pdf", None),
    ],
)
def test_folder_and_name_say_which_sides_a_file_holds(folder: str, name: str, side: Side | None) -> None:
    assert side_of(folder, name) == side


def half(number: int, name: str, pages: int, folder: str = FOLDER) -> Half:
    side = side_of(folder, name)
    assert side is not None
    return Half(number, name, folder, side, pages)


def matched(*halves: Half) -> Matched:
    return match(halves)


def test_two_files_of_one_name_and_count_are_a_pair() -> None:
    found = matched(half(1, "A sau.pdf", 3), half(2, "A trước.pdf", 3), half(3, "B trước.pdf", 3))
    assert found.pairs == ((2, 1),)
    assert list(found.waiting) == [3]
    assert "mặt sau của “B trước.pdf”" in found.waiting[3]


def test_two_counts_are_no_pair_and_both_say_so() -> None:
    found = matched(half(1, "A trước.pdf", 3), half(2, "A sau.pdf", 2))
    assert found.pairs == ()
    assert "có 3 trang, “A sau.pdf” có 2 trang" in found.waiting[1]
    assert "có 2 trang, “A trước.pdf” có 3 trang" in found.waiting[2]


def test_a_half_that_was_scanned_again_finds_its_other_side() -> None:
    found = matched(half(1, "A trước.pdf", 3), half(2, "A sau.pdf", 2), half(3, "A sau.pdf", 3))
    assert found.pairs == ((1, 3),)
    assert list(found.waiting) == [2]


def test_of_two_files_that_both_fit_none_is_taken() -> None:
    found = matched(half(1, "A trước.pdf", 3), half(2, "A sau.pdf", 3), half(3, "A mặt sau.pdf", 3))
    assert found.pairs == ()
    assert all("nhiều tệp" in why for why in found.waiting.values())


def test_folders_do_not_mix() -> None:
    found = matched(half(1, "A trước.pdf", 3), half(2, "A sau.pdf", 3, "Xã B/hai mặt"))
    assert found.pairs == ()


def test_files_without_a_side_in_their_names_pair_in_their_order_until_two_do_not_fit() -> None:
    folder = FOLDER + "/hai tệp"
    found = matched(
        *(half(n, f"scan{n}.pdf", pages, folder) for n, pages in enumerate((3, 3, 2, 4, 5, 5), 1))
    )
    assert found.pairs == ((1, 2),)
    assert sorted(found.waiting) == [3, 4, 5, 6]


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    from archive.stores.folder import FolderStore

    (portal_data / "inbox").mkdir()
    return Archive(FolderStore(portal_data / "archive"))


def rows() -> list[IntakeFile]:
    from portal.models import IntakeFile

    return list(IntakeFile.objects.all())


def test_both_files_become_one_record_with_both_originals_and_digests(
    portal_data: Path, archive: Archive
) -> None:
    from portal.held_records import originals_of
    from portal.models import CatalogueRecord

    draw(portal_data / "inbox" / "Tập 1 trước.tif", pages=2)
    draw(portal_data / "inbox" / "Tập 1 sau.tif", pages=2)
    digests = {path.name: path.read_bytes() for path in (portal_data / "inbox").iterdir()}
    assert work_off(portal_data, archive, folder=FOLDER) == [(FileState.REVIEW, "")] * 2
    [record_id] = archive.record_ids()
    for name, content in digests.items():
        assert archive.read(record_id, f"original/{name}") == content
    backs, fronts = rows()
    assert (fronts.record_count, backs.record_count) == (1, 0)
    assert fronts.record_id == backs.record_id == record_id
    intake = json.loads(archive.read(record_id, "intake.json"))
    assert [source["sha256"] for source in intake["sources"]] == [fronts.sha256, backs.sha256]
    row = CatalogueRecord.objects.get()
    assert [page["number"] for page in row.record["pages"]] == [1, 2, 3, 4]
    assert [held.path for held in originals_of(row)] == [
        "original/Tập 1 trước.tif",
        "original/Tập 1 sau.tif",
    ]
    faults = [page["faults"][0]["reason"] for page in row.record["pages"]]
    assert [fault.split(" chỉ")[0] for fault in faults] == ["Trang 1", "Trang 2", "Trang 3", "Trang 4"]
    assert not [path for path in (portal_data / "staging").rglob("*") if path.is_file()]


def draw_shades(path: Path, *shades: int, dpi: int = 75) -> None:
    """A page of an own grey for each of `shades`, with some lines on it; A4 at 75 dpi."""
    drawn = []
    for shade in shades:
        page = Image.new("L", (620, 877), shade)
        pen = ImageDraw.Draw(page)
        for line in range(12):
            pen.text((50, 60 + 40 * line), f"{shade} " + "chu " * 9, fill=10, font_size=18)
        drawn.append(page)
    drawn[0].save(path, format="TIFF", save_all=True, append_images=drawn[1:], dpi=(dpi, dpi))


def shades_of(pdf: Path) -> list[int]:
    """The grey of each page's ground."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [int(np.median(np.asarray(page.render().to_pil().convert("L")))) for page in document]
    finally:
        document.close()


def test_the_rendition_has_the_pages_in_the_order_of_reading(portal_data: Path, archive: Archive) -> None:
    draw_shades(portal_data / "inbox" / "trước.tif", 250, 230)
    draw_shades(portal_data / "inbox" / "sau.tif", 220, 240)  # the turned stack: last sheet first
    work_off(portal_data, archive, folder=FOLDER)
    [record_id] = archive.record_ids()
    with archive.as_file(record_id, "searchable.pdf") as path:
        assert shades_of(path) == [250, 240, 230, 220]
        with pikepdf.open(path) as pdf:
            assert pdf.open_metadata().pdfa_status == "2U"


def test_halves_that_do_not_fit_wait_and_are_given_back_in_the_end(
    portal_data: Path, archive: Archive
) -> None:
    draw(portal_data / "inbox" / "A trước.tif", pages=2)
    draw(portal_data / "inbox" / "A sau.tif", pages=1)
    assert [state for state, _ in work_off(portal_data, archive, folder=FOLDER)] == [FileState.READ] * 2
    assert "cùng số trang" in rows()[0].reason_vi
    assert list(archive.record_ids()) == []
    settled = work_off(portal_data, archive, other_side_seconds=0.0)
    assert [state for state, _ in settled] == [FileState.REJECTED] * 2
    for row in rows():
        laid = portal_data / row.laid_in
        assert laid.exists()
        assert "không mất gì" in laid.with_name(laid.name + ".reason.txt").read_text("utf-8-sig")


def test_a_stack_that_cannot_be_completed_keeps_both_files(portal_data: Path, archive: Archive) -> None:
    from portal.jobs import work

    def die(_task: work.CompleteTask) -> work.Completed:
        raise EngineCrashed("on purpose")

    for name in ("trước", "sau"):
        draw(portal_data / "inbox" / f"{name}.tif", pages=2)
    settled = work_off(portal_data, archive, folder=FOLDER, steps=work.Steps(complete=die))
    assert settled == [(FileState.REVIEW, "")] * 2
    [record_id] = archive.record_ids()
    files = archive.head(record_id).files
    assert {"original/trước.tif", "original/sau.tif"} < set(files)
    record = json.loads(archive.read(record_id, "record.json"))
    assert [page["number"] for page in record["pages"]] == [1, 2, 3, 4]


def test_a_half_that_is_refused_leaves_the_other_one_waiting(portal_data: Path, archive: Archive) -> None:
    from portal.intake.ledger import Intake
    from portal.jobs import entries
    from portal.models import IntakeFile

    for name in ("trước", "sau"):
        draw(portal_data / "inbox" / f"{name}.tif", pages=1)
    intake = Intake(portal_data)
    fronts, backs = (
        intake.take(portal_data / "inbox" / f"{name}.tif", folder=FOLDER) for name in ("trước", "sau")
    )
    assert fronts is not None and backs is not None
    IntakeFile.objects.update(page_count=1)
    entries.pair(fronts.pk, backs.pk)
    assert entries.waiting_halves() == []
    intake.reject(fronts.pk, DamagedFile("on purpose"))
    assert entries.waiting_halves() == [backs]


def test_a_half_waits_over_a_restart_until_its_other_side_comes(portal_data: Path, archive: Archive) -> None:
    draw(portal_data / "inbox" / "A trước.tif", pages=1)
    assert work_off(portal_data, archive, folder=FOLDER) == [(FileState.READ, "")]
    assert "Đang chờ tệp mặt sau" in rows()[0].reason_vi
    draw(portal_data / "inbox" / "A sau.tif", pages=1)
    assert work_off(portal_data, archive, folder=FOLDER) == [(FileState.REVIEW, "")] * 2
    assert len(list(archive.record_ids())) == 1
