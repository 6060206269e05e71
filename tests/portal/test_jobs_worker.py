"""The worker does what the ledger owes, whatever a file does to it, and nothing twice."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.reading import ReadingOptions
from portal.jobs.dispatchers.inline import InlineDispatcher
from portal.jobs.options import WorkOptions
from records import FileState, PageState
from tests.portal.faults import steps as faults

if TYPE_CHECKING:
    from portal.jobs.worker import Worker
    from portal.models import IntakeFile

Hand = Callable[..., "IntakeFile"]
PATIENCE_SECONDS = 60.0
"""What a machine may take that has other things to do."""


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    return Archive(FolderStore(portal_data / "archive"))


@pytest.fixture
def worker(portal_data: Path, archive: Archive) -> Worker:
    from portal.jobs.worker import Worker

    options = WorkOptions(
        data_dir=portal_data,
        reading=ReadingOptions(engine="null"),
        dispatcher="inline",
        poll_seconds=0.02,
        longest_pause_seconds=0.02,
    )
    return Worker(options, archive, steps=faults.steps())


@pytest.fixture
def hand_in(worker: Worker, portal_data: Path) -> Hand:
    """Drops a scan and has it taken."""

    def drop(name: str = "tờ trình.json", pages: int = 1, **said: object) -> IntakeFile:
        path = portal_data / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(faults.make_scan(pages, **said))
        file = worker.intake.take(path, hint="to-trinh", unit="Văn thư")
        assert file is not None
        return file

    return drop


def drain(worker: Worker) -> None:
    worker.drain(InlineDispatcher())


def only_row() -> IntakeFile:
    from portal.models import IntakeFile

    [row] = IntakeFile.objects.all()
    return row


def pages_of(file: IntakeFile) -> dict[int, str]:
    from portal.models import IntakePage

    return dict(IntakePage.objects.filter(file=file.pk).values_list("number", "state"))


def is_staging_empty(data: Path) -> bool:
    return not [path for path in (data / "staging").rglob("*") if path.is_file()]


def test_a_file_becomes_a_record_in_archive_and_catalogue(
    worker: Worker, hand_in: Hand, archive: Archive, portal_data: Path
) -> None:
    from portal.models import CatalogueRecord, IntakePage

    hand_in(pages=3)
    drain(worker)
    row = only_row()
    assert row.state == FileState.REVIEW and row.settled_at is not None
    assert list(archive.record_ids()) == [row.record_id]
    assert set(archive.head(row.record_id).files) == {
        "original/tờ trình.json",
        "words.json",
        "record.json",
        "intake.json",
    }
    intake = json.loads(archive.read(row.record_id, "intake.json"))
    assert (intake["unit"], intake["hint"], intake["name"]) == ("Văn thư", "to-trinh", "tờ trình.json")
    assert CatalogueRecord.objects.get().record_id == row.record_id
    assert set(pages_of(row).values()) == {PageState.READ}
    assert not IntakePage.objects.exclude(reading="").exists()
    assert is_staging_empty(portal_data) and row.staged_path == ""
    assert (portal_data / row.laid_in).exists()


def test_a_page_that_fails_twice_is_given_up_and_the_record_says_so(
    worker: Worker, hand_in: Hand, archive: Archive, portal_data: Path
) -> None:
    hand_in(pages=3, page={"2": "engine_crashed"})
    drain(worker)
    row = only_row()
    assert row.state == FileState.REVIEW
    assert pages_of(row) == {1: PageState.READ, 2: PageState.FAILED, 3: PageState.READ}
    assert len(faults.reads(portal_data)) == 4
    words = json.loads(archive.read(row.record_id, "words.json"))
    assert [page["number"] for page in words["pages"]] == [1, 2, 3]
    assert "Bộ nhận dạng dừng" in words["pages"][1]["warnings"][0]


def test_a_page_that_fails_once_is_read_at_the_second_try(worker: Worker, hand_in: Hand) -> None:
    hand_in(pages=1, page={"1": "engine_crashed_once"})
    drain(worker)
    assert pages_of(only_row()) == {1: PageState.READ}


def test_a_refused_file_is_given_back_and_never_tried_again(
    worker: Worker, hand_in: Hand, archive: Archive, portal_data: Path
) -> None:
    hand_in(open="refuse")
    drain(worker)
    drain(worker)
    row = only_row()
    assert (row.state, row.reason_code) == (FileState.REJECTED, "DamagedFile")
    assert (portal_data / (row.laid_in + ".reason.txt")).exists()
    assert list(archive.record_ids()) == [] and is_staging_empty(portal_data)


def test_a_file_without_pages_is_refused(worker: Worker, hand_in: Hand) -> None:
    hand_in(pages=0)
    drain(worker)
    assert (only_row().state, only_row().reason_code) == (FileState.REJECTED, "EmptyFile")


def test_a_file_of_which_no_page_can_be_opened_is_refused(worker: Worker, hand_in: Hand) -> None:
    hand_in(pages=2, page={"1": "refuse", "2": "refuse"})
    drain(worker)
    assert (only_row().state, only_row().reason_code) == (FileState.REJECTED, "DamagedFile")


def test_one_broken_page_among_good_ones_only_sends_the_record_to_review(
    worker: Worker, hand_in: Hand, portal_data: Path
) -> None:
    hand_in(pages=2, page={"1": "refuse"})
    drain(worker)
    assert only_row().state == FileState.REVIEW
    assert len(faults.reads(portal_data)) == 2


@pytest.mark.parametrize("step", ["open", "complete"])
def test_a_file_on_which_a_step_dies_twice_is_archived_as_it_is_for_a_person(
    worker: Worker, hand_in: Hand, archive: Archive, step: str
) -> None:
    hand_in(**{step: "bug"})
    drain(worker)
    row = only_row()
    assert row.state == FileState.REVIEW and "dừng hai lần" in row.reason_vi
    assert "original/tờ trình.json" in archive.head(row.record_id).files


def test_a_full_disk_stops_the_work_and_harms_no_file(
    worker: Worker, hand_in: Hand, portal_data: Path, archive: Archive
) -> None:
    hand_in(pages=2, page={"1": "store_failed_once"}, complete="store_failed_once")
    said = []
    worker.pause._say = said.append
    drain(worker)
    row = only_row()
    assert row.state == FileState.REVIEW and row.attempts == 0
    assert pages_of(row) == {1: PageState.READ, 2: PageState.READ}
    assert [bool(notice.vi) for notice in said] == [True, False, True, False]
    assert len(list(archive.record_ids())) == 1


def test_a_missing_engine_stops_the_work_and_says_what_to_install(worker: Worker, hand_in: Hand) -> None:
    hand_in(page={"1": "engine_missing_once"})
    said = []
    worker.pause._say = said.append
    drain(worker)
    assert "tesseract-ocr-vie" in said[0].vi
    assert only_row().state == FileState.REVIEW


class Killed(BaseException):
    """Stands for kill -9."""


@pytest.mark.parametrize(
    "moment",
    [
        "portal.jobs.entries.opened",
        "portal.jobs.entries.page_read",
        "portal.jobs.entries.all_pages_settled",
        "portal.jobs.entries.filed",
        "portal.jobs.entries._settle",
        "portal.intake.staging.Staging.remove",
    ],
)
def test_a_worker_killed_at_any_moment_goes_on_from_the_ledger(
    worker: Worker, hand_in: Hand, archive: Archive, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    from portal.jobs.worker import Worker
    from portal.models import CatalogueRecord, IntakePage

    hand_in(pages=3)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(moment, die)
        with pytest.raises(Killed):
            drain(worker)
    read_before = IntakePage.objects.filter(state=PageState.READ).count()
    data_dir = worker.options.data_dir
    begun_before = len(faults.reads(data_dir))
    drain(Worker(worker.options, archive, steps=faults.steps()))
    row = only_row()
    assert row.state == FileState.REVIEW
    assert archive.head(row.record_id).number == 1 and CatalogueRecord.objects.count() == 1
    assert len(faults.reads(data_dir)) - begun_before == 3 - read_before


def test_a_record_that_the_catalogue_refuses_is_not_lost(
    worker: Worker, hand_in: Hand, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portal.jobs.entries.replace_records", refuse)
    hand_in()
    drain(worker)
    assert only_row().state == FileState.REVIEW and "danh mục" in only_row().reason_vi
    assert len(list(archive.record_ids())) == 1


def test_a_stopped_worker_ends(worker: Worker, hand_in: Hand) -> None:
    hand_in(pages=2)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    stop.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_progress_tells_of_every_file(worker: Worker, hand_in: Hand, portal_data: Path) -> None:
    from portal.jobs.progress import snapshot

    hand_in("một.json", pages=2)
    hand_in("hai.json", open="refuse")
    before = snapshot(portal_data)
    assert before.in_work == 2 and before.files["received"] == 2
    drain(worker)
    after = snapshot(portal_data)
    assert after.in_work == 0 and after.pages_waiting == 0 and after.pages_a_minute > 0
    assert [(row.name, row.state, row.pages_done) for row in after.recent] == [
        ("hai.json", FileState.REJECTED, 0),
        ("một.json", FileState.REVIEW, 2),
    ]
    assert json.loads(json.dumps(after.to_json()))["schema"] == 1


def test_two_files_of_the_same_bytes_make_one_record(worker: Worker, hand_in: Hand, archive: Archive) -> None:
    hand_in("một.json")
    hand_in("hai.json")
    drain(worker)
    assert len(list(archive.record_ids())) == 1


def test_a_store_that_goes_away_for_good_keeps_the_file_owed(worker: Worker, hand_in: Hand) -> None:
    hand_in(complete="store_failed")
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while not worker.pause.notice.vi and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    thread.join(PATIENCE_SECONDS)
    assert (only_row().state, only_row().attempts) == (FileState.READ, 0)
    assert "tạm dừng" in worker.pause.notice.vi
