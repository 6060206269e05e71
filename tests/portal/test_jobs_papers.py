"""A dossier scanned in one go: a record a paper, the original once, and no other plan after a crash."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.batches import BatchOptions
from pipeline.limits import Limits
from portal.jobs import work
from records import Page, record_id_for
from tests.classifiers.test_splitting import BLANK, application, card_back, card_front, decision, signed

DIGEST = "ab" * 32
DOSSIER = (decision(), signed("Điều 3. Có hiệu lực."), application(), BLANK)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(FolderStore(tmp_path / "archive"))


def task_of(folder: Path, archive: Archive, *pages: Page, **changes: object) -> work.CompleteTask:
    scan, readings = folder / "tập.tif", folder / "readings.jsonl"
    first, *rest = (Image.new("L", (248, 351), 250) for _ in pages)
    first.save(scan, save_all=True, append_images=rest, dpi=(30, 30))
    numbered = [replace(page, number=number) for number, page in enumerate(pages, start=1)]
    readings.write_text(
        "\n".join(json.dumps(page.to_json(), ensure_ascii=False) for page in numbered), "utf-8"
    )
    (folder / "made").mkdir(exist_ok=True)
    task = work.CompleteTask(
        path=scan,
        name=scan.name,
        sha256=DIGEST,
        record_id=record_id_for(DIGEST),
        page_count=len(pages),
        received_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
        intake={"unit": "Xã A"},
        readings=readings,
        unread={},
        folder=folder / "made",
        hint=None,
        threshold=0.9,
        limits=Limits(),
        archive=archive,
    )
    return replace(task, **changes)  # type: ignore[arg-type]


def pages_in(archive: Archive, record_id: str) -> list[int]:
    return [page["number"] for page in json.loads(archive.read(record_id, "record.json"))["pages"]]


def test_a_dossier_becomes_a_record_a_paper_with_the_original_once(tmp_path: Path, archive: Archive) -> None:
    made = work.complete(task_of(tmp_path, archive, *DOSSIER))
    first, second = made.versions
    assert (pages_in(archive, first), pages_in(archive, second)) == ([1, 2], [3, 4])
    assert [name for each in (first, second) for name in archive.head(each).files if "original" in name] == [
        "original/tập.tif"
    ]
    plan = json.loads(archive.read(first, "intake.json"))["parts"]
    assert "trang 3 có" in plan[1]["why"]
    assert json.loads(archive.read(second, "intake.json"))["original_in"] == first


def test_a_doubtful_file_stays_one_record_and_waits_with_the_reason(tmp_path: Path, archive: Archive) -> None:
    (record_id,) = work.complete(
        task_of(tmp_path, archive, card_front("001085123456"), card_back("036199001234"))
    ).versions
    record = json.loads(archive.read(record_id, "record.json"))
    assert pages_in(archive, record_id) == [1, 2] and record["needs_review"]
    assert any(reason.startswith("Tệp có thể gồm nhiều giấy tờ") for reason in record["reasons"])


def test_a_setting_changed_after_a_crash_does_not_part_the_rest_differently(
    tmp_path: Path, archive: Archive
) -> None:
    task = task_of(tmp_path, archive, *DOSSIER)
    made = work.complete(task)
    again = work.complete(replace(task, batch=BatchOptions(splits_papers=False)))
    assert again.versions == made.versions


def test_a_folder_for_whole_files_is_known_by_its_name() -> None:
    from portal.intake.folder_wishes import stays_whole

    assert stays_whole("Xã A/Không tách") and stays_whole("khong-tach") and not stays_whole("Xã A/hai mặt")
