"""The real steps on real files: what a worker makes of a scan, a broken file and a page too large."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageSequence

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.batches import Separator
from pipeline.batches.separator_sheets import sheet_picture
from pipeline.limits import Limits
from pipeline.quality import ScanRule
from pipeline.reading import ReadingOptions
from portal.jobs.dispatchers.inline import InlineDispatcher
from portal.jobs.options import WorkOptions
from records import FileState, Record, record_id_for
from records.errors import EngineCrashed


def draw(path: Path, pages: int = 2) -> None:
    drawn = []
    for number in range(pages):
        page = Image.new("L", (620, 877), 250)
        pen = ImageDraw.Draw(page)
        for line in range(15):
            pen.text(
                (50, 60 + 40 * line), f"{path.name} {number} {line} " + "chu " * 9, fill=20, font_size=18
            )
        drawn.append(page)
    drawn[0].save(path, format="TIFF", save_all=True, append_images=drawn[1:], dpi=(75, 75))


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    (portal_data / "inbox").mkdir()
    return Archive(FolderStore(portal_data / "archive"))


def work_off(
    data: Path, archive: Archive, limits: Limits | None = None, *, folder: str = "", **options: Any
) -> list[tuple[str, str]]:
    from portal.jobs.worker import Worker
    from portal.models import IntakeFile

    rule = options.pop("rule", ScanRule())
    reading = ReadingOptions(engine="null", limits=limits or Limits(), rule=rule)
    steps = options.pop("steps", None)
    asked = WorkOptions(data_dir=data, reading=reading, dispatcher="inline", **options)
    worker = Worker(asked, archive, steps=steps)
    for path in sorted((data / "inbox").iterdir()):
        worker.intake.take(path, folder=folder)
    worker.drain(InlineDispatcher())
    return [(row.state, row.reason_code) for row in IntakeFile.objects.all()]


def test_a_scan_becomes_a_record_with_a_searchable_pdf(portal_data: Path, archive: Archive) -> None:
    draw(portal_data / "inbox" / "tờ trình.tif")
    assert work_off(portal_data, archive) == [(FileState.REVIEW, "")]
    [record_id] = archive.record_ids()
    files = archive.head(record_id).files
    assert set(files) == {
        "original/tờ trình.tif",
        "searchable.pdf",
        "words.json",
        "record.json",
        "intake.json",
    }
    assert archive.read(record_id, "searchable.pdf").startswith(b"%PDF-")
    record = Record.from_json(json.loads(archive.read(record_id, "record.json")))
    assert (record.source.name, record.source.pages, len(record.pages)) == ("tờ trình.tif", 2, 2)
    assert record.needs_review and record.reasons
    words = json.loads(archive.read(record_id, "words.json"))
    assert Record.from_json(record.to_json(), words).words_json() == words


def test_making_a_record_again_from_the_same_file_changes_nothing(
    portal_data: Path, archive: Archive
) -> None:
    from django.utils import timezone

    from portal.models import CatalogueRecord, IntakeFile

    draw(portal_data / "inbox" / "một.tif")
    work_off(portal_data, archive)
    before = archive.head(next(archive.record_ids()))
    IntakeFile.objects.all().delete()
    CatalogueRecord.objects.all().delete()
    draw(portal_data / "inbox" / "một.tif")
    assert work_off(portal_data, archive) == [(FileState.REVIEW, "")]
    assert archive.head(before.record_id) == before
    assert CatalogueRecord.objects.get().received_at < timezone.now()


def test_a_scan_below_the_rule_is_given_back_where_the_office_wants_that(
    portal_data: Path, archive: Archive
) -> None:
    from portal.models import IntakeFile

    draw(portal_data / "inbox" / "mờ.tif")
    assert work_off(portal_data, archive, returns_faults=True) == [(FileState.REJECTED, "BelowScanRule")]
    laid = portal_data / IntakeFile.objects.get().laid_in
    reason = laid.with_name(laid.name + ".reason.txt").read_text("utf-8-sig")
    assert "Trang 1 chỉ có 75 dpi" in reason and "Trang 2 chỉ có 75 dpi" in reason
    assert list(archive.record_ids()) == []


def test_a_scan_in_the_folder_for_old_papers_is_kept_as_it_is(portal_data: Path, archive: Archive) -> None:
    draw(portal_data / "inbox" / "cũ.tif")
    settled = work_off(portal_data, archive, folder="Xã A/Giữ nguyên", returns_faults=True)
    assert settled == [(FileState.REVIEW, "")]
    [record_id] = archive.record_ids()
    record = json.loads(archive.read(record_id, "record.json"))
    assert record["pages"][0]["faults"] and not any("quét lại" in reason for reason in record["reasons"])


def test_a_record_below_the_rule_is_listed_until_its_paper_is_scanned_again(
    portal_data: Path, archive: Archive
) -> None:
    from portal.models import CatalogueRecord
    from portal.rights.holding import Rights
    from portal.views.rescan import to_scan_again

    draw(portal_data / "inbox" / "mờ.tif")
    work_off(portal_data, archive)
    [waiting] = to_scan_again(Rights.everything())
    (portal_data / "inbox" / "mờ.tif").unlink(missing_ok=True)
    draw(portal_data / "inbox" / f"{waiting.record_id} quét lại.tif", pages=1)
    work_off(portal_data, archive)
    again = CatalogueRecord.objects.exclude(pk=waiting.pk).get()
    assert again.rescan_of == waiting.record_id
    assert waiting not in to_scan_again(Rights.everything())


def draw_stack(path: Path) -> None:
    """Two pages, a separator sheet for a birth certificate of Xã B, one page; at 150 dpi."""
    draw(path.with_suffix(".part"), pages=3)
    with Image.open(path.with_suffix(".part")) as drawn:
        papers = [page.copy().resize((1240, 1754)) for page in ImageSequence.Iterator(drawn)]
    path.with_suffix(".part").unlink()
    sheet = sheet_picture(Separator("birth_certificate", "Xã B")).convert("L")
    first, *rest = (*papers[:2], sheet, papers[2])
    first.save(path, format="TIFF", save_all=True, append_images=rest, dpi=(150, 150))


def test_a_stack_becomes_a_record_a_paper_and_every_count_adds_up(
    portal_data: Path, archive: Archive
) -> None:
    from portal.catalogue.rebuild import rebuild
    from portal.held_records import original_of
    from portal.jobs.progress import snapshot
    from portal.models import CatalogueRecord, IntakeFile

    draw_stack(portal_data / "inbox" / "tập.tif")
    work_off(portal_data, archive, folder="Xã A")
    file = IntakeFile.objects.get()
    first, second = (record_id_for(file.sha256, part) for part in (1, 2))
    assert set(archive.record_ids()) == {first, second}
    assert (file.record_id, file.record_count) == (first, 2)
    assert "original/tập.tif" in archive.head(first).files
    assert not any(path.startswith("original/") for path in archive.head(second).files)
    rows = {row.record_id: row for row in CatalogueRecord.objects.all()}
    assert (rows[first].unit, rows[first].page_count) == ("", 2)
    assert (rows[second].unit, rows[second].page_count) == ("Xã B", 1)
    assert [page["number"] for page in rows[second].record["pages"]] == [4]
    held = original_of(rows[second])
    assert held is not None and (held.record_id, held.path) == (first, "original/tập.tif")
    now = snapshot(portal_data)
    assert sum(now.records.values()) == sum(each.record_count for each in now.recent) == 2
    before = sorted(CatalogueRecord.objects.values_list("record_id", "unit", "page_count"))
    CatalogueRecord.objects.all().delete()
    assert rebuild(archive).records == 2
    assert sorted(CatalogueRecord.objects.values_list("record_id", "unit", "page_count")) == before


def test_a_crash_between_two_parts_leaves_the_rest_to_the_next_try(
    portal_data: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.jobs import work
    from portal.models import IntakeFile

    draw_stack(portal_data / "inbox" / "tập.tif")
    real, calls = work.digitise.complete, []

    def dies_at_the_second(*given: Any, **more: Any) -> Record:
        calls.append(more["part"].pages)
        if len(calls) == 2:
            raise EngineCrashed("killed between two parts")
        return real(*given, **more)

    monkeypatch.setattr(work.digitise, "complete", dies_at_the_second)
    work_off(portal_data, archive)
    assert calls == [(1, 2), (4,), (4,)]
    assert sorted(archive.head(one).number for one in archive.record_ids()) == [1, 1]
    assert IntakeFile.objects.get().record_count == 2


def test_a_part_that_cannot_be_completed_is_kept_bare_beside_the_others(
    portal_data: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.jobs import work
    from portal.models import CatalogueRecord

    draw_stack(portal_data / "inbox" / "tập.tif")
    real = work.digitise.complete

    def dies_at_the_second(*given: Any, **more: Any) -> Record:
        if more["part"].pages == (4,):
            raise EngineCrashed("always")
        return real(*given, **more)

    monkeypatch.setattr(work.digitise, "complete", dies_at_the_second)
    work_off(portal_data, archive)
    pages = sorted(CatalogueRecord.objects.values_list("page_count", flat=True))
    assert pages == [1, 2]
    assert all(row.needs_review for row in CatalogueRecord.objects.all())


def test_a_stack_dropped_into_the_folder_for_two_sides_is_collated(
    portal_data: Path, archive: Archive
) -> None:
    draw(portal_data / "inbox" / "tập.tif", pages=4)
    work_off(portal_data, archive, folder="Xã A/hai-mat")
    [record_id] = archive.record_ids()
    record = json.loads(archive.read(record_id, "record.json"))
    assert [page["number"] for page in record["pages"]] == [1, 4, 2, 3]


def test_a_file_of_no_kind_that_is_read_is_given_back(portal_data: Path, archive: Archive) -> None:
    (portal_data / "inbox" / "ghi chú.docx").write_bytes(b"PK\x03\x04 something else entirely")
    assert work_off(portal_data, archive) == [(FileState.REJECTED, "NotADocument")]


def test_a_file_over_the_page_limit_is_given_back(portal_data: Path, archive: Archive) -> None:
    draw(portal_data / "inbox" / "dài.tif", pages=3)
    assert work_off(portal_data, archive, Limits(max_pages=2)) == [(FileState.REJECTED, "TooLarge")]
